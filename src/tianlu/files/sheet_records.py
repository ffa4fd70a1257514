"""Tables that go out only: plans, what stands in the audit chains, and commands that nobody has settled."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection

from tianlu.command import store
from tianlu.command.envelope import OrgId
from tianlu.command.letters import MANAGE
from tianlu.db.reading import reading
from tianlu.files import kinds
from tianlu.files.kinds import Kind
from tianlu.files.sheet_column import Edit, SheetColumn, SheetForm, SheetRow
from tianlu.files.sheet_customers import CUSTOMERS
from tianlu.files.sheet_doubts import DOUBTS
from tianlu.files.sheet_people import PEOPLE, UNITS
from tianlu.files.sheet_table import Asked, Filter, SheetTable
from tianlu.people.api_audit import LinkView, link_viewer
from tianlu.people.masked_bodies import masked_body
from tianlu.people.naming import Naming
from tianlu.people.roles import AUDIT_READ, PLAN_READ
from tianlu.plan.service import Shelf
from tianlu.plan.standing import DRAFT
from tianlu.plan.view_plan import view_brief

LINKS_AT_ONCE = 1000


def _fixed(name: str, name_zh: str, kind: Kind | None = None, unit: str = "") -> SheetColumn:
    return SheetColumn(name, name_zh, kind or kinds.text(), Edit.NEVER, unit=unit)


_YUAN = kinds.amount("0", 10**10, per_unit=100)

PLANS_FORM = SheetForm(
    "plans",
    "计划",
    (
        _fixed("county", "县编号"),
        _fixed("county_name", "县"),
        _fixed("week", "周"),
        _fixed("state", "状态"),
        _fixed("cost", "每周成本", _YUAN, "¥"),
        _fixed("bound", "成本下限", _YUAN, "¥"),
        _fixed("is_feasible", "可行", kinds.yes_no()),
        _fixed("made_at", "完成时间"),
        _fixed("asked_by", "编制人"),
        _fixed("published_by", "发布人"),
        _fixed("published_at", "发布时间"),
        _fixed("note", "备注"),
    ),
)
AUDIT_FORM = SheetForm(
    "audit",
    "审计",
    (
        _fixed("chain", "链"),
        _fixed("seq", "序号", kinds.whole(0, 10**12)),
        _fixed("at", "时间"),
        _fixed("kind", "命令"),
        _fixed("org", "机构编号"),
        _fixed("org_name", "机构"),
        _fixed("actor", "人员编号"),
        _fixed("actor_name", "人员"),
        _fixed("made_at", "填写时间"),
        _fixed("device", "设备"),
        _fixed("body", "内容"),
        _fixed("result", "结果"),
        _fixed("hash", "哈希"),
    ),
)
LETTERS_FORM = SheetForm(
    "dead_letters",
    "死信",
    (
        _fixed("at", "时间"),
        _fixed("kind", "命令"),
        _fixed("org", "机构编号"),
        _fixed("actor", "人员编号"),
        _fixed("device", "设备"),
        _fixed("made_at", "填写时间"),
        _fixed("body", "内容"),
        _fixed("refusal", "被拒原因"),
        _fixed("mend", "处理办法"),
        _fixed("tries", "次数", kinds.whole(0, 10**6)),
    ),
)


def plans_table(shelf: Shelf) -> SheetTable:
    def rows(asked: Asked, chosen: Filter) -> Iterator[SheetRow]:
        standings, name_of = shelf.list_standings(), Naming(asked.snapshot, asked.sight).person_name
        for meta in shelf.list_metas():
            if _is_of(meta.county, asked, chosen):
                brief = view_brief(meta, standings.get(meta.id, DRAFT), name_of=name_of)
                values = brief.model_dump() | {
                    "cost": brief.cost_fen,
                    "bound": brief.bound_fen,
                    "state": brief.state.value,
                }
                yield SheetRow(brief.id, brief.revision, values)

    def count(asked: Asked, chosen: Filter) -> int:
        return sum(_is_of(meta.county, asked, chosen) for meta in shelf.list_metas())

    return SheetTable(PLANS_FORM, PLAN_READ, (("county", "县编号"),), rows, count=count)


def _is_of(county: str, asked: Asked, chosen: Filter) -> bool:
    return chosen.get("county") in (None, county) and asked.covers(county)


def audit_rows(asked: Asked, chosen: Filter) -> Iterator[SheetRow]:
    """Newest first within a chain; personal data of bodies masked, as in the list."""
    view = link_viewer(Naming(asked.snapshot, asked.sight))
    with reading(asked.engine, asked.reach.paths) as connection:
        for chain in sorted(_chains(connection, asked, chosen)):
            before: int | None = None
            while True:
                kind, by = chosen.get("kind"), chosen.get("by")
                links = store.list_newest_links(connection, chain, before=before, kind=kind, by=by, count=LINKS_AT_ONCE)
                for link in links:
                    yield _link_row(chain, view(link))
                if len(links) < LINKS_AT_ONCE:
                    break
                before = links[-1].seq


def count_links(asked: Asked, chosen: Filter) -> int | None:
    """As the heads of the chains say; not where one looks for a kind or a person."""
    if chosen.get("kind") is not None or chosen.get("by") is not None:
        return None
    with reading(asked.engine, asked.reach.paths) as connection:
        return sum(head.seq for head in _chains(connection, asked, chosen).values())


def _chains(connection: Connection, asked: Asked, chosen: Filter) -> dict[str, store.Head]:
    chains = store.list_chains(connection).items()
    return {chain: head for chain, head in chains if chosen.get("chain") in (None, chain) and asked.covers(chain)}


def _link_row(chain: str, link: LinkView) -> SheetRow:
    values = link.model_dump() | {"chain": chain, "body": _json(link.body), "result": _json(link.result)}
    return SheetRow(link.id, link.seq, values)


def letter_rows(asked: Asked, chosen: Filter) -> Iterator[SheetRow]:
    """Oldest first, at units where one may manage commands."""
    del chosen
    with asked.engine.connect() as connection:
        letters = store.list_dead_letters(connection)
    for letter in letters:
        envelope, refusal = letter.envelope, letter.refusal
        if asked.covers(OrgId(envelope.org)):
            values = {
                "at": letter.at.isoformat(timespec="seconds"),
                "kind": envelope.kind,
                "org": envelope.org,
                "actor": letter.actor,
                "device": envelope.device,
                "made_at": envelope.made_at.isoformat(timespec="seconds"),
                "body": _json(masked_body(envelope.kind, envelope.body)),
                "refusal": f"{refusal.reason_zh} {refusal.reason}",
                "mend": f"{refusal.mend_zh} {refusal.mend}",
                "tries": letter.tries,
            }
            yield SheetRow(envelope.id, 1, values)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


AUDIT = SheetTable(
    AUDIT_FORM, AUDIT_READ, (("chain", "链"), ("kind", "命令"), ("by", "人员编号")), audit_rows, count=count_links
)
LETTERS = SheetTable(LETTERS_FORM, MANAGE, (), letter_rows)


def all_tables(shelf: Shelf) -> dict[str, SheetTable]:
    """Every table that goes out, by its name; a room's table is added here."""
    tables = (PEOPLE, UNITS, CUSTOMERS, DOUBTS, plans_table(shelf), AUDIT, LETTERS)
    return {table.form.name: table for table in tables}
