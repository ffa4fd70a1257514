"""A week's plan as a value: the rounds that are driven and the bags that ride on buses, with a stable JSON form.

The plan says what happens; what follows from it (which mail rides where, what it costs, what floors it keeps) is
computed from problem and plan by whoever asks, and never stored as a claim.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tianlu.core.ids import PlaceId, TripId, VehicleId

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
        """Raises ValueError, saying what is amiss, where the text is no plan."""
        try:
            body = json.loads(text)
        except json.JSONDecodeError as error:
            raise ValueError(f"a plan is JSON: {error}") from None
        if not isinstance(body, dict) or body.get("format") != PLAN_FORMAT:
            raise ValueError(f"a plan's format is {PLAN_FORMAT!r}")
        try:
            return cls(
                problem_hash=str(body["problem_hash"]),
                rounds=tuple(_round(each) for each in body["rounds"]),
                bags=tuple(Bag(**each) for each in body["bags"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"a plan's fields are as documented: {error}") from None


def _round(body: dict[str, Any]) -> Round:
    return Round(**{**body, "stops": tuple(RoundStop(**stop) for stop in body["stops"])})
