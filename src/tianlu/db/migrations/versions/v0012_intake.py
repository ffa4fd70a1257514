"""Sources of lists with their mappings, files on their way in, pairs in doubt and what was said of them, last year's
money."""

import sqlalchemy as sa
from alembic import op

from tianlu.db.migrations.versions.v0007_quick_wall import READS_ALL

revision = "0012"
down_revision = "0011"

TABLES = ("target_sources", "target_uploads", "target_doubts", "target_decisions")
NEW_FIGURES = (
    ("target_customers", "before_fen"),
    ("target_customers", "fell_fen"),
    ("target_records", "before_fen"),
)


def upgrade() -> None:
    for table, column in NEW_FIGURES:
        op.add_column(table, sa.Column(column, sa.BigInteger, nullable=False, server_default="0"))
    for table, column in NEW_FIGURES:
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, server_default=None)
    op.create_table(
        "target_sources",
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("line", sa.String(40), nullable=False),
        sa.Column("columns", sa.Text, nullable=False),
        sa.Column("fen_per_unit", sa.Integer, nullable=False),
        sa.Column("months", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("org", "name", name="pk_target_sources"),
    )
    op.create_table(
        "target_uploads",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("sent_by", sa.String(100), nullable=False),
        sa.Column("sent_at", sa.DateTime, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_target_uploads"),
    )
    op.create_table(
        "target_doubts",
        sa.Column("one", sa.String(100), nullable=False),
        sa.Column("other", sa.String(100), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("permille", sa.Integer, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_target_doubts"),
    )
    op.create_index("ix_target_doubts_org", "target_doubts", ["org"])
    op.create_table(
        "target_decisions",
        sa.Column("one", sa.String(100), nullable=False),
        sa.Column("other", sa.String(100), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("is_same", sa.Boolean, nullable=False),
        sa.Column("kept", sa.String(100), nullable=False),
        sa.Column("moved", sa.Text, nullable=False),
        sa.Column("was", sa.Text, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_target_decisions"),
    )
    op.create_index("ix_target_decisions_kept", "target_decisions", ["kept"])
    if op.get_bind().dialect.name == "postgresql":
        rule = f"{READS_ALL} OR tianlu_reaches_org(org)"
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY within_reach ON {table} USING ({rule}) WITH CHECK ({rule})")
