"""How a kept plan stands: who asked for it, whether it is the one that its county drives, what was noted on it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PlanState(StrEnum):
    """A county has one published plan a week; the one that another took the place of is superseded."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    """Off the shelf: in no list, its row and its history stay."""


@dataclass(frozen=True)
class PlanStanding:
    """Who names persons by their ids; `version` rises with each change and is the base of the next."""

    state: PlanState = PlanState.DRAFT
    asked_by: str = ""
    published_by: str = ""
    published_at: datetime | None = None
    note: str = ""
    version: int = 1


DRAFT = PlanStanding()
"""Of a plan that is in a folder only."""
