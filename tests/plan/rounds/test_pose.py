"""From a county and a calendar week to the week's problem."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.small_county import FOUR, HUB, JIA, ONE, PLACES, TWO, WEEK, YI, small_county
from tianlu.core.calendar import Week
from tianlu.core.ids import PlaceId
from tianlu.core.problem import ProblemsFound
from tianlu.place.model import AreaClass, PlaceKind
from tianlu.place.straight_line import straight_line_travel
from tianlu.plan.county import Closure, County
from tianlu.plan.floors.standard import FloorRule
from tianlu.plan.rounds.pose import closures_in, pose_week
from tianlu.plan.rounds.problem import WeekProblem

COUNTY = small_county()
TRAVEL = straight_line_travel(PLACES)


def pose(county: County = COUNTY, week: Week = WEEK) -> WeekProblem:
    return pose_week(county, week, TRAVEL)


def with_place(place: PlaceId, **changes: object) -> County:
    places = tuple(replace(each, **changes) if each.id == place else each for each in PLACES)
    return replace(COUNTY, places=places)


def test_the_order_of_the_rows_does_not_reach_the_problem() -> None:
    shuffled = replace(COUNTY, places=PLACES[::-1], demand=COUNTY.demand[::-1], vehicles=COUNTY.vehicles[::-1])
    assert pose(shuffled).hash == pose().hash


def test_a_village_may_be_served_from_its_station_and_the_hub() -> None:
    assert pose().site(ONE).depots == (JIA, HUB)
    assert pose().site(JIA).depots == (HUB,)
    assert pose().hub.depots == ()


def test_a_village_that_no_hub_vehicle_may_reach_is_left_to_its_station() -> None:
    assert pose(with_place(ONE, vehicle_kinds=frozenset({"motorbike"}))).site(ONE).depots == (JIA,)


def test_a_village_names_neighbours_whose_rounds_may_serve_it() -> None:
    assert pose(with_place(FOUR, depots=(JIA,))).site(FOUR).depots == (YI, HUB, JIA)


def test_the_rules_in_force_on_the_monday_bind_the_week() -> None:
    own = FloorRule(
        name="visits_a_week",
        kinds=frozenset({PlaceKind.VILLAGE}),
        area_classes=frozenset(AreaClass),
        figure=5,
        unit="days a week",
        clause="own",
        mark="operator",
        start=date(2026, 11, 24),
    )
    county = replace(COUNTY, floor_overrides=(own,))
    assert pose(county).site(TWO).obligation.visits_min < 5
    assert pose(county, Week(date(2026, 11, 30))).site(TWO).obligation.visits_min == 5


def test_a_closure_is_clipped_to_the_week() -> None:
    early = Closure(datetime(2026, 11, 20), datetime(2026, 11, 23, 8, 0), place=ONE)
    late = Closure(datetime(2026, 11, 29, 22, 0), datetime(2026, 12, 3), origin=HUB, destination=JIA, reason="snow")
    past = Closure(datetime(2026, 11, 1), datetime(2026, 11, 23), place=TWO)
    found = closures_in(WEEK, (early, late, past))
    assert [(each.start_min, each.end_min) for each in found] == [(0, 480), (6 * 1440 + 1320, 10080)]
    assert found[1].reason == "snow"


def test_a_part_of_a_minute_is_closed_as_a_whole_one() -> None:
    brief = Closure(datetime(2026, 11, 23, 8, 0, 30), datetime(2026, 11, 23, 8, 1, 30), place=ONE)
    assert [(each.start_min, each.end_min) for each in closures_in(WEEK, (brief,))] == [(480, 482)]


def test_a_place_without_travel_is_said_by_name() -> None:
    with pytest.raises(ProblemsFound, match="no travel from or to V4"):
        pose_week(COUNTY, WEEK, straight_line_travel(PLACES[:-1]))


def test_a_county_without_buses_has_no_trips() -> None:
    assert pose().trips == ()
    assert pose().links == ()
