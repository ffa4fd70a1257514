"""A job as it stands: what was ordered by whom, how far it is, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tianlu.command.envelope import Json

ATTEMPTS_MOST = 3


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True)
class JobProgress:
    """`done` of `total`, in whatever the work counts; `phase` says where it is, `more` is the work's own."""

    done: float = 0.0
    total: float = 1.0
    phase: str = ""
    more: Json = field(default_factory=dict, hash=False)

    @property
    def fraction(self) -> float:
        return min(1.0, self.done / self.total) if self.total > 0 else 0.0

    def as_json(self) -> Mapping[str, object]:
        return dict(self.__dict__)


BEGUN = JobProgress()


@dataclass(frozen=True)
class JobTrouble:
    """Why a job failed; `code` names the kind of reason."""

    code: str
    en: str
    zh: str


@dataclass(frozen=True)
class Job:
    """`org` is the unit that it belongs to; `result` names what is kept of it. A running job is its holder's until
    `lease_until`; a waiting one is not begun before `not_before`."""

    id: str
    kind: str
    org: str
    ordered_by: str
    order: Json = field(hash=False)
    state: JobState
    created_at: datetime
    attempts: int = 0
    attempts_most: int = ATTEMPTS_MOST
    progress: JobProgress = BEGUN
    is_cancel_asked: bool = False
    not_before: datetime | None = None
    lease_holder: str | None = None
    lease_until: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    trouble: JobTrouble | None = None
    result: str | None = None
