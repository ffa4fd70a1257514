"""The tables of sign-in. Secrets, sessions and tries stand here only; what else is here comes from commands."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from tianlu.db.tables import METADATA, UtcDateTime

SECRETS = Table(
    "signin_secrets",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("person", String(100), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("value", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)
"""Hashes and keys, which commands name by their id. Each is good for one person and one purpose only."""
Index("ix_signin_secrets_person", SECRETS.c.person)

PASSWORDS = Table(
    "signin_passwords",
    METADATA,
    Column("person", String(100), primary_key=True),
    Column("secret", String(36), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
)

TOKENS = Table(
    "signin_tokens",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("person", String(100), nullable=False),
    Column("name", String(100), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("made_by", String(100), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)
Index("ix_signin_tokens_person", TOKENS.c.person)

TOKEN_USES = Table(
    "signin_token_uses",
    METADATA,
    Column("token", String(36), primary_key=True),
    Column("used_at", UtcDateTime, nullable=False),
    Column("address", String(64), nullable=False),
)

SESSIONS = Table(
    "signin_sessions",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("person", String(100), nullable=False),
    Column("way", String(40), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("address", String(64), nullable=False),
    Column("agent", String(300), nullable=False),
)
Index("ix_signin_sessions_person", SESSIONS.c.person)

TRIES = Table(
    "signin_tries",
    METADATA,
    Column("key", String(80), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("until_at", UtcDateTime, nullable=False),
)
"""Failures by account and by address, and until when nobody may try."""
Index("ix_signin_tries_last_at", TRIES.c.last_at)

LINKS = Table(
    "signin_links",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("purpose", String(16), nullable=False),
    Column("person", String(100)),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)
"""Addresses that work once: to set up, to enter, to set a new password."""

SECOND_FACTORS = Table(
    "signin_second_factors",
    METADATA,
    Column("person", String(100), primary_key=True),
    Column("secret", String(36), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
)

USED_STEPS = Table(
    "signin_used_steps",
    METADATA,
    Column("secret", String(36), primary_key=True),
    Column("step", BigInteger, nullable=False),
)
"""The last half minute whose code was used: it and those before are not taken again."""

RECOVERY_CODES = Table(
    "signin_recovery_codes",
    METADATA,
    Column("secret", String(36), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("used_at", UtcDateTime),
)

DEVICES = Table(
    "signin_devices",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("person", String(100), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)
"""Browsers at which somebody has signed in: strangers' failures do not slow him down there."""
Index("ix_signin_devices_person", DEVICES.c.person)

IDENTITIES = Table(
    "signin_identities",
    METADATA,
    Column("issuer", String(200), primary_key=True),
    Column("subject", String(200), primary_key=True),
    Column("person", String(100), nullable=False),
    Column("linked_at", UtcDateTime, nullable=False),
)
"""As whom other sign-ins know a person."""
Index("ix_signin_identities_person", IDENTITIES.c.person)

VISITS = Table(
    "signin_visits",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("provider", String(40), nullable=False),
    Column("browser", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("back_to", String(500), nullable=False),
    Column("person", String(100)),
    Column("expires_at", UtcDateTime, nullable=False),
)
"""Browsers that were sent to another sign-in and are expected back; `person` where he is to be linked."""
