"""A week's plan as a value: the rounds that are driven and the bags that ride on buses, with a stable JSON form.

The plan says what happens; what follows from it (which mail rides where, what it costs, what floors it keeps) is
computed from problem and plan by whoever asks, and never stored as a claim.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.core.problem import ProblemsFound
from tianlu.plan.rounds.plan_json import problem_at, read_object, read_value, shown

PLAN_FORMAT = "tianlu-plan/1"


@dataclass(frozen=True)
class RoundStop:
    """A call on a round, in minutes from Monday 00:00 of the planned week.

    Between arrival and leaving lie waiting for the window, service, and `rest_min` of rest after service.
    `rest_on_way_min` is rest taken on the leg that leads here. Loads are what is handed over and taken in.
    """

    place: PlaceId
    arrive_min: int
    leave_min: int
    deliver_pieces: int
    deliver_g: int
    collect_pieces: int
    collect_g: int
    rest_min: int = 0
    rest_on_way_min: int = 0


@dataclass(frozen=True)
class Round:
    """A vehicle's way from its depot through its stops and back. `rest_on_return_min` is rest on the last leg."""

    vehicle: VehicleId
    depot: PlaceId
    day: int
    leave_min: int
    return_min: int
    stops: tuple[RoundStop, ...]
    rest_on_return_min: int = 0


@dataclass(frozen=True)
class Bag:
    """A consignment on one bus trip, from a place to a place; one of the two is the hub.

    `day` is the trip's service day. A bag may be empty of pieces: the keeper still opens for it, and it is a visit.
    """

    trip: TripId
    day: int
    origin: PlaceId
    destination: PlaceId
    pieces: int
    grams: int


@dataclass(frozen=True)
class Plan:
    """A week. Rounds in order of day, vehicle and hour; bags in order of day, trip, origin and destination."""

    problem_hash: str
    rounds: tuple[Round, ...]
    bags: tuple[Bag, ...]

    def stops(self) -> Iterator[tuple[Round, RoundStop]]:
        """Every call of every round."""
        for round_ in self.rounds:
            for stop in round_.stops:
                yield round_, stop

    def to_json(self) -> str:
        """Equal plans give equal text."""
        body = {"format": PLAN_FORMAT, **asdict(self)}
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        """Raises ProblemsFound, each with the path of what is amiss in the JSON; what stands beside is left alone."""
        body = read_object(text)
        if body.get("format") != PLAN_FORMAT:
            found = shown(body["format"]) if "format" in body else "nothing"
            raise ProblemsFound([problem_at("format", "wrong_format", found, shown(PLAN_FORMAT), shown(PLAN_FORMAT))])
        own = {field.name for field in fields(cls)}
        return read_value(cls, {name: value for name, value in body.items() if name in own})
