"""What the commands of customers carry."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tianlu.target.lists.customers.model import CustomerKind, Relation, Tier, Work

CustomerKey = Annotated[str, StringConstraints(pattern=r"^[\w.\-]{1,100}$")]
PersonKey = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Division = Annotated[str, StringConstraints(pattern=r"^\d{0,20}$")]
Place = Annotated[str, StringConstraints(pattern=r"^[\w.\-]{0,100}$")]
Entity = Annotated[str, StringConstraints(max_length=36)]
Lines = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Fen = Annotated[int, Field(ge=0, le=10**15)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Evidence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


RECORDS_MOST = 200
"""Rows of lists that one customer is made of, and that one command carries."""


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RecordBody(_Body):
    """A row of a source's list. `fen`: a month, on this business line; `before_fen`: a year before, 0: not known."""

    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    key: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    line: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    fen: Fen = 0
    before_fen: Fen = 0


Records = Annotated[tuple[RecordBody, ...], Field(max_length=RECORDS_MOST)]


class EnterBody(_Body):
    """A customer for the list of the unit where the command acts; he is on it once that is approved. Where he is made
    of records of lists, money and lines are theirs."""

    customer: CustomerKey
    kind: CustomerKind
    name: Name
    phone: Phone = ""
    address: Address = ""
    division: Division = ""
    place: Place = ""
    entity: Entity = ""
    tier: Tier
    relation: Relation
    monthly_fen: Fen = 0
    lines: Lines = ""
    records: Records = ()
    reason: Reason


class TakeBody(_Body):
    """Records of lists that are this customer's: new ones, and known ones with what they bring now. `parts` names those
    of his that are not his after all."""

    customer: CustomerKey
    records: Records = ()
    parts: Records = ()


class ChangeBody(_Body):
    """What is left out stays."""

    customer: CustomerKey
    name: Name | None = None
    phone: Phone | None = None
    address: Address | None = None
    division: Division | None = None
    place: Place | None = None
    tier: Tier | None = None
    relation: Relation | None = None
    monthly_fen: Fen | None = None
    lines: Lines | None = None


class ReasonBody(_Body):
    customer: CustomerKey
    reason: Reason


class DecideBody(_Body):
    """What waits (entry, exit, strike-off) is granted or turned down."""

    customer: CustomerKey
    grants: bool
    reason: Words = ""


class ClaimBody(_Body):
    customer: CustomerKey
    deputy: PersonKey | None = None


class AssignBody(_Body):
    """To an owner, and a deputy or none, from nobody or from who owns the customer now."""

    customer: CustomerKey
    owner: PersonKey
    deputy: PersonKey | None = None


class CustomerBody(_Body):
    customer: CustomerKey


class WorkBody(_Body):
    """Done when the command was made; `evidence` names what proves it: an order's number, a file's digest."""

    customer: CustomerKey
    work: Work
    words: Words = ""
    evidence: Evidence = ""


REASONS_MOST = 10


class DoubtReasonBody(_Body):
    """What speaks for two being one (above 0) or against it, in hundredths of a bit; None where it is not weighed."""

    said: Annotated[str, StringConstraints(max_length=200)]
    said_zh: Annotated[str, StringConstraints(max_length=200)]
    centibits: Annotated[int, Field(ge=-(10**6), le=10**6)] | None = None


class DoubtBody(_Body):
    """Two who may be the same customer, with how probable that is."""

    customer: CustomerKey
    other: CustomerKey
    permille: Annotated[int, Field(ge=0, le=1000)]
    reasons: Annotated[tuple[DoubtReasonBody, ...], Field(max_length=REASONS_MOST)] = ()


class JudgeBody(_Body):
    """Somebody says of two whether they are the same. If so, `other` goes into `customer`."""

    customer: CustomerKey
    other: CustomerKey
    is_same: bool
    reason: Words = ""


class PartBody(_Body):
    """`other`, who was made one with `customer`, is somebody else after all."""

    customer: CustomerKey
    other: CustomerKey
    reason: Words = ""


class ConsentBody(_Body):
    """A consent to a purpose, given or not (refused, withdrawn), on a day. `recipient` is the legal entity to which the
    data may go, for purposes that name one; `documented` says what shows it: a form's number, a recorded call."""

    customer: CustomerKey
    purpose: Annotated[str, StringConstraints(pattern=r"^[\w.\-]{1,40}$")]
    recipient: Entity = ""
    is_given: bool
    day: date
    documented: Evidence = ""
