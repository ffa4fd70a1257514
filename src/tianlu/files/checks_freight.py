"""Checks on what bus lines let mail do."""

from collections.abc import Iterable, Iterator

from tianlu.core.problem import Problem
from tianlu.files.cells import BLANK, Record
from tianlu.files.draft import Draft
from tianlu.files.kinds import nearest


def freight_rides_on_the_feed(draft: Draft) -> Iterator[Problem]:
    """Lines and trips of the freight table are those of the GTFS feed."""
    if draft.has_gtfs and draft.feed is None:
        return  # the feed has problems of its own
    routes = {str(route.id) for route in draft.feed.routes} if draft.feed else set()
    route_of = {str(trip.id): str(trip.route) for trip in draft.feed.trips} if draft.feed else {}
    for freight in draft.records("freight"):
        if freight.has("route_id") and freight["route_id"] not in routes:
            yield _no_such_line(freight, "route_id", routes)
        elif freight.has("trip_id") and freight["trip_id"] not in route_of:
            yield _no_such_line(freight, "trip_id", route_of)
        elif freight.has("route_id", "trip_id") and route_of[freight["trip_id"]] != freight["route_id"]:
            yield Problem(
                "trip_of_other_route",
                "freight",
                freight.row,
                "trip_id",
                f"“{freight['trip_id']}”, a trip of “{route_of[freight['trip_id']]}”",
                f"a trip of “{freight['route_id']}”",
                "Correct the route or the trip.",
                f"线路“{freight['route_id']}”的班次",
                "请更正线路或班次。",
            )


def _no_such_line(freight: Record, field: str, known: Iterable[str]) -> Problem:
    close = nearest(freight[field], known)
    return Problem(
        f"unknown_{field}",
        "freight",
        freight.row,
        field,
        f"“{freight[field]}”",
        f"a {field} of the package's GTFS feed",
        f"Did you mean “{close}”?" if close else "Correct it, or add the GTFS feed that has it.",
        f"数据包 GTFS 中的 {field}",
        f"是否应为“{close}”？" if close else "请更正，或补上含有它的 GTFS。",
    )


FREIGHT_TERMS = ("hold_kg", "hold_pieces", "fee_basis", "fee_yuan", "cutoff_min", "handover_min")


def freight_has_its_terms(draft: Draft) -> Iterator[Problem]:
    """Where mail may ride, the hold, the fee and the times are said."""
    for freight in draft.records("freight"):
        for field in FREIGHT_TERMS if freight.get("allowed") else ():
            if field in freight and freight[field] is None:
                yield Problem(
                    "freight_term_missing",
                    "freight",
                    freight.row,
                    field,
                    BLANK,
                    "a value, as mail may ride on this line",
                    "Fill it in, or set allowed to no.",
                    "须填写，因为该线路可捎货",
                    "请填写，或把“可否捎货”改为“否”。",
                )
