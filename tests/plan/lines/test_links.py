"""Stops within a walk of a place."""

from hypothesis import given
from hypothesis import strategies as st

from tests.timing import least_cpu_s
from tianlu.core.ids import PlaceId, StopId
from tianlu.place.great_circle import great_circle_m
from tianlu.place.model import AreaClass, Place, PlaceKind
from tianlu.plan.lines.feed import Stop
from tianlu.plan.lines.links import link_stops


def village(code: str, lon: float, lat: float) -> Place:
    return Place(
        id=PlaceId(code),
        kind=PlaceKind.VILLAGE,
        name=code,
        parent=PlaceId("S"),
        lon=lon,
        lat=lat,
        altitude_m=3000,
        area_class=AreaClass.RURAL,
        population=100,
    )


def stop(code: str, lon: float, lat: float) -> Stop:
    return Stop(StopId(code), code, lon, lat)


def test_a_near_stop_is_linked_and_a_far_one_is_not() -> None:
    """A hundredth of a degree of latitude is 1,112 m."""
    links = link_stops(
        [village("V", 100, 35)], [stop("near", 100, 35.005), stop("far", 100, 35.01)], m_max=800, walk_m_a_min=70
    )
    assert [(link.stop, link.metres, link.walk_min) for link in links] == [("near", 556, 8)]


def test_a_place_at_its_stop_walks_no_minute() -> None:
    (link,) = link_stops([village("V", 100, 35)], [stop("here", 100, 35)], m_max=0, walk_m_a_min=70)
    assert (link.walk_min, link.metres) == (0, 0)


def test_a_place_may_have_several_stops_and_a_stop_several_places() -> None:
    places = [village("B", 100, 35), village("A", 100, 35.001)]
    links = link_stops(places, [stop("2", 100, 35), stop("1", 100, 35)], m_max=500, walk_m_a_min=70)
    assert [(link.place, link.stop) for link in links] == [("A", "1"), ("A", "2"), ("B", "1"), ("B", "2")]


def test_no_stops_give_no_links() -> None:
    assert link_stops([village("V", 100, 35)], [], m_max=800, walk_m_a_min=70) == ()


near = st.tuples(st.floats(100, 100.02), st.floats(35, 35.02))


@given(st.lists(near, max_size=5), st.lists(near, max_size=5), st.integers(0, 2_500))
def test_links_are_the_pairs_within_reach(
    places: list[tuple[float, float]], stops: list[tuple[float, float]], m_max: int
) -> None:
    links = link_stops(
        [village(str(k), *at) for k, at in enumerate(places)],
        [stop(str(k), *at) for k, at in enumerate(stops)],
        m_max=m_max,
        walk_m_a_min=70,
    )
    apart = {(str(p), str(s)): great_circle_m(*a, *b) for p, a in enumerate(places) for s, b in enumerate(stops)}
    linked = {(link.place, link.stop) for link in links}
    assert all(metres <= m_max + 1e-6 if pair in linked else metres >= m_max - 1e-6 for pair, metres in apart.items())


def test_a_prefectures_stops_are_linked_in_a_second() -> None:
    places = [village(f"{k:03d}", 100 + k / 300, 35) for k in range(300)]
    stops = [stop(f"{k:04d}", 100 + k / 5_000, 35) for k in range(5_000)]
    assert link_stops(places, stops, m_max=800, walk_m_a_min=70)
    assert least_cpu_s(lambda: link_stops(places, stops, m_max=800, walk_m_a_min=70)) < 1
