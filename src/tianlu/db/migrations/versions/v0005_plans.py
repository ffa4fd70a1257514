"""Plans: how each stands; what they are lies among the blobs."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "plan_plans",
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("county", sa.String(100), nullable=False),
        sa.Column("week", sa.Date, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("is_feasible", sa.Boolean, nullable=False),
        sa.Column("replaces", sa.String(100), nullable=False),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("meta", sa.String(64), nullable=False),
        sa.Column("mending", sa.String(64)),
        sa.Column("asked_by", sa.String(100), nullable=False),
        sa.Column("published_by", sa.String(100), nullable=False),
        sa.Column("published_at", sa.DateTime),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plan_plans"),
    )
    op.create_index("ix_plan_plans_week", "plan_plans", ["county", "week", "state"])
    op.create_index("ix_plan_plans_replaces", "plan_plans", ["replaces"])
    if op.get_bind().dialect.name == "postgresql":
        rule = "tianlu_reaches_org(county)"
        op.execute("ALTER TABLE plan_plans ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE plan_plans FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY within_reach ON plan_plans USING ({rule}) WITH CHECK ({rule})")
