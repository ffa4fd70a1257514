"""A vehicle's day is replayed as planned, and later with visits, as late as it may."""

import pytest

from tests.plan.rounds.builders import MON, a_hub, a_plan, a_problem, a_round, a_station, a_vehicle, a_village, at
from tianlu.plan.rounds.mail import mail_flow
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.target.visits.day_line import DayLine, Stay, TooLate, lines_of, replay_line, room_after
from tianlu.target.visits.limits import limits_of


def lines(problem: WeekProblem, plan: Plan) -> tuple[DayLine, ...]:
    return lines_of(problem, plan, limits_of(problem, plan, mail_flow(problem, plan)))


def stay(minutes: int, *, off_min: int = 0, start: int = 0, end: int = at(MON, 24), visit: int = 0) -> Stay:
    return Stay(visit, 0, 100 * off_min, off_min, start, end, minutes)


def two_rounds(**fields: int) -> DayLine:
    """A van to A and B at 08:00, and again to C at 09:50, 20 minutes after it is back; A opens at 09:00 if asked."""
    sites = (a_village("A", service_min=10, **fields), a_village("B"), a_village("C"))
    problem = a_problem(a_hub(), a_station("S"), *sites, vehicles=[a_vehicle("van", "H")])
    first = a_round(problem, "van", MON, at(MON, 8), "A", "B")
    plan = a_plan(problem, first, a_round(problem, "van", MON, first.return_min + 20, "C"))
    return lines(problem, plan)[0]


def test_without_visits_a_line_is_driven_as_planned(planned_county: tuple[WeekProblem, Plan]) -> None:
    problem, plan = planned_county
    for line in lines(problem, plan):
        times = replay_line(line)
        for number, drive in enumerate(line.drives):
            round_ = plan.rounds[drive.round_index]
            assert (times.out[number], times.back[number]) == (round_.leave_min, round_.return_min)
            assert times.arrive[drive.first : drive.end] == tuple(stop.arrive_min for stop in round_.stops)
            assert times.leave[drive.first : drive.end] == tuple(stop.leave_min for stop in round_.stops)


def test_visit_makes_all_that_follows_later_the_next_round_too() -> None:
    line = two_rounds()
    planned, times = replay_line(line), replay_line(line, {0: (stay(25),)})
    assert times.begins[0] == planned.arrive[0] + 10
    assert times.arrive[1:] == tuple(minute + 25 for minute in planned.arrive[1:])
    assert times.out == (planned.out[0], planned.out[1] + 25)
    assert times.minutes == planned.minutes + 25


def test_visit_in_the_wait_for_the_opening_costs_no_minute() -> None:
    line = two_rounds(open_from_min=9 * 60)
    planned, times = replay_line(line), replay_line(line, {0: (stay(25),)})
    assert planned.idle[0] == 30
    assert times.begins[0] == at(MON, 8, 30)
    assert times.back == planned.back


def test_visit_that_does_not_fit_before_the_opening_comes_after_the_mail() -> None:
    times = replay_line(two_rounds(open_from_min=9 * 60), {0: (stay(31),)})
    assert times.begins[0] == at(MON, 9, 10)


def test_way_to_the_customer_lies_on_both_sides() -> None:
    line = two_rounds()
    times = replay_line(line, {0: (stay(10, off_min=8),)})
    assert times.begins[0] == at(MON, 8, 30) + 10 + 4
    assert times.leave[0] == at(MON, 8, 30) + 10 + 18


def test_customer_who_is_not_there_yet_is_waited_for_and_who_has_gone_is_not_visited() -> None:
    line = two_rounds()
    assert replay_line(line, {0: (stay(10, start=at(MON, 9)),)}).begins[0] == at(MON, 9)
    with pytest.raises(TooLate) as late:
        replay_line(line, {0: (stay(10, end=at(MON, 8, 49)),)})
    assert late.value.limit == "customer"


def test_shift_is_not_overrun() -> None:
    line = two_rounds()
    room = room_after(line, replay_line(line))
    assert room[0] > 0
    assert replay_line(line, {0: (stay(room[0]),)}).back[-1] == at(MON, 19)
    with pytest.raises(TooLate) as late:
        replay_line(line, {0: (stay(room[0] + 1),)})
    assert late.value.limit == "return"


def test_room_counts_the_waits_that_follow() -> None:
    line = two_rounds()
    room = room_after(line, replay_line(line))
    assert room[0] == room[1] == room[2]
    assert room_after(line, replay_line(line, {1: (stay(60),)}))[0] == room[0] - 60


def test_driving_to_customers_counts_at_the_wheel() -> None:
    problem = a_problem(
        a_hub(),
        a_station("S"),
        a_village("A"),
        a_village("B"),
        vehicles=[a_vehicle("van", "H")],
        minutes={("H", "A"): 110, ("A", "B"): 20, ("B", "H"): 100},
    )
    (line,) = lines(problem, a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A", "B")))
    replay_line(line, {0: (stay(5, off_min=10),)})
    with pytest.raises(TooLate) as late:
        replay_line(line, {0: (stay(5, off_min=12),)})
    assert late.value.limit == "rest"
    replay_line(line, {0: (stay(20, off_min=12),)})
