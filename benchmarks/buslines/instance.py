"""What a published instance says: stops, customers, bus lines, fleets; and how its three files are read.

The files are those of Mandal and Archetti (arXiv 2306.04219), as Delle Donne, Santini and Archetti published them
(EJOR 2025, doi 10.1016/j.ejor.2024.12.047). Solver and checker share this module and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Point = tuple[float, float]


@dataclass(frozen=True)
class Stop:
    """A bus stop that may hold `storage` units of load at a time."""

    name: str
    at: Point
    storage: float


@dataclass(frozen=True)
class Customer:
    """A customer with one parcel of `load` units, reached within [earliest_min, latest_min] from one of `out_stops`."""

    name: str
    at: Point
    out_stops: frozenset[str]
    load: float
    earliest_min: float
    latest_min: float


@dataclass(frozen=True)
class Line:
    """A bus line: it calls at `in_stops`, then at `out_stops`; each run carries `hold` units at most."""

    name: str
    hold: float
    in_stops: tuple[str, ...]
    out_stops: tuple[str, ...]


@dataclass(frozen=True)
class Instance:
    """One day: trucks from the centre to in-stops, buses to out-stops, couriers to customers."""

    name: str
    centre: Point
    in_stops: tuple[str, ...]
    stops: dict[str, Stop]
    customers: dict[str, Customer]
    lines: dict[str, Line]
    trucks: int
    truck_load: float
    couriers_a_stop: int
    courier_load: float
    round_min_max: float
    courier_cost: float

    @property
    def out_stops(self) -> tuple[str, ...]:
        """The stops at which buses hand parcels to couriers, in the order of the lines."""
        return tuple(dict.fromkeys(stop for line in self.lines.values() for stop in line.out_stops))


def read_instance(folder: Path, name: str) -> Instance:
    """The instance NAME.city, NAME.demands, NAME.params of a folder. Raises ValueError where the text is none."""
    city = _sections(folder / f"{name}.city")
    stops = {row[1]: Stop(row[1], (float(row[4]), float(row[5])), float(row[2])) for row, _ in city["S"]}
    demands = {row[0]: [float(x) for x in row[1:4]] for row in _rows(folder / f"{name}.demands")}
    params = {row[0]: float(row[1]) for row in _rows(folder / f"{name}.params")}
    (centre, centre_lists), *more = city["O"]
    if more:
        raise ValueError(f"{name}.city: {1 + len(more)} centres, expected one")
    instance = Instance(
        name=name,
        centre=(float(centre[2]), float(centre[3])),
        in_stops=tuple(centre_lists[0]),
        stops=stops,
        customers={row[1]: _customer(row, lists, demands[row[1]]) for row, lists in city["D"]},
        lines={row[1]: Line(row[1], float(row[3]), tuple(lists[0]), tuple(lists[1])) for row, lists in city["L"]},
        trucks=int(params["maxTrucks"]),
        truck_load=params["trucksCap"],
        couriers_a_stop=int(params["maxFreightersPerStop"]),
        courier_load=params["freightersCap"],
        round_min_max=params["Lmax"],
        courier_cost=params["freightRouteCostCoeff"],
    )
    _refuse_strangers(instance)
    return instance


def list_instances(folder: Path) -> list[str]:
    """The names of a folder's instances, Instance2 before Instance10."""
    return sorted((path.stem for path in folder.glob("*.city")), key=lambda name: (len(name), name))


def _customer(row: list[str], lists: list[list[str]], demand: list[float]) -> Customer:
    load, earliest, latest = demand
    return Customer(row[1], (float(row[2]), float(row[3])), frozenset(lists[0]), load, earliest, latest)


def _rows(path: Path) -> Iterator[list[str]]:
    for text in path.read_text().splitlines():
        if text.strip() and not text.lstrip().startswith("#"):
            yield text.split()


def _sections(path: Path) -> dict[str, list[tuple[list[str], list[list[str]]]]]:
    """The rows of a .city file by their letter, each with the lists of stops that follow it."""
    followed = {"S": 0, "O": 1, "D": 1, "L": 2}
    found: dict[str, list[tuple[list[str], list[list[str]]]]] = {letter: [] for letter in followed}
    rows = _rows(path)
    for row in rows:
        if row[0] not in followed:
            raise ValueError(f"{path.name}: a row begins with {row[0]!r}, expected one of S, O, D, L")
        found[row[0]].append((row, [next(rows, []) for _ in range(followed[row[0]])]))
    if not all(found.values()):
        raise ValueError(f"{path.name}: no row {', '.join(k for k, v in found.items() if not v)}")
    return found


def _refuse_strangers(instance: Instance) -> None:
    """Raises ValueError where a list names a stop that is not there, or a line boards where no truck comes."""
    named = (
        set(instance.in_stops) | set(instance.out_stops) | {s for c in instance.customers.values() for s in c.out_stops}
    )
    if unknown := named - set(instance.stops):
        raise ValueError(f"{instance.name}: stops {', '.join(sorted(unknown))} are named but not described")
    for line in instance.lines.values():
        if wrong := set(line.in_stops) - set(instance.in_stops):
            raise ValueError(f"{instance.name}: line {line.name} boards at {', '.join(sorted(wrong))}, no in-stop")
        if wrong := set(line.out_stops) & set(instance.in_stops):
            raise ValueError(f"{instance.name}: line {line.name} unloads at in-stop {', '.join(sorted(wrong))}")
