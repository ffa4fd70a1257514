"""The door's tables, the audit chains, and organisations with their people."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _add_commands()
    _add_audit()
    _add_people()


def _add_commands() -> None:
    op.create_table(
        "command_receipts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_command_receipts"),
    )
    op.create_table(
        "command_devices",
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("device", sa.String(100), nullable=False),
        sa.Column("next_seq", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("actor", "device", name="pk_command_devices"),
    )
    op.create_table(
        "command_held",
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("device", sa.String(100), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("actor", "device", "seq", name="pk_command_held"),
        sa.UniqueConstraint("id", name="uq_command_held_id"),
    )
    op.create_table(
        "command_dead_letters",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("refusal", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("settled_at", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_command_dead_letters"),
    )
    op.create_index("ix_command_dead_letters_open", "command_dead_letters", ["settled_at", "at"])


def _add_audit() -> None:
    op.create_table(
        "audit_links",
        sa.Column("chain", sa.String(100), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("nr", sa.BigInteger, nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name="pk_audit_links"),
        sa.UniqueConstraint("nr", name="uq_audit_links_nr"),
        sa.UniqueConstraint("id", name="uq_audit_links_id"),
    )
    op.create_index("ix_audit_links_kind", "audit_links", ["chain", "kind", "seq"])
    op.create_table(
        "audit_heads",
        sa.Column("chain", sa.String(100), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_audit_heads"),
    )


def _add_people() -> None:
    op.create_table(
        "people_entities",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people_entities"),
    )
    op.create_table(
        "people_orgs",
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("parent", sa.String(100)),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_en", sa.String(200), nullable=False),
        sa.Column("entity", sa.String(36), nullable=False),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("is_closed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people_orgs"),
    )
    op.create_index("ix_people_orgs_path", "people_orgs", ["path"])
    op.create_table(
        "people_persons",
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("staff_number", sa.String(100), nullable=False),
        sa.Column("entity", sa.String(36), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("home", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("is_service", sa.Boolean, nullable=False),
        sa.Column("has_left", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people_persons"),
    )
    op.create_index("ix_people_persons_home", "people_persons", ["home"])
    op.create_table(
        "people_grants",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("org", sa.String(100), nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("until", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_people_grants"),
    )
    op.create_index("ix_people_grants_person", "people_grants", ["person"])
    op.create_table(
        "people_state",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people_state"),
    )
