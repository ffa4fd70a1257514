"""A room as small as can be: books of numbers, each with a version, changed by commands."""

from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column, Connection, Engine, Integer, String, Table, insert, select, update

from tianlu.command.door import Access, Door
from tianlu.command.envelope import ActorId, CommandId, Envelope, Json, OrgId
from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import stale_base
from tianlu.command.registry import Call, Kind, Registry
from tianlu.core.uuid7 import make_uuid7
from tianlu.db.tables import METADATA

BOOKS = Table(
    "toy_books",
    METADATA,
    Column("name", String(50), primary_key=True),
    Column("total", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)

ANNA, BEN = ActorId("anna"), ActorId("ben")
COUNTY, OTHER = OrgId("632521"), OrgId("632522")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class AddBody(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    book: str
    amount: int


def add(call: Call[AddBody]) -> Outcome:
    """Add to a book; a book does not go below nothing."""
    row = call.connection.execute(select(BOOKS).where(BOOKS.c.name == call.body.book)).one_or_none()
    total, version = (0, 0) if row is None else (row.total, row.version)
    if call.envelope.base is not None and call.envelope.base != version:
        return stale_base(call.envelope.base, version)
    if total + call.body.amount < 0:
        return Refusal("too_little", "there is not enough", "take less", "余额不足", "请减少数量")
    if call.body.amount == 13:
        raise ZeroDivisionError("a bug")
    values = {"total": total + call.body.amount, "version": version + 1}
    if row is None:
        call.connection.execute(insert(BOOKS).values(name=call.body.book, **values))
    else:
        call.connection.execute(update(BOOKS).where(BOOKS.c.name == call.body.book).values(**values))
    if call.body.amount == 14:
        return Refusal("wrote", "it wrote before it refused", "mend the handler", "先写后拒", "请修复处理程序")
    return Accepted({"total": values["total"]}, version=version + 1)


def toy_registry() -> Registry:
    registry = Registry()
    registry.add(Kind("toy.add", 2, AddBody, "toy.write", add, upgrade={1: lambda body: {**body, "book": "cash"}}))
    return registry


def may(connection: Connection, actor: ActorId, permission: str, org: OrgId) -> bool:
    return actor == ANNA or org == OTHER


def open_toy_door(engine: Engine) -> Door:
    access = Access(may, lambda _, org: org[:6])
    return Door(engine, toy_registry(), access, clock=lambda: NOON)


def an_envelope(number: int, *, amount: int = 1, org: OrgId = COUNTY, **changes: object) -> Envelope:
    """The envelope with this number: equal numbers give equal ids."""
    body: Json = {"book": "cash", "amount": amount}
    id_ = CommandId(make_uuid7(unix_ms=1_700_000_000_000 + number, random_bits=number))
    values = {"id": id_, "kind": "toy.add", "schema": 2, "org": org, "made_at": NOON - timedelta(days=1), "body": body}
    return Envelope(**{**values, **changes})  # type: ignore[arg-type]


def total(engine: Engine, book: str = "cash") -> int | None:
    with engine.connect() as connection:
        return connection.execute(select(BOOKS.c.total).where(BOOKS.c.name == book)).scalar_one_or_none()
