"""The units of a demonstration: the sample province with its prefectures and counties, and one administrator."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from tianlu.command.envelope import CommandId, Envelope, OrgId
from tianlu.people.kinds_org import ADD
from tianlu.people.model import EntityKind, Level, Person
from tianlu.people.signin.first_run import FirstUnit
from tianlu.people.signin.keys import make_id
from tianlu.sample import list_counties
from tianlu.sample.prefectures import PREFECTURES
from tianlu.server.one_door import OneDoor

DEMO_LOGIN = "demo"
PROVINCE = OrgId("63")
UNIT = FirstUnit(
    entity_name="示例企业",
    entity_kind=EntityKind.POST.value,
    org=PROVINCE,
    org_name="青海省",
    org_name_en="Qinghai Province",
    person_name="示例管理员",
    staff_number=DEMO_LOGIN,
)


def plant_demo(one_door: OneDoor) -> Person | None:
    """The demonstration's administrator, with every unit of the sample that is missing below his province. On an empty
    database he is made; None where it belongs to somebody else."""
    first_run = one_door.sign_in.first_run
    if first_run.is_due():
        first_run.found_without_password(UNIT)
    person = first_run.find_login(DEMO_LOGIN)
    nodes = one_door.sign_in.gate.snapshot().nodes
    if person is not None and PROVINCE in nodes:
        missing = [body for body in _units(nodes[PROVINCE].entity) if OrgId(body["id"]) not in nodes]
        one_door.door.submit(person.id, [_adding(body) for body in missing])
    return person


def _units(entity: str) -> Iterator[Mapping[str, str]]:
    """Prefectures, then the counties below them."""
    for prefecture in PREFECTURES:
        yield _body(prefecture.code, Level.PREFECTURE, prefecture.name, prefecture.name_en, entity)
    for county in list_counties():
        yield _body(county.code, Level.COUNTY, county.name, county.name_en, entity)


def _body(code: str, level: Level, name: str, name_en: str, entity: str) -> Mapping[str, str]:
    return {"id": code, "level": level.value, "name": name, "name_en": name_en, "entity": entity}


def _adding(body: Mapping[str, str]) -> Envelope:
    now = datetime.now(UTC)
    parent = PROVINCE if body["level"] == Level.PREFECTURE.value else OrgId(body["id"][:4])
    return Envelope(id=CommandId(make_id(now)), kind=ADD, schema=1, org=parent, made_at=now, body=body)
