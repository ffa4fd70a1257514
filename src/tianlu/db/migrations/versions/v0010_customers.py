"""Customers on the list, their owners, what was done at them, and the records they were made of."""

import sqlalchemy as sa
from alembic import op

from tianlu.db.migrations.versions.v0007_quick_wall import READS_ALL

revision = "0010"
down_revision = "0009"

TABLES = ("target_customers", "target_claims", "target_works", "target_records")


def upgrade() -> None:
    op.create_table(
        "target_customers",
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("division", sa.String(20), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("entity", sa.String(36), nullable=False),
        sa.Column("tier", sa.String(16), nullable=False),
        sa.Column("relation", sa.String(16), nullable=False),
        sa.Column("monthly_fen", sa.BigInteger, nullable=False),
        sa.Column("lines", sa.String(200), nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("asked_by", sa.String(100), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("opening", sa.Integer, nullable=False),
        sa.Column("struck_for", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_target_customers"),
    )
    op.create_index("ix_target_customers_org", "target_customers", ["org", "stage"])
    op.create_index("ix_target_customers_value", "target_customers", ["monthly_fen", "id"])
    op.create_table(
        "target_claims",
        sa.Column("customer", sa.String(100), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("tier", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("deputy", sa.String(100)),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("customer", name="pk_target_claims"),
    )
    op.create_index("ix_target_claims_owner", "target_claims", ["owner", "tier"])
    op.create_index("ix_target_claims_org", "target_claims", ["org"])
    op.create_table(
        "target_works",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("customer", sa.String(100), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("work", sa.String(16), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("evidence", sa.String(200), nullable=False),
        sa.Column("opening", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_target_works"),
    )
    op.create_index("ix_target_works_customer", "target_works", ["customer", "opening"])
    op.create_table(
        "target_records",
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("customer", sa.String(100), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("line", sa.String(40), nullable=False),
        sa.Column("fen", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name="pk_target_records"),
    )
    op.create_index("ix_target_records_customer", "target_records", ["customer"])
    if op.get_bind().dialect.name == "postgresql":
        rule = f"{READS_ALL} OR tianlu_reaches_org(org)"
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY within_reach ON {table} USING ({rule}) WITH CHECK ({rule})")
