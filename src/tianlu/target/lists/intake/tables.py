"""The tables of the intake: what is known of each source, and files that wait to be taken in."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text

from tianlu.db.tables import METADATA, UtcDateTime

SOURCES = Table(
    "target_sources",
    METADATA,
    Column("org", String(100), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("line", String(40), nullable=False),
    Column("columns", Text, nullable=False),
    Column("fen_per_unit", Integer, nullable=False),
    Column("months", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)

UPLOADS = Table(
    "target_uploads",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("org", String(100), nullable=False),
    Column("name", String(255), nullable=False),
    Column("sent_by", String(100), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""Personal data as it came: a row goes when its job has ended, and after a day whatever became of it."""

STATE_TABLES = (SOURCES,)
"""What a replay of the chains makes again."""
