"""The tables as they are at a revision of the schema, made by the steps themselves: the same for both databases."""

from typing import Any

from sqlalchemy import Column, MetaData, String, Table, collate, create_engine, event
from sqlalchemy.sql import ColumnElement

from tianlu.db.blobs import BLOBS
from tianlu.db.migrate import bring_forward

OF_ALEMBIC = "alembic_version"
BLOB_CONTENT = BLOBS.c.content.name


def tables_at(revision: str) -> tuple[Table, ...]:
    """All tables of ours, those that others refer to first, with types that either database understands."""
    engine = create_engine("sqlite://")
    metadata = MetaData()

    @event.listens_for(metadata, "column_reflect")
    def on_column(_inspector: Any, _table: Any, column: Any) -> None:
        column["type"] = column["type"].as_generic()

    with engine.begin() as connection:
        bring_forward(connection, revision)
        metadata.reflect(connection)
    engine.dispose()
    return tuple(table for table in metadata.sorted_tables if table.name != OF_ALEMBIC)


def kept_columns(table: Table) -> list[Column[Any]]:
    """Those whose values stand in a table's lines: all but the blobs' bytes, which are entries of their own."""
    return [column for column in table.columns if (table.name, column.name) != (BLOBS.name, BLOB_CONTENT)]


def in_order(table: Table, dialect: str) -> list[ColumnElement[Any]]:
    """By its key, text by its bytes as SQLite has it: both databases give the same rows in the same order."""
    key: list[ColumnElement[Any]] = [*table.primary_key.columns] or [*table.columns]
    if dialect != "postgresql":
        return key
    return [collate(column, "C") if isinstance(column.type, String) else column for column in key]
