"""Scenarios applied to a county: what changes, what stays, what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.rounds.random_county import random_county
from tests.small_county import HUB, JIA, ONE, TWO, WEEK, YI, small_county
from tianlu.core.calendar import EVERY_DAY, DayPattern
from tianlu.core.ids import LineId, PlaceId, VehicleId
from tianlu.core.problem import ProblemsFound
from tianlu.place.model import AreaClass, PlaceKind
from tianlu.plan.county import County, Energy, Wishes
from tianlu.plan.floors.obligation import Obligation
from tianlu.plan.lines.freight import Freight
from tianlu.plan.lines.trip import FeeBasis
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.whatif.apply import apply_changes, pose_scenario
from tianlu.plan.whatif.changes import (
    AddVehicles,
    BusTerms,
    Change,
    CloseStation,
    MoveStation,
    RemoveVehicles,
    ReplaceVehicles,
    Scenario,
    VisitsAtLeast,
    WithoutBuses,
)
from tianlu.plan.whatif.raise_visits import least_gap_days, raise_obligation, raise_visits
from tianlu.week import pose

EV = ReplaceVehicles(("van",), "ev_van", Energy.ELECTRIC, 24_000, 900_000, 500, 15_000, 40, 2_500)
FREIGHT = Freight(LineId("L1"), None, True, 60_000, 60, FeeBasis.BAG, 500, 15, 5)


def scenario(*changes: Change) -> Scenario:
    return Scenario("情景", "Scenario", changes)


def changed(*changes: Change, county: County | None = None) -> County:
    return apply_changes(county or small_county(), scenario(*changes))[0]


def problem_of(*changes: Change) -> WeekProblem:
    return pose_scenario(small_county(), WEEK, scenario(*changes), pose).problem


def test_without_buses_no_trip_is_left() -> None:
    county = replace(small_county(), freight=(FREIGHT,))
    assert changed(WithoutBuses(), county=county).freight == ()


def test_electric_vans_take_the_place_of_vans_and_may_go_where_they_went() -> None:
    places = tuple(replace(p, vehicle_kinds=frozenset({"van"})) if p.id == TWO else p for p in small_county().places)
    county = changed(EV, county=replace(small_county(), places=places))
    assert {v.kind for v in county.vehicles} == {"ev_van", "motorbike"}
    vans = [v for v in county.vehicles if v.kind == "ev_van"]
    assert {(v.energy, v.consumption_per_100km, v.day_fen, v.depot) for v in vans} == {
        (Energy.ELECTRIC, 24_000, 15_000, HUB)
    }
    assert next(p for p in county.places if p.id == TWO).vehicle_kinds == {"van", "ev_van"}


def test_closed_station_leaves_its_villages_and_its_own_place_to_the_nearest_other() -> None:
    problem = problem_of(CloseStation(JIA, vehicles_move=True))
    kinds = {site.id: site.kind for site in problem.sites}
    assert kinds[JIA] is PlaceKind.VILLAGE
    assert problem.site(JIA).obligation.visits_min == 5
    assert problem.site(ONE).place.parent == HUB
    assert all(JIA not in site.depots for site in problem.sites)
    assert next(v for v in problem.vehicles if v.id == "B1").depot == HUB


def test_closed_stations_villages_go_where_they_are_sent_and_couriers_may_go() -> None:
    problem = problem_of(CloseStation(JIA, vehicles_move=False, serve_from=YI))
    assert problem.site(ONE).place.parent == YI
    assert problem.site(ONE).depots == (YI, HUB)
    assert "B1" not in {vehicle.id for vehicle in problem.vehicles}


def test_closing_a_township_station_says_what_the_law_asks() -> None:
    notes = pose_scenario(small_county(), WEEK, scenario(CloseStation(JIA, vehicles_move=True)), pose).notes
    assert "邮政法" in notes[0].zh
    assert "邮政法" in notes[0].en


def test_moved_station_has_the_travel_of_the_place_it_moves_to() -> None:
    before, after = problem_of(WithoutBuses()), problem_of(MoveStation(JIA, to=ONE))
    jia, one, hub = (before.index[place] for place in (JIA, ONE, HUB))
    assert after.travel.minutes[hub, jia] == before.travel.minutes[hub, one]
    assert after.travel.metres[jia, hub] == before.travel.metres[one, hub]
    assert after.travel.minutes[jia, one] == 0
    assert after.site(JIA).place.lon == before.site(ONE).place.lon


def test_station_at_coordinates_has_the_travel_of_the_nearest_place_and_says_so() -> None:
    two = next(place for place in small_county().places if place.id == TWO)
    posed = pose_scenario(small_county(), WEEK, scenario(MoveStation(JIA, lon=two.lon + 0.01, lat=two.lat)), pose)
    assert (
        posed.problem.travel.minutes[0, posed.problem.index[JIA]]
        == posed.problem.travel.minutes[0, posed.problem.index[TWO]]
    )
    assert "二村" in posed.notes[0].zh


def test_bus_terms_change_for_the_lines_named() -> None:
    other = replace(FREIGHT, line=LineId("L2"))
    county = replace(small_county(), freight=(FREIGHT, other))
    one, two = changed(BusTerms((LineId("L1"),), fee_fen=900, hold_g=10_000), county=county).freight
    assert (one.fee_fen, one.hold_g, one.hold_pieces) == (900, 10_000, 60)
    assert two == other


def test_consistency_is_priced_and_nothing_else_changes() -> None:
    county = changed(Wishes(further_driver_fen=300, arrival_hour_fen=100))
    assert (county.terms.further_driver_fen, county.terms.arrival_hour_fen) == (300, 100)
    before = small_county()
    assert replace(county, terms=before.terms, travel=None) == replace(before, travel=None)


def test_vehicles_come_and_go() -> None:
    county = changed(AddVehicles(VehicleId("A1"), 2, depot=YI), RemoveVehicles((VehicleId("A2"),)))
    assert [(v.id, v.depot) for v in county.vehicles] == [("A1", HUB), ("B1", JIA), ("A1+1", YI), ("A1+2", YI)]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (replace(EV, kinds=("bus",)), "changes[0].kinds"),
        (CloseStation(PlaceId("X"), vehicles_move=True), "changes[0].station"),
        (CloseStation(ONE, vehicles_move=True), "changes[0].station"),
        (CloseStation(JIA, vehicles_move=True, serve_from=JIA), "changes[0].serve_from"),
        (CloseStation(JIA, vehicles_move=True, serve_from=ONE), "changes[0].serve_from"),
        (MoveStation(JIA, to=PlaceId("X")), "changes[0].to"),
        (MoveStation(JIA, to=JIA), "changes[0].to"),
        (BusTerms((LineId("L9"),), fee_fen=1), "changes[0].lines"),
        (BusTerms(fee_fen=1), "changes[0]"),
        (AddVehicles(VehicleId("Z"), 1), "changes[0].like"),
        (AddVehicles(VehicleId("A1"), 1, depot=ONE), "changes[0].depot"),
        (RemoveVehicles((VehicleId("Z"),)), "changes[0].vehicles"),
        (RemoveVehicles((VehicleId("A1"), VehicleId("A2"), VehicleId("B1"))), "changes[0].vehicles"),
    ],
)
def test_what_the_county_does_not_have_is_refused_by_its_path(change: Change, path: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        changed(change)
    assert caught.value.problems[0].field == path
    assert caught.value.problems[0].expected_zh


OBLIGATIONS = st.builds(Obligation, visits_min=st.integers(0, 7), gap_days_max=st.integers(1, 7))
DAYS = st.integers(1, 127).map(DayPattern)


@given(OBLIGATIONS, DAYS, st.data())
def test_raised_floor_never_lowers_what_is_owed(owed: Obligation, days: DayPattern, data: st.DataObject) -> None:
    visits = data.draw(st.integers(1, len(days)))
    raised = raise_obligation(owed, visits, days)
    assert raised.visits_min == max(owed.visits_min, visits)
    assert raised.gap_days_max <= owed.gap_days_max


@given(DAYS)
def test_more_visits_never_have_a_longer_least_gap(days: DayPattern) -> None:
    gaps = [least_gap_days(visits, days) for visits in range(1, len(days) + 1)]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] == 7
    assert gaps[-1] == days.largest_gap_days()


@pytest.mark.parametrize(("visits", "gap"), [(1, 7), (2, 4), (3, 3), (4, 2), (5, 2), (6, 2), (7, 1)])
def test_least_gap_on_all_days_is_seven_over_visits_rounded_up(visits: int, gap: int) -> None:
    assert least_gap_days(visits, EVERY_DAY) == gap


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 50), st.integers(1, 6))
def test_floors_rise_village_by_village_with_the_visits_asked(seed: int, visits: int) -> None:
    problem = random_county(seed)
    low, _ = raise_visits(problem, visits)
    high, _ = raise_visits(problem, visits + 1)
    for was, one, two in zip(problem.sites, low.sites, high.sites, strict=True):
        assert was.obligation.visits_min <= one.obligation.visits_min <= two.obligation.visits_min
        assert was.obligation.gap_days_max >= one.obligation.gap_days_max >= two.obligation.gap_days_max


def test_floors_rise_for_the_named_area_classes_alone() -> None:
    problem = random_county(1)
    raised, _ = raise_visits(problem, 7, (AreaClass.REMOTE,))
    assert raised.hash == problem.hash


def test_village_that_cannot_be_served_so_often_is_owed_what_can_be_and_noted() -> None:
    vehicles = tuple(replace(v, days=DayPattern.of((0, 2, 4))) for v in small_county().vehicles)
    county = replace(small_county(), vehicles=vehicles)
    posed = pose_scenario(county, WEEK, scenario(VisitsAtLeast(5)), pose)
    assert {s.obligation.visits_min for s in posed.problem.sites if s.kind is PlaceKind.VILLAGE} == {3}
    assert "4 villages" in posed.notes[0].en
