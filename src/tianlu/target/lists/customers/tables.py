"""The tables of customers: who is on the list, who owns him, what was done, his records of lists, his consents."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, Text

from tianlu.db.tables import METADATA, UtcDateTime

CUSTOMERS = Table(
    "target_customers",
    METADATA,
    Column("id", String(100), primary_key=True),
    Column("org", String(100), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("address", String(300), nullable=False),
    Column("division", String(20), nullable=False),
    Column("place", String(100), nullable=False),
    Column("entity", String(36), nullable=False),
    Column("tier", String(16), nullable=False),
    Column("relation", String(16), nullable=False),
    Column("monthly_fen", BigInteger, nullable=False),
    Column("before_fen", BigInteger, nullable=False),
    Column("fell_fen", BigInteger, nullable=False),
    Column("lines", String(200), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("asked_by", String(100), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("opening", Integer, nullable=False),
    Column("struck_for", String(100), nullable=False),
    Column("version", Integer, nullable=False),
)
Index("ix_target_customers_org", CUSTOMERS.c.org, CUSTOMERS.c.stage)
Index("ix_target_customers_value", CUSTOMERS.c.monthly_fen, CUSTOMERS.c.id)

CLAIMS = Table(
    "target_claims",
    METADATA,
    Column("customer", String(100), primary_key=True),
    Column("org", String(100), nullable=False),
    Column("tier", String(16), nullable=False),
    Column("owner", String(100), nullable=False),
    Column("deputy", String(100)),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
"""A row a customer: what makes a claim exclusive is the key."""
Index("ix_target_claims_owner", CLAIMS.c.owner, CLAIMS.c.tier)
Index("ix_target_claims_org", CLAIMS.c.org)

WORKS = Table(
    "target_works",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("customer", String(100), nullable=False),
    Column("org", String(100), nullable=False),
    Column("work", String(16), nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("words", Text, nullable=False),
    Column("evidence", String(200), nullable=False),
    Column("opening", Integer, nullable=False),
)
Index("ix_target_works_customer", WORKS.c.customer, WORKS.c.opening)

RECORDS = Table(
    "target_records",
    METADATA,
    Column("source", String(60), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("customer", String(100), nullable=False),
    Column("org", String(100), nullable=False),
    Column("line", String(40), nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("before_fen", BigInteger, nullable=False),
)
"""Which rows of which source a customer was made of: a row that comes again finds him."""
Index("ix_target_records_customer", RECORDS.c.customer)

DOUBTS = Table(
    "target_doubts",
    METADATA,
    Column("one", String(100), primary_key=True),
    Column("other", String(100), primary_key=True),
    Column("org", String(100), nullable=False),
    Column("permille", Integer, nullable=False),
    Column("reasons", Text, nullable=False),
)
"""Two who may be the same customer, `one` before `other` in the order of ids, for somebody to judge."""
Index("ix_target_doubts_org", DOUBTS.c.org)

DECISIONS = Table(
    "target_decisions",
    METADATA,
    Column("one", String(100), primary_key=True),
    Column("other", String(100), primary_key=True),
    Column("org", String(100), nullable=False),
    Column("is_same", Boolean, nullable=False),
    Column("kept", String(100), nullable=False),
    Column("moved", Text, nullable=False),
    Column("was", Text, nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("reason", String(500), nullable=False),
)
"""What somebody said of two. Where they were made one: who was kept, which records moved, and what both were before."""
Index("ix_target_decisions_kept", DECISIONS.c.kept)

CONSENTS = Table(
    "target_consents",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("customer", String(100), nullable=False),
    Column("org", String(100), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("recipient", String(36), nullable=False),
    Column("is_given", Boolean, nullable=False),
    Column("day", Date, nullable=False),
    Column("documented", String(200), nullable=False),
    Column("by", String(100), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
"""Marks are only added: what stands is the last of a purpose, and the others are its history."""
Index("ix_target_consents_customer", CONSENTS.c.customer)

STATE_TABLES = (CUSTOMERS, CLAIMS, WORKS, RECORDS, DOUBTS, DECISIONS, CONSENTS)
"""What a replay of the chains makes again."""
