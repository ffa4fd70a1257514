"""Consents of customers: what for, given or withdrawn, when and how documented."""

import sqlalchemy as sa
from alembic import op

from tianlu.db.migrations.versions.v0007_quick_wall import READS_ALL

revision = "0011"
down_revision = "0010"

TABLE = "target_consents"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("customer", sa.String(100), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("recipient", sa.String(36), nullable=False),
        sa.Column("is_given", sa.Boolean, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("documented", sa.String(200), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_target_consents"),
    )
    op.create_index("ix_target_consents_customer", TABLE, ["customer"])
    if op.get_bind().dialect.name == "postgresql":
        rule = f"{READS_ALL} OR tianlu_reaches_org(org)"
        op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY within_reach ON {TABLE} USING ({rule}) WITH CHECK ({rule})")
