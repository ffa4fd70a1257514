"""The versions of each county's data package; what they are lies among the blobs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "plan_packages",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("county", sa.String(100), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("imported_by", sa.String(100), nullable=False),
        sa.Column("imported_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plan_packages"),
    )
    op.create_index("ix_plan_packages_county", "plan_packages", ["county", "number"], unique=True)
    if op.get_bind().dialect.name == "postgresql":
        rule = "tianlu_reaches_org(county)"
        op.execute("ALTER TABLE plan_packages ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE plan_packages FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY within_reach ON plan_packages USING ({rule}) WITH CHECK ({rule})")
