"""Which mail rides where: decision 0001, case by case."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.plan.rounds.builders import (
    FRI,
    MON,
    SAT,
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
    mail,
    small_county,
    small_plan,
)
from tests.timing import least_cpu_s
from tianlu.plan.county import Terms
from tianlu.plan.rounds.mail import Carrier, Collection, Delivery, Load, MailFlow, Mode, mail_flow, with_loads
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.problem import Mail, WeekProblem

VAN = (a_vehicle("van", "H"),)
VAN_AND_COURIER = (a_vehicle("van", "H"), a_vehicle("courier", "S"))


def one_village(mail_: Mail) -> WeekProblem:
    """Hub H, station S, village A beside the bus."""
    return a_problem(
        a_hub(),
        a_station("S"),
        a_village("A", mail=mail_),
        vehicles=VAN_AND_COURIER,
        trips=[
            a_trip("out", [("h", at(MON, 9)), ("s", at(MON, 9, 30)), ("a", at(MON, 10))]),
            a_trip("back", [("a", at(MON, 14)), ("s", at(MON, 14, 30)), ("h", at(MON, 15))]),
        ],
        links=[a_link("H", "h"), a_link("S", "s"), a_link("A", "a")],
    )


def flow_of(problem: WeekProblem, *parts: Round | Bag) -> MailFlow:
    return mail_flow(problem, a_plan(problem, *parts))


def delivery(flow: MailFlow, weekday: int) -> Delivery:
    return next(each for each in flow.deliveries if each.weekday == weekday)


def collection(flow: MailFlow, weekday: int) -> Collection:
    return next(each for each in flow.collections if each.weekday == weekday)


# Deliveries


def test_mail_ready_before_the_van_leaves_rides_that_day() -> None:
    problem = one_village(mail({MON: 3}))
    flow = flow_of(problem, a_round(problem, "van", MON, at(MON, 7), "A"))
    assert delivery(flow, MON).delivered_min == at(MON, 7, 30)


def test_mail_ready_a_minute_after_the_van_leaves_waits_a_week() -> None:
    problem = one_village(mail({MON: 3}))
    flow = flow_of(problem, a_round(problem, "van", MON, at(MON, 6, 59), "A"))
    assert delivery(flow, MON).delivered_min == at(MON + 7, 7, 29)


def test_mail_of_several_days_adds_up_at_the_next_visit() -> None:
    problem = one_village(mail({MON: 1, TUE: 2, WED: 4, THU: 8, SAT: 16}))
    plan = a_plan(
        problem,
        a_round(problem, "van", MON, at(MON, 8), "A"),
        a_round(problem, "van", THU, at(THU, 8), "A"),
    )
    assert [round_.stops[0].deliver_pieces for round_ in plan.rounds] == [1 + 16, 2 + 4 + 8]


def test_bag_is_ready_at_the_cut_off_not_at_the_buss_leaving() -> None:
    terms = Terms(hub_ready_min=8 * 60 + 51)
    problem = replace(one_village(mail({MON: 3})), terms=terms)  # The bus leaves at 9:00, its cut-off is 8:50.
    flow = flow_of(problem, a_bag(problem, "out", "H", "A"))
    assert delivery(flow, MON).delivered_min == at(MON + 7, 10, 5)


def test_mail_takes_what_reaches_the_place_first() -> None:
    problem = one_village(mail({MON: 3}))
    flow = flow_of(
        problem,
        a_bag(problem, "out", "H", "A"),
        a_round(problem, "van", MON, at(MON, 7), "S", "A"),
        a_round(problem, "courier", MON, at(MON, 7, 45), "A"),
    )
    leg = delivery(flow, MON).leg
    assert leg is not None
    assert (leg.leg.mode, leg.end_min) == (Mode.HUB_ROUND, at(MON, 8))


def test_hub_round_is_preferred_where_two_ways_tie() -> None:
    problem = one_village(mail({MON: 3}))
    flow = flow_of(
        problem,
        a_bag(problem, "out", "H", "A"),  # In hand at 10:05.
        a_round(problem, "van", MON, at(MON, 9, 35), "A"),
    )
    leg = delivery(flow, MON).leg
    assert leg is not None
    assert leg.leg.mode is Mode.HUB_ROUND


def test_courier_who_leaves_before_the_feed_is_handled_carries_last_weeks_mail() -> None:
    problem = one_village(mail({MON: 3}))  # The van is at S at 8:00, the mail handled at 8:15.
    van = a_round(problem, "van", MON, at(MON, 7, 30), "S")
    in_time = flow_of(problem, van, a_round(problem, "courier", MON, at(MON, 8, 15), "A"))
    too_soon = flow_of(problem, van, a_round(problem, "courier", MON, at(MON, 8, 14), "A"))
    assert delivery(in_time, MON).delivered_min == at(MON, 8, 45)
    assert delivery(too_soon, MON).delivered_min == at(MON + 7, 8, 44)


def test_bag_feeds_a_station_after_handover() -> None:
    problem = one_village(mail({MON: 3}))  # At S 9:30, in hand 9:35, handled 9:50.
    feed = a_bag(problem, "out", "H", "S")
    in_time = flow_of(problem, feed, a_round(problem, "courier", MON, at(MON, 9, 50), "A"))
    too_soon = flow_of(problem, feed, a_round(problem, "courier", MON, at(MON, 9, 49), "A"))
    assert delivery(in_time, MON).delivered_min == at(MON, 10, 20)
    assert delivery(too_soon, MON).delivered_min == at(MON + 7, 10, 19)


def test_mail_for_a_station_goes_with_the_feed_that_leaves_first_though_another_is_there_sooner() -> None:
    problem = a_problem(
        a_hub(),
        a_station("S", mail=mail({MON: 3})),
        vehicles=(*VAN, a_vehicle("slow", "H")),
        trips=[a_trip("out", [("h", at(MON, 9)), ("s", at(MON, 9, 10))])],
        links=[a_link("H", "h"), a_link("S", "s")],
    )
    flow = flow_of(problem, a_bag(problem, "out", "H", "S"), a_round(problem, "van", MON, at(MON, 8, 49), "S"))
    leg = delivery(flow, MON).leg
    assert leg is not None
    assert (leg.leg.mode, leg.end_min) == (Mode.HUB_ROUND, at(MON, 9, 19))


def test_feed_carries_what_goes_on_to_the_villages() -> None:
    problem = small_county()
    plan = small_plan(problem)
    flow = mail_flow(problem, plan)
    assert flow.load_of(Carrier(1, 0)).deliver_pieces == 2 + 4  # For S itself and for D, behind it.


def test_sundays_mail_runs_across_the_seam() -> None:
    problem = one_village(mail({SUN: 3}))
    flow = flow_of(problem, a_round(problem, "van", TUE, at(TUE, 8), "A"))
    assert delivery(flow, SUN).delivered_min == at(TUE + 7, 8, 30)


def test_mail_without_any_service_never_comes() -> None:
    problem = one_village(mail({MON: 3}))
    flow = flow_of(problem, a_round(problem, "courier", MON, at(MON, 8), "A"))  # S is not fed.
    assert delivery(flow, MON).delivered_min is None
    assert not flow.loads


# Collections


def test_collection_ready_when_the_van_arrives_leaves_with_it() -> None:
    problem = one_village(mail(collect={MON: 3}))  # Ready at 8:00.
    in_time = flow_of(problem, a_round(problem, "van", MON, at(MON, 7, 30), "A"))
    too_soon = flow_of(problem, a_round(problem, "van", MON, at(MON, 7, 29), "A"))
    assert collection(in_time, MON).at_hub_min == at(MON, 8, 30)
    assert collection(too_soon, MON).at_hub_min == at(MON + 7, 8, 29)


def test_couriers_collection_goes_on_with_the_next_feed() -> None:
    problem = one_village(mail(collect={MON: 3}))
    flow = flow_of(
        problem,
        a_round(problem, "courier", MON, at(MON, 8), "A"),  # Back at 9:00, ready to go on at 9:15.
        a_round(problem, "van", MON, at(MON, 8, 44), "S"),  # At S at 9:14: too soon.
        a_bag(problem, "back", "S", "H"),  # At the stop by 14:20, in hand at 15:05.
    )
    assert collection(flow, MON).at_hub_min == at(MON, 15, 5)


def test_collection_nobody_takes_on_lies_at_the_station() -> None:
    problem = one_village(mail(collect={MON: 3}))
    flow = flow_of(problem, a_round(problem, "courier", MON, at(MON, 8), "A"))
    assert collection(flow, MON).leg is not None
    assert collection(flow, MON).at_hub_min is None


def test_bag_to_the_hub_is_taken_at_its_cut_off() -> None:
    problem = one_village(mail(collect={MON: 1, FRI: 2}))
    plan = a_plan(problem, a_bag(problem, "back", "A", "H"))
    assert (plan.bags[0].pieces, plan.bags[0].grams) == (3, 3000)


def test_bag_from_the_hub_takes_no_collections() -> None:
    problem = one_village(mail(collect={MON: 3}))
    assert collection(flow_of(problem, a_bag(problem, "out", "H", "A")), MON).leg is None


# The whole


def all_rounds(problem: WeekProblem, draw_days: list[list[int]]) -> Plan:
    """Van rounds S-A-B, courier rounds C-D and bags on their days, at hours that mail does or does not catch."""
    parts: list[Round | Bag] = [a_round(problem, "van", day, at(day, 7), "S", "A", "B") for day in draw_days[0]]
    parts += [a_round(problem, "courier", day, at(day, 7 + day), "C", "D") for day in draw_days[1]]
    if draw_days[2]:
        parts += [a_bag(problem, "out", "H", "A"), a_bag(problem, "back", "A", "H")]
    return a_plan(problem, *parts)


day_lists = st.lists(st.integers(0, 6), unique=True, max_size=4)


@given(st.tuples(day_lists, day_lists, day_lists))
def test_every_piece_rides_once_or_waits_for_ever(drawn: tuple[list[int], ...]) -> None:
    problem = small_county()
    plan = all_rounds(problem, list(drawn))
    flow = mail_flow(problem, plan)
    moved = sum(each.pieces for each in flow.deliveries if each.leg is not None)
    at_the_door = sum(
        load.deliver_pieces
        for carrier, load in flow.loads.items()
        if carrier.is_bag or plan.rounds[carrier.index].stops[carrier.stop].place != "S"
    )
    for_the_station = sum(each.pieces for each in flow.deliveries if each.place == "S" and each.leg is not None)
    assert at_the_door + for_the_station == moved


@given(st.tuples(day_lists, day_lists, day_lists))
def test_mail_never_travels_back_in_time(drawn: tuple[list[int], ...]) -> None:
    problem = small_county()
    flow = mail_flow(problem, all_rounds(problem, list(drawn)))
    for delivery_ in flow.deliveries:
        if delivery_.leg is not None:
            first = delivery_.feed or delivery_.leg
            assert delivery_.ready_min <= first.start_min <= first.end_min <= delivery_.leg.end_min
    for collection_ in flow.collections:
        if collection_.leg is not None:
            assert collection_.ready_min <= collection_.leg.start_min <= collection_.leg.end_min


def test_stating_loads_twice_changes_nothing() -> None:
    problem = small_county()
    plan = small_plan(problem)
    assert with_loads(problem, plan) == plan


def test_loads_count_both_ways() -> None:
    problem = small_county()
    flow = mail_flow(problem, small_plan(problem))
    assert flow.load_of(Carrier(0, 0)) == Load(deliver_pieces=4, deliver_g=4000, collect_pieces=1, collect_g=1000)


def test_three_hundred_villages_take_less_than_a_second() -> None:
    every_day = mail(dict.fromkeys(range(7), 5), dict.fromkeys(range(7), 1))
    villages = [f"V{k:03d}" for k in range(300)]
    problem = a_problem(
        a_hub(), a_station("S"), *(a_village(name, mail=every_day) for name in villages), vehicles=VAN_AND_COURIER
    )
    plan = a_plan(
        problem,
        *(a_round(problem, "van", day, at(day, 7), "S", *villages[:150]) for day in range(0, 7, 2)),
        *(a_round(problem, "courier", day, at(day, 8), *villages[150:]) for day in range(7)),
    )
    assert least_cpu_s(lambda: mail_flow(problem, plan)) < 1
