"""The rows of sources, and of files that wait to be taken in."""

import json
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, insert, select

from tianlu.command.envelope import ActorId, OrgId
from tianlu.target.lists.intake.source import KeptSource, Says, Source
from tianlu.target.lists.intake.tables import SOURCES, UPLOADS

UPLOAD_KEPT = timedelta(days=1)


def find_source(connection: Connection, org: str, name: str) -> KeptSource | None:
    """What is kept at a unit of a source."""
    query = select(SOURCES).where(SOURCES.c.org == org, SOURCES.c.name == name)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _kept(row)


def list_sources(connection: Connection, org: str) -> list[KeptSource]:
    """Those of a unit, by name."""
    rows = connection.execute(select(SOURCES).where(SOURCES.c.org == org).order_by(SOURCES.c.name)).mappings()
    return [_kept(row) for row in rows]


def put_source(connection: Connection, org: OrgId, source: Source, version: int) -> None:
    """In place of the one of that name."""
    connection.execute(delete(SOURCES).where(SOURCES.c.org == org, SOURCES.c.name == source.name))
    values = {
        "org": org,
        "name": source.name,
        "line": source.line,
        "columns": json.dumps(dict(source.columns), ensure_ascii=False, sort_keys=True),
        "fen_per_unit": source.fen_per_unit,
        "months": source.months,
        "version": version,
    }
    connection.execute(insert(SOURCES).values(values))


def _kept(row: RowMapping) -> KeptSource:
    columns = {Says(says): heading for says, heading in json.loads(row["columns"]).items()}
    source = Source(row["name"], row["line"], columns, row["fen_per_unit"], row["months"])
    return KeptSource(source, row["version"])


# Files that wait


def put_upload(
    connection: Connection, id_: str, *, org: OrgId, name: str, content: bytes, by: ActorId, at: datetime
) -> None:
    values = {"id": id_, "org": org, "name": name, "sent_by": by, "sent_at": at, "content": content}
    connection.execute(insert(UPLOADS).values(values))


def find_upload(connection: Connection, id_: str) -> tuple[str, bytes] | None:
    """Its file's name, and what is in it."""
    row = connection.execute(select(UPLOADS.c.name, UPLOADS.c.content).where(UPLOADS.c.id == id_)).one_or_none()
    return None if row is None else (row.name, bytes(row.content))


def drop_upload(connection: Connection, id_: str) -> None:
    connection.execute(delete(UPLOADS).where(UPLOADS.c.id == id_))


def drop_old_uploads(connection: Connection, now: datetime) -> int:
    """Those that nobody took in within a day; how many there were."""
    return connection.execute(delete(UPLOADS).where(UPLOADS.c.sent_at < now - UPLOAD_KEPT)).rowcount
