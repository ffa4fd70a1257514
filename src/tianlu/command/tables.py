"""The door's tables: receipts, chains and their heads, devices, what is held, dead letters."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from tianlu.db.tables import METADATA, UtcDateTime

RECEIPTS = Table(
    "command_receipts",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("actor", String(100), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("standing", String(16), nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

LINKS = Table(
    "audit_links",
    METADATA,
    Column("chain", String(100), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("nr", BigInteger, nullable=False, unique=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("kind", String(100), nullable=False),
    Column("at", String(40), nullable=False),
    Column("actor", String(100), nullable=False),
    Column("content", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

Index("ix_audit_links_kind", LINKS.c.chain, LINKS.c.kind, LINKS.c.seq)

HEADS = Table(
    "audit_heads",
    METADATA,
    Column("chain", String(100), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)

DEVICES = Table(
    "command_devices",
    METADATA,
    Column("actor", String(100), primary_key=True),
    Column("device", String(100), primary_key=True),
    Column("next_seq", BigInteger, nullable=False),
)

HELD = Table(
    "command_held",
    METADATA,
    Column("actor", String(100), primary_key=True),
    Column("device", String(100), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False, unique=True),
    Column("content", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

DEAD_LETTERS = Table(
    "command_dead_letters",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("actor", String(100), nullable=False),
    Column("org", String(100), nullable=False),
    Column("content", Text, nullable=False),
    Column("refusal", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
)
Index("ix_command_dead_letters_open", DEAD_LETTERS.c.settled_at, DEAD_LETTERS.c.at)
