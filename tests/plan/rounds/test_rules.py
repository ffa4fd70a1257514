"""Every rule with a case that keeps it and a case that breaks it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.plan.rounds.builders import (
    FRI,
    MON,
    SUN,
    THU,
    TUE,
    WED,
    a_bag,
    a_hub,
    a_link,
    a_plan,
    a_problem,
    a_round,
    a_station,
    a_trip,
    a_vehicle,
    a_village,
    at,
    days,
    mail,
    small_county,
    small_plan,
    with_bag,
    with_round,
    with_stop,
)
from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.plan.county import Terms, Vehicle
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import Driven, Mail, Site, VehicleDay, WeekClosure, WeekProblem
from tianlu.plan.rounds.rules import RULE_NAMES_ZH, RULES


def broken(problem: WeekProblem, plan: Plan) -> set[str]:
    """Names of the rules that a plan breaks."""
    return {violation.rule for violation in check_plan(problem, plan).violations}


def one_village(site: Site | None = None, *, van: Vehicle | None = None, **fields: object) -> WeekProblem:
    """Hub and village A, half an hour apart, and a van."""
    return a_problem(a_hub(), site or a_village("A"), vehicles=(van or a_vehicle("van", "H"),), **fields)  # type: ignore[arg-type]


def visited(problem: WeekProblem, *weekdays: int, hour: int = 8) -> Plan:
    """The van goes to A and back on these days."""
    return a_plan(problem, *(a_round(problem, "van", day, at(day, hour), "A") for day in weekdays))


def station_county(*, village_mail: Mail | None = None, owed: Obligation | None = None) -> WeekProblem:
    """Hub, station S and village A, a van at the hub and a courier at S."""
    return a_problem(
        a_hub(),
        a_station("S", owed=owed or Obligation()),
        a_village("A", mail=village_mail or mail({MON: 3})),
        vehicles=(a_vehicle("van", "H"), a_vehicle("courier", "S")),
    )


def bus_county(village: Site, **trip_fields: object) -> WeekProblem:
    """Hub, village A and a bus each way on Mondays, arriving at A at 10:00 and leaving it at 14:00."""
    return a_problem(
        a_hub(),
        village,
        trips=(
            a_trip("out", [("h", at(MON, 9)), ("a", at(MON, 10))], **trip_fields),
            a_trip("back", [("a", at(MON, 14)), ("h", at(MON, 15))]),
        ),
        links=(a_link("H", "h"), a_link("A", "a")),
    )


def test_small_plan_keeps_every_rule() -> None:
    problem = small_county()
    assert check_plan(problem, small_plan(problem)).violations == ()


# Floors


def test_three_visits_keep_a_floor_of_three_and_two_break_it() -> None:
    problem = one_village(a_village("A", owed=Obligation(visits_min=3)))
    assert broken(problem, visited(problem, MON, WED, FRI)) == set()
    assert broken(problem, visited(problem, MON, WED)) == {"visits_a_week"}


def test_gap_is_counted_across_the_weeks_seam() -> None:
    problem = one_village(a_village("A", owed=Obligation(gap_days_max=3)))
    assert broken(problem, visited(problem, MON, THU, SUN)) == set()
    assert broken(problem, visited(problem, MON, TUE, WED)) == {"largest_gap"}


def test_promise_to_deliver_is_kept_to_the_minute() -> None:
    for minutes, rules in ((90, set()), (89, {"promise_hours"})):  # Ready at 7:00, delivered at 8:30.
        problem = one_village(a_village("A", owed=Obligation(promise_deliver_min=minutes), mail=mail({MON: 1})))
        assert broken(problem, visited(problem, MON)) == rules


def test_promise_to_collect_counts_days_from_the_visit_to_the_cut_off() -> None:
    for cutoff_hour, days_promised, rules in ((9, 0, set()), (8, 0, {"promise_hours"}), (8, 1, set())):
        village = a_village("A", owed=Obligation(promise_collect_days=days_promised), mail=mail(collect={MON: 1}))
        problem = one_village(village, terms=Terms(hub_cutoff_min=cutoff_hour * 60))
        assert broken(problem, visited(problem, MON)) == rules  # Taken at 8:30, at the hub at 9:00.


def test_second_service_on_a_day_is_refused() -> None:
    problem = one_village()
    once = visited(problem, MON, TUE)
    twice = a_plan(problem, *once.rounds, a_round(problem, "van", MON, at(MON, 12), "A"))
    assert broken(problem, once) == set()
    assert broken(problem, twice) == {"one_service_a_day"}


def test_mail_that_never_moves_is_noticed() -> None:
    problem = station_county()
    courier = a_round(problem, "courier", MON, at(MON, 9), "A")
    assert broken(problem, a_plan(problem, courier, a_round(problem, "van", MON, at(MON, 8), "S"))) == set()
    assert broken(problem, a_plan(problem, courier)) == {"one_service_a_day"}


def test_collections_left_at_a_station_are_noticed() -> None:
    problem = station_county(village_mail=mail(collect={MON: 3}))
    courier = a_round(problem, "courier", MON, at(MON, 9), "A")
    assert broken(problem, a_plan(problem, courier)) == {"one_service_a_day"}
    assert broken(problem, a_plan(problem, courier, a_round(problem, "van", TUE, at(TUE, 8), "S"))) == set()


def test_station_is_fed_on_as_many_days_as_owed() -> None:
    problem = station_county(village_mail=Mail(), owed=Obligation(fed_days_min=2))
    feeds = [a_round(problem, "van", day, at(day, 8), "S") for day in (MON, WED)]
    assert broken(problem, a_plan(problem, *feeds)) == set()
    assert broken(problem, a_plan(problem, feeds[0])) == {"station_fed"}


def test_station_opens_on_as_many_days_as_owed() -> None:
    for open_days, rules in ((days(MON, TUE, WED, THU, FRI), set()), (days(MON, TUE), {"station_open"})):
        station = a_station("S", owed=Obligation(open_days_min=5), open_days=open_days)
        problem = a_problem(a_hub(), station)
        assert broken(problem, a_plan(problem)) == rules


# Driving


@pytest.mark.parametrize("limit", ["capacity_pieces", "capacity_g"])
def test_van_takes_what_it_can_and_not_a_piece_more(limit: str) -> None:
    exact = {"capacity_pieces": 10, "capacity_g": 10_000}
    site = a_village("A", mail=mail({MON: 10}))
    full = one_village(site, van=a_vehicle("van", "H", **exact))
    small = one_village(site, van=a_vehicle("van", "H", **{**exact, limit: exact[limit] - 1}))
    assert broken(full, visited(full, MON)) == set()
    assert broken(small, visited(small, MON)) == {"vehicle_load"}


def test_collections_count_beside_deliveries_still_aboard() -> None:
    villages = (a_village("A", mail=mail(collect={MON: 6})), a_village("B", mail=mail({MON: 6})))
    for order, rules in ((("B", "A"), set()), (("A", "B"), {"vehicle_load"})):
        problem = a_problem(a_hub(), *villages, vehicles=(a_vehicle("van", "H", capacity_pieces=10),))
        assert broken(problem, a_plan(problem, a_round(problem, "van", MON, at(MON, 8), *order))) == rules


def test_round_stays_within_the_shift() -> None:
    problem = one_village(van=a_vehicle("van", "H", shift_from_min=480, shift_to_min=540))
    assert broken(problem, visited(problem, MON, hour=8)) == set()
    for leave in (at(MON, 7, 59), at(MON, 8, 1)):
        assert broken(problem, a_plan(problem, a_round(problem, "van", MON, leave, "A"))) == {"shift"}


def test_vehicle_rests_on_its_days_off() -> None:
    problem = one_village(van=a_vehicle("van", "H", days=days(MON)))
    assert broken(problem, visited(problem, MON)) == set()
    assert broken(problem, visited(problem, TUE)) == {"shift"}


def test_four_hours_at_the_wheel_need_a_rest() -> None:
    for minutes, rules in ((120, set()), (121, {"driving_rest"})):
        problem = one_village(minutes={("H", "A"): minutes})
        plan = visited(problem, MON)
        hurried = with_round(plan, 0, return_min=at(MON, 8) + 2 * minutes, rest_on_return_min=0)
        assert broken(problem, hurried) == rules


def test_long_leg_is_driven_with_a_rest_on_the_way() -> None:
    problem = one_village(minutes={("H", "A"): 250})
    plan = visited(problem, MON)
    assert plan.rounds[0].stops[0].rest_on_way_min == 20
    assert broken(problem, plan) == set()
    shorter = replace(plan.rounds[0].stops[0], rest_on_way_min=19, arrive_min=plan.rounds[0].stops[0].arrive_min - 1)
    assert broken(problem, with_round(plan, 0, stops=(shorter,))) == {"driving_rest"}


def test_stand_of_twenty_minutes_counts_as_rest() -> None:
    for service_min, rules in ((20, set()), (19, {"driving_rest"})):
        problem = one_village(a_village("A", service_min=service_min), minutes={("H", "A"): 130})
        plan = visited(problem, MON)
        hurried = with_round(plan, 0, return_min=at(MON, 8) + 260 + service_min, rest_on_return_min=0)
        assert broken(problem, hurried) == rules


def test_wheel_time_goes_on_into_the_next_round() -> None:
    problem = one_village(minutes={("H", "A"): 100})
    for pause, rules in ((20, set()), (19, {"driving_rest"})):
        leave = at(MON, 7) + 200 + pause
        plan = a_plan(problem, a_round(problem, "van", MON, at(MON, 7), "A"), a_round(problem, "van", MON, leave, "A"))
        assert broken(problem, plan) - {"one_service_a_day"} == rules


def test_nobody_arrives_sooner_or_later_than_the_way_lets() -> None:
    problem = one_village()
    plan = visited(problem, MON)
    for minute in (at(MON, 8, 29), at(MON, 8, 31)):
        assert "travel_time" in broken(problem, with_stop(plan, 0, 0, arrive_min=minute, leave_min=at(MON, 8, 31)))


def test_slow_hours_make_a_leg_longer() -> None:
    slow = (*(100 for _ in range(8)), 150, *(100 for _ in range(15)))
    problem = one_village(slot_percent=slow)
    plan = visited(problem, MON)  # 45 minutes from 8 o'clock, and 45 back.
    assert plan.rounds[0].return_min == at(MON, 9, 30)
    assert broken(problem, plan) == set()
    assert broken(one_village(), replace(plan, problem_hash=one_village().hash)) == {"travel_time"}


def test_service_takes_its_minutes() -> None:
    problem = one_village(a_village("A", service_min=10))
    plan = visited(problem, MON)
    assert broken(problem, plan) == set()
    hasty = with_stop(plan, 0, 0, leave_min=at(MON, 8, 39))
    assert broken(problem, with_round(hasty, 0, return_min=at(MON, 9, 9))) == {"travel_time"}


def test_waiting_longer_than_needed_is_allowed() -> None:
    problem = one_village()
    patient = with_stop(visited(problem, MON), 0, 0, leave_min=at(MON, 9))
    assert broken(problem, with_round(patient, 0, return_min=at(MON, 9, 30))) == set()


def test_service_begins_before_closing() -> None:
    for closes, rules in ((8 * 60 + 31, set()), (8 * 60 + 30, {"time_window"})):
        problem = one_village(a_village("A", open_to_min=closes))
        assert broken(problem, visited(problem, MON)) == rules


def test_van_waits_for_the_opening() -> None:
    problem = one_village(a_village("A", open_from_min=9 * 60, service_min=5))
    plan = visited(problem, MON)
    assert plan.rounds[0].stops[0].leave_min == at(MON, 9, 5)
    assert broken(problem, plan) == set()
    too_soon = with_stop(plan, 0, 0, leave_min=at(MON, 9, 4))
    assert broken(problem, with_round(too_soon, 0, return_min=at(MON, 9, 34))) == {"travel_time"}


def test_place_is_served_on_its_open_days() -> None:
    problem = one_village(a_village("A", open_days=days(MON)))
    assert broken(problem, visited(problem, MON)) == set()
    assert broken(problem, visited(problem, TUE)) == {"time_window"}


def test_vehicle_goes_where_its_kind_may() -> None:
    for kind, rules in (("van", set()), ("lorry", {"access"})):
        site = a_village("A", vehicle_kinds=frozenset({"van"}))
        problem = one_village(site, van=a_vehicle("van", "H", kind=kind))
        assert broken(problem, visited(problem, MON)) == rules


def test_depot_serves_its_own_villages_only() -> None:
    for depots, rules in ((("H",), set()), (("S",), {"access"})):
        problem = one_village(a_village("A", depots=depots))
        assert broken(problem, visited(problem, MON)) == rules


def test_closed_place_is_not_visited() -> None:
    for start, rules in ((at(MON, 8, 31), set()), (at(MON, 8, 30), {"closure"})):
        problem = one_village(closures=(WeekClosure(start, start + 600, place=PlaceId("A"), reason="snow"),))
        assert broken(problem, visited(problem, MON)) == rules


def test_closed_way_is_not_driven() -> None:
    a, h = PlaceId("A"), PlaceId("H")
    for start, rules in ((at(MON, 9), set()), (at(MON, 8, 59), {"closure"})):
        problem = one_village(closures=(WeekClosure(start, start + 600, origin=a, destination=h),))
        assert broken(problem, visited(problem, MON)) == rules


def test_closure_of_a_way_leaves_the_way_back_open() -> None:
    closed = WeekClosure(at(MON, 8), at(MON, 8, 30), origin=PlaceId("A"), destination=PlaceId("H"))
    problem = one_village(closures=(closed,))
    assert broken(problem, visited(problem, MON)) == set()


def test_bag_does_not_change_hands_at_a_closed_place() -> None:
    village = a_village("A", has_keeper=True)
    for start, rules in ((at(MON, 10, 1), set()), (at(MON, 10), {"closure"})):
        closed = WeekClosure(start, start + 60, place=PlaceId("A"))
        problem = replace(bus_county(village), closures=(closed,))
        assert broken(problem, a_plan(problem, a_bag(problem, "out", "H", "A"))) == rules


def test_vehicle_is_back_and_loaded_before_it_leaves_again() -> None:
    villages = (a_village("A"), a_village("B"))
    problem = a_problem(a_hub(), *villages, vehicles=(a_vehicle("van", "H", reload_min=15),))
    for leave, rules in ((at(MON, 9, 15), set()), (at(MON, 9, 14), {"one_vehicle_one_place"})):
        plan = a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A"), a_round(problem, "van", MON, leave, "B"))
        assert broken(problem, plan) == rules


def test_vehicle_drives_no_more_rounds_a_day_than_it_may() -> None:
    villages = tuple(a_village(name) for name in "ABC")
    for rounds_max, rules in ((3, set()), (2, {"one_vehicle_one_place"})):
        problem = a_problem(a_hub(), *villages, vehicles=(a_vehicle("van", "H", rounds_a_day_max=rounds_max),))
        rounds = [a_round(problem, "van", MON, at(MON, 8 + 2 * k), place) for k, place in enumerate("ABC")]
        assert broken(problem, a_plan(problem, *rounds)) == rules


# Mail


def test_courier_does_not_carry_what_has_not_come() -> None:
    problem = station_county()
    plan = a_plan(
        problem,
        a_round(problem, "van", MON, at(MON, 8), "S"),  # There at 8:30, handled at 8:45.
        a_round(problem, "courier", MON, at(MON, 8, 45), "A"),
    )
    assert broken(problem, plan) == set()
    courier = next(k for k, round_ in enumerate(plan.rounds) if round_.vehicle == "courier")
    early = a_round(problem, "courier", MON, at(MON, 8, 44), "A")
    claims = replace(early.stops[0], deliver_pieces=3, deliver_g=3000)
    assert (
        broken(
            problem, with_round(plan, courier, leave_min=early.leave_min, stops=(claims,), return_min=early.return_min)
        )
        == set()
    )  # It carries last week's three.
    too_much = with_stop(plan, courier, 0, deliver_pieces=4)
    assert broken(problem, too_much) == {"fed_before_leaving"}


def test_courier_before_the_first_of_two_feeds_claims_nothing_of_today() -> None:
    problem = station_county(village_mail=mail({MON: 3, WED: 5}))
    plan = a_plan(
        problem,
        a_round(problem, "van", MON, at(MON, 8), "S"),
        a_round(problem, "courier", MON, at(MON, 8, 45), "A"),
        a_round(problem, "van", WED, at(WED, 8), "S"),
        a_round(problem, "courier", WED, at(WED, 8, 45), "A"),
    )
    k = next(k for k, round_ in enumerate(plan.rounds) if round_.vehicle == "courier" and round_.day == WED)
    early = a_round(problem, "courier", WED, at(WED, 8, 44), "A")
    claims = replace(early.stops[0], deliver_pieces=5, deliver_g=5000)
    assert broken(problem, plan) == set()
    moved = with_round(plan, k, leave_min=early.leave_min, stops=(claims,), return_min=early.return_min)
    assert broken(problem, moved) == {"fed_before_leaving"}


def test_stated_load_is_the_mail_that_rides() -> None:
    problem = small_county()
    plan = small_plan(problem)
    assert broken(problem, with_stop(plan, 1, 1, deliver_g=4001)) == {"stated_load"}
    assert broken(problem, with_stop(plan, 0, 0, collect_pieces=2)) == {"stated_load"}
    assert broken(problem, with_bag(plan, 0, grams=999)) == {"stated_load"}


@pytest.mark.parametrize("limit", ["hold_g", "hold_pieces"])
def test_full_bus_refuses_another_bag(limit: str) -> None:
    village = a_village("A", has_keeper=True, mail=mail({MON: 10}))
    exact = {"hold_g": 10_000, "hold_pieces": 10}
    for less, rules in ((0, set()), (1, {"hold"})):
        problem = bus_county(village, **{limit: (exact[limit] - less,)})
        assert broken(problem, a_plan(problem, a_bag(problem, "out", "H", "A"))) == rules


def test_hold_is_free_again_behind_the_stop_where_a_bag_gets_off() -> None:
    villages = [a_village(name, has_keeper=True, mail=mail({MON: 6})) for name in "AB"]
    for holds, rules in (((12, 6), set()), ((11, 6), {"hold"}), ((12, 5), {"hold"})):
        trip = a_trip("out", [("h", at(MON, 9)), ("a", at(MON, 10)), ("b", at(MON, 11))], hold_pieces=holds)
        links = [a_link("H", "h"), a_link("A", "a"), a_link("B", "b")]
        problem = a_problem(a_hub(), *villages, trips=[trip], links=links)
        bags = [a_bag(problem, "out", "H", name) for name in "AB"]
        assert broken(problem, a_plan(problem, *bags)) == rules


def test_bag_to_a_village_needs_a_keeper() -> None:
    for has_keeper, rules in ((True, set()), (False, {"handover"})):
        problem = bus_county(a_village("A", has_keeper=has_keeper))
        assert broken(problem, a_plan(problem, a_bag(problem, "out", "H", "A"))) == rules


def test_receiver_is_there_when_the_bus_comes() -> None:
    for opens, rules in ((600, set()), (601, {"handover"})):
        problem = bus_county(a_village("A", has_keeper=True, open_from_min=opens))
        assert broken(problem, a_plan(problem, a_bag(problem, "out", "H", "A"))) == rules


def test_giver_is_there_at_the_cut_off() -> None:
    for closes, rules in ((13 * 60 + 51, set()), (13 * 60 + 50, {"handover"})):
        problem = bus_county(a_village("A", has_keeper=True, open_to_min=closes))
        assert broken(problem, a_plan(problem, a_bag(problem, "back", "A", "H"))) == rules


# A week under way


def test_what_has_left_stands_and_nothing_leaves_before_the_moment() -> None:
    free = one_village(a_village("A", mail=mail({MON: 3})))
    gone = a_round(free, "van", MON, at(MON, 8), "A")
    later = a_round(free, "van", WED, at(WED, 9), "A")
    for driven, rounds, rules in (
        (Driven(at(TUE, 12), rounds=(gone,)), (gone, later), set()),
        (Driven(at(TUE, 12), rounds=(gone,)), (later,), {"as_driven"}),
        (Driven(at(WED, 9, 1), rounds=(gone,)), (gone, later), {"as_driven"}),
        (Driven(at(TUE, 12), rounds=(gone,), away=(VehicleDay(VehicleId("van"), WED),)), (gone, later), {"as_driven"}),
    ):
        problem = replace(free, driven=driven)
        plan = a_plan(problem, *rounds)
        assert broken(problem, replace(plan, rounds=rounds)) - {"stated_load"} == rules


def test_a_bag_leaves_its_counter_before_the_moment_or_not_at_all() -> None:
    free = bus_county(a_village("A", has_keeper=True))
    for moment, rules in ((at(MON, 8, 50), set()), (at(MON, 8, 51), {"as_driven"})):
        problem = replace(free, driven=Driven(moment))
        assert broken(problem, a_plan(problem, a_bag(problem, "out", "H", "A"))) == rules


# Form


def test_plan_of_another_problem_is_refused() -> None:
    problem = small_county()
    assert broken(problem, replace(small_plan(problem), problem_hash="0")) == {"plan_form"}


@pytest.mark.parametrize(
    "changes",
    [
        {"vehicle": VehicleId("nobody's")},
        {"depot": PlaceId("S")},
        {"day": 7},
        {"day": -1},
        {"stops": ()},
        {"leave_min": -1},
        {"leave_min": "soon"},
        {"leave_min": 7.5},
        {"return_min": 0},
    ],
)
def test_round_that_makes_no_sense_is_named(changes: dict[str, object]) -> None:
    problem = small_county()
    van = 1
    assert "plan_form" in broken(problem, with_round(small_plan(problem), van, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"place": PlaceId("nowhere")},
        {"deliver_pieces": -1},
        {"collect_g": None},
        {"rest_min": -1},
        {"leave_min": 0},
    ],
)
def test_stop_that_makes_no_sense_is_named(changes: dict[str, object]) -> None:
    problem = small_county()
    assert "plan_form" in broken(problem, with_stop(small_plan(problem), 1, 0, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"trip": TripId("ghost")},
        {"day": TUE},
        {"origin": PlaceId("nowhere")},
        {"origin": PlaceId("H")},
        {"destination": PlaceId("B")},
        {"destination": PlaceId("H"), "origin": PlaceId("C")},
        {"trip": TripId("out")},
        {"pieces": -1},
    ],
)
def test_bag_that_makes_no_sense_is_named(changes: dict[str, object]) -> None:
    problem = small_county()  # Its first bag rides back from A to the hub.
    assert "plan_form" in broken(problem, with_bag(small_plan(problem), 0, **changes))


# The list


def test_every_rule_has_a_chinese_name_and_a_sentence() -> None:
    names = [rule.__name__ for rule in RULES]
    assert set(names) | {"plan_form"} == set(RULE_NAMES_ZH)
    assert all(rule.__doc__ for rule in RULES)


def test_every_rule_is_broken_by_a_case_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{rule.__name__}"}}' in text for rule in RULES)
