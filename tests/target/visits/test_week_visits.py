"""Visits hang on rounds; both judges find nothing; what is left out has a reason."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.rounds.builders import (
    MON,
    TUE,
    a_hub,
    a_plan,
    a_problem,
    a_round,
    a_station,
    a_vehicle,
    a_village,
    at,
    days,
    small_county,
    small_plan,
)
from tianlu.core.calendar import DayPattern
from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.mail import with_loads
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.target.visits.candidate import Candidate, VisitParams
from tianlu.target.visits.check_visits import check_visits
from tianlu.target.visits.left_out import Because
from tianlu.target.visits.week_visits import WeekVisits, as_made, plan_visits

PROBLEM = small_county()
PLAN = small_plan(PROBLEM)
QUICK = VisitParams(rounds_of_search=150)


def wish(name: str, place: str, gain_fen: int = 10_000, minutes: int = 20, **fields: object) -> Candidate:
    return Candidate(name, PlaceId(place), gain_fen, minutes, **fields)  # type: ignore[arg-type]


def drawn(problem: WeekProblem, count: int, seed: int) -> list[Candidate]:
    rng = random.Random(seed)
    hours = ((0, 1_440), (480, 720), (840, 1_080))
    found = []
    for k in range(count):
        start, end = rng.choice(hours)
        found.append(
            Candidate(
                f"C{k}",
                rng.choice(problem.sites).id,
                rng.randint(500, 60_000),
                rng.choice((5, 15, 30, 60)),
                start,
                end,
                days=rng.choice((DayPattern(127), DayPattern(31), DayPattern(1))),
                owner=f"O{k % 3}",
                off_m=(off := rng.choice((0, 0, 1_500))),
                off_min=off // 250,
            )
        )
    return found


def judged(problem: WeekProblem, found: WeekVisits, params: VisitParams) -> None:
    """Nothing is said by either judge, nor by a plan whose loads are derived anew."""
    assert check_plan(problem, found.plan).is_feasible
    assert with_loads(problem, found.plan) == found.plan
    assert check_visits(problem, found.plan, as_made(found.visits), owner_minutes_max=params.owner_minutes_max) == ()
    assert all(left.because is not Because.JUDGE for left in found.left_out)


def test_visit_is_made_at_the_stop_of_its_own_place_without_a_way() -> None:
    found = plan_visits(PROBLEM, PLAN, [wish("x", "C")], seed=1, params=QUICK)
    (visit,) = found.visits
    assert (visit.vehicle, visit.stop_place, visit.day, visit.off_m) == ("van", "C", MON, 0)
    assert (visit.begin_min, visit.end_min) == (at(MON, 8, 30), at(MON, 8, 50))
    assert (found.gain_fen, found.added_min, found.added_m) == (10_000, 20, 0)
    assert found.worth_fen == 10_000 - 20 * 1_200 // 60
    assert "no way off it" in visit.reason
    assert "无需绕行" in visit.reason_zh


def test_small_week_with_many_wishes_keeps_every_rule() -> None:
    found = plan_visits(PROBLEM, PLAN, drawn(PROBLEM, 40, 1), seed=1, params=QUICK)
    judged(PROBLEM, found, QUICK)
    assert len(found.visits) + len(found.left_out) == 40
    assert found.visits


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_draw_of_wishes_breaks_a_rule_of_a_real_county(planned_county: tuple[WeekProblem, Plan], seed: int) -> None:
    problem, plan = planned_county
    params = VisitParams(rounds_of_search=20, owner_minutes_max=300)
    judged(problem, plan_visits(problem, plan, drawn(problem, 60, seed), seed=seed, params=params), params)


def test_better_visit_wins_the_room() -> None:
    problem = a_problem(
        a_hub(), a_station("S"), a_village("A"), vehicles=[a_vehicle("van", "H", shift_to_min=9 * 60 + 30)]
    )
    plan = a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A"))
    found = plan_visits(problem, plan, [wish("small", "A", 1_000), wish("large", "A", 9_000)], seed=1, params=QUICK)
    assert [each.candidate.id for each in found.visits] == ["large"]
    (left,) = found.left_out
    assert left.because is Because.OTHERS_BRING_MORE
    assert "large" in left.reason
    assert "large" in left.reason_zh


def test_each_reason_is_given_where_it_is_true() -> None:
    vehicles = [a_vehicle("van", "H", shift_to_min=9 * 60 + 30)]
    problem = a_problem(a_hub(), a_station("S"), a_village("A"), a_village("B"), vehicles=vehicles)
    plan = a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A"))
    wishes = [
        wish("far", "B"),
        wish("tuesday", "A", days=days(TUE)),
        wish("evening", "A", from_min=18 * 60),
        wish("early", "A", to_min=8 * 60),
        wish("long", "A", minutes=31),
        wish("poor", "A", gain_fen=100),
        wish("busy", "A", owner="O", minutes=15),
    ]
    params = replace(QUICK, owner_minutes_max=14)
    found = plan_visits(problem, plan, wishes, seed=1, params=replace(QUICK, owner_minutes_max=1_000))
    because = {left.candidate.id: left.because for left in found.left_out}
    assert because == {
        "far": Because.NO_STOP_NEAR,
        "tuesday": Because.NO_STOP_NEAR,
        "evening": Because.ROUNDS_FULL,
        "early": Because.CUSTOMER_AWAY,
        "long": Because.ROUNDS_FULL,
        "poor": Because.NOT_WORTH,
    }
    (busy,) = plan_visits(problem, plan, wishes[-1:], seed=1, params=params).left_out
    assert busy.because is Because.OWNER_FULL


def test_customer_near_another_place_is_reached_from_the_stop_there() -> None:
    problem = a_problem(
        a_hub(),
        a_station("S"),
        a_village("A"),
        a_village("B"),
        vehicles=[a_vehicle("van", "H")],
        minutes={("A", "B"): 4},
        metres={("A", "B"): 2_000},
    )
    plan = a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A"))
    params = replace(QUICK, detour_share_max=1.0)
    (visit,) = plan_visits(problem, plan, [wish("x", "B")], seed=1, params=params).visits
    assert (visit.stop_place, visit.off_m, visit.off_min, visit.begin_min) == ("A", 4_000, 8, at(MON, 8, 34))


def test_detours_are_at_most_their_share_of_own_trips(planned_county: tuple[WeekProblem, Plan]) -> None:
    problem, plan = planned_county
    wishes = [replace(each, off_m=0, off_min=0) for each in drawn(problem, 80, 3)]
    free = plan_visits(problem, plan, wishes, seed=1, params=replace(QUICK, detour_share_max=10.0))
    held = plan_visits(problem, plan, wishes, seed=1, params=replace(QUICK, detour_share_max=0.05))
    assert free.detour_m > 0.05 * free.own_trips.metres
    assert held.detour_m <= 0.05 * held.own_trips.metres


def test_same_seed_gives_the_same_visits() -> None:
    wishes = drawn(PROBLEM, 30, 5)
    one, other = (plan_visits(PROBLEM, PLAN, wishes, seed=2, params=QUICK) for _ in range(2))
    assert one == other


def test_unknown_place_and_twin_ids_are_refused() -> None:
    with pytest.raises(ValueError, match="does not have: Z"):
        plan_visits(PROBLEM, PLAN, [wish("x", "Z")], seed=1)
    with pytest.raises(ValueError, match="an id of its own"):
        plan_visits(PROBLEM, PLAN, [wish("x", "A"), wish("x", "B")], seed=1)


def test_nobody_to_visit_leaves_the_plan_as_it_is() -> None:
    found = plan_visits(PROBLEM, PLAN, [], seed=1)
    assert (found.plan, found.visits, found.added_min) == (PLAN, (), 0)


def test_day_that_breaks_a_rule_already_takes_no_visit_and_spoils_no_other() -> None:
    """A courier who is planned to come home long after his shift."""
    first = PLAN.rounds[0]
    stops = tuple(
        replace(each, arrive_min=each.arrive_min + 700, leave_min=each.leave_min + 700) for each in first.stops
    )
    late = replace(first, leave_min=first.leave_min + 700, return_min=first.return_min + 700, stops=stops)
    broken = replace(PLAN, rounds=(late, *PLAN.rounds[1:]))
    wishes = [wish(f"C{k}", stop.place) for k, stop in enumerate(first.stops)]
    week = plan_visits(PROBLEM, broken, wishes, seed=1, params=QUICK)
    assert len(week.visits) + len(week.left_out) == len(wishes)
    assert all(visit.round_index != 0 for visit in week.visits)
