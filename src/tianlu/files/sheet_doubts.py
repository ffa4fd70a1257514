"""Pairs in doubt as a sheet that goes out only: both sides as they may be seen, and why they may be one."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tianlu.command.envelope import OrgId
from tianlu.files import kinds
from tianlu.files.kinds import Kind
from tianlu.files.sheet_column import Edit, SheetColumn, SheetForm, SheetRow
from tianlu.files.sheet_table import Asked, BadFilter, Filter, SheetTable
from tianlu.people.roles import LIST_READ
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.doubt import Doubt
from tianlu.target.lists.customers.doubt_store import list_doubts
from tianlu.target.lists.customers.sight import CustomerSeen, CustomerSight

DOUBTS_MOST = 100_000


def _fixed(name: str, name_zh: str, kind: Kind | None = None, unit: str = "") -> SheetColumn:
    return SheetColumn(name, name_zh, kind or kinds.text(), Edit.NEVER, unit=unit)


SIDES = (("one", "甲"), ("other", "乙"))
FORM = SheetForm(
    "doubts",
    "疑似同一客户",
    (
        _fixed("percent", "可能性", kinds.whole(0, 100), "%"),
        *(
            _fixed(f"{side}_{field}", f"{side_zh}{field_zh}")
            for side, side_zh in SIDES
            for field, field_zh in (
                ("id", "编号"),
                ("name", "名称"),
                ("phone", "电话"),
                ("address", "地址"),
                ("lines", "业务线"),
            )
        ),
        _fixed("reasons", "依据"),
    ),
)


def doubt_rows(asked: Asked, chosen: Filter) -> Iterator[SheetRow]:
    """The most probable first, where both sides are in reach. Raises BadFilter."""
    node = asked.snapshot.nodes.get(OrgId(chosen["org"])) if "org" in chosen else None
    if "org" in chosen and node is None:
        raise BadFilter(f"org={chosen['org']}")
    sight = CustomerSight(asked.sight.viewer, asked.sight.personal, asked.snapshot, asked.sight.sees_all)
    now = datetime.now(UTC)
    with asked.engine.connect() as connection:
        path = None if node is None else node.path
        doubts = list_doubts(connection, asked.reach, path, count=DOUBTS_MOST)
        found = store.find_customers(connection, {each for doubt in doubts for each in doubt.pair})
    seen = {
        customer.id: sight.show(customer, claim if claim is not None and claim.stands(now) else None)
        for customer, claim in found
        if asked.covers(customer.org)
    }
    for doubt in doubts:
        if all(each in seen for each in doubt.pair):
            yield _row(doubt, [seen[each] for each in doubt.pair])


def _row(doubt: Doubt, pair: list[CustomerSeen]) -> SheetRow:
    values: dict[str, object] = {
        "percent": round(doubt.permille / 10),
        "reasons": "；".join(f"{each.said_zh} {each.said}" for each in doubt.reasons),
    }
    for (side, _), seen in zip(SIDES, pair, strict=True):
        values |= {
            f"{side}_{field}": getattr(seen.customer, field) or None
            for field in ("id", "name", "phone", "address", "lines")
        }
    return SheetRow("/".join(doubt.pair), 1, values)


DOUBTS = SheetTable(FORM, LIST_READ, (("org", "机构"),), doubt_rows)
