"""The steps make what the rooms declare, and lose nothing on the way."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from tests.db.all_tables import METADATA
from tianlu.db.engine import open_engine
from tianlu.db.migrate import find_revision, head_revision, migrate
from tianlu.db.trouble import StorageTrouble

ROWS = (
    "INSERT INTO people_orgs VALUES ('63', NULL, 'province', '青海', 'Qinghai', 'e', '/63/', 1, false)",
    "INSERT INTO people_grants VALUES ('g', 'p', 'planner', '63', '2026-01-01', NULL)",
    "INSERT INTO command_receipts VALUES ('r', 'anna', 'd', 'accepted', '{}', '2026-11-23 08:00:00')",
    "INSERT INTO audit_links VALUES ('63', 1, 1, 'r', 'org.add', '2026-11-23', 'p', '{}', '{}', '0', '1')",
)


def is_ours(name: str | None, *_: object) -> bool:
    """All but the toy rooms of other tests."""
    return name is None or not name.startswith("toy_")


def is_ours_object(_: object, name: str | None, *__: object) -> bool:
    return is_ours(name)


def test_migrated_schema_is_what_the_rooms_declare(address: str) -> None:
    engine = open_engine(address)
    migrate(engine)
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": is_ours, "include_object": is_ours_object}
        assert compare_metadata(MigrationContext.configure(connection, opts=opts), METADATA) == []
    engine.dispose()


def test_filled_database_goes_forward_and_loses_nothing(address: str) -> None:
    engine = open_engine(address)
    migrate(engine, "0001")
    with engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row))
    before = _rows(address)
    migrate(engine)
    assert _rows(address) == before
    assert all(before.values())
    with engine.connect() as connection:
        assert find_revision(connection) == head_revision()
    engine.dispose()


def test_database_newer_than_the_program_is_refused_and_left_alone(address: str) -> None:
    engine = open_engine(address)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageTrouble) as trouble:
        migrate(engine)
    assert "9999" in trouble.value.en
    assert "升级" in trouble.value.zh
    with engine.connect() as connection:
        assert find_revision(connection) == "9999"
    engine.dispose()


def test_database_made_without_steps_is_refused(address: str) -> None:
    engine = open_engine(address)
    METADATA.create_all(engine)
    with pytest.raises(StorageTrouble, match="no schema revision"):
        migrate(engine)
    engine.dispose()


def _rows(address: str) -> dict[str, list[tuple[object, ...]]]:
    engine = open_engine(address)
    with engine.connect() as connection:
        tables = ("people_orgs", "people_grants", "command_receipts", "audit_links")
        found = {name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))] for name in tables}
    engine.dispose()
    return found
