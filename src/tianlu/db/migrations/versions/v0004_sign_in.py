"""The tables of sign-in: secrets, sessions and tries, tokens, other sign-ins."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _add_secrets()
    _add_sessions()
    _add_tokens()
    _add_elsewhere()


def _add_secrets() -> None:
    op.create_table(
        "signin_secrets",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signin_secrets"),
    )
    op.create_index("ix_signin_secrets_person", "signin_secrets", ["person"])
    op.create_table(
        "signin_passwords",
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("secret", sa.String(36), nullable=False),
        sa.Column("set_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_signin_passwords"),
    )
    op.create_table(
        "signin_second_factors",
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("secret", sa.String(36), nullable=False),
        sa.Column("set_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_signin_second_factors"),
    )
    op.create_table(
        "signin_used_steps",
        sa.Column("secret", sa.String(36), nullable=False),
        sa.Column("step", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("secret", name="pk_signin_used_steps"),
    )
    op.create_table(
        "signin_recovery_codes",
        sa.Column("secret", sa.String(36), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime),
        sa.PrimaryKeyConstraint("secret", "digest", name="pk_signin_recovery_codes"),
    )


def _add_sessions() -> None:
    op.create_table(
        "signin_sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_signin_sessions"),
        sa.UniqueConstraint("id", name="uq_signin_sessions_id"),
    )
    op.create_index("ix_signin_sessions_person", "signin_sessions", ["person"])
    op.create_table(
        "signin_tries",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", sa.DateTime, nullable=False),
        sa.Column("until_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_signin_tries"),
    )
    op.create_index("ix_signin_tries_last_at", "signin_tries", ["last_at"])
    op.create_table(
        "signin_devices",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_signin_devices"),
    )
    op.create_index("ix_signin_devices_person", "signin_devices", ["person"])
    op.create_table(
        "signin_links",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("person", sa.String(100)),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.Column("used_at", sa.DateTime),
        sa.PrimaryKeyConstraint("digest", name="pk_signin_links"),
    )


def _add_tokens() -> None:
    op.create_table(
        "signin_tokens",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.Column("revoked_at", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_signin_tokens"),
    )
    op.create_index("ix_signin_tokens_person", "signin_tokens", ["person"])
    op.create_table(
        "signin_token_uses",
        sa.Column("token", sa.String(36), nullable=False),
        sa.Column("used_at", sa.DateTime, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_signin_token_uses"),
    )


def _add_elsewhere() -> None:
    op.create_table(
        "signin_identities",
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("person", sa.String(100), nullable=False),
        sa.Column("linked_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_signin_identities"),
    )
    op.create_index("ix_signin_identities_person", "signin_identities", ["person"])
    op.create_table(
        "signin_visits",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("back_to", sa.String(500), nullable=False),
        sa.Column("person", sa.String(100)),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_signin_visits"),
    )
