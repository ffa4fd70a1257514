"""A county with a door for commands of jobs, its planner and its courier, and workers on the same database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine

from tests.gates import add_person, open_gate
from tests.jobs.counting import Counting
from tianlu.command.door import Access, Door
from tianlu.command.envelope import ActorId
from tianlu.command.registry import Registry
from tianlu.jobs.book import JobBook
from tianlu.jobs.kinds import register_jobs
from tianlu.jobs.live import Live
from tianlu.jobs.model import Job
from tianlu.jobs.worker import Worker, WorkerParams
from tianlu.people.access import AccessBook
from tianlu.people.roles import PLAN_MAKE, shipped_roles
from tianlu.people.signin.may import may_with_accounts
from tianlu.plan.sender import PlanSender

COUNTY, OTHER, COUNT = "632521", "632522", "count"
PLANNER, COURIER, STRANGER = ActorId("planner"), ActorId("courier"), ActorId("stranger")
QUICK = WorkerParams(look_every_s=0.02, lease_s=5, again_after_s=0.05)
SOON_S = 20.0


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Office:
    engine: Engine
    workers: list[Worker] = field(default_factory=list)

    def __post_init__(self) -> None:
        open_gate(COUNTY, OTHER, engine=self.engine)
        for person, home, role in (
            (PLANNER, COUNTY, "planner"),
            (COURIER, COUNTY, "courier"),
            (STRANGER, OTHER, "planner"),
        ):
            add_person(self.engine, person, home, (role,))
        access = AccessBook(shipped_roles(), today=lambda: now().date())
        self.registry = Registry()
        register_jobs(self.registry, {COUNT: PLAN_MAKE})
        self.door = Door(self.engine, self.registry, Access(may_with_accounts(access), access.chain_of), clock=now)
        self.sender = PlanSender(self.door.submit, clock=now)
        self.book = self.another_book()

    def another_book(self) -> JobBook:
        """As another process has it."""
        return JobBook(self.engine, self.sender.send, Live(), clock=now)

    def worker(self, work: Counting, params: WorkerParams = QUICK, book: JobBook | None = None) -> Worker:
        live = (book or self.book).live
        worker = Worker(self.engine, {COUNT: work}, live, clock=now, params=params)
        self.workers.append(worker)
        worker.start()
        return worker

    def order(self, to: int = 3, *, by: str = PLANNER, county: str = COUNTY, **more: object) -> Job:
        order: Mapping[str, object] = {"to": to, **more}
        return self.book.order(COUNT, county, order, by=by)

    def close(self) -> None:
        for worker in self.workers:
            worker.close()
        self.door.close()
