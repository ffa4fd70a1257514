"""People and units as sheets: what of them may be edited, and which command a row that comes back becomes."""

from collections.abc import Iterator
from datetime import datetime

from tianlu.command.envelope import CommandId, Envelope, OrgId
from tianlu.files import kinds
from tianlu.files.sheet_back import RowBack
from tianlu.files.sheet_column import Edit, SheetColumn, SheetForm, SheetRow
from tianlu.files.sheet_table import Asked, BadFilter, Filter, SheetTable
from tianlu.people import kinds_org, kinds_person
from tianlu.people.fields import shipped_fields
from tianlu.people.model import Level
from tianlu.people.roles import ORG_READ, PEOPLE_READ, shipped_roles
from tianlu.people.roll import Wanted, read_roll, show
from tianlu.people.service import units_seen

LEVELS_ZH = {
    Level.PROVINCE: "省",
    Level.PREFECTURE: "市州",
    Level.COUNTY: "县",
    Level.OUTLET: "网点",
    Level.STATION: "站点",
    Level.TEAM: "班组",
}
TRUE, FALSE = "true", "false"

PEOPLE_FORM = SheetForm(
    "people",
    "人员",
    (
        SheetColumn("name", "姓名", kinds.text(), required=True),
        SheetColumn("staff_number", "工号", kinds.code(), required=True),
        SheetColumn("home", "所属机构编号", kinds.code(), required=True),
        SheetColumn("home_name", "所属机构", kinds.text(), Edit.NEVER),
        SheetColumn("entity", "法人主体", kinds.code(), required=True),
        SheetColumn("phone", "电话", kinds.code()),
        SheetColumn("roles", "角色", kinds.text(), Edit.NEVER),
        SheetColumn("is_service", "服务账户", kinds.yes_no(), Edit.WHEN_NEW),
        SheetColumn("has_left", "已离职", kinds.yes_no(), Edit.NEVER),
    ),
)
UNITS_FORM = SheetForm(
    "orgs",
    "机构",
    (
        SheetColumn("code", "编号", kinds.code(), Edit.WHEN_NEW),
        SheetColumn("name", "名称", kinds.text(), required=True),
        SheetColumn("name_en", "英文名称", kinds.text()),
        SheetColumn(
            "level",
            "级别",
            kinds.one_of(*(kinds.Choice(level.value, LEVELS_ZH[level], level.value) for level in Level)),
            Edit.WHEN_NEW,
            required=True,
        ),
        SheetColumn("parent", "上级编号", kinds.code(), Edit.WHEN_NEW),
        SheetColumn("entity", "法人主体", kinds.code(), required=True),
        SheetColumn("units_below", "下级机构", kinds.whole(0, 10**6), Edit.NEVER),
        SheetColumn("people", "人数", kinds.whole(0, 10**7), Edit.NEVER),
        SheetColumn("is_closed", "已撤销", kinds.yes_no(), Edit.NEVER),
    ),
)


def people_rows(asked: Asked, chosen: Filter) -> Iterator[SheetRow]:
    """As the list shows them to who asks. Raises BadFilter."""
    roll = read_roll(asked.snapshot, asked.sight, _wanted(chosen))
    roles, hidden = shipped_roles(), frozenset(name for name, mask in shipped_fields().items() if mask != "clear")
    for seen in show(asked.snapshot, asked.sight, roll):
        person = seen.person
        if not asked.covers(person.home):
            continue
        given = [
            f"{roles[grant.role].name if grant.role in roles else grant.role} {grant.org}" for grant in seen.grants
        ]
        values = {
            "name": person.name,
            "staff_number": person.staff_number,
            "home": person.home,
            "home_name": asked.snapshot.nodes[person.home].name,
            "entity": person.entity,
            "phone": person.phone or (None if not seen.is_masked else ""),
            "roles": "；".join(given) or None,
            "is_service": person.is_service,
            "has_left": person.has_left,
        }
        yield SheetRow(person.id, person.version, values, hidden if seen.is_masked else frozenset())


def count_people(asked: Asked, chosen: Filter) -> int:
    return len(read_roll(asked.snapshot, asked.sight, _wanted(chosen)))


def _wanted(chosen: Filter) -> Wanted:
    left = chosen.get("with_left", FALSE)
    if left not in (TRUE, FALSE):
        raise BadFilter(f"with_left={left} (true, false)")
    return Wanted(chosen.get("org"), chosen.get("text", "").strip(), chosen.get("role"), left == TRUE)


def person_command(row: RowBack, stands: SheetRow | None, key: CommandId, made_at: datetime) -> Envelope:
    """At the home where the person is, or comes new. A blank telephone number takes the number away."""
    values = {cell.column: cell.new for cell in row.cells}
    if stands is None:
        body = {name: value for name, value in values.items() if name != "home"} | {"id": row.id}
        return Envelope(key, kinds_person.ADD, 1, OrgId(values["home"]), made_at, body)
    body = {"person": row.id} | {name: value if value is not None else "" for name, value in values.items()}
    return Envelope(key, kinds_person.CHANGE, 1, OrgId(stands.values["home"]), made_at, body, row.base)


def unit_rows(asked: Asked, chosen: Filter) -> Iterator[SheetRow]:
    """Units in the order of their paths."""
    del chosen
    for seen in units_seen(asked.snapshot, asked.sight):
        node = seen.node
        if asked.reach.covers(node.path):
            values = {
                "code": node.id,
                "name": node.name,
                "name_en": node.name_en or None,
                "level": node.level.value,
                "parent": node.parent,
                "entity": node.entity,
                "units_below": seen.units_below,
                "people": seen.people,
                "is_closed": node.is_closed,
            }
            yield SheetRow(node.id, node.version, values)


def unit_command(row: RowBack, stands: SheetRow | None, key: CommandId, made_at: datetime) -> Envelope:
    """A new unit gets the code that is written, or else the row's own id."""
    values = {cell.column: cell.new for cell in row.cells}
    if stands is None:
        code, parent = values.pop("code", row.id), values.pop("parent", "")
        return Envelope(key, kinds_org.ADD, 1, OrgId(parent), made_at, {"id": code, **values})
    body = {name: value if value is not None else "" for name, value in values.items()}
    return Envelope(key, kinds_org.CHANGE, 1, OrgId(row.id), made_at, body, row.base)


PEOPLE = SheetTable(
    PEOPLE_FORM,
    PEOPLE_READ,
    (("org", "机构"), ("text", "姓名或工号"), ("role", "角色"), ("with_left", "含已离职")),
    people_rows,
    person_command,
    (("with_left", TRUE),),
    count_people,
)
UNITS = SheetTable(UNITS_FORM, ORG_READ, (), unit_rows, unit_command)
