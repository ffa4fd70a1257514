"""The tables of organisations: entities, units, people, grants, and what tells that and where they were changed."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table

from tianlu.db.tables import METADATA

ENTITIES = Table(
    "people_entities",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
)

ORGS = Table(
    "people_orgs",
    METADATA,
    Column("id", String(100), primary_key=True),
    Column("parent", String(100)),
    Column("level", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("entity", String(36), nullable=False),
    Column("path", String(1000), nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_closed", Boolean, nullable=False),
)
Index("ix_people_orgs_path", ORGS.c.path)

PERSONS = Table(
    "people_persons",
    METADATA,
    Column("id", String(100), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("staff_number", String(100), nullable=False),
    Column("entity", String(36), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("home", String(100), nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_service", Boolean, nullable=False),
    Column("has_left", Boolean, nullable=False),
)
Index("ix_people_persons_home", PERSONS.c.home)
Index("ix_people_persons_staff_number", PERSONS.c.staff_number)

GRANTS = Table(
    "people_grants",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("person", String(100), nullable=False),
    Column("role", String(40), nullable=False),
    Column("org", String(100), nullable=False),
    Column("since", Date),
    Column("until", Date),
)
Index("ix_people_grants_person", GRANTS.c.person)

STATE = Table(
    "people_state",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)
"""`version` of the row 1 rises with each change of the tables above; what was read of them can be kept until then. That
of the row 2 rises only with what decides who may do what."""

CHANGES = Table(
    "people_changes",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("part", String(10), primary_key=True),
    Column("row_id", String(100), primary_key=True),
)
"""Which rows each of the last versions touched (`versions.py`); ids alone, so no wall stands around it."""
