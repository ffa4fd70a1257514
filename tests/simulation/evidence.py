"""What the database holds in the end, read as values, so that rules can be held against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, select

from tests.db.all_tables import METADATA
from tianlu.command import store
from tianlu.command.anchors import Anchor, anchors_of, read_anchors
from tianlu.command.audit import Link, verify
from tianlu.command.rebuild import rebuild
from tianlu.command.receipt import Receipt
from tianlu.command.tables import DEAD_LETTERS, DEVICES, HELD, RECEIPTS
from tianlu.db.engine import open_file
from tianlu.people.register import STATE_TABLES
from tianlu.people.signin.tables import TOKENS
from tianlu.plan.tables import PACKAGES, PLANS
from tianlu.server.one_door import all_kinds

MADE_BY_COMMANDS = (*STATE_TABLES, PLANS, PACKAGES, TOKENS)
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Kept:
    """A receipt as the database has it."""

    actor: str
    digest: str
    receipt: Receipt


@dataclass(frozen=True)
class Evidence:
    """`links` in the order in which they were done; `breaks` of the chains, held against their anchors; `tables` as
    they are, and `rebuilt` from the links."""

    links: tuple[Link, ...]
    breaks: tuple[str, ...]
    heads: Mapping[str, int]
    anchors: tuple[Anchor, ...]
    receipts: Mapping[str, Kept]
    letters: Mapping[str, Mapping[str, Any]]
    held: Mapping[str, Mapping[str, Any]]
    due: Mapping[tuple[str, str], int]
    tables: Mapping[str, Rows]
    rebuilt: Mapping[str, Rows]
    differs: tuple[str, ...]


def read_evidence(engine: Engine, anchors_file: Path, scratch: Path) -> Evidence:
    """`scratch` is where the state is made anew."""
    anchors = tuple(read_anchors(anchors_file))
    with engine.connect() as connection:
        links = tuple(store.list_all_links(connection))
        heads = {chain: head.seq for chain, head in store.list_chains(connection).items()}
        chains = sorted({*heads, *(anchor.chain for anchor in anchors)})
        breaks = [
            str(each)
            for chain in chains
            for each in verify(store.list_links(connection, chain), anchors_of(anchors, chain), chain=chain)
        ]
        rebuilt, differs = _rebuilt(links, scratch)
        return Evidence(
            links=links,
            breaks=tuple(breaks),
            heads=heads,
            anchors=anchors,
            receipts={
                row["id"]: Kept(row["actor"], row["digest"], store.receipt_of(row["answer"]))
                for row in _rows(connection, RECEIPTS)
            },
            letters={row["id"]: row for row in _rows(connection, DEAD_LETTERS)},
            held={row["id"]: row for row in _rows(connection, HELD)},
            due={(row["actor"], row["device"]): row["next_seq"] for row in _rows(connection, DEVICES)},
            tables={table.name: _rows(connection, table) for table in MADE_BY_COMMANDS},
            rebuilt=rebuilt,
            differs=differs,
        )


def _rebuilt(links: tuple[Link, ...], scratch: Path) -> tuple[Mapping[str, Rows], tuple[str, ...]]:
    empty = open_file(scratch / "rebuilt.sqlite")
    METADATA.create_all(empty)
    with empty.execution_options(writes=True).begin() as connection:
        differs = tuple(str(each) for each in rebuild(connection, all_kinds(), links))
        tables = {table.name: _rows(connection, table) for table in MADE_BY_COMMANDS}
    empty.dispose()
    return tables, differs


def _rows(connection: Connection, table: Table) -> Rows:
    """In an order of their own, for databases have different ones."""
    keys = [column.name for column in table.primary_key]
    rows = [dict(row) for row in connection.execute(select(table)).mappings()]
    return sorted(rows, key=lambda row: [str(row[key]) for key in keys])
