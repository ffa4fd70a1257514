"""The county's bus lines."""

from itertools import pairwise

from tests.sample.small_layout import FLAT, small_layout
from tianlu.core.calendar import DayPattern
from tianlu.sample.buses import BusLines, make_lines
from tianlu.sample.point import Point, distance_km


def lines() -> BusLines:
    return make_lines(small_layout(), FLAT)


def test_a_line_goes_through_the_township_on_its_way() -> None:
    stops = [call.stop for call in lines().feed.trips[0].calls]
    seats = [stop for stop in stops if stop.endswith("000")]
    assert seats == ["stop-639901100000", "stop-639901200000", "stop-639901201000"]


def test_every_run_out_has_a_run_back() -> None:
    trips = lines().feed.trips
    out = [trip for trip in trips if trip.calls[0].stop == "stop-639901100000"]
    assert len(trips) == 2 * len(out)


def test_no_bus_goes_back_in_time() -> None:
    for trip in lines().feed.trips:
        for earlier, later in pairwise(trip.calls):
            assert earlier.arrive_s <= earlier.leave_s < later.arrive_s
            assert (earlier.metres or 0) < (later.metres or 0)


def test_a_far_township_has_a_bus_three_days_a_week() -> None:
    feed = lines().feed
    days = {service.id: service.weekdays for service in feed.services}
    far = [days[trip.service] for trip in feed.trips if trip.calls[-1].stop == "stop-639901202000"]
    assert far == [DayPattern.of((0, 2, 4))]


def test_a_villages_stop_is_a_walk_away() -> None:
    found = lines()
    stops = {stop.id: Point(stop.lon, stop.lat) for stop in found.feed.stops}
    layout = small_layout()
    assert found.served
    for village in found.served:
        assert distance_km(stops[f"stop-{village}"], layout.points[village]) <= 0.61  # type: ignore[index]


def test_the_hubs_stop_is_within_300_metres() -> None:
    layout, stops = small_layout(), {stop.id: stop for stop in lines().feed.stops}
    stop = next(stop for code, stop in stops.items() if code == f"stop-{layout.hub}")
    assert distance_km(Point(stop.lon, stop.lat), layout.hub_point) < 0.3


def test_hold_and_fee_keep_within_practice() -> None:
    for row in lines().freight:
        assert 30_000 <= row.hold_g <= 150_000
        assert 30 <= row.fee_fen <= 150
        assert 5 <= row.handover_min <= 10 <= row.cutoff_min <= 15
