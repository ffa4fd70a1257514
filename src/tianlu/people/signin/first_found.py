"""The first unit, its legal entity and its administrator: one command upon an empty database."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import insert, select

from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.registry import Call, Kind, Registry
from tianlu.people.model import EntityKind, Level
from tianlu.people.roles import ADMINISTRATOR
from tianlu.people.signin.kinds import CHANGE
from tianlu.people.tables import ENTITIES, GRANTS, ORGS, PERSONS
from tianlu.people.versions import raise_version

FOUND = "signin.found"
PROVINCE_DIGITS, PREFECTURE_DIGITS = 2, 4

Name = Annotated[str, Field(min_length=1, max_length=200)]
Id = Annotated[str, Field(min_length=1, max_length=36)]


class FoundBody(BaseModel):
    """Ids are made by who sends it. `org` is a division code: of two digits for a province, four for a prefecture,
    six for a county."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entity: Id
    entity_kind: EntityKind
    entity_name: Name
    org: Annotated[str, Field(pattern=r"^\d{2}(\d{2}(\d{2})?)?$")]
    org_name: Name
    org_name_en: Annotated[str, Field(max_length=200)] = ""
    person: Id
    person_name: Name
    staff_number: Annotated[str, Field(min_length=1, max_length=100)]
    grant: Id


def found(call: Call[FoundBody]) -> Outcome:
    """Refused where there is anybody already."""
    connection, body = call.connection, call.body
    if connection.execute(select(PERSONS.c.id).limit(1)).first() is not None:
        return Refusal(
            "already_founded",
            "there is an organisation already",
            "sign in, and add units and people there",
            "已有机构数据",
            "请登录后增设机构和人员",
        )
    entity = {"id": body.entity, "kind": body.entity_kind.value, "name": body.entity_name, "name_en": ""}
    connection.execute(insert(ENTITIES).values(**entity))
    org = {
        "id": body.org,
        "parent": None,
        "level": _level_of(body.org).value,
        "name": body.org_name,
        "name_en": body.org_name_en,
        "entity": body.entity,
        "path": f"/{body.org}/",
    }
    connection.execute(insert(ORGS).values(**org, version=1, is_closed=False))
    person = {
        "id": body.person,
        "name": body.person_name,
        "staff_number": body.staff_number,
        "entity": body.entity,
        "phone": "",
        "home": body.org,
    }
    connection.execute(insert(PERSONS).values(**person, version=1, is_service=False, has_left=False))
    connection.execute(insert(GRANTS).values(id=body.grant, person=body.person, role=ADMINISTRATOR, org=body.org))
    raise_version(connection)
    return Accepted({"org": body.org, "person": body.person})


def register_founding(registry: Registry) -> None:
    registry.add(Kind(FOUND, 1, FoundBody, CHANGE, found, is_open=False))


def _level_of(code: str) -> Level:
    levels = {PROVINCE_DIGITS: Level.PROVINCE, PREFECTURE_DIGITS: Level.PREFECTURE}
    return levels.get(len(code), Level.COUNTY)
