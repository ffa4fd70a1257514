"""How a week was mended, as JSON: beside a plan in a file, and in a workspace."""

from dataclasses import asdict, dataclass
from typing import Any

from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.core.problem import ProblemsFound
from tianlu.plan.rounds.disruption import Disruption, MailSurge, PlaceClosed, TripCancelled, VehicleAway, WayClosed
from tianlu.plan.rounds.mend import Mending, Step
from tianlu.plan.rounds.plan_json import problem_at, read_value, shown
from tianlu.plan.rounds.problem import Driven

KINDS = ("place_closed", "way_closed", "trip_cancelled", "vehicle_away", "mail_surge")


@dataclass(frozen=True)
class DisruptionForm:
    """Any disruption, as it is written: `kind` says which fields count."""

    kind: str
    known_min: int
    place: str = ""
    origin: str = ""
    destination: str = ""
    trip: str = ""
    vehicle: str = ""
    days: tuple[int, ...] = ()
    percent: int = 0
    start_min: int = 0
    end_min: int = 0
    reason: str = ""


@dataclass(frozen=True)
class _StepForm:
    at_min: int
    disruptions: tuple[DisruptionForm, ...]


@dataclass(frozen=True)
class _MendingForm:
    steps: tuple[_StepForm, ...]
    driven: Driven


def disruption_form(disruption: Disruption) -> DisruptionForm:
    """A disruption as it is written."""
    kinds = {
        PlaceClosed: "place_closed",
        WayClosed: "way_closed",
        TripCancelled: "trip_cancelled",
        VehicleAway: "vehicle_away",
        MailSurge: "mail_surge",
    }
    return DisruptionForm(kind=kinds[type(disruption)], **asdict(disruption))


def read_disruption(form: DisruptionForm, path: str = "disruption") -> Disruption:
    """The disruption that is written. Raises ProblemsFound for an unknown kind."""
    match form.kind:
        case "place_closed":
            return PlaceClosed(PlaceId(form.place), form.start_min, form.end_min, form.known_min, form.reason)
        case "way_closed":
            ends = PlaceId(form.origin), PlaceId(form.destination)
            return WayClosed(*ends, form.start_min, form.end_min, form.known_min, form.reason)
        case "trip_cancelled":
            return TripCancelled(TripId(form.trip), form.known_min)
        case "vehicle_away":
            return VehicleAway(VehicleId(form.vehicle), form.days, form.known_min)
        case "mail_surge":
            return MailSurge(PlaceId(form.place), form.percent, form.known_min)
    listed = ", ".join(KINDS)
    raise ProblemsFound(
        [problem_at(f"{path}.kind", "unknown_kind", shown(form.kind), f"one of {listed}", f"{listed} 之一")]
    )


def mending_body(mending: Mending) -> dict[str, Any]:
    """A mending as JSON values."""
    steps = tuple(
        _StepForm(step.at_min, tuple(disruption_form(each) for each in step.disruptions)) for step in mending.steps
    )
    return asdict(_MendingForm(steps, mending.driven))


def read_mending(body: object, path: str = "mended") -> Mending:
    """The mending that JSON values describe. Raises ProblemsFound."""
    form = read_value(_MendingForm, body, path)
    steps = tuple(
        Step(
            step.at_min,
            tuple(
                read_disruption(each, f"{path}.steps[{k}].disruptions[{j}]") for j, each in enumerate(step.disruptions)
            ),
        )
        for k, step in enumerate(form.steps)
    )
    return Mending(steps, form.driven)
