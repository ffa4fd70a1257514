"""GTFS tables small enough to see: one agency, four stops on a road, a line that runs out and back on workdays."""

from collections.abc import Mapping

from tianlu.core.ids import LineId, TripId
from tianlu.plan.lines.feed import Feed
from tianlu.plan.lines.freight import Freight
from tianlu.plan.lines.gtfs import read_feed
from tianlu.plan.lines.trip import FeeBasis

Rows = list[dict[str, str]]
Tables = dict[str, Rows]


def table(head: str, *lines: str) -> Rows:
    """Rows as they stand in a GTFS text file."""
    return [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines]


def small_tables(**instead: Rows) -> Tables:
    """The feed's tables; `instead` replaces some of them."""
    tables = {
        "agency": table("agency_id,agency_name,agency_timezone", "A,山地客运,Asia/Shanghai"),
        "stops": table(
            "stop_id,stop_name,stop_lat,stop_lon",
            "S1,县城,35.00,100.00",
            "S2,桥头,35.00,100.10",
            "S3,甲镇,35.00,100.20",
            "S4,乙村,35.00,100.30",
        ),
        "routes": table("route_id,agency_id,route_short_name,route_long_name", "R,A,1,县城—乙村"),
        "trips": table("route_id,service_id,trip_id,trip_headsign", "R,W,OUT,乙村", "R,W,BACK,县城"),
        "stop_times": table(
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence",
            "OUT,08:00:00,08:00:00,S1,1",
            "OUT,08:20:00,08:21:00,S2,2",
            "OUT,08:40:00,08:45:00,S3,3",
            "OUT,09:00:00,09:00:00,S4,4",
            "BACK,15:00:00,15:00:00,S4,1",
            "BACK,16:00:00,16:00:00,S1,2",
        ),
        "calendar": table(
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
            "W,1,1,1,1,1,0,0,20261101,20261231",
        ),
    }
    return {**tables, **instead}


def times(*lines: str) -> Rows:
    """stop_times of trip OUT, with BACK left as it is."""
    head = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled"
    back = ("BACK,15:00:00,15:00:00,S4,1,", "BACK,16:00:00,16:00:00,S1,2,")
    return table(head, *(f"OUT,{line}" for line in lines), *back)


def feed_of(tables: Mapping[str, Rows]) -> Feed:
    feed, problems = read_feed(tables)
    assert feed is not None, problems
    return feed


def terms(line: str = "R", *, trip: str | None = None, allowed: bool = True, hold_g: int = 60_000) -> Freight:
    return Freight(
        line=LineId(line),
        trip=None if trip is None else TripId(trip),
        allowed=allowed,
        hold_g=hold_g,
        hold_pieces=40,
        fee_basis=FeeBasis.BAG,
        fee_fen=500,
        cutoff_min=15,
        handover_min=5,
    )
