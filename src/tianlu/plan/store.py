"""The rows of kept plans, read and written by their commands and by the shelf."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, or_, select, update

from tianlu.command.audit import Link
from tianlu.command.tables import LINKS
from tianlu.db.blobs import BLOBS
from tianlu.plan.standing import PlanStanding, PlanState
from tianlu.plan.tables import PLANS


@dataclass(frozen=True)
class PlanRow:
    """`plan`, `meta` and `mending` are digests of blobs."""

    id: str
    county: str
    week: date
    made_at: datetime
    is_feasible: bool
    replaces: str
    plan: str
    meta: str
    mending: str | None
    standing: PlanStanding


def find_plan(connection: Connection, plan_id: str) -> PlanRow | None:
    """A plan on the shelf; None also for one that was discarded."""
    is_it = (PLANS.c.id == plan_id) & (PLANS.c.state != PlanState.DISCARDED.value)
    row = connection.execute(select(PLANS).where(is_it)).mappings().one_or_none()
    return None if row is None else _row(row)


def has_known(connection: Connection, plan_id: str) -> bool:
    """Whether a plan of this id is or was kept."""
    return connection.execute(select(PLANS.c.id).where(PLANS.c.id == plan_id)).first() is not None


def list_plans(connection: Connection) -> list[PlanRow]:
    """Those on the shelf, newest first."""
    query = select(PLANS).where(PLANS.c.state != PlanState.DISCARDED.value)
    rows = connection.execute(query.order_by(PLANS.c.made_at.desc(), PLANS.c.id.desc())).mappings()
    return [_row(row) for row in rows]


def find_published(connection: Connection, county: str, week: date) -> PlanRow | None:
    """The one plan of a county's week that is published."""
    is_it = (PLANS.c.county == county) & (PLANS.c.week == week) & (PLANS.c.state == PlanState.PUBLISHED.value)
    row = connection.execute(select(PLANS).where(is_it)).mappings().one_or_none()
    return None if row is None else _row(row)


def is_replaced(connection: Connection, plan_id: str) -> bool:
    """Whether a plan on the shelf was mended from this one."""
    by_another = (PLANS.c.replaces == plan_id) & (PLANS.c.state != PlanState.DISCARDED.value)
    return connection.execute(select(PLANS.c.id).where(by_another)).first() is not None


def put_plan(connection: Connection, row: PlanRow) -> None:
    values = {**row.__dict__, **_standing_values(row.standing)}
    del values["standing"]
    connection.execute(insert(PLANS).values(**values))


def change_plan(connection: Connection, row: PlanRow, **changes: Any) -> int:
    """Its new version. `changes` are of the standing."""
    version = row.standing.version + 1
    connection.execute(update(PLANS).where(PLANS.c.id == row.id).values(**changes, version=version))
    return version


def missing_blobs(connection: Connection, digests: Iterable[str]) -> Sequence[str]:
    """Which of the digests nothing is kept under."""
    asked = sorted(set(digests))
    found = set(connection.execute(select(BLOBS.c.digest).where(BLOBS.c.digest.in_(asked))).scalars())
    return [digest for digest in asked if digest not in found]


def list_links(connection: Connection, chain: str, plan_id: str, kinds: Sequence[str]) -> list[Link]:
    """What was done with a plan, oldest first, as its county's chain says. An id is found as JSON text."""
    quoted = f'"{plan_id}"'
    names_it = or_(LINKS.c.content.contains(quoted, autoescape=True), LINKS.c.outcome.contains(quoted, autoescape=True))
    query = select(LINKS).where(LINKS.c.chain == chain, LINKS.c.kind.in_(kinds), names_it).order_by(LINKS.c.seq)
    rows = connection.execute(query).mappings()
    return [Link(**{name: row[name] for name in Link.__dataclass_fields__}) for row in rows]


def _standing_values(standing: PlanStanding) -> Mapping[str, object]:
    return {**standing.__dict__, "state": standing.state.value}


def _row(row: RowMapping) -> PlanRow:
    values = dict(row)
    standing = PlanStanding(**{name: values.pop(name) for name in PlanStanding.__dataclass_fields__})
    standing = PlanStanding(**{**standing.__dict__, "state": PlanState(standing.state)})
    return PlanRow(**values, standing=standing)
