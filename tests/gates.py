"""Gates for tests: over organisations with these counties, somebody who may everything there."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from fastapi import Request
from sqlalchemy import Engine, inspect

from tianlu.command.envelope import ActorId, OrgId
from tianlu.db.engine import open_file
from tianlu.db.tables import METADATA
from tianlu.people.access import AccessBook
from tianlu.people.gate import Actor, Gate
from tianlu.people.model import Grant, Level, OrgNode, Person
from tianlu.people.roles import shipped_roles
from tianlu.people.store import put_grant, put_node, put_person
from tianlu.people.versions import raise_version
from tianlu.sample import list_counties

PROVINCE = "63"
OWNER = ActorId("owner")
MAY_ALL = ("administrator", "dispatcher")


def open_gate(*counties: str, who: Callable[[Request], Actor] | None = None, engine: Engine | None = None) -> Gate:
    """Counties as units below a province; the owner, who asks unless `who` says otherwise, may everything there."""
    engine = engine or open_file(Path(mkdtemp(prefix="tianlu-gate-")) / "tianlu.sqlite")
    if not inspect(engine).has_table("people_orgs"):
        METADATA.create_all(engine)
    with engine.begin() as connection:
        put_node(connection, unit(PROVINCE, Level.PROVINCE))
        for county in counties:
            put_node(connection, unit(county, Level.COUNTY, parent=PROVINCE))
        raise_version(connection)
    add_person(engine, OWNER, PROVINCE, MAY_ALL)
    book = AccessBook(shipped_roles(), today=lambda: datetime.now(UTC).date())
    return Gate(engine, book, who or (lambda _: Actor(OWNER, "owner")))


def open_sample_gate() -> Gate:
    """The same over the sample province."""
    return open_gate(*(summary.code for summary in list_counties()))


def unit(code: str, level: Level, parent: str | None = None) -> OrgNode:
    path = f"/{parent}/{code}/" if parent else f"/{code}/"
    return OrgNode(OrgId(code), OrgId(parent) if parent else None, level, code, code, "post", path, 1)


def add_person(engine: Engine, id_: ActorId, org: str, roles: Sequence[str]) -> None:
    with engine.begin() as connection:
        put_person(connection, Person(id_, id_, id_, "post", "", OrgId(org), 1))
        for role in roles:
            put_grant(connection, Grant(f"{id_}-{role}", id_, role, OrgId(org)))
        raise_version(connection)
