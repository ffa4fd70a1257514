"""A plan for an instance, as values and as JSON: it says what drives when, and claims no cost."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class TruckCall:
    stop: str
    arrive_min: float


@dataclass(frozen=True)
class TruckTour:
    """A truck's one tour: from the centre to its calls in order and back."""

    leave_min: float
    calls: tuple[TruckCall, ...]


@dataclass(frozen=True)
class Parcel:
    """A customer's parcel: by which truck (its place in the plan) to which in-stop, by which run (0 first) to where."""

    customer: str
    truck: int
    in_stop: str
    line: str
    run: int
    out_stop: str


@dataclass(frozen=True)
class CourierRound:
    """A courier's one round: from the out-stop to the customers in order and back."""

    out_stop: str
    leave_min: float
    customers: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    instance: str
    trucks: tuple[TruckTour, ...]
    parcels: tuple[Parcel, ...]
    rounds: tuple[CourierRound, ...]


def write_plan(plan: Plan, path: Path) -> None:
    path.write_text(json.dumps(asdict(plan), indent=1) + "\n")


def read_plan(path: Path) -> Plan:
    """The plan that a file holds. Raises ValueError, KeyError or TypeError where it holds none."""
    found = json.loads(path.read_text())
    return Plan(
        instance=found["instance"],
        trucks=tuple(
            TruckTour(tour["leave_min"], tuple(TruckCall(**call) for call in tour["calls"])) for tour in found["trucks"]
        ),
        parcels=tuple(Parcel(**parcel) for parcel in found["parcels"]),
        rounds=tuple(
            CourierRound(each["out_stop"], each["leave_min"], tuple(each["customers"])) for each in found["rounds"]
        ),
    )
