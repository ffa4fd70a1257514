"""Which area class a place is of, and so which floor it is owed.

Communities of a sub-district are city; communities of a town or township lie at its seat and are township; villages are
rural. A station that takes most of a shift to drive to and back is remote unless it is a town with communities, and
so is all that hangs on it; so is a village above 4,000 m or far from its depot. The classes follow 邮政法 19; the
bounds of "remote" are the sample's own, because the regulator's are not published.
"""

from dataclasses import dataclass

from tianlu.place.model import AreaClass
from tianlu.sample.divisions import Township, Village


@dataclass(frozen=True)
class RemoteBounds:
    """Straight kilometres from hub to station and from depot to village, metres above the sea; a station beyond
    `van_reach_km` has the bus alone."""

    station_km: float = 100.0
    van_reach_km: float = 140.0
    village_km: float = 20.0
    village_m: int = 4_000


BOUNDS = RemoteBounds()


def class_of_station(township: Township, hub_km: float, bounds: RemoteBounds = BOUNDS) -> AreaClass:
    if is_remote_station(hub_km, bounds) and not any(village.is_residents for village in township.villages):
        return AreaClass.REMOTE
    return AreaClass.CITY if township.is_subdistrict else AreaClass.TOWNSHIP


def is_remote_station(hub_km: float, bounds: RemoteBounds = BOUNDS) -> bool:
    """So far that a van has most of a shift to go there and back."""
    return hub_km > bounds.station_km


def is_beyond_vans(hub_km: float, bounds: RemoteBounds = BOUNDS) -> bool:
    """No van of the hub gets there and back in a shift of twelve hours: the bus is its only feed."""
    return hub_km > bounds.van_reach_km


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
