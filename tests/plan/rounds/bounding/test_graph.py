"""Parts of a fleet's days leave none out and count none twice; prices of legs are what rows leave of their cost."""

from itertools import combinations

import numpy as np
import pytest

from tests.plan.rounds.builders import MON, a_hub, a_problem, a_vehicle, a_village, mail
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.rounds.bounding.graph import Cut, DayGraph, Limit, Part, whole_fleets
from tianlu.plan.rounds.bounding.linear import reduced_costs
from tianlu.plan.rounds.bounding.rise import BoundParams, Case, Rise, Solving
from tianlu.plan.rounds.bounding.week_program import WeekProgram, week_program
from tianlu.plan.rounds.problem import WeekProblem

VILLAGES = range(1, 5)


def four_villages() -> WeekProblem:
    sites = [a_village(name, owed=Obligation(visits_min=2), mail=mail({MON: 1})) for name in "ABCD"]
    return a_problem(a_hub(), *sites, vehicles=(a_vehicle("van", "H"), a_vehicle("other", "H")))


def belongs(part: Part, called: set[int]) -> bool:
    return part.at <= called and not part.never & called


def rise_of(problem: WeekProblem) -> Rise:
    return Rise(problem, BoundParams(), seconds=30.0, clock=lambda: 0.0, on_rise=lambda _, __: True)


def a_case(problem: WeekProblem) -> Case:
    return Case(whole_fleets(problem), (), {}, {})


def test_every_day_of_a_vehicle_belongs_to_one_part() -> None:
    whole = Part(0)
    first, rest = whole.split(2)
    parts = [*first.split(3), *rest.split(1)]
    for size in range(5):
        for called in combinations(VILLAGES, size):
            assert sum(belongs(part, set(called)) for part in parts) == 1
    assert all(whole.holds(part) for part in parts)
    assert [first.holds(part) for part in parts] == [True, True, False, False]
    assert not Part(1).holds(whole)


def test_part_never_stops_at_what_it_leaves_out_and_always_at_what_it_calls_at() -> None:
    problem = four_villages()
    with_a, without_a = Part(0).split(1)
    week = week_program(problem, (with_a, without_a), ())
    assert [1 in graph.sites for graph in week.graphs] == [True, False]
    solved = Solving(rise_of(problem), a_case(problem).split(Part(0), 1), 0.0)
    graph = solved.week.graphs[0]
    called = sum(solved._solved.values[graph.visit[graph.sites.index(1)]])
    assert called == pytest.approx(solved._solved.values[graph.days])
    assert called == pytest.approx(2.0)


def test_limit_on_a_part_binds_its_halves_together() -> None:
    problem = four_villages()
    dear = Limit(Part(0), 5, 14)
    case = a_case(problem).limited(dear)
    bound = Solving(rise_of(problem), case, 0.0).bound
    halves = Solving(rise_of(problem), case.split(Part(0), 1), 0.0)
    assert sum(halves._solved.values[graph.days] for graph in halves.week.graphs) >= 5.0 - 1e-6
    assert halves.bound >= bound - 1.0
    assert bound > Solving(rise_of(problem), a_case(problem), 0.0).bound + 10_000


def priced(week: WeekProgram, graph: DayGraph) -> np.ndarray:
    """Prices for all rows, the program's and a cut's, that mean nothing but are all different."""
    return np.linspace(-30.0, 40.0, len(week.program.rows))


def test_price_of_a_leg_is_the_reduced_cost_of_its_column() -> None:
    problem = four_villages()
    solving = Solving(rise_of(problem), a_case(problem), 0.0)
    week, graph = solving.week, solving.week.graphs[0]
    cut = Cut(frozenset({1, 2}), 1)
    inside = graph.inside(cut)
    terms = [(edge, 1.0) for (a, b), edge in graph.edge.items() if inside[a] != inside[b]]
    graph.cut_rows.append(week.program.row(terms, low=0.0))
    graph.cuts.append(cut)
    prices = priced(week, graph)
    reduced, left = reduced_costs(week.program, prices), graph.leg_prices(prices)
    for pair, edge in graph.edge.items():
        assert left[pair] == pytest.approx(reduced[edge])
