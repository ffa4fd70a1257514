"""The example that makes a data package of a timetable, on a made-up feed: a town, three termini, twelve hamlets."""

import csv
import io
import zipfile
from pathlib import Path

import pytest

from examples.yamanashi import Choice, Rows, main, make_county, mend, plain_name, read_zip, spots_of
from tianlu.core.calendar import Week
from tianlu.files.package import read_package
from tianlu.place.great_circle import great_circle_m
from tianlu.place.model import PlaceKind
from tianlu.place.straight_line import straight_line_travel
from tianlu.plan.county import County
from tianlu.plan.lines.feed import Feed
from tianlu.plan.lines.gtfs import read_feed
from tianlu.plan.rounds.pose import pose_week

ARMS = {"east": (0.02, 0.0), "north": (0.0, 0.02), "west": (-0.02, 0.0)}
"""A line a direction: the town, then five stops about two kilometres apart, of which the last is a terminus."""


def tables() -> dict[str, Rows]:
    stops = [stop("town1", "町(1番)", 0, 0), stop("town2", "町(2番)", 0, 0.001)]
    stops += [stop(f"{arm}{k}", f"{arm}{k}", x * k, y * k) for arm, (x, y) in ARMS.items() for k in range(1, 6)]
    trips, stop_times = [], []
    for arm in ARMS:
        for hour in (8, 15):
            calls = ["town1", *(f"{arm}{k}" for k in range(1, 6))]
            for way, there in (("out", calls), ("back", [*calls[:0:-1], "town2"])):
                trip = f"{arm}-{hour}-{way}"
                trips.append({"route_id": arm, "service_id": "daily", "trip_id": trip})
                stop_times += [call(trip, at, k, hour + (way == "back")) for k, at in enumerate(there)]
    days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "1")
    return {
        "agency": [{"agency_id": "A", "agency_name": "客运", "agency_timezone": "Asia/Tokyo"}],
        "stops": stops,
        "routes": [{"route_id": arm, "agency_id": "A", "route_long_name": arm} for arm in ARMS],
        "trips": trips,
        "stop_times": stop_times,
        "calendar": [{"service_id": "daily", **days, "start_date": "20180101", "end_date": "20181231"}],
    }


def stop(code: str, name: str, east: float, north: float) -> dict[str, str]:
    return {"stop_id": code, "stop_name": name, "stop_lat": str(35.6 + north), "stop_lon": str(138.5 + east)}


def call(trip: str, at: str, k: int, hour: int) -> dict[str, str]:
    clock = f"{hour:02d}:{k * 5:02d}:00"
    return {
        "trip_id": trip,
        "stop_id": at,
        "stop_sequence": str(k),
        "arrival_time": clock,
        "departure_time": clock,
    }


CHOICE = Choice(stations=3, villages=10, village_apart_m=1_000)


def county_and_week(*, seed: int = 1) -> tuple[County, Week]:
    return make_county(feed(), CHOICE, seed=seed)


def feed() -> Feed:
    found, problems = read_feed(tables())
    assert found is not None, problems
    return found


def write_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in tables().items():
            text = io.StringIO()
            writer = csv.DictWriter(text, rows[0])
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"{name}.txt", "\ufeff" + text.getvalue())
    return path


def test_bays_of_a_terminus_are_one_spot() -> None:
    spots = spots_of(feed(), county_and_week()[1])
    (town,) = [spot for spot in spots if spot.name == "町"]
    assert town.stops == ("town1", "town2")
    assert (town.departures, town.ends) == (42, 84)


@pytest.mark.parametrize(
    ("name", "plain"),
    [("甲府駅バスターミナル(5番)", "甲府駅バスターミナル"), ("(臨時)", "(臨時)"), ("桥头（北）", "桥头")],
)
def test_a_bay_is_no_part_of_a_name(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_the_busiest_terminus_is_the_hub_and_further_ones_are_stations() -> None:
    county, _ = county_and_week()
    hub, *others = county.places
    assert (hub.kind, hub.name) == (PlaceKind.HUB, "町")
    assert {p.name for p in others if p.kind is PlaceKind.STATION} == {"east5", "north5", "west5"}


def test_villages_keep_their_distance_and_hang_on_the_nearest_depot() -> None:
    places = county_and_week()[0].places
    depots = [p for p in places if p.kind is not PlaceKind.VILLAGE]
    villages = [p for p in places if p.kind is PlaceKind.VILLAGE]
    assert len(villages) == 10
    for village in villages:
        nearest = min(depots, key=lambda p: great_circle_m(p.lon, p.lat, village.lon, village.lat))
        assert village.parent == nearest.id


def test_one_seed_makes_one_county_and_another_another() -> None:
    assert county_and_week(seed=1) == county_and_week(seed=1)
    assert county_and_week(seed=1)[0].demand != county_and_week(seed=2)[0].demand


def test_trips_that_go_back_in_time_are_left_out_and_named() -> None:
    broken = tables()
    broken["stop_times"][4]["arrival_time"] = broken["stop_times"][4]["departure_time"] = "00:00:00"
    mended, problems = mend(broken)
    assert [problem.code for problem in problems] == ["time_goes_back"]
    found, rest = read_feed(mended)
    assert found is not None, rest
    assert len(found.trips) == len(feed().trips) - 1


def test_the_package_is_read_and_its_week_can_be_posed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(write_zip(tmp_path / "feed.zip")), str(tmp_path / "out")])
    week = county_and_week()[1]
    assert f"--week {week.monday}" in capsys.readouterr().out
    county = read_package(tmp_path / "out")
    problem = pose_week(county, week, straight_line_travel(county.places))
    assert len(problem.trips) == 12 * 7
    assert problem.links_of[problem.hub.id]


def test_a_zip_is_read_without_the_mark_of_its_encoding(tmp_path: Path) -> None:
    assert read_zip(write_zip(tmp_path / "feed.zip")) == tables()
