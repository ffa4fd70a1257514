"""HTTP for organisations: what may be seen of units, people and roles. Changes go through `/api/commands`."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BaseModel, ConfigDict

from tianlu.people.gate import Actor, Gate
from tianlu.people.model import EntityKind, Grant, Level
from tianlu.people.roles import ORG_READ, shipped_roles
from tianlu.people.roll import NoPlace, PersonSeen, Wanted, read_place, write_place
from tianlu.people.service import UnitSeen, get_person, list_units, page_people
from tianlu.people.snapshot import Snapshot

PAGE_MOST = 500
UNITS_PAGE_MOST = 2000
NO_PLACE = {
    "detail": "`after` is no place on the roll: take it from `next` of the page before, or leave it out",
    "detail_zh": "after 不是名册中的位置：请使用上一页返回的 next，或不填",
}


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class UnitView(View):
    """`units_below` and `people` count all below, not only the next level; no `people` for who may not list them."""

    id: str
    parent: str | None
    level: Level
    name: str
    name_en: str
    entity: str
    path: str
    version: int
    is_closed: bool
    units_below: int
    people: int | None


class EntityView(View):
    id: str
    kind: EntityKind
    name: str
    name_en: str


class GrantView(View):
    id: str
    role: str
    org: str
    org_name: str
    since: date | None
    until: date | None


class PersonView(View):
    """Personal fields are masked where `is_masked`."""

    id: str
    name: str
    staff_number: str
    entity: str
    phone: str
    home: str
    home_name: str
    version: int
    is_service: bool
    has_left: bool
    is_masked: bool
    grants: tuple[GrantView, ...]


class PeoplePage(View):
    """By staff number. `total` counts all that were found; the next page is asked for with `next` as `after`, where
    there is one."""

    people: tuple[PersonView, ...]
    total: int
    next: str | None


class RoleView(View):
    id: str
    name: str
    name_en: str
    may: tuple[str, ...]


def people_router(gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["people"])
    signed_in = Annotated[Actor, Depends(gate)]

    @router.get("/orgs", operation_id="list_orgs")
    def list_orgs(
        actor: signed_in,
        after: Annotated[str, Query(max_length=1000, description="the path of the last unit of the page before")] = "",
        count: Annotated[int | None, Query(ge=1, le=UNITS_PAGE_MOST, description="all where it is left out")] = None,
    ) -> list[UnitView]:
        """By path, each unit after the one above it."""
        return [_unit(unit) for unit in list_units(gate, actor, after=after, count=count)]

    @router.get("/entities", operation_id="list_entities")
    def list_entities(actor: signed_in) -> list[EntityView]:
        gate.need_anywhere(actor, ORG_READ)
        return [EntityView(**entity.__dict__) for entity in gate.entities()]

    @router.get("/roles", operation_id="list_roles")
    def list_roles(actor: signed_in) -> list[RoleView]:
        gate.need_anywhere(actor, ORG_READ)
        return [
            RoleView(id=id_, name=role.name, name_en=role.name_en, may=tuple(sorted(role.may)))
            for id_, role in shipped_roles().items()
        ]

    @router.get("/people", operation_id="list_people")
    def list_people(
        actor: signed_in,
        org: Annotated[str | None, Query(max_length=100, description="a unit, with all below it")] = None,
        text: Annotated[str, Query(max_length=100, description="part of a name or staff number")] = "",
        role: Annotated[str | None, Query(max_length=40)] = None,
        with_left: bool = False,
        after: Annotated[str, Query(max_length=1000, description="`next` of the page before")] = "",
        count: Annotated[int, Query(ge=1, le=PAGE_MOST)] = 100,
    ) -> PeoplePage:
        try:
            place = read_place(after) if after else None
        except NoPlace:
            raise HTTPException(422, NO_PLACE) from None
        wanted = Wanted(org, text.strip(), role, with_left)
        found = page_people(gate, actor, wanted, after=place, count=count)
        return PeoplePage(
            people=_persons(gate, found.people),
            total=found.total,
            next=None if found.last is None else write_place(found.last),
        )

    @router.get("/people/{person}", operation_id="get_person")
    def one_person(person: str, actor: signed_in) -> PersonView:
        return _persons(gate, [get_person(gate, actor, person)])[0]

    return router


def _unit(unit: UnitSeen) -> UnitView:
    return UnitView(**unit.node.__dict__, units_below=unit.units_below, people=unit.people)


def _persons(gate: Gate, people: Sequence[PersonSeen]) -> tuple[PersonView, ...]:
    snapshot = gate.snapshot()
    return tuple(_person(snapshot, shown) for shown in people)


def _person(snapshot: Snapshot, shown: PersonSeen) -> PersonView:
    grants = tuple(_grant(grant, snapshot.nodes[grant.org].name) for grant in shown.grants)
    home = snapshot.nodes[shown.person.home].name
    return PersonView(**shown.person.__dict__, home_name=home, is_masked=shown.is_masked, grants=grants)


def _grant(grant: Grant, org_name: str) -> GrantView:
    return GrantView(
        id=grant.id, role=grant.role, org=grant.org, org_name=org_name, since=grant.since, until=grant.until
    )
