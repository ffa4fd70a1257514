"""Customers as a sheet: what of them may be edited, and which command a row that comes back becomes."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum

from tianlu.command.envelope import CommandId, Envelope, OrgId
from tianlu.files import kinds
from tianlu.files.sheet_back import RowBack
from tianlu.files.sheet_column import Edit, SheetColumn, SheetForm, SheetRow
from tianlu.files.sheet_table import Asked, BadFilter, Filter, SheetTable
from tianlu.people.roles import LIST_READ
from tianlu.target.lists.customers import register, store
from tianlu.target.lists.customers.model import Relation, Stage, Step, Tier
from tianlu.target.lists.customers.refusals import STAGE_WORDS
from tianlu.target.lists.customers.sight import MASKED, CustomerSight
from tianlu.target.lists.customers.store import Wanted
from tianlu.target.lists.customers.walk import walk_customers
from tianlu.target.lists.customers.words import KIND_WORDS, RELATION_WORDS, TIER_WORDS

BY_SHEET = "表格导入"
"""The reason that a row's command gives where the sheet has none."""


def _chosen(words: Mapping[StrEnum, tuple[str, str]]) -> kinds.Kind:
    return kinds.one_of(*(kinds.Choice(each.value, zh, en) for each, (en, zh) in words.items()))


FORM = SheetForm(
    "customers",
    "客户清单",
    (
        SheetColumn("org", "机构编号", kinds.code(), Edit.WHEN_NEW, required=True),
        SheetColumn("kind", "种类", _chosen(KIND_WORDS), Edit.WHEN_NEW, required=True),  # type: ignore[arg-type]
        SheetColumn("name", "名称", kinds.text(), required=True),
        SheetColumn("phone", "电话", kinds.code()),
        SheetColumn("address", "地址", kinds.text()),
        SheetColumn("division", "区划代码", kinds.code()),
        SheetColumn("tier", "等级", _chosen(TIER_WORDS), required=True),  # type: ignore[arg-type]
        SheetColumn("relation", "客户类型", _chosen(RELATION_WORDS), required=True),  # type: ignore[arg-type]
        SheetColumn("monthly_fen", "月均收入", kinds.whole(0, 10**15), unit="分"),
        SheetColumn("before_fen", "去年同期月均收入", kinds.whole(0, 10**15), Edit.NEVER, unit="分"),
        SheetColumn("fallen_percent", "同比下降（预警）", kinds.whole(0, 100), Edit.NEVER, unit="%"),
        SheetColumn("lines", "业务线", kinds.text()),
        SheetColumn("reason", "入单理由", kinds.text(), Edit.WHEN_NEW),
        SheetColumn("stage", "所处阶段", kinds.text(), Edit.NEVER),
        SheetColumn("owner", "责任人（A 角）", kinds.text(), Edit.NEVER),
        SheetColumn("deputy", "B 角", kinds.text(), Edit.NEVER),
        SheetColumn("until", "认领有效期至", kinds.text(), Edit.NEVER),
    ),
)


def customer_rows(asked: Asked, chosen: Filter) -> Iterator[SheetRow]:
    """Most money first, as the list shows them to who asks. Raises BadFilter."""
    wanted, now = _wanted(asked, chosen), datetime.now(UTC)
    sight = CustomerSight(asked.sight.viewer, asked.sight.personal, asked.snapshot, asked.sight.sees_all)
    with asked.engine.connect() as connection:
        for customer, claim in walk_customers(connection, asked.reach, wanted, now=now):
            seen = sight.show(customer, claim)
            values = {column.name: getattr(seen.customer, column.name, None) for column in FORM.columns}
            values |= {
                "reason": customer.reason if customer.reason != BY_SHEET else None,
                "monthly_fen": customer.monthly_fen or None,
                "before_fen": customer.before_fen or None,
                "kind": customer.kind.value,
                "tier": customer.tier.value,
                "relation": customer.relation.value,
                "stage": STAGE_WORDS[customer.stage][1],
                "owner": None if claim is None else claim.owner,
                "deputy": None if claim is None else claim.deputy,
                "until": None if claim is None else claim.until.date().isoformat(),
            }
            values = {name: value if value != "" or seen.is_masked else None for name, value in values.items()}
            yield SheetRow(customer.id, customer.version, values, _hidden(seen.is_masked))


def count_customers(asked: Asked, chosen: Filter) -> int:
    with asked.engine.connect() as connection:
        return store.count_customers(connection, asked.reach, _wanted(asked, chosen), now=datetime.now(UTC))


def customer_command(row: RowBack, stands: SheetRow | None, key: CommandId, made_at: datetime) -> Envelope:
    """A new row asks for entry at its unit; a blank cell takes away what stood there."""
    values = {cell.column: cell.new for cell in row.cells}
    if stands is None:
        org = values.pop("org", "")
        body = {name: value for name, value in values.items() if value is not None}
        return Envelope(key, register.ENTER, 1, OrgId(org), made_at, {"reason": BY_SHEET, **body, "customer": row.id})
    blank = {"monthly_fen": 0}
    body = {name: value if value is not None else blank.get(name, "") for name, value in values.items()}
    org = OrgId(stands.values["org"])
    return Envelope(key, register.CHANGE, 1, org, made_at, {**body, "customer": row.id}, row.base)


def _hidden(is_masked: bool) -> frozenset[str]:
    return frozenset(MASKED) if is_masked else frozenset()


def _wanted(asked: Asked, chosen: Filter) -> Wanted:
    node = asked.snapshot.nodes.get(OrgId(chosen["org"])) if "org" in chosen else None
    if "org" in chosen and node is None:
        raise BadFilter(f"org={chosen['org']}")
    try:
        return Wanted(
            None if node is None else node.path,
            Tier(chosen["tier"]) if "tier" in chosen else None,
            Relation(chosen["relation"]) if "relation" in chosen else None,
            Stage(chosen["stage"]) if "stage" in chosen else None,
            chosen.get("owner"),
            chosen.get("unclaimed") == "true",
            chosen.get("text", "").strip(),
            chosen.get("waiting") == "true",
            Step(chosen["step"]) if "step" in chosen else None,
            chosen.get("falling") == "true",
        )
    except ValueError as trouble:
        raise BadFilter(str(trouble)) from None


CUSTOMERS = SheetTable(
    FORM,
    LIST_READ,
    (
        ("org", "机构"),
        ("tier", "等级"),
        ("relation", "客户类型"),
        ("stage", "所处阶段"),
        ("owner", "责任人"),
        ("unclaimed", "无人认领"),
        ("text", "名称或编号"),
        ("falling", "流失预警"),
        ("waiting", "待审批或复核"),
        ("step", "销号进度"),
    ),
    customer_rows,
    customer_command,
    count=count_customers,
)
