"""Which rows of organisations each change touched; people are found by their staff number."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "people_changes",
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("part", sa.String(10), nullable=False),
        sa.Column("row_id", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("version", "part", "row_id", name="pk_people_changes"),
    )
    op.create_index("ix_people_persons_staff_number", "people_persons", ["staff_number"])
