"""Names of things, so that a place's code is never passed where a vehicle's is wanted."""

from typing import NewType

PlaceId = NewType("PlaceId", str)
"""Code of a place: in the sample province the 12-digit code of the statistics bureau."""

VehicleId = NewType("VehicleId", str)

LineId = NewType("LineId", str)
"""A bus line: the `route_id` of a GTFS feed."""

StopId = NewType("StopId", str)
"""A bus stop: the `stop_id` of a GTFS feed."""

TripId = NewType("TripId", str)
"""One bus run on one service day: the `trip_id` of the feed, `@` and the date, with `#k` for a repeated run."""
