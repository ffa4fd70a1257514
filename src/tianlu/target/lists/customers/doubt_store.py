"""The rows of pairs in doubt and of what was said of them."""

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, func, insert, or_, select

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.access import Reach
from tianlu.people.tables import ORGS
from tianlu.target.lists.customers.doubt import Doubt, DoubtReason, Judged, Pair
from tianlu.target.lists.customers.model import Stage
from tianlu.target.lists.customers.tables import CUSTOMERS, DECISIONS, DOUBTS

# Pairs in doubt


def find_doubt(connection: Connection, pair: Pair) -> Doubt | None:
    row = connection.execute(select(DOUBTS).where(*_is_doubt(pair))).mappings().one_or_none()
    return None if row is None else _doubt(row)


def list_doubts(connection: Connection, reach: Reach, org_path: str | None, *, count: int) -> list[Doubt]:
    """At most `count` whose two are both on the list, the most probable first; where one of them is not in reach the
    caller leaves the pair out."""
    order = (DOUBTS.c.permille.desc(), DOUBTS.c.one, DOUBTS.c.other)
    rows = connection.execute(select(DOUBTS).where(*_open(reach, org_path)).order_by(*order).limit(count)).mappings()
    return [_doubt(row) for row in rows]


def count_doubts(connection: Connection, reach: Reach, org_path: str | None) -> int:
    query = select(func.count()).select_from(DOUBTS).where(*_open(reach, org_path))
    return connection.execute(query).scalar_one()


def put_doubt(connection: Connection, doubt: Doubt, org: OrgId) -> None:
    """In place of the one on record."""
    drop_doubt(connection, doubt.pair)
    one, other = doubt.pair
    reasons = json.dumps([each.__dict__ for each in doubt.reasons], ensure_ascii=False, sort_keys=True)
    values = {"one": one, "other": other, "org": org, "permille": doubt.permille, "reasons": reasons}
    connection.execute(insert(DOUBTS).values(values))


def drop_doubt(connection: Connection, pair: Pair) -> None:
    connection.execute(delete(DOUBTS).where(*_is_doubt(pair)))


def drop_doubts_of(connection: Connection, customer: str) -> None:
    connection.execute(delete(DOUBTS).where(or_(DOUBTS.c.one == customer, DOUBTS.c.other == customer)))


# What was said


def find_judged(connection: Connection, pair: Pair) -> Judged | None:
    one, other = pair
    query = select(DECISIONS).where(DECISIONS.c.one == one, DECISIONS.c.other == other)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _judged(row)


def list_judged(connection: Connection) -> set[Pair]:
    """All pairs of which somebody has said something."""
    return {(row.one, row.other) for row in connection.execute(select(DECISIONS.c.one, DECISIONS.c.other))}


def list_merged(connection: Connection, customer: str) -> list[Judged]:
    """Who went into a customer and is in him still, the latest first."""
    query = select(DECISIONS).where(DECISIONS.c.kept == customer, DECISIONS.c.is_same)
    rows = connection.execute(query.order_by(DECISIONS.c.at.desc(), DECISIONS.c.one)).mappings()
    return [_judged(row) for row in rows]


def put_judged(connection: Connection, judged: Judged) -> None:
    """In place of what was said of the two before."""
    one, other = judged.pair
    connection.execute(delete(DECISIONS).where(DECISIONS.c.one == one, DECISIONS.c.other == other))
    values = {
        **{name: value for name, value in judged.__dict__.items() if name != "pair"},
        "one": one,
        "other": other,
        "moved": json.dumps(judged.moved, ensure_ascii=False),
        "was": json.dumps(judged.was, ensure_ascii=False, sort_keys=True),
    }
    connection.execute(insert(DECISIONS).values(values))


def find_entity(connection: Connection, org: OrgId) -> str | None:
    """The legal entity of a unit."""
    return connection.execute(select(ORGS.c.entity).where(ORGS.c.id == org)).scalar_one_or_none()


def _is_doubt(pair: Pair) -> Sequence[ColumnElement[bool]]:
    one, other = pair
    return DOUBTS.c.one == one, DOUBTS.c.other == other


def _open(reach: Reach, org_path: str | None) -> Sequence[ColumnElement[bool]]:
    within = reach.where(ORGS.c.path)
    if org_path is not None:
        within = and_(within, Reach((org_path,)).where(ORGS.c.path))
    left = select(CUSTOMERS.c.id).where(CUSTOMERS.c.stage == Stage.LEFT.value)
    return (
        DOUBTS.c.org.in_(select(ORGS.c.id).where(within)),
        DOUBTS.c.one.not_in(left),
        DOUBTS.c.other.not_in(left),
    )


def _doubt(row: RowMapping) -> Doubt:
    reasons = tuple(DoubtReason(**each) for each in json.loads(row["reasons"]))
    return Doubt((row["one"], row["other"]), row["permille"], reasons)


def _judged(row: RowMapping) -> Judged:
    return Judged(
        pair=(row["one"], row["other"]),
        org=OrgId(row["org"]),
        is_same=row["is_same"],
        kept=row["kept"],
        moved=tuple((source, key) for source, key in json.loads(row["moved"])),
        was=json.loads(row["was"]),
        by=ActorId(row["by"]),
        at=row["at"],
        reason=row["reason"],
    )
