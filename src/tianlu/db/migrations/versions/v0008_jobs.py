"""Long work as rows: what was ordered, how far it is, who has it."""

import sqlalchemy as sa
from alembic import op

from tianlu.db.migrations.versions.v0007_quick_wall import READS_ALL

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("ordered_by", sa.String(100), nullable=False),
        sa.Column("order", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("attempts_most", sa.Integer, nullable=False),
        sa.Column("progress", sa.Text, nullable=False),
        sa.Column("is_cancel_asked", sa.Boolean, nullable=False),
        sa.Column("not_before", sa.DateTime),
        sa.Column("lease_holder", sa.String(100)),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("started_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("trouble", sa.Text),
        sa.Column("result", sa.String(100)),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_state", "jobs", ["state", "kind"])
    op.create_index("ix_jobs_org", "jobs", ["org"])
    if op.get_bind().dialect.name == "postgresql":
        rule = f"{READS_ALL} OR tianlu_reaches_org(org)"
        op.execute("ALTER TABLE jobs ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE jobs FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY within_reach ON jobs USING ({rule}) WITH CHECK ({rule})")
