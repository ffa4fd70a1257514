"""The tables of plans and packages: how each plan stands, which package a county uses, and their contents' digests."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text

from tianlu.db.tables import METADATA, UtcDateTime

PLANS = Table(
    "plan_plans",
    METADATA,
    Column("id", String(100), primary_key=True),
    Column("county", String(100), nullable=False),
    Column("week", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("is_feasible", Boolean, nullable=False),
    Column("replaces", String(100), nullable=False),
    Column("plan", String(64), nullable=False),
    Column("meta", String(64), nullable=False),
    Column("mending", String(64)),
    Column("asked_by", String(100), nullable=False),
    Column("published_by", String(100), nullable=False),
    Column("published_at", UtcDateTime),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("ix_plan_plans_week", PLANS.c.county, PLANS.c.week, PLANS.c.state)
Index("ix_plan_plans_replaces", PLANS.c.replaces)

PACKAGES = Table(
    "plan_packages",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("county", String(100), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("imported_by", String(100), nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
)
Index("ix_plan_packages_county", PACKAGES.c.county, PACKAGES.c.number, unique=True)

NAMING_BLOBS = (PLANS.c.plan, PLANS.c.meta, PLANS.c.mending, PACKAGES.c.digest)
"""The columns that hold digests of blobs."""
