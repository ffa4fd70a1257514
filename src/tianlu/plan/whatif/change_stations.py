"""A county in which a station is closed, or stands elsewhere."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from tianlu.core.ids import PlaceId
from tianlu.place.great_circle import great_circles_m
from tianlu.place.model import Place, PlaceKind
from tianlu.place.straight_line import straight_line_travel
from tianlu.place.travel import TravelMatrix
from tianlu.plan.county import County, Vehicle
from tianlu.plan.whatif.changes import CloseStation, MoveStation
from tianlu.plan.whatif.named import get_depot, get_place, get_station, refuse
from tianlu.plan.whatif.note import Note


def close_station(county: County, change: CloseStation, path: str) -> tuple[County, tuple[Note, ...]]:
    """The station's villages, and its place as one more of them, belong to another station or the hub.

    What the closed place is owed then follows from the standard for a village of its area class. Raises ProblemsFound.
    """
    closed = get_station(county, change.station, f"{path}.station")
    named = None if change.serve_from is None else get_depot(county, change.serve_from, f"{path}.serve_from").id
    if named == closed.id:
        raise refuse(f"{path}.serve_from", named, "another station or the hub", "另一个乡镇站或县级中心")
    travel = county.travel or straight_line_travel(county.places)
    depots = [place.id for place in county.places if place.kind is not PlaceKind.VILLAGE and place.id != closed.id]
    target = {
        place.id: named or nearest_place(travel, place.id, depots)
        for place in county.places
        if place.id == closed.id or place.parent == closed.id
    }
    changed = replace(
        county,
        places=tuple(_without_station(place, closed.id, target) for place in county.places),
        vehicles=_vehicles_after(county.vehicles, closed.id, target[closed.id], they_move=change.vehicles_move),
    )
    return changed, (_closing_note(closed),)


def move_station(county: County, change: MoveStation, path: str) -> tuple[County, tuple[Note, ...]]:
    """The station at another place, or at coordinates; its travel is that of the place there, or of the nearest place
    where a table of travel is given. Raises ProblemsFound."""
    station = get_station(county, change.station, f"{path}.station")
    others = [place for place in county.places if place.id != station.id]
    if change.to is not None:
        there, apart_m = get_place(county, change.to, f"{path}.to"), 0
        lon, lat = there.lon, there.lat
    else:
        lon, lat = float(change.lon or 0.0), float(change.lat or 0.0)
        there, apart_m = _nearest_to(others, lon=lon, lat=lat)
    if there.id == station.id:
        raise refuse(f"{path}.to", station.id, "another place", "另一个地点")
    places = tuple(
        replace(place, lon=lon, lat=lat, altitude_m=there.altitude_m) if place.id == station.id else place
        for place in county.places
    )
    travel = None if county.travel is None else _travel_of_other(county.travel, station.id, there.id)
    notes = (_nearest_note(there, apart_m),) if travel is not None and apart_m else ()
    return replace(county, places=places, travel=travel), notes


def nearest_place(travel: TravelMatrix, place: PlaceId, among: Iterable[PlaceId]) -> PlaceId:
    """The one with the fewest minutes to the place, then metres, then by code."""
    at = {each: k for k, each in enumerate(travel.places)}
    here = at[place]
    return min(among, key=lambda each: (travel.minutes[at[each], here], travel.metres[at[each], here], each))


def _without_station(place: Place, closed: PlaceId, target: dict[PlaceId, PlaceId]) -> Place:
    depots = tuple(depot for depot in place.depots if depot != closed)
    if place.id == closed:
        return replace(place, kind=PlaceKind.VILLAGE, parent=target[closed], depots=depots)
    if place.id in target:
        return replace(place, parent=target[place.id], depots=depots)
    return replace(place, depots=depots)


def _vehicles_after(
    vehicles: tuple[Vehicle, ...], closed: PlaceId, target: PlaceId, *, they_move: bool
) -> tuple[Vehicle, ...]:
    if not they_move:
        return tuple(vehicle for vehicle in vehicles if vehicle.depot != closed)
    return tuple(replace(vehicle, depot=target) if vehicle.depot == closed else vehicle for vehicle in vehicles)


def _travel_of_other(travel: TravelMatrix, place: PlaceId, other: PlaceId) -> TravelMatrix:
    """The matrix in which a place has the ways of another."""
    at = {each: k for k, each in enumerate(travel.places)}
    order = np.arange(len(travel.places))
    order[at[place]] = at[other]
    source = f"{travel.source}; {place} as {other}"
    return replace(
        travel, minutes=travel.minutes[order][:, order], metres=travel.metres[order][:, order], source=source
    )


def _nearest_to(places: list[Place], *, lon: float, lat: float) -> tuple[Place, int]:
    apart = great_circles_m(
        np.array([(place.lon, place.lat) for place in places], np.float64), np.array([(lon, lat)], np.float64)
    )[:, 0]
    k = int(apart.argmin())
    return places[k], round(float(apart[k]))


def _closing_note(closed: Place) -> Note:
    return Note(
        en=f"With {closed.name_en or closed.name} closed, its opening days are no longer planned. A township seat is "
        "owed an open outlet at least 5 days a week by 邮政法 19: closing it needs the regulator's approval "
        "(邮政法 15).",
        zh=f"关闭{closed.name}后不再计划其营业日。乡镇人民政府所在地的网点每周至少营业五天（邮政法第十九条），"
        "停办须经邮政管理部门批准（第十五条）。",
    )


def _nearest_note(there: Place, apart_m: int) -> Note:
    return Note(
        en=f"Travel from the new site is taken as from {there.name_en or there.name}, {apart_m / 1000:.1f} km away.",
        zh=f"新址的里程按最近的{there.name}计（相距 {apart_m / 1000:.1f} 公里）。",
    )
