"""The one door works as the role that owns nothing, and each reader sees the chains within its reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.command.toy_room import ANNA, BOOKS, an_envelope, open_toy_door, total
from tests.databases import new_database
from tianlu.db.app_role import APP_ROLE
from tianlu.db.engine import open_engine
from tianlu.db.reading import reading
from tianlu.db.workspace import Workspace, open_workspace

COUNTY_ROW = "INSERT INTO people_orgs VALUES ('632521', NULL, 'county', 'n', 'n', 'e', '/63/6325/632521/', 1, false)"


@pytest.fixture
def workspace(postgresql: str, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace on PostgreSQL with the toy room's table, which its owner adds."""
    address = new_database(postgresql)
    opened = open_workspace(tmp_path, address)
    owner = open_engine(address)
    with owner.begin() as connection:
        BOOKS.create(connection)
        connection.execute(text(f"GRANT ALL ON {BOOKS.name} TO {APP_ROLE}"))
    owner.dispose()
    yield opened
    opened.close()


def test_command_is_done_by_the_role_and_seen_only_within_reach(workspace: Workspace) -> None:
    with workspace.engine.begin() as connection:
        assert connection.execute(text("SELECT current_user")).scalar_one() == APP_ROLE
        connection.execute(text(COUNTY_ROW))
    door = open_toy_door(workspace.engine)
    receipts = door.submit(ANNA, [an_envelope(1), an_envelope(2), an_envelope(1)])
    door.close()
    assert [(receipt.standing, receipt.seq) for receipt in receipts] == [
        ("accepted", 1),
        ("accepted", 2),
        ("accepted", 1),
    ]
    assert total(workspace.engine) == 2
    assert _links(workspace, "/63/6325/") == 2
    assert _links(workspace, "/63/6301/") == 0


def _links(workspace: Workspace, path: str) -> int:
    with reading(workspace.engine, [path]) as connection:
        return int(connection.execute(text("SELECT count(*) FROM audit_links")).scalar_one())
