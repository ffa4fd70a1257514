"""What stands behind the routes of a workspace: its database, all kinds of command, the one door, sign-in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select

from tianlu.command.door import Access, Door
from tianlu.command.registry import Registry
from tianlu.db.workspace import Workspace, open_workspace, visit_workspace
from tianlu.jobs.kinds import register_jobs
from tianlu.jobs.tables import JOBS
from tianlu.people.access import AccessBook
from tianlu.people.register import register_people
from tianlu.people.roles import shipped_roles
from tianlu.people.signin.desk import SignInDesk, open_sign_in
from tianlu.people.signin.first_found import register_founding
from tianlu.people.signin.kinds import register_sign_in
from tianlu.people.signin.may import may_with_accounts
from tianlu.people.signin.providers import read_providers
from tianlu.plan.job_kinds import PERMISSIONS, WHOSE_RESULTS_STAY
from tianlu.plan.kinds import register_plans
from tianlu.plan.kinds_package import register_packages
from tianlu.plan.tables import NAMING_BLOBS
from tianlu.target import job_kinds as target_jobs
from tianlu.target.lists.customers.register import register_customers
from tianlu.target.lists.intake.register import register_intake
from tianlu.target.plots.kept.register import register_plots

PROVIDERS = "oidc.yaml"
JOB_PERMISSIONS = {**PERMISSIONS, **target_jobs.PERMISSIONS}
RESULTS_STAY = WHOSE_RESULTS_STAY | frozenset(target_jobs.KINDS)
BLOBS_IN_USE: tuple[Select[Any], ...] = (
    *(select(column) for column in NAMING_BLOBS),
    select(JOBS.c.result).where(JOBS.c.kind.in_(sorted(RESULTS_STAY))),
)
"""What rows name by digest; rooms are added here and nowhere else."""


@dataclass(frozen=True)
class OneDoor:
    """To be closed when the server ends: what has come in is done first."""

    workspace: Workspace
    registry: Registry
    door: Door
    sign_in: SignInDesk

    def close(self) -> None:
        self.door.close()
        self.workspace.close()


def all_kinds() -> Registry:
    """Every kind of command that there is; rooms are added here and nowhere else."""
    registry = Registry()
    register_people(registry)
    register_sign_in(registry)
    register_founding(registry)
    register_plans(registry)
    register_packages(registry)
    register_customers(registry)
    register_intake(registry)
    register_plots(registry)
    register_jobs(registry, JOB_PERMISSIONS)
    return registry


def open_one_door(folder: Path, *, clock: Callable[[], datetime], database: str | None = None) -> OneDoor:
    """To serve from; `clock` gives aware moments. Raises StorageTrouble, BadProviders."""
    return _behind(open_workspace(folder, database), clock)


def visit_one_door(folder: Path, *, clock: Callable[[], datetime], database: str | None = None) -> OneDoor:
    """Beside a server that may be running, for the command line. Raises StorageTrouble, BadProviders."""
    return _behind(visit_workspace(folder, database), clock)


def _behind(workspace: Workspace, clock: Callable[[], datetime]) -> OneDoor:
    try:
        providers = read_providers(workspace.folder / PROVIDERS)
    except BaseException:
        workspace.close()
        raise
    registry = all_kinds()
    book = AccessBook(shipped_roles(), today=lambda: clock().astimezone().date())
    access = Access(may_with_accounts(book), book.chain_of, book.settled_at)
    door = Door(workspace.writer, registry, access, clock=clock)
    sign_in = open_sign_in(workspace.engine, book, door.submit, clock=clock, providers=providers)
    return OneDoor(workspace, registry, door, sign_in)
