"""A workspace with something of everything: units, people, plans' bytes, files, anchors."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, inspect, select

from tests.databases import new_database
from tianlu.command.anchors import add_anchors
from tianlu.command.envelope import CommandId, Envelope, OrgId
from tianlu.db.backup.revision_tables import tables_at
from tianlu.db.blobs import put_blob
from tianlu.db.engine import open_engine
from tianlu.db.migrate import head_revision
from tianlu.db.workspace import ANCHORS, Workspace, look_at_workspace
from tianlu.people.signin.keys import make_id
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.tables import PLANS
from tianlu.server.demo_units import UNIT
from tianlu.server.one_door import OneDoor, open_one_door

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
TOP = OrgId("63")
BLOBS = (b"", b"plan \xe8\xae\xa1\xe5\x88\x92" * 1000, bytes(range(256)) * 64)
SCANS = "plans/20261126-100000-000001/events.jsonl"


@contextmanager
def served(folder: Path, address: str | None) -> Iterator[OneDoor]:
    opened = open_one_door(folder, clock=lambda: datetime.now(UTC), database=address)
    try:
        yield opened
    finally:
        opened.close()


def add_unit(one_door: OneDoor, number: int, entity: str) -> CommandId:
    """Add a county; the id of the command, when it is acknowledged."""
    now = datetime.now(UTC)
    body = {"id": f"6399{number:05d}", "level": "county", "name": f"第{number}县", "name_en": "", "entity": entity}
    envelope = Envelope(CommandId(make_id(now)), "org.add", 1, TOP, now, body)
    (receipt,) = one_door.door.submit(SERVER, [envelope])
    assert receipt.refusal is None, receipt.refusal
    return envelope.id


def entity_of(one_door: OneDoor) -> str:
    return one_door.sign_in.gate.snapshot().nodes[TOP].entity


def add_units(one_door: OneDoor, numbers: range) -> None:
    entity = entity_of(one_door)
    for number in numbers:
        add_unit(one_door, number, entity)


def fill(folder: Path, address: str | None) -> None:
    with served(folder, address) as one_door:
        one_door.sign_in.first_run.found_without_password(UNIT)
        add_units(one_door, range(5))
        with one_door.workspace.engine.begin() as connection:
            digests = [put_blob(connection, content) for content in BLOBS]
            row = {column.name: "" for column in PLANS.columns}
            plan = {**row, "id": "p1", "county": "639900001", "week": date(2026, 11, 23), "made_at": NOW}
            plan |= {"is_feasible": True, "plan": digests[1], "meta": digests[2], "mending": None}
            plan |= {"published_at": None, "version": 1, "state": "draft", "note": '换行\n引号"与\\'}
            connection.execute(insert(PLANS).values(plan))
            add_anchors(folder / ANCHORS, connection, NOW.date())
        add_units(one_door, range(5, 8))
    scans = folder / SCANS
    scans.parent.mkdir(parents=True)
    scans.write_text(json.dumps({"bag": "甲"}) + "\n")
    (folder / "cache" / "packages").mkdir(parents=True)
    (folder / "cache" / "packages" / "copy.zip").write_bytes(b"again and again")


def address_of(kind: str, tmp_path: Path, server: str) -> str | None:
    """None: the SQLite file in the workspace."""
    return new_database(server) if kind == "postgresql" else None


def all_rows(folder: Path, address: str | None) -> Mapping[str, list[tuple[Any, ...]]]:
    workspace = look_at_workspace(folder, address)
    try:
        return rows_of(workspace)
    finally:
        workspace.close()


def rows_of(workspace: Workspace) -> Mapping[str, list[tuple[Any, ...]]]:
    with workspace.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables_at(head_revision())
        }


def names_in(address: str) -> set[str]:
    """The tables of a database."""
    engine = open_engine(address)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()
