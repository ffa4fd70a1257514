"""The table of jobs."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from tianlu.db.tables import METADATA, UtcDateTime

JOBS = Table(
    "jobs",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("org", String(100), nullable=False),
    Column("ordered_by", String(100), nullable=False),
    Column("order", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("attempts_most", Integer, nullable=False),
    Column("progress", Text, nullable=False),
    Column("is_cancel_asked", Boolean, nullable=False),
    Column("not_before", UtcDateTime),
    Column("lease_holder", String(100)),
    Column("lease_until", UtcDateTime),
    Column("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("trouble", Text),
    Column("result", String(100)),
)
Index("ix_jobs_state", JOBS.c.state, JOBS.c.kind)
Index("ix_jobs_org", JOBS.c.org)
