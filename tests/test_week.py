"""The loop."""

from dataclasses import replace
from datetime import date

from tests.plan.lines.small_feed import feed_of, small_tables, table
from tests.small_county import PLACES, WEEK, small_county
from tianlu.core.calendar import Week
from tianlu.place.straight_line import straight_line_travel
from tianlu.plan.rounds.result import Budget
from tianlu.sample import open_county
from tianlu.week import coming_week, plan_week, pose

COUNTY = small_county()


def test_the_package_s_own_travel_counts_unless_another_is_given() -> None:
    assert pose(COUNTY, WEEK).travel.source == "straight lines, 30 km/h"
    other = straight_line_travel(PLACES)
    assert pose(COUNTY, WEEK, other).travel.source == other.source


def test_a_package_without_travel_is_planned_on_straight_lines() -> None:
    assert pose(replace(COUNTY, travel=None), WEEK).travel.source == straight_line_travel(PLACES).source


def test_the_coming_week_is_the_next_one() -> None:
    assert coming_week(COUNTY, date(2026, 11, 22)) == WEEK
    assert coming_week(COUNTY, date(2026, 11, 23)) == Week(date(2026, 11, 30))


def test_where_no_bus_runs_next_week_the_timetable_s_busiest_is_planned() -> None:
    county = open_county("632521")
    assert coming_week(county, date(1999, 1, 1)) != Week.containing(date(1999, 1, 8))


def test_of_the_weeks_with_buses_one_to_come_is_planned_before_one_gone_by() -> None:
    """A bus of the summer, asked for in two Novembers: before the second summer, and after it."""
    summers = table(
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
        "THIS,1,1,1,1,1,0,0,20260601,20260831",
        "NEXT,1,1,1,1,1,0,0,20270601,20270831",
    )
    trips = table("route_id,service_id,trip_id", "R,THIS,OUT", "R,NEXT,BACK")
    county = replace(COUNTY, feed=feed_of(small_tables(calendar=summers, trips=trips)))
    assert coming_week(county, date(2026, 11, 23)) == Week(date(2027, 6, 7))
    assert coming_week(county, date(2027, 11, 22)) == Week(date(2026, 6, 1))


def test_a_planned_week_comes_with_its_judgement() -> None:
    planned = plan_week(COUNTY, WEEK, budget=Budget(iterations=100), seed=1)
    assert planned.result.problem_hash == planned.problem.hash
    assert planned.report.cost.total_fen == planned.result.cost_fen
    assert planned.report.is_feasible == planned.result.is_feasible
