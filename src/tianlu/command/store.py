"""The door's rows, read and written by the group: what a group of commands needs before, what it leaves behind."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, delete, func, insert, select, tuple_, update

from tianlu.command.audit import NOTHING_BEFORE, Link
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId, canonical
from tianlu.command.receipt import Receipt, Refusal, Standing
from tianlu.command.tables import DEAD_LETTERS, DEVICES, HEADS, HELD, LINKS, RECEIPTS

# Built once: SQLAlchemy takes as long to put a statement together as to run it.
_RECEIPTS = select(RECEIPTS.c.id, RECEIPTS.c.actor, RECEIPTS.c.digest, RECEIPTS.c.answer).where(
    RECEIPTS.c.id.in_(bindparam("ids", expanding=True))
)
_LAST_NR = select(func.max(LINKS.c.nr))
_HEADS = select(HEADS).where(HEADS.c.chain.in_(bindparam("chains", expanding=True)))
_MOVE_HEAD = update(HEADS).where(HEADS.c.chain == bindparam("of")).values(seq=bindparam("to"), hash=bindparam("new"))
_INSERTS = {table: insert(table) for table in (RECEIPTS, LINKS, HEADS, DEVICES)}

_STREAM = {"yield_per": 1000}
"""Of the statement, not of its connection: that would keep it for whatever comes after."""

DeviceKey = tuple[ActorId, str]
"""Whose device, and its name."""


@dataclass(frozen=True)
class Known:
    """A receipt that was given, to whom, and the digest of what it was given for."""

    actor: ActorId
    digest: str
    receipt: Receipt


@dataclass(frozen=True)
class Head:
    """Where a chain ends."""

    seq: int = 0
    hash: str = NOTHING_BEFORE


@dataclass(frozen=True)
class DeadLetter:
    """A command that was refused with nobody looking, or that the server failed at."""

    actor: ActorId
    envelope: Envelope
    refusal: Refusal
    tries: int
    at: datetime
    settled_at: datetime | None


# Receipts


def find_receipts(connection: Connection, ids: Iterable[CommandId]) -> dict[CommandId, Known]:
    return {
        CommandId(row.id): Known(ActorId(row.actor), row.digest, receipt_of(row.answer))
        for row in connection.execute(_RECEIPTS, {"ids": list(ids)})
    }


def put_receipts(
    connection: Connection, given: Mapping[CommandId, Known], old: Iterable[CommandId], at: datetime
) -> None:
    """Write the receipts `given`; those that are `old` stand there already."""
    known = set(old)
    replaced = [id_ for id_ in given if id_ in known]
    if replaced:
        connection.execute(delete(RECEIPTS).where(RECEIPTS.c.id.in_(replaced)))
    rows = [
        {
            "id": id_,
            "actor": known.actor,
            "digest": known.digest,
            "standing": known.receipt.standing,
            "answer": answer_of(known.receipt),
            "at": at,
        }
        for id_, known in given.items()
    ]
    _insert(connection, RECEIPTS, rows)


def answer_of(receipt: Receipt) -> str:
    """A receipt as it is kept."""
    refusal = None if receipt.refusal is None else receipt.refusal.as_json()
    return canonical({**receipt.__dict__, "refusal": refusal})


def receipt_of(answer: str) -> Receipt:
    values = json.loads(answer)
    refusal = None if values["refusal"] is None else Refusal(**values["refusal"])
    return Receipt(**{**values, "standing": Standing(values["standing"]), "refusal": refusal})


# Chains


def find_head(connection: Connection, chain: str) -> Head:
    """Where a chain ends."""
    return find_heads(connection, [chain]).get(chain, Head())


def find_heads(connection: Connection, chains: Iterable[str]) -> dict[str, Head]:
    """Where chains end, of those that have begun."""
    rows = connection.execute(_HEADS, {"chains": list(chains)})
    return {row.chain: Head(row.seq, row.hash) for row in rows}


def put_links(connection: Connection, links: Sequence[Link]) -> None:
    """Add links to their chains and move the heads. `nr` counts over all chains, so that a replay keeps the order."""
    if not links:
        return
    last = connection.execute(_LAST_NR).scalar_one() or 0
    rows = [{**link.__dict__, **_named(link), "nr": last + k} for k, link in enumerate(links, start=1)]
    _insert(connection, LINKS, rows)
    begun = {link.chain for link in links if link.seq == 1}
    ends = {link.chain: link for link in links}.values()
    _insert(connection, HEADS, [{"chain": e.chain, "seq": e.seq, "hash": e.hash} for e in ends if e.chain in begun])
    moves = [{"of": end.chain, "to": end.seq, "new": end.hash} for end in ends if end.chain not in begun]
    if moves:
        connection.execute(_MOVE_HEAD, moves)


def _named(link: Link) -> Mapping[str, str]:
    """What of a link's content stands in columns of its own, to be found by."""
    content = json.loads(link.content)
    return {"id": content["id"], "kind": content["kind"]}


def _link(row: Row[Any]) -> Link:
    values = row._asdict()
    return Link(**{name: values[name] for name in Link.__dataclass_fields__})


def list_chains(connection: Connection) -> dict[str, Head]:
    """Every chain that has a head or a link."""
    heads = {row.chain: Head(row.seq, row.hash) for row in connection.execute(select(HEADS))}
    for (chain,) in connection.execute(select(LINKS.c.chain).distinct()):
        heads.setdefault(chain, Head())
    return heads


def list_links(connection: Connection, chain: str) -> Iterator[Link]:
    """The links of a chain in order."""
    query = select(LINKS).where(LINKS.c.chain == chain).order_by(LINKS.c.seq)
    for row in connection.execute(query, execution_options=_STREAM):
        yield _link(row)


def list_all_links(connection: Connection) -> Iterator[Link]:
    """The links of all chains in the order in which the commands were done."""
    for row in connection.execute(select(LINKS).order_by(LINKS.c.nr), execution_options=_STREAM):
        yield _link(row)


def list_newest_links(
    connection: Connection, chain: str, *, before: int | None, kind: str | None, by: str | None, count: int
) -> list[Link]:
    """At most `count` links of a chain, newest first, below a number, of a kind of command and of an actor."""
    query = select(LINKS).where(LINKS.c.chain == chain)
    if before is not None:
        query = query.where(LINKS.c.seq < before)
    if kind is not None:
        query = query.where(LINKS.c.kind == kind)
    if by is not None:
        query = query.where(LINKS.c.actor == by)
    rows = connection.execute(query.order_by(LINKS.c.seq.desc()).limit(count))
    return [_link(row) for row in rows]


# Devices


def find_counts(connection: Connection, keys: Iterable[DeviceKey]) -> dict[DeviceKey, int]:
    """The next number that is due from each device."""
    query = select(DEVICES).where(tuple_(DEVICES.c.actor, DEVICES.c.device).in_(list(keys)))
    return {(ActorId(row.actor), row.device): row.next_seq for row in connection.execute(query)}


def put_counts(connection: Connection, counts: Mapping[DeviceKey, int], old: Iterable[DeviceKey]) -> None:
    """Write what is due next; the devices in `old` stand there already."""
    known = set(old)
    new = [key for key in counts if key not in known]
    _insert(connection, DEVICES, [{"actor": key[0], "device": key[1], "next_seq": counts[key]} for key in new])
    moved = [{"at_actor": key[0], "at_device": key[1], "at_next": counts[key]} for key in counts if key in known]
    if moved:
        where = (DEVICES.c.actor == bindparam("at_actor")) & (DEVICES.c.device == bindparam("at_device"))
        connection.execute(update(DEVICES).where(where).values(next_seq=bindparam("at_next")), moved)


def _of_device(key: DeviceKey) -> ColumnElement[bool]:
    actor, device = key
    return (HELD.c.actor == actor) & (HELD.c.device == device)


def hold(connection: Connection, actor: ActorId, envelope: Envelope, at: datetime) -> None:
    row = {"actor": actor, "device": envelope.device, "seq": envelope.seq, "id": envelope.id}
    connection.execute(insert(HELD).values(**row, content=envelope.content, at=at))


def take_held(connection: Connection, key: DeviceKey, seq: int) -> Envelope | None:
    """The envelope that was held for this number, which is held no more."""
    where = _of_device(key) & (HELD.c.seq == seq)
    content = connection.execute(select(HELD.c.content).where(where)).scalar_one_or_none()
    if content is None:
        return None
    connection.execute(delete(HELD).where(where))
    return Envelope.of_content(content)


def find_held_id(connection: Connection, key: DeviceKey, seq: int) -> CommandId | None:
    """Which command is held for a number of a device."""
    where = _of_device(key) & (HELD.c.seq == seq)
    found = connection.execute(select(HELD.c.id).where(where)).scalar_one_or_none()
    return None if found is None else CommandId(found)


def list_held(connection: Connection, key: DeviceKey) -> list[Envelope]:
    """What is held for a device, by number."""
    query = select(HELD.c.content).where(_of_device(key)).order_by(HELD.c.seq)
    return [Envelope.of_content(content) for content in connection.execute(query).scalars()]


def list_gaps(connection: Connection) -> list[tuple[DeviceKey, int, int]]:
    """Devices of which something is held, with the number that is missing and how many wait."""
    query = (
        select(HELD.c.actor, HELD.c.device, HELD.c.seq, DEVICES.c.next_seq)
        .join(DEVICES, (DEVICES.c.actor == HELD.c.actor) & (DEVICES.c.device == HELD.c.device), isouter=True)
        .order_by(HELD.c.actor, HELD.c.device)
    )
    found: dict[DeviceKey, tuple[int, int]] = {}
    for row in connection.execute(query):
        missing, count = found.get((row.actor, row.device), (row.next_seq or 1, 0))
        found[ActorId(row.actor), row.device] = missing, count + 1
    return [(key, missing, count) for key, (missing, count) in found.items()]


# Dead letters


def put_dead_letter(connection: Connection, actor: ActorId, envelope: Envelope, refusal: Refusal, at: datetime) -> None:
    """Keep it, or count one more try of one that is kept."""
    again = connection.execute(
        update(DEAD_LETTERS)
        .where(DEAD_LETTERS.c.id == envelope.id)
        .values(refusal=canonical(refusal.as_json()), tries=DEAD_LETTERS.c.tries + 1)
    )
    if again.rowcount == 0:
        row = {"id": envelope.id, "actor": actor, "org": envelope.org, "content": envelope.content}
        connection.execute(
            insert(DEAD_LETTERS).values(**row, refusal=canonical(refusal.as_json()), tries=1, at=at, settled_at=None)
        )


def find_dead_letter(connection: Connection, id_: CommandId) -> DeadLetter | None:
    row = connection.execute(select(DEAD_LETTERS).where(DEAD_LETTERS.c.id == id_)).one_or_none()
    return None if row is None else _dead_letter(row)


def list_dead_letters(connection: Connection) -> list[DeadLetter]:
    """Those that nobody has settled, oldest first."""
    query = (
        select(DEAD_LETTERS).where(DEAD_LETTERS.c.settled_at.is_(None)).order_by(DEAD_LETTERS.c.at, DEAD_LETTERS.c.id)
    )
    return [_dead_letter(row) for row in connection.execute(query)]


def count_dead_letters(connection: Connection) -> list[tuple[OrgId, ActorId, int]]:
    """How many nobody has settled, by unit and sender."""
    of = (DEAD_LETTERS.c.org, DEAD_LETTERS.c.actor)
    query = select(*of, func.count()).where(DEAD_LETTERS.c.settled_at.is_(None)).group_by(*of)
    return [(OrgId(org), ActorId(actor), count) for org, actor, count in connection.execute(query)]


def settle_dead_letter(connection: Connection, id_: CommandId, at: datetime) -> None:
    connection.execute(update(DEAD_LETTERS).where(DEAD_LETTERS.c.id == id_).values(settled_at=at))


def _dead_letter(row: object) -> DeadLetter:
    values = row._asdict()  # type: ignore[attr-defined]
    return DeadLetter(
        actor=ActorId(values["actor"]),
        envelope=Envelope.of_content(values["content"]),
        refusal=Refusal(**json.loads(values["refusal"])),
        tries=values["tries"],
        at=values["at"],
        settled_at=values["settled_at"],
    )


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(_INSERTS[table], list(rows))
