"""A customer on the list, the claim on him, and how far he is worked: values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tianlu.command.envelope import ActorId, OrgId
from tianlu.target.lists.value.alarm import DeclineParams, has_fallen


class CustomerKind(StrEnum):
    PERSON = "person"
    HOUSEHOLD = "household"
    COMPANY = "company"

    @property
    def is_personal(self) -> bool:
        return self is not CustomerKind.COMPANY


class Relation(StrEnum):
    """What he is to us: to be grown, to be won, to be won back."""

    EXISTING = "existing"
    NEW = "new"
    LOST = "lost"


class Tier(StrEnum):
    """特级, 一级, 二级, 三级, 小微."""

    SPECIAL = "special"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    SMALL = "small"


class Stage(StrEnum):
    """Where he stands on the list: entry waits for approval, open, strike-off waits for a second signature, struck off,
    exit waits for approval, off the list."""

    ENTERING = "entering"
    OPEN = "open"
    STRIKING = "striking"
    STRUCK = "struck"
    LEAVING = "leaving"
    LEFT = "left"


WAITING = (Stage.ENTERING, Stage.STRIKING, Stage.LEAVING)
"""What a second person decides."""


class Step(StrEnum):
    """The way to strike-off, each step within the one before: on the list, claimed, worked, signature asked for, struck
    off."""

    LISTED = "listed"
    CLAIMED = "claimed"
    WORKED = "worked"
    STRIKING = "striking"
    STRUCK = "struck"


class Work(StrEnum):
    """What can be done at a customer."""

    CALL = "call"
    VISIT = "visit"
    OFFER = "offer"
    TRIAL = "trial"
    CONTRACT = "contract"


@dataclass(frozen=True)
class Customer:
    """`org` is the unit in whose area he lies; `division` a village's code and `place` a place of the county's package,
    empty where they are not known. Money in fen a month, the mean of the last twelve; `before_fen` is last year's of
    those records that say it (0: none does), and `fell_fen` how much less the same records bring now (below 0: more).
    `lines` are the business lines that know him. `asked_by` is who asked for what waits (entry, exit, strike-off);
    `opening` counts how often he was put on the list or opened again: what was done before does not count for the
    next strike-off. `struck_for` is who owned him when he was struck off. `version` rises with each change."""

    id: str
    org: OrgId
    kind: CustomerKind
    name: str
    phone: str
    address: str
    division: str
    place: str
    entity: str
    tier: Tier
    relation: Relation
    monthly_fen: int
    before_fen: int
    fell_fen: int
    lines: str
    stage: Stage
    asked_by: ActorId
    reason: str
    opening: int
    struck_for: ActorId
    version: int

    @property
    def fallen_percent(self) -> int | None:
        """By how much his money fell on the year, where the churn alarm sounds for it."""
        if not has_fallen(self.before_fen, self.fell_fen, DeclineParams()):
            return None
        return round(100 * self.fell_fen / self.before_fen)


@dataclass(frozen=True)
class Claim:
    """The one owner (A) of a customer, with a deputy (B) or none. It ends by itself at `until` unless something is done
    at the customer."""

    customer: str
    owner: ActorId
    deputy: ActorId | None
    since: datetime
    until: datetime

    def is_held_by(self, person: ActorId) -> bool:
        return person in (self.owner, self.deputy)

    def stands(self, at: datetime) -> bool:
        return at < self.until


@dataclass(frozen=True)
class WorkDone:
    """Something done at a customer; `evidence` names what proves it (an order's number, a file's digest)."""

    id: str
    customer: str
    work: Work
    by: ActorId
    at: datetime
    words: str
    evidence: str
    opening: int


@dataclass(frozen=True)
class SourceRecord:
    """A row of a source's list, by the source's own key; `fen` is what it brought a month on its business line, and
    `before_fen` what it brought a year before, 0 where the source does not say."""

    source: str
    key: str
    line: str
    fen: int
    before_fen: int


@dataclass(frozen=True)
class ConsentMark:
    """That somebody gave his consent to a purpose on a day, or refused or withdrew it (`is_given` is False), to whom it
    lets his data go (`recipient`, a legal entity; empty where they stay), and what documents it."""

    id: str
    customer: str
    purpose: str
    recipient: str
    is_given: bool
    day: date
    documented: str
    by: ActorId
    at: datetime
