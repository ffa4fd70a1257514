"""Two who may be the same customer (疑似同一客户), and what somebody said of them: values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tianlu.command.envelope import ActorId, OrgId

Pair = tuple[str, str]
"""Ids of two customers, the smaller first."""


def pair_of(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True)
class DoubtReason:
    """What speaks for two being one (above 0) or against it, in hundredths of a bit; None where it is not weighed."""

    said: str
    said_zh: str
    centibits: int | None


@dataclass(frozen=True)
class Doubt:
    """`permille`: how probable it is that they are one."""

    pair: Pair
    permille: int
    reasons: tuple[DoubtReason, ...]


@dataclass(frozen=True)
class Judged:
    """What somebody said of two. Where they were made one: `kept` is who stayed, `moved` the source and key of each
    record that went to him, `was` what of both the merge has changed, by id; else empty. `org` is the unit of the one
    whom the command named first."""

    pair: Pair
    org: OrgId
    is_same: bool
    kept: str
    moved: tuple[tuple[str, str], ...]
    was: Mapping[str, Mapping[str, object]]
    by: ActorId
    at: datetime
    reason: str

    @property
    def gone(self) -> str:
        """Who went into the other."""
        return next(each for each in self.pair if each != self.kept)
