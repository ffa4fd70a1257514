"""The long work of targeting, each kind with what does it, and the routes over it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI

from tianlu.jobs.book import JobBook
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.work import Work
from tianlu.jobs.worker import WorkerParams
from tianlu.plan.api import PlanDoor
from tianlu.server.one_door import OneDoor
from tianlu.server.target.api_intake import intake_router
from tianlu.server.target.intake_work import IntakeMaker, IntakeWork
from tianlu.server.target.parts import TargetParts
from tianlu.server.target.visits_work import VisitsMaker
from tianlu.server.target.worth import take_orders
from tianlu.server.target.worth_work import WorthMaker
from tianlu.target.api_jobs import target_jobs_router
from tianlu.target.desk import TargetDesk, ViewWork
from tianlu.target.job_kinds import TAKE_IN, VALUE, VISITS
from tianlu.target.lists.customers.api_doubts import doubts_router
from tianlu.target.lists.customers.service import Customers
from tianlu.target.lists.worth.api import worth_router
from tianlu.target.visits.api import visits_router


def open_target(
    one_door: OneDoor, door: PlanDoor, jobs: JobBook, *, clock: Callable[[], datetime] | None = None
) -> TargetDesk:
    """One work at a time; `clock` gives aware moments."""
    clock = clock or (lambda: datetime.now(UTC))
    parts = TargetParts(one_door, door.counties, door.shelf)
    works: dict[str, Work] = {
        TAKE_IN: IntakeWork(parts.engine, IntakeMaker(parts)),
        VALUE: ViewWork(parts.engine, WorthMaker(parts, clock)),
        VISITS: ViewWork(parts.engine, VisitsMaker(parts, clock)),
    }
    return TargetDesk(JobDesk(jobs, works, WorkerParams()), parts.engine)


def add_target(app: FastAPI, one_door: OneDoor, door: PlanDoor, desk: TargetDesk) -> None:
    """The routes of all kinds."""
    gate = one_door.sign_in.gate
    customers = Customers(one_door.workspace.engine, gate, clock=lambda: datetime.now(UTC))
    app.include_router(target_jobs_router(desk, gate))
    app.include_router(intake_router(desk, gate))
    app.include_router(doubts_router(customers, gate))
    app.include_router(visits_router(door, desk, customers, gate))
    parts = TargetParts(one_door, door.counties, door.shelf)
    app.include_router(worth_router(desk, partial(take_orders, parts, desk), customers, gate))
