"""The units of a demonstration: the sample province with all below it, and one administrator."""

from datetime import UTC, datetime

from tianlu.command.envelope import OrgId
from tianlu.people.model import EntityKind, Person
from tianlu.people.plant import plant_units
from tianlu.people.signin.first_run import FirstUnit
from tianlu.people.signin.keys import make_id
from tianlu.server.one_door import OneDoor
from tianlu.server.sample_tree import PROVINCE, sample_units

DEMO_LOGIN = "demo"
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
    top = nodes.get(OrgId(PROVINCE))
    if person is not None and top is not None:
        plant_units(
            sample_units(),
            known=nodes,
            entity=top.entity,
            submit=lambda envelopes: one_door.door.submit(person.id, envelopes),
            now=datetime.now(UTC),
            make_id=make_id,
        )
    return person
