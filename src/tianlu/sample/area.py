"""Which area class a place is of, and so which floor it is owed.

Communities of a sub-district are city; communities of a town or township lie at its seat and are township; villages are
rural. A station too far to drive to and back in a shift is remote, and all that hangs on it; so is a village above
4,000 m or far from its depot. The classes follow 邮政法 19; the bounds of "remote" are the sample's own, because the
regulator's are not published.
"""

from dataclasses import dataclass

from tianlu.place.model import AreaClass
from tianlu.sample.divisions import Township, Village


@dataclass(frozen=True)
class RemoteBounds:
    """Straight kilometres from hub to station, from depot to village, and metres above the sea."""

    station_km: float = 100.0
    village_km: float = 20.0
    village_m: int = 4_000


BOUNDS = RemoteBounds()


def class_of_station(township: Township, hub_km: float, bounds: RemoteBounds = BOUNDS) -> AreaClass:
    if is_remote_station(hub_km, bounds):
        return AreaClass.REMOTE
    return AreaClass.CITY if township.is_subdistrict else AreaClass.TOWNSHIP


def is_remote_station(hub_km: float, bounds: RemoteBounds = BOUNDS) -> bool:
    """Too far to drive to and back in a shift."""
    return hub_km > bounds.station_km


def class_of_village(
    village: Village, *, depot: AreaClass, is_of_subdistrict: bool, depot_km: float, altitude_m: int
) -> AreaClass:
    """`depot` is the class of the station or hub that serves the village; `is_of_subdistrict` of its township."""
    if depot is AreaClass.REMOTE:
        return AreaClass.REMOTE
    if village.is_residents:
        return AreaClass.CITY if is_of_subdistrict else AreaClass.TOWNSHIP
    is_remote = depot_km > BOUNDS.village_km or altitude_m >= BOUNDS.village_m
    return AreaClass.REMOTE if is_remote else AreaClass.RURAL
