"""Responsibility plots: a county's drawing, its plots, and the plot of each place."""

import sqlalchemy as sa
from alembic import op

from tianlu.db.migrations.versions.v0007_quick_wall import READS_ALL

revision = "0013"
down_revision = "0012"

TABLES = ("target_drawings", "target_plots", "target_plot_places")


def upgrade() -> None:
    op.create_table(
        "target_drawings",
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("tolerance", sa.Float, nullable=False),
        sa.Column("plan", sa.String(100), nullable=False),
        sa.Column("with_visits", sa.Boolean, nullable=False),
        sa.Column("bound", sa.Integer, nullable=False),
        sa.Column("job", sa.String(100), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("kept_by", sa.String(100), nullable=False),
        sa.Column("kept_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("org", name="pk_target_drawings"),
    )
    op.create_table(
        "target_plots",
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("unit", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("org", "number", name="pk_target_plots"),
    )
    op.create_table(
        "target_plot_places",
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("plot", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("neighbours", sa.Text, nullable=False),
        sa.Column("is_locked", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("org", "place", name="pk_target_plot_places"),
    )
    if op.get_bind().dialect.name == "postgresql":
        rule = f"{READS_ALL} OR tianlu_reaches_org(org)"
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY within_reach ON {table} USING ({rule}) WITH CHECK ({rule})")
