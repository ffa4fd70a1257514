"""The search and the judge share no code and must agree: on loads to the gram, and on which weeks are sound."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.plan.rounds.random_county import random_county
from tianlu.core.calendar import MINUTES_A_DAY, Week
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.anneal import DEFAULT_PARAMS, anneal
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.cost import cost_of
from tianlu.plan.rounds.decode import decode
from tianlu.plan.rounds.encode import encode
from tianlu.plan.rounds.problem import WeekClosure, WeekProblem, canonical
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.search.flow import true_loads
from tianlu.plan.rounds.solve import solve
from tianlu.sample import open_county
from tianlu.week import pose

FAR_COUNTIES = ("632803", "632222")
"""茫崖 and 祁连: their far stations are fed by bus alone."""


@pytest.mark.parametrize("seed", range(12))
def test_a_week_that_the_search_calls_sound_is_sound_under_promises_and_closures(seed: int) -> None:
    problem = troubled_county(seed)
    result = solve(problem, budget=Budget(iterations=6_000), seed=1)
    assert (check_plan(problem, result.plan).violations == ()) == result.is_feasible


HARD = [(8, 2), (12, 5), (15, 7), (16, 0), (30, 8), (39, 5), (48, 1), (50, 4), (50, 8), (55, 5)]
"""Counties and seeds in which a round passed the minute at which collections are ready, unnoticed once."""


@pytest.mark.parametrize(("county", "seed"), [*((k, k) for k in range(8)), *HARD])
@pytest.mark.parametrize("iterations", [300, 1_500, 3_000])
def test_loads_kept_along_the_way_are_those_of_mail_carried_piece_by_piece(
    county: int, seed: int, iterations: int
) -> None:
    week = encode(troubled_county(county)).week
    found = anneal(
        week,
        budget=Budget(iterations=iterations),
        seed=seed,
        params=DEFAULT_PARAMS,
        clock=lambda: 0.0,
        on_step=lambda _: True,
    )
    exact = np.zeros_like(found.state.carried)
    riding = np.zeros_like(week.hold)
    true_loads(week, found.state, exact, riding)
    np.testing.assert_array_equal(found.state.carried, exact)
    np.testing.assert_array_equal(found.state.riding, riding)


@pytest.mark.parametrize("seed", range(10))
def test_search_and_judge_price_consistency_alike_village_by_village(seed: int) -> None:
    problem = troubled_county(seed)
    wishes = {"further_driver_fen": 731, "arrival_hour_fen": 457}
    problem = replace(problem, terms=replace(problem.terms, **wishes))
    encoded = encode(problem)
    found = anneal(
        encoded.week,
        budget=Budget(iterations=3_000),
        seed=seed,
        params=DEFAULT_PARAMS,
        clock=lambda: 0.0,
        on_step=lambda _: True,
    )
    cost = cost_of(problem, decode(problem, encoded, found.state))
    reckoned = {problem.sites[x].id: found.state.unsteady[x] for x in np.flatnonzero(found.state.unsteady)}
    assert reckoned == {village.place: village.total_fen for village in cost.by_village}
    assert cost.consistency_fen > 0
    assert found.cost is not None
    driven = float(found.state.vd["cost"].sum() + found.state.visit["lift_cost"].sum())
    assert found.cost == pytest.approx(driven + cost.consistency_fen, abs=1e-3)


@pytest.mark.parametrize("code", FAR_COUNTIES)
def test_far_stations_that_the_bus_alone_feeds_are_fed(code: str) -> None:
    problem = pose(open_county(code), Week(date(2026, 11, 23)))
    result = solve(problem, budget=Budget(iterations=12_000), seed=1)
    assert result.is_feasible
    assert check_plan(problem, result.plan).violations == ()


def test_a_county_has_the_arrays_that_the_search_was_compiled_for() -> None:
    week = encode(pose(open_county(FAR_COUNTIES[0]), Week(date(2026, 11, 23)))).week
    assert all(array.flags.c_contiguous for array in week)


def troubled_county(seed: int) -> WeekProblem:
    """A random county with opening hours, promises to deliver and to collect, and closures of places and ways."""
    draw = np.random.default_rng(seed)
    problem = random_county(
        seed,
        stations=int(draw.integers(1, 5)),
        villages=int(draw.integers(6, 20)),
        hours=bool(draw.integers(2)),
        promise_hours=[None, 168, 120, 96][draw.integers(4)],
    )
    collect_days = [None, 1, 3][draw.integers(3)]
    sites = tuple(
        site
        if site.kind is PlaceKind.HUB
        else replace(site, obligation=replace(site.obligation, promise_collect_days=collect_days))
        for site in problem.sites
    )
    closures = tuple(_closure(draw, problem) for _ in range(draw.integers(1, 6)))
    return canonical(replace(problem, sites=sites, closures=closures))


def _closure(draw: np.random.Generator, problem: WeekProblem) -> WeekClosure:
    """Of the hub in one case of four, of a place or of the way between two in the others."""
    start = int(draw.integers(0, 7 * MINUTES_A_DAY))
    end = start + int(draw.integers(30, 600))
    places = [site.id for site in problem.sites]
    match draw.integers(4):
        case 0:
            return WeekClosure(start, end, place=problem.hub.id)
        case 1:
            return WeekClosure(start, end, place=places[draw.integers(len(places))])
        case _:
            one, other = draw.choice(len(places), 2, replace=False)
            return WeekClosure(start, end, origin=places[one], destination=places[other])
