"""What happened to bags, as frozen values of an append-only log: sealed, handed over, on board, received; what went
wrong and how it ended. Each event is one JSON object with its `kind`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar, Literal, NewType

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from tianlu.core.ids import TripId
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.plan.bags.carriage import SecurityMark, Stowage
from tianlu.plan.bags.exceptions import GUIDE_OF, ExceptionKind, Outcome
from tianlu.plan.bags.number import BagNumber

EventId = NewType("EventId", str)
"""Made by whoever scans: an event that is sent twice is written once."""


@dataclass(frozen=True, kw_only=True)
class _Step:
    """`at` is local time without a zone; `by` is who did it; `trip` is the run on its date."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: EventId
    trip: TripId
    at: datetime
    by: str

    def __post_init__(self) -> None:
        if self.at.tzinfo is not None:
            raise ValueError("an event's time is local, without a zone")
        if not self.id or not self.trip or not self.by.strip():
            raise ValueError("an event has an id, a trip and somebody who did it")


@dataclass(frozen=True, kw_only=True)
class Sealed(_Step):
    """The giver closed the bag: what is in it, its seal, what was checked before."""

    kind: Literal["sealed"] = "sealed"
    bag: BagNumber
    seal: str
    security: SecurityMark
    pieces: int
    grams: int

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.pieces < 0 or self.grams < 0:
            raise ValueError("a bag holds no less than nothing")


@dataclass(frozen=True, kw_only=True)
class HandedOver(_Step):
    """Post to bus, at the stop by the cut-off: scanned over, the seal read as `seal_seen`, taken by `taker`."""

    kind: Literal["handed_over"] = "handed_over"
    bag: BagNumber
    seal_seen: str
    taker: str


@dataclass(frozen=True, kw_only=True)
class Boarded(_Step):
    """The bag is stowed and the bus takes it along."""

    kind: Literal["boarded"] = "boarded"
    bag: BagNumber
    stowage: Stowage


@dataclass(frozen=True, kw_only=True)
class Received(_Step):
    """Bus to post: the seal read as `seal_seen`, the bag scanned in by `by`, handed out by `giver`."""

    kind: Literal["received"] = "received"
    bag: BagNumber
    seal_seen: str
    giver: str


@dataclass(frozen=True, kw_only=True)
class Excepted(_Step):
    """Something went wrong: with a bag, or with the bus (`bag` is then None)."""

    kind: Literal["exception"] = "exception"
    exception: ExceptionKind
    bag: BagNumber | None
    note: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.bag is None) != GUIDE_OF[self.exception].concerns_trip:
            raise ValueError(f"{self.exception} is said of {'a bag' if self.bag is None else 'the bus'}")


@dataclass(frozen=True, kw_only=True)
class Settled(_Step):
    """How a bag's exception ended. `seal` is what it goes on with; `claim_fen` what is claimed for a lost one, None
    while nobody has worked it out."""

    kind: Literal["settled"] = "settled"
    bag: BagNumber
    outcome: Outcome
    seal: str = ""
    claim_fen: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.claim_fen is not None and (self.claim_fen < 0 or self.outcome is not Outcome.LOST):
            raise ValueError("a claim is for a lost bag, and no less than nothing")


BagEvent = Sealed | HandedOver | Boarded | Received | Excepted | Settled

_EVENT: TypeAdapter[BagEvent] = TypeAdapter(Annotated[BagEvent, Field(discriminator="kind")])


def event_line(event: BagEvent) -> str:
    """One line of JSON."""
    return _EVENT.dump_json(event).decode()


def read_event(line: str, *, row: int) -> BagEvent:
    """The event of a line. Raises ProblemsFound with all that is wrong with it."""
    try:
        return _EVENT.validate_json(line)
    except ValidationError as trouble:
        raise ProblemsFound(_problem(each["loc"], each["msg"], row) for each in trouble.errors()) from None


def _problem(path: tuple[int | str, ...], message: str, row: int) -> Problem:
    return Problem(
        code="bad_event",
        table="bag events",
        row=row,
        field=".".join(map(str, path)) or None,
        found=message,
        expected="an event as docs/reference/bags.md says",
        how_to_fix="Restore the file from a copy; events are written by tianlu bags scan and by the desk.",
        expected_zh="docs/reference/bags.md 所述的事件",
        how_to_fix_zh="请用备份恢复该文件；事件由 tianlu bags scan 与工作台写入。",
    )
