"""Ways out of a conflict: each is planned, judged sound, priced, and said with what it does to the floors."""

from dataclasses import replace
from time import perf_counter

import pytest

from tests.plan.rounds.builders import (
    FRI,
    MON,
    TUE,
    WED,
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
    small_county,
    small_plan,
)
from tianlu.core.ids import PlaceId
from tianlu.plan.floors.obligation import Obligation, RuleRef
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.conflict.changes import ChangeKind
from tianlu.plan.rounds.conflict.report import Infeasibility, find_ways_out, why_infeasible
from tianlu.plan.rounds.conflict.ways_out import WaysOut, say_changes
from tianlu.plan.rounds.problem import WeekClosure, WeekProblem
from tianlu.plan.rounds.result import Budget

STANDARD = "YZ/T 0129-2016《邮政普遍服务》"


def ways_out(problem: WeekProblem) -> WaysOut:
    why = why_infeasible(problem, None, clock=perf_counter)
    assert why.is_proven
    ways = find_ways_out(problem, why, budget=Budget(iterations=300), seed=1, clock=perf_counter)
    for way in ways.found:
        report = check_plan(way.problem, way.plan)
        assert report.is_feasible
        assert report.cost.total_fen == way.cost_fen
    assert [way.cost_fen for way in ways.found] == sorted(way.cost_fen for way in ways.found)
    return ways


def kinds(ways: WaysOut) -> set[ChangeKind]:
    return {change.kind for way in ways.found for change in way.changes}


def rural(visits: int) -> Obligation:
    rules = (("visits_min", RuleRef("visits_a_week", STANDARD, "operator")),)
    return Obligation(visits_min=visits, rules=rules)


def far_village(**fields: object) -> WeekProblem:
    """A village six hours away, a neighbouring station near by, and a bus."""
    village = a_village("A", owed=rural(1), mail=mail({MON: 1}), depots=("H",), **fields)
    return a_problem(
        a_hub(),
        a_station("S", mail=mail({MON: 1})),
        village,
        vehicles=(a_vehicle("van", "H", shift_to_min=18 * 60), a_vehicle("courier", "S")),
        trips=(a_trip("out", [("h", at(MON, 9)), ("a", at(MON, 16))]),),
        links=(a_link("H", "h"), a_link("A", "a")),
        minutes={("H", "A"): 340, ("S", "A"): 20, ("H", "S"): 300},
    )


def test_far_village_can_be_had_by_longer_shift_by_bus_or_by_the_neighbour() -> None:
    ways = ways_out(far_village())
    assert {ChangeKind.LONGER_SHIFT, ChangeKind.KEEPER, ChangeKind.NEIGHBOUR} <= kinds(ways)
    assert all(way.missed == () for way in ways.found)


def test_longer_shift_is_the_least_that_suffices() -> None:
    shift = next(
        way for way in ways_out(far_village()).found if [c.kind for c in way.changes] == [ChangeKind.LONGER_SHIFT]
    )
    van = next(vehicle for vehicle in shift.problem.vehicles if vehicle.id == "van")
    assert van.shift_to_min == 19 * 60


def test_second_van_does_what_one_cannot() -> None:
    villages = [a_village(name, owed=Obligation(visits_min=3), depots=("H",)) for name in "ABC"]
    far = {("H", name): 200 for name in "ABC"} | dict.fromkeys((("A", "B"), ("A", "C"), ("B", "C")), 400)
    problem = a_problem(a_hub(), *villages, vehicles=(a_vehicle("van", "H"),), minutes=far)
    ways = ways_out(problem)
    one_more = next(way for way in ways.found if way.changes[0].kind is ChangeKind.VEHICLE)
    new = next(vehicle for vehicle in one_more.problem.vehicles if vehicle.id == "van+1")
    assert replace(new, id=problem.vehicles[0].id, name="") == problem.vehicles[0]


def test_van_with_days_off_can_work_on_more() -> None:
    village = a_village("A", owed=rural(3), depots=("H",))
    problem = a_problem(a_hub(), village, vehicles=(a_vehicle("van", "H", days=days(MON, TUE)),))
    assert ChangeKind.MORE_DAYS in kinds(ways_out(problem))


def test_exception_for_remote_areas_is_offered_only_where_the_rules_clause_has_one() -> None:
    def county(owed: Obligation) -> WeekProblem:
        village = a_village("A", owed=owed, depots=("H",))
        return a_problem(a_hub(), village, vehicles=(a_vehicle("van", "H", days=days(MON, TUE)),))

    ways = ways_out(county(rural(3)))
    way = next(way for way in ways.found if way.changes[0].kind is ChangeKind.EXCEPTION)
    assert way.floors_met < way.floors_of
    assert [line.place for line in way.missed] == ["A"]
    assert "邮政法 19" in say_changes(way.changes).zh
    own = (("visits_min", RuleRef("visits_a_week", "《中华人民共和国邮政法》第十九条", "statute")),)
    assert ChangeKind.EXCEPTION not in kinds(ways_out(county(Obligation(visits_min=3, rules=own))))
    assert ChangeKind.EXCEPTION not in kinds(ways_out(county(Obligation(visits_min=3))))


def test_closure_can_be_lifted() -> None:
    village = a_village("A", owed=Obligation(visits_min=1), depots=("H",))
    closed = WeekClosure(0, 10_080, place=PlaceId("A"))
    problem = a_problem(a_hub(), village, vehicles=(a_vehicle("van", "H"),), closures=(closed,))
    way = next(way for way in ways_out(problem).found if way.changes[0].kind is ChangeKind.REOPEN)
    assert way.problem.closures == ()


def test_hold_grows_by_whole_bags_until_the_mail_fits() -> None:
    problem = a_problem(
        a_hub(),
        a_village("A", owed=Obligation(visits_min=1), mail=mail({MON: 50}), depots=("S",), has_keeper=True),
        a_station("S"),
        vehicles=(a_vehicle("van", "H"),),
        trips=(a_trip("out", [("h", at(MON, 9)), ("a", at(MON, 10))], hold_pieces=(5,)),),
        links=(a_link("H", "h"), a_link("A", "a")),
    )
    way = next(way for way in ways_out(problem).found if way.changes[0].kind is ChangeKind.HOLD)
    assert way.problem.trips[0].hold_pieces == (5 + 2 * problem.terms.bag_pieces_max,)


def test_promise_grows_by_whole_days() -> None:
    owed = Obligation(promise_deliver_min=20 * 60)
    village = a_village("A", owed=owed, mail=mail({TUE: 1}), depots=("H",))
    problem = a_problem(a_hub(), village, vehicles=(a_vehicle("van", "H", days=days(WED, FRI)),))
    way = next(way for way in ways_out(problem).found if way.changes[0].kind is ChangeKind.PROMISE)
    assert way.problem.site(PlaceId("A")).obligation.promise_deliver_min == 44 * 60
    assert way.floors_met < way.floors_of


def test_outlet_opens_on_as_many_more_days_as_it_owes() -> None:
    station = a_station("S", owed=Obligation(open_days_min=3), open_days=days(MON, FRI))
    problem = a_problem(a_hub(), station, vehicles=(a_vehicle("van", "H"),))
    way = next(way for way in ways_out(problem).found if way.changes[0].kind is ChangeKind.OPENING)
    assert way.problem.site(PlaceId("S")).place.open_days == days(MON, TUE, FRI)


def test_way_out_of_several_conflicts_takes_several_changes() -> None:
    village = a_village("A", owed=Obligation(visits_min=1), depots=("S",))
    station = a_station("S", owed=Obligation(open_days_min=2), open_days=days(MON))
    problem = a_problem(a_hub(), station, village, vehicles=(a_vehicle("van", "H"),))
    found = ways_out(problem).found
    assert found
    assert all(len(way.changes) >= 2 for way in found)


def test_no_way_is_looked_for_where_the_week_can_be_planned() -> None:
    problem = small_county()
    why = why_infeasible(problem, small_plan(problem), clock=perf_counter)
    assert why == Infeasibility(why.conflicts, ())
    assert not why.is_needed
    assert find_ways_out(problem, why, budget=Budget(iterations=1), seed=1, clock=perf_counter) == WaysOut((), ())


def test_broken_plan_of_a_week_without_a_conflict_is_not_called_impossible() -> None:
    problem = small_county()
    plan = small_plan(problem)
    poor = replace(plan, rounds=plan.rounds[1:])
    why = why_infeasible(problem, poor, clock=perf_counter)
    assert why.is_needed
    assert not why.is_proven
    assert why.broken == check_plan(problem, poor).violations


@pytest.mark.parametrize("seed", [1, 2])
def test_equal_problem_and_seed_give_equal_ways(seed: int) -> None:
    def costs() -> list[tuple[str, int]]:
        why = why_infeasible(far_village(), None, clock=perf_counter)
        ways = find_ways_out(far_village(), why, budget=Budget(iterations=200), seed=seed, clock=perf_counter)
        return [(say_changes(way.changes).en, way.cost_fen) for way in ways.found]

    assert costs() == costs()
