"""Each kind of conflict in a small county: found where it is, not where it is mended."""

from dataclasses import replace

import pytest

from tests.plan.rounds.builders import (
    FRI,
    MON,
    THU,
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
)
from tests.plan.rounds.conflict.small_conflicts import (
    conflicts_in,
    is_irreducible,
    rules_in_conflict,
    ticking,
)
from tianlu.core.ids import PlaceId
from tianlu.plan.floors.obligation import Obligation, RuleRef
from tianlu.plan.rounds.conflict.find import find_conflicts
from tianlu.plan.rounds.problem import Site, WeekClosure, WeekProblem

LAW = RuleRef("visits_a_week", "邮政法 19", "statute")


def one_village(*, owed: Obligation, van: dict[str, object] | None = None, **fields: object) -> WeekProblem:
    """A village that the hub's van alone serves."""
    site = {key: fields.pop(key) for key in tuple(fields) if key not in ("closures", "trips", "links", "minutes")}
    village = a_village("A", owed=owed, depots=("H",), **site)
    return a_problem(a_hub(), village, vehicles=(a_vehicle("van", "H", **(van or {})),), **fields)


def test_small_county_has_no_conflict() -> None:
    found = conflicts_in(small_county())
    assert found.found == ()
    assert found.are_all


def test_van_with_too_few_days_conflicts_with_the_visits() -> None:
    assert rules_in_conflict(one_village(owed=Obligation(visits_min=3), van={"days": days(MON, TUE)})) == {
        ("visits_a_week", "A"),
        ("shift", "van"),
    }
    assert not rules_in_conflict(one_village(owed=Obligation(visits_min=2), van={"days": days(MON, TUE)}))


def test_days_that_lie_together_conflict_with_the_gap() -> None:
    owed = Obligation(visits_min=1, gap_days_max=4)
    found = rules_in_conflict(one_village(owed=owed, van={"days": days(MON, TUE)}))
    assert {rule for rule, _ in found} == {"visits_a_week", "largest_gap", "shift"}
    assert not rules_in_conflict(one_village(owed=owed, van={"days": days(MON, THU)}))


def test_way_longer_than_the_shift_conflicts_with_the_visit() -> None:
    far = {("H", "A"): 361}
    assert rules_in_conflict(one_village(owed=Obligation(visits_min=1), minutes=far)) == {
        ("visits_a_week", "A"),
        ("shift", "van"),
    }


def test_way_that_only_the_rests_make_too_long_names_the_rests() -> None:
    far = {("H", "A"): 355}
    found = rules_in_conflict(one_village(owed=Obligation(visits_min=1), minutes=far))
    assert found == {("visits_a_week", "A"), ("shift", "van"), ("driving_rest", "van")}
    assert not rules_in_conflict(one_village(owed=Obligation(visits_min=1), minutes={("H", "A"): 340}))


def test_road_that_is_shorter_over_another_village_counts() -> None:
    village, other = (a_village(name, owed=Obligation(visits_min=1), depots=("H",)) for name in "AB")
    problem = a_problem(
        a_hub(),
        village,
        other,
        vehicles=(a_vehicle("van", "H"),),
        minutes={("H", "A"): 600, ("H", "B"): 30, ("A", "B"): 30},
    )
    assert not rules_in_conflict(problem)


def test_opening_days_conflict_with_the_visits() -> None:
    found = rules_in_conflict(one_village(owed=Obligation(visits_min=3), open_days=days(MON, FRI)))
    assert found == {("visits_a_week", "A"), ("time_window", "A")}


def test_place_closed_all_week_conflicts_with_its_visit() -> None:
    closed = WeekClosure(0, 10_080, place=PlaceId("A"))
    found = rules_in_conflict(one_village(owed=Obligation(visits_min=1), closures=(closed,)))
    assert found == {("visits_a_week", "A"), ("closure", "A")}
    short = replace(closed, end_min=at(MON, 23))
    assert not rules_in_conflict(one_village(owed=Obligation(visits_min=1), closures=(short,)))


def test_depot_closed_all_week_conflicts_with_the_visit() -> None:
    closed = WeekClosure(0, 10_080, place=PlaceId("H"))
    found = rules_in_conflict(one_village(owed=Obligation(visits_min=1), closures=(closed,)))
    assert found == {("visits_a_week", "A"), ("closure", "H")}


def test_closed_way_conflicts_with_the_visit() -> None:
    closed = WeekClosure(0, 10_080, origin=PlaceId("H"), destination=PlaceId("A"), reason="snow")
    problem = one_village(owed=Obligation(visits_min=1), closures=(closed,))
    assert rules_in_conflict(problem) == {("visits_a_week", "A"), ("closure", "")}
    assert any("snow" in saying.en for saying in conflicts_in(problem).found[0].sayings)


def test_village_without_a_vehicle_that_may_come_names_access() -> None:
    village = a_village("A", owed=Obligation(visits_min=1), depots=("S",))
    problem = a_problem(a_hub(), a_station("S"), village, vehicles=(a_vehicle("van", "H"),))
    assert rules_in_conflict(problem) == {("visits_a_week", "A"), ("access", "A")}


def test_bus_that_nobody_meets_names_the_handover_too() -> None:
    def county(**fields: object) -> WeekProblem:
        return a_problem(
            a_hub(),
            a_station("S"),
            a_village("A", owed=Obligation(visits_min=1), depots=("S",), **fields),
            vehicles=(a_vehicle("van", "H"),),
            trips=(a_trip("out", [("h", at(MON, 9)), ("a", at(MON, 10))]),),
            links=(a_link("H", "h"), a_link("A", "a")),
        )

    assert rules_in_conflict(county()) == {("visits_a_week", "A"), ("access", "A"), ("handover", "A")}
    assert not rules_in_conflict(county(has_keeper=True))


def test_station_fed_on_too_few_days_conflicts_with_its_feeds() -> None:
    def county(fed: int) -> WeekProblem:
        station = a_station("S", owed=Obligation(fed_days_min=fed))
        return a_problem(a_hub(), station, vehicles=(a_vehicle("van", "H", days=days(MON, WED)),))

    assert rules_in_conflict(county(3)) == {("station_fed", "S"), ("shift", "van")}
    assert not rules_in_conflict(county(2))


def test_outlet_that_opens_too_seldom_conflicts_with_itself() -> None:
    station = a_station("S", owed=Obligation(open_days_min=5), open_days=days(MON, TUE))
    assert rules_in_conflict(a_problem(a_hub(), station)) == {("station_open", "S")}


def test_mail_heavier_than_all_rounds_conflicts_with_the_load() -> None:
    letters = mail({MON: 400, TUE: 400, WED: 400})
    owed = Obligation(visits_min=1)
    tight = {"capacity_pieces": 400, "days": days(MON, WED), "rounds_a_day_max": 1}
    found = rules_in_conflict(one_village(owed=owed, van=tight, mail=letters))
    assert found == {("one_service_a_day", "A"), ("vehicle_load", "van")}
    assert not rules_in_conflict(one_village(owed=owed, van={**tight, "days": days(MON, TUE, WED)}, mail=letters))


def test_mail_of_one_day_that_fits_in_no_vehicle_conflicts_with_the_load() -> None:
    found = rules_in_conflict(one_village(owed=Obligation(), van={"capacity_pieces": 10}, mail=mail({MON: 11})))
    assert found == {("one_service_a_day", "A"), ("vehicle_load", "van")}


def test_hold_too_small_for_the_week_conflicts_with_the_mail() -> None:
    def county(hold: int) -> WeekProblem:
        return a_problem(
            a_hub(),
            a_village("A", mail=mail({MON: 20}), depots=("H",), has_keeper=True),
            trips=(
                a_trip("out", [("h", at(MON, 9)), ("a", at(MON, 10))], hold_pieces=(hold,)),
                a_trip("out2", [("h", at(TUE, 9)), ("a", at(TUE, 10))], hold_pieces=(hold,)),
            ),
            links=(a_link("H", "h"), a_link("A", "a")),
        )

    assert rules_in_conflict(county(9)) == {("one_service_a_day", "A"), ("hold", "line")}
    assert not rules_in_conflict(county(20))


def test_villages_too_far_apart_for_one_van_conflict_with_its_days() -> None:
    def county(visits: int) -> WeekProblem:
        owed = Obligation(visits_min=visits)
        villages = [a_village(name, owed=owed, depots=("H",)) for name in "ABC"]
        far = {("H", name): 200 for name in "ABC"} | dict.fromkeys((("A", "B"), ("A", "C"), ("B", "C")), 400)
        return a_problem(a_hub(), *villages, vehicles=(a_vehicle("van", "H"),), minutes=far)

    found = rules_in_conflict(county(3))
    assert found == {("visits_a_week", "A"), ("visits_a_week", "B"), ("visits_a_week", "C"), ("shift", "van")}
    assert not rules_in_conflict(county(2))


def test_services_longer_than_the_shift_conflict_with_it() -> None:
    def county(service_min: int) -> WeekProblem:
        villages = [
            a_village(name, owed=Obligation(visits_min=7), depots=("H",), service_min=service_min) for name in "ABCD"
        ]
        return a_problem(a_hub(), *villages, vehicles=(a_vehicle("van", "H"),))

    assert len(rules_in_conflict(county(160))) == 5
    assert not rules_in_conflict(county(140))


@pytest.mark.parametrize(("promise_h", "conflicts"), [(20, True), (72, False)])
def test_promise_shorter_than_the_days_between_conflicts(promise_h: int, conflicts: bool) -> None:
    owed = Obligation(promise_deliver_min=promise_h * 60)
    letters = mail({TUE: 3})
    found = rules_in_conflict(one_village(owed=owed, van={"days": days(THU)}, mail=letters))
    assert bool(found) == conflicts
    assert not conflicts or ("promise_hours", "A") in found


def test_promise_through_a_station_waits_for_its_feed() -> None:
    def county(promise_h: int) -> WeekProblem:
        owed = Obligation(promise_deliver_min=promise_h * 60)
        return a_problem(
            a_hub(),
            a_station("S"),
            a_village("A", owed=owed, mail=mail({MON: 1}), depots=("S",)),
            vehicles=(a_vehicle("van", "H", days=days(WED)), a_vehicle("courier", "S")),
        )

    assert ("promise_hours", "A") in rules_in_conflict(county(40))
    assert not rules_in_conflict(county(50))


def test_collections_promised_the_same_day_conflict_with_a_way_home_after_the_cut_off() -> None:
    def county(days_later: int) -> WeekProblem:
        owed = Obligation(promise_collect_days=days_later)
        van = {"shift_from_min": 15 * 60, "shift_to_min": 23 * 60}
        return one_village(owed=owed, van=van, mail=mail({}, {MON: 1}), minutes={("H", "A"): 150})

    assert ("promise_hours", "A") in rules_in_conflict(county(0))
    assert not rules_in_conflict(county(1))


def test_same_trouble_at_other_places_is_said_once_with_all_of_them() -> None:
    villages = [a_village(name, owed=Obligation(visits_min=1), depots=("S",)) for name in "ABC"]
    problem = a_problem(a_hub(), a_station("S"), *villages, vehicles=(a_vehicle("van", "H"),))
    found = conflicts_in(problem)
    assert [len(each.places) for each in found.found] == [3]
    assert found.are_all


def test_two_separate_conflicts_are_both_found() -> None:
    problem = a_problem(
        a_hub(),
        a_station("S", owed=Obligation(open_days_min=5), open_days=days(MON)),
        a_village("A", owed=Obligation(visits_min=1), depots=("S",)),
        vehicles=(a_vehicle("van", "H"),),
    )
    found = conflicts_in(problem).found
    assert [len(each.members) for each in found] == [1, 2]


def test_smallest_conflict_comes_first_and_is_said_to_be_it() -> None:
    first = conflicts_in(one_village(owed=Obligation(visits_min=3, gap_days_max=3), van={"days": days(MON)})).found[0]
    assert first.is_smallest
    assert len(first.members) == 2


def test_every_conflict_named_is_irreducible() -> None:
    problem = one_village(owed=Obligation(visits_min=3), minutes={("H", "A"): 355}, open_days=days(MON, TUE))
    for conflict in conflicts_in(problem).found:
        assert is_irreducible(problem, conflict.members)


def test_without_time_a_conflict_is_not_said_to_be_smallest() -> None:
    villages = [a_village(name, owed=Obligation(visits_min=7), depots=("H",), service_min=160) for name in "ABCD"]
    problem = a_problem(a_hub(), *villages, vehicles=(a_vehicle("van", "H"),))
    found = find_conflicts(problem, clock=ticking(100.0), seconds=1.0).found
    assert found
    assert not found[0].is_smallest


def test_conflict_is_said_in_both_languages_with_figure_and_clause() -> None:
    owed = Obligation(visits_min=3, rules=(("visits_min", LAW),))
    said = conflicts_in(one_village(owed=owed, van={"days": days(MON, TUE)})).found[0].sayings
    assert any("A: a visit on 3 days a week is owed (邮政法 19)" in saying.en for saying in said)
    assert any("每周应到访 3 天（邮政法 19）" in saying.zh for saying in said)
    assert any("周一、周二" in saying.zh for saying in said)


def test_order_of_the_input_does_not_change_the_conflict() -> None:
    sites: list[Site] = [a_village(name, owed=Obligation(visits_min=1), depots=("S",)) for name in "ABC"]
    one, other = (
        a_problem(a_hub(), a_station("S"), *order, vehicles=(a_vehicle("van", "H"),)) for order in (sites, sites[::-1])
    )
    assert conflicts_in(one).found[0].members == conflicts_in(other).found[0].members
