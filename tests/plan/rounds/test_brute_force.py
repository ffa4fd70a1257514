"""A county of four villages and one bus, whose least cost is known by trying everything."""

from time import process_time

import pytest

from tests.plan.rounds.brute_force import best_plan
from tests.plan.rounds.builders import (
    MON,
    THU,
    a_hub,
    a_link,
    a_problem,
    a_station,
    a_trip,
    a_vehicle,
    a_village,
    at,
    days,
    mail,
)
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget

METRES_A_MIN = 700


def four_villages_and_a_bus(
    *,
    bus_fee_fen: int = 500,
    van_day_fen: int = 8_000,
    promise_min: int | None = None,
    days_min: int = 1,
    collected: int = 1,
) -> WeekProblem:
    """A and B lie on the bus line, C and D behind station S; B and D are owed two visits, the others `days_min`.
    Vehicles drive on Monday and Thursday, the bus on Monday."""
    once = Obligation(visits_min=days_min, promise_deliver_min=promise_min)
    twice = Obligation(visits_min=2, gap_days_max=4, promise_deliver_min=promise_min)
    letters = mail({MON: 4, THU: 3}, {MON: collected})
    minutes = {
        ("H", "S"): 40,
        ("H", "A"): 30,
        ("H", "B"): 45,
        ("H", "C"): 60,
        ("H", "D"): 65,
        ("S", "A"): 25,
        ("S", "B"): 30,
        ("S", "C"): 20,
        ("S", "D"): 28,
        ("A", "B"): 18,
        ("A", "C"): 40,
        ("A", "D"): 50,
        ("B", "C"): 42,
        ("B", "D"): 48,
        ("C", "D"): 15,
    }
    bus = {"fee_fen": bus_fee_fen}
    return a_problem(
        a_hub(),
        a_station("S", owed=Obligation(fed_days_min=days_min), mail=letters),
        a_village("A", owed=once, mail=letters, depots=("H",), has_keeper=True),
        a_village("B", owed=twice, mail=letters, depots=("H",), has_keeper=True),
        a_village("C", owed=once, mail=letters),
        a_village("D", owed=twice, mail=letters),
        vehicles=(
            a_vehicle("van", "H", day_fen=van_day_fen, days=days(MON, THU), rounds_a_day_max=1),
            a_vehicle("courier", "S", day_fen=3_000, km_fen=40, days=days(MON, THU), rounds_a_day_max=1),
        ),
        trips=(
            a_trip("out", [("h", at(MON, 8)), ("a", at(MON, 8, 40)), ("b", at(MON, 9))], **bus),
            a_trip("back", [("b", at(MON, 16)), ("a", at(MON, 16, 20)), ("h", at(MON, 17))], **bus),
        ),
        links=(a_link("H", "h", 5), a_link("A", "a", 2), a_link("B", "b", 3)),
        minutes=minutes,
        metres={pair: figure * METRES_A_MIN for pair, figure in minutes.items()},
    )


CASES = {
    "dear bus": {"bus_fee_fen": 500, "van_day_fen": 8_000},
    "cheap bus, dear van": {"bus_fee_fen": 50, "van_day_fen": 20_000},
    "delivered in three days and a half": {"promise_min": 84 * 60},
    "delivered within two days": {"promise_min": 48 * 60, "days_min": 2},
    "nothing to collect": {"collected": 0},
    "nothing to collect, delivered within two days": {"collected": 0, "promise_min": 48 * 60, "days_min": 2},
}
OPTIMA = {
    "dear bus": 29_684,
    "cheap bus, dear van": 41_234,
    "delivered in three days and a half": 29_978,
    "delivered within two days": 45_790,
    "nothing to collect": 29_684,
    "nothing to collect, delivered within two days": 45_790,
}


@pytest.mark.parametrize("case", CASES)
def test_optimum_of_four_villages_keeps_every_rule(case: str) -> None:
    problem = four_villages_and_a_bus(**CASES[case])
    start = process_time()
    cost, plan = best_plan(problem)
    assert cost == OPTIMA[case]
    report = check_plan(problem, plan)
    assert report.is_feasible
    assert report.cost.total_fen == cost
    assert process_time() - start < 30


@pytest.mark.parametrize("case", CASES)
def test_search_reaches_the_optimum_of_four_villages(case: str) -> None:
    solve = pytest.importorskip("tianlu.plan.rounds.solve").solve
    problem = four_villages_and_a_bus(**CASES[case])
    result = solve(problem, budget=Budget(iterations=3_000), seed=1)
    assert check_plan(problem, result.plan).violations == ()
    assert result.cost_fen == check_plan(problem, result.plan).cost.total_fen == OPTIMA[case]


def test_county_without_any_way_is_said_to_have_no_plan() -> None:
    problem = a_problem(a_hub(), a_village("A", owed=Obligation(visits_min=1)))
    with pytest.raises(ValueError, match="no plan"):
        best_plan(problem)


def test_one_village_by_the_sea_of_grass_costs_what_the_van_costs() -> None:
    village = a_village("A", owed=Obligation(visits_min=1), mail=mail({MON: 1}))
    problem = a_problem(a_hub(), village, vehicles=(a_vehicle("van", "H", days=days(MON)),))
    assert best_plan(problem)[0] == 10_000 + 40 * 100 + 1_200
