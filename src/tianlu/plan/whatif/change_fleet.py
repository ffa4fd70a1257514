"""A county with other vehicles, or with buses on other terms."""

from dataclasses import replace

from tianlu.core.ids import VehicleId
from tianlu.plan.county import County, Vehicle
from tianlu.plan.whatif.changes import AddVehicles, BusTerms, RemoveVehicles, ReplaceVehicles
from tianlu.plan.whatif.named import get_depot, refuse, refuse_unknown


def replace_vehicles(county: County, change: ReplaceVehicles, path: str) -> County:
    """Raises ProblemsFound for a kind that no vehicle has."""
    kinds = {vehicle.kind for vehicle in county.vehicles}
    refuse_unknown(change.kinds, kinds, f"{path}.kinds", what="a kind that a vehicle has", what_zh="已有车辆的类型")
    old = frozenset(change.kinds)
    vehicles = tuple(_of_make(each, change) if each.kind in old else each for each in county.vehicles)
    places = tuple(
        replace(place, vehicle_kinds=place.vehicle_kinds | {change.kind}) if place.vehicle_kinds & old else place
        for place in county.places
    )
    return replace(county, vehicles=vehicles, places=places)


def add_vehicles(county: County, change: AddVehicles, path: str) -> County:
    """Raises ProblemsFound for an unknown vehicle or depot."""
    _refuse_unknown_vehicles(county, (change.like,), f"{path}.like")
    like = next(vehicle for vehicle in county.vehicles if vehicle.id == change.like)
    depot = get_depot(county, change.depot, f"{path}.depot").id if change.depot else like.depot
    taken = {vehicle.id for vehicle in county.vehicles}
    free = (VehicleId(f"{like.id}+{k}") for k in range(1, change.count + len(taken) + 1))
    names = [name for name in free if name not in taken][: change.count]
    more = (
        replace(like, id=name, depot=depot, name=f"{like.name or like.id}+{k}") for k, name in enumerate(names, start=1)
    )
    return replace(county, vehicles=(*county.vehicles, *more))


def remove_vehicles(county: County, change: RemoveVehicles, path: str) -> County:
    """Raises ProblemsFound for an unknown vehicle, or where none would be left."""
    _refuse_unknown_vehicles(county, change.vehicles, f"{path}.vehicles")
    left = tuple(vehicle for vehicle in county.vehicles if vehicle.id not in change.vehicles)
    if not left:
        raise refuse(f"{path}.vehicles", "all vehicles", "at least one vehicle stays", "至少留下一辆车")
    return replace(county, vehicles=left)


def change_bus_terms(county: County, change: BusTerms, path: str) -> County:
    """Raises ProblemsFound for a line that carries no freight."""
    lines = {row.line for row in county.freight}
    refuse_unknown(change.lines, lines, f"{path}.lines", what="a line that takes mail", what_zh="可带货的线路")
    if not lines:
        raise refuse(path, "no bus lines", "a county whose buses take mail", "有客运带货线路的县")
    new = {
        name: value
        for name in ("fee_basis", "fee_fen", "hold_g", "hold_pieces")
        if (value := getattr(change, name)) is not None
    }
    meant = frozenset(change.lines or lines)
    freight = tuple(replace(row, **new) if row.line in meant else row for row in county.freight)
    return replace(county, freight=freight)


def _of_make(vehicle: Vehicle, change: ReplaceVehicles) -> Vehicle:
    return replace(
        vehicle,
        kind=change.kind,
        energy=change.energy,
        consumption_per_100km=change.consumption_per_100km,
        capacity_g=change.capacity_g,
        capacity_pieces=change.capacity_pieces,
        day_fen=change.day_fen,
        km_fen=change.km_fen,
        hour_fen=change.hour_fen,
    )


def _refuse_unknown_vehicles(county: County, found: tuple[VehicleId, ...], path: str) -> None:
    known = {vehicle.id for vehicle in county.vehicles}
    refuse_unknown(found, known, path, what="the id of a vehicle", what_zh="已有车辆的编号")
