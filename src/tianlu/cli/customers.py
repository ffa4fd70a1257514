"""`tianlu customer`: the list and its funnel, entry and exit, owners, from the machine on which the server runs."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.customer_acts import ACTS, Id, ReasonOption, find_customer
from tianlu.cli.customer_value import measure_campaigns, value_customers
from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, WorkspaceOption, server_acts
from tianlu.core.language import Language
from tianlu.people.access import Reach
from tianlu.people.roles import LIST_WORK, shipped_roles
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.service import PlanNotFound
from tianlu.server.target.lists import pose_list, read_list, read_list_table, send_orders
from tianlu.server.target.parts import open_parts
from tianlu.server.target.shares import plan_sharing
from tianlu.server.target.visits import pose_visits
from tianlu.target.lists.customers import register as kinds
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.doubt import Doubt
from tianlu.target.lists.customers.doubt_store import list_doubts
from tianlu.target.lists.customers.funnel import add_up
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Claim, ConsentMark, Customer, CustomerKind, Relation, Stage, Tier
from tianlu.target.lists.customers.purposes import shipped_purposes, standing_marks
from tianlu.target.lists.customers.refusals import STAGE_WORDS, WORK_WORDS
from tianlu.target.lists.customers.store import Wanted
from tianlu.target.lists.customers.words import TIER_WORDS
from tianlu.target.lists.intake.kinds import keep_body
from tianlu.target.lists.intake.register import KEEP_SOURCE
from tianlu.target.lists.intake.source import FEN_A_FEN, FEN_A_YUAN, NoSuchColumn, Says, Source, guess_columns
from tianlu.target.lists.intake.store import find_source
from tianlu.target.visits.left_out import Because

app = typer.Typer(help="Customers: list, funnel, entry, owners, work. 客户清单。", no_args_is_help=True)

EVERYWHERE = Reach(("/",))
UnderOption = Annotated[
    str | None, typer.Option("--under", metavar="UNIT", help="Only this unit and what is below it.")
]


@app.command("list")
def list_customers(
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    under: UnderOption = None,
    tier: Annotated[Tier | None, typer.Option("--tier", help="Only this tier.")] = None,
    stage: Annotated[Stage | None, typer.Option("--stage", help="Only who stands there.")] = None,
    unclaimed: Annotated[bool, typer.Option("--unclaimed", help="Only whom nobody owns.")] = False,
    falling: Annotated[bool, typer.Option("--falling", help="Only whose money fell on the year: alarm.")] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="Lines at most.")] = 100,
) -> None:
    """Print customers, most money first, with tier, stage and owner. 列出客户。"""
    with server_acts(workspace, database) as acts, acts.one_door.workspace.engine.connect() as connection:
        path = None if under is None else acts.node(under).path
        wanted = Wanted(path, tier, None, stage, None, unclaimed, falling=falling)
        now = datetime.now(UTC)
        rows = store.list_customers(connection, EVERYWHERE, wanted, now=now, after=None, count=most)
        total = store.count_customers(connection, EVERYWHERE, wanted, now=now)
    for customer, claim in rows:
        out.print(_line(customer, claim, language))
    if total > len(rows):
        out.print(language.pick(zh=f"共 {total} 户，显示 {len(rows)} 户", en=f"{len(rows)} of {total} customers shown"))


@app.command("show")
def show_customer(
    id: Id, language: LanguageOption, workspace: WorkspaceOption = HERE, database: DatabaseOption = None
) -> None:
    """Print one customer: who he is, what was done, what is still owed before strike-off. 查看客户。"""
    with server_acts(workspace, database) as acts, acts.one_door.workspace.engine.connect() as connection:
        customer = find_customer(acts, id)
        claim = store.find_claim(connection, id)
        works = store.list_works(connection, id)
        records, marks = store.list_records(connection, id), store.list_consents(connection, id)
    standing = claim if claim is not None and claim.stands(datetime.now(UTC)) else None
    out.print(_line(customer, standing, language))
    for value in (customer.phone, customer.address, customer.reason):
        if value:
            out.print(f"    {value}")
    for work in works:
        word = WORK_WORDS[work.work]
        about = "  ".join(filter(None, (work.words, work.evidence)))
        out.print(f"    {work.at:%Y-%m-%d}  {language.pick(zh=word[1], en=word[0])}  {work.by}  {about}".rstrip())
    done = [work for work in works if work.opening == customer.opening]
    missing = [WORK_WORDS[work] for work in shipped_levels()[customer.tier].missing(done)]
    if customer.stage is Stage.OPEN and missing:
        zh, en = "、".join(word[1] for word in missing), ", ".join(word[0] for word in missing)
        out.print(language.pick(zh=f"    销号前尚缺：{zh}", en=f"    owed before strike-off: {en}"))
    for mark in standing_marks(marks).values():
        out.print(f"    {_consent_line(mark, language)}")
    for record in records:
        out.print(f"    {record.source}  {record.key}  {record.line}  ¥{record.fen / 100:.2f}")


@app.command("funnel")
def print_funnel(
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    under: UnderOption = None,
    by_owner: Annotated[bool, typer.Option("--by-owner", help="By person instead of by unit.")] = False,
) -> None:
    """Print how many are listed, claimed, worked, to be signed, struck off; units with all below. 销号漏斗。"""
    with server_acts(workspace, database) as acts, acts.one_door.workspace.engine.connect() as connection:
        wanted = Wanted(None if under is None else acts.node(under).path)
        now = datetime.now(UTC)
        counts = store.count_steps(connection, EVERYWHERE, wanted, by_owner=by_owner, now=now)
        if not by_owner:
            within = EVERYWHERE if wanted.org_path is None else Reach((wanted.org_path,))
            counts = [each.count for each in add_up(counts, acts.one_door.sign_in.gate.snapshot().nodes, within)]
    out.print(
        language.pick(
            zh="单位或责任人  在单  认领  已开展  待复核  销号", en="of  listed  claimed  worked  striking  struck"
        )
    )
    for each in counts:
        out.print(f"{each.of}  {each.listed}  {each.claimed}  {each.worked}  {each.striking}  {each.struck}")


@app.command("enter")
def enter_customer(
    id: Id,
    language: LanguageOption,
    org: Annotated[str, typer.Option("--org", metavar="UNIT", help="The unit in whose area the customer lies.")],
    kind: Annotated[CustomerKind, typer.Option("--kind", help="Person, household or company.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Name of the customer.")],
    tier: Annotated[Tier, typer.Option("--tier", help="Tier on the list.")],
    relation: Annotated[Relation, typer.Option("--relation", help="To be grown, won, or won back.")],
    reason: ReasonOption,
    phone: Annotated[str, typer.Option("--phone", metavar="NUMBER", help="Telephone number.")] = "",
    address: Annotated[str, typer.Option("--address", metavar="TEXT", help="Address as written.")] = "",
    monthly_fen: Annotated[int, typer.Option("--monthly-fen", min=0, help="Income a month, in fen.")] = 0,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Ask for a customer to be put on the list. 申请入单。"""
    body = {"customer": id, "kind": kind.value, "name": name, "tier": tier.value, "relation": relation.value}
    body |= {"phone": phone, "address": address, "reason": reason}
    with server_acts(workspace, database) as acts:
        acts.send(kinds.ENTER, acts.node(org).id, {**body, "monthly_fen": monthly_fen})
    out.print(language.pick(zh=f"{id} {name} 待审批入单", en=f"{id} {name} waits for approval"))


@app.command("take-in")
def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A list: .xlsx or .csv.")],
    language: LanguageOption,
    org: Annotated[str, typer.Option("--org", metavar="UNIT", help="Whose list it is; customers go to its counties.")],
    source: Annotated[str, typer.Option("--source", metavar="NAME", help="Tells this source's records from others'.")],
    line: Annotated[str, typer.Option("--line", metavar="NAME", help="The business line: 寄递, 金融, 电商 …")] = "",
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="SAYS=HEADING", help="key, name, phone, address, money or before."),
    ] = None,
    months: Annotated[int, typer.Option("--months", min=1, help="Months that the money covers.")] = 1,
    in_fen: Annotated[bool, typer.Option("--fen", help="Money is in fen, not in yuan.")] = False,
    keep_mapping: Annotated[
        bool, typer.Option("--keep-mapping", help="Keep what the columns say, for the source's next file.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Take in a list of customers: cleaned, linked with who is there, entered for approval. What its columns say is as
    kept for the source where no --column is given. 导入客户清单。"""
    table = read_list_table(file.name, file.read_bytes())
    with server_acts(workspace, database) as acts:
        with acts.one_door.workspace.engine.connect() as connection:
            kept = find_source(connection, acts.node(org).id, source)
        try:
            if kept is not None and not columns:
                how = replace(kept.source, line=line or kept.source.line)
            else:
                said = {**guess_columns(table.heads), **dict(_column(each) for each in columns or ())}
                how = Source(source, line, said, FEN_A_FEN if in_fen else FEN_A_YUAN, months)
            read = read_list(how, table)
        except NoSuchColumn as trouble:
            raise CannotGoOn(en=f"{trouble}; use --column", zh=f"列名对应有误：{trouble}；请用 --column 指定") from None
        for problem in read.problems:
            out.print(language.pick(zh=problem.text_zh, en=str(problem)))
        if keep_mapping and (kept is None or kept.source != how):
            acts.send(KEEP_SOURCE, org, keep_body(how))
        parts = open_parts(acts.one_door)
        plan = pose_list(parts, read.records, org=acts.node(org).id, reason=f"{source}导入").solve()
        for doubt in plan.doubts:
            one, other = doubt.pair
            out.print(
                language.pick(
                    zh=f"{one} 与 {other} 疑似同一客户（{doubt.permille // 10}%）：{_why_zh(doubt)}",
                    en=f"{one} and {other} may be one customer ({doubt.permille // 10} %): {_why(doubt)}",
                )
            )
        counts = (len(read.records), plan.new, plan.again, len(read.problems))
        out.print(
            language.pick(
                zh="{} 条记录：新客户 {} 户，已在单记录 {} 条，未采用 {} 行".format(*counts),
                en="{} records: {} new customers, {} records known, {} rows left out".format(*counts),
            )
        )
        if dry_run:
            return
        sent = send_orders(acts.one_door.door.submit, SERVER, plan.orders)
    for order, receipt in sent.refused:
        refusal = receipt.refusal
        why = receipt.standing.value if refusal is None else language.pick(zh=refusal.reason_zh, en=refusal.reason)
        out.print(f"{order.body['customer']}: {why}")
    out.print(
        language.pick(
            zh=f"已提交 {sent.changes} 条命令，待审批入单；疑似同一客户 {len(plan.doubts)} 对",
            en=f"{sent.changes} commands accepted; entries wait for approval; {len(plan.doubts)} pairs in doubt",
        )
    )


@app.command("doubts")
def print_doubts(
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    under: UnderOption = None,
    most: Annotated[int, typer.Option("--most", min=1, help="Pairs at most.")] = 100,
) -> None:
    """Print pairs who may be one customer, the most probable first, with the reasons. 列出疑似同一客户。"""
    with server_acts(workspace, database) as acts, acts.one_door.workspace.engine.connect() as connection:
        path = None if under is None else acts.node(under).path
        doubts = list_doubts(connection, EVERYWHERE, path, count=most)
        found = store.find_customers(connection, {each for doubt in doubts for each in doubt.pair})
    names = {customer.id: customer.name for customer, _ in found}
    for doubt in doubts:
        one, other = doubt.pair
        why = language.pick(zh=_why_zh(doubt), en=_why(doubt))
        out.print(f"{one} {names[one]}  {other} {names[other]}  {doubt.permille // 10}%  {why}")


def _why(doubt: Doubt) -> str:
    return "; ".join(each.said for each in doubt.reasons)


def _why_zh(doubt: Doubt) -> str:
    return "；".join(each.said_zh for each in doubt.reasons)


def _column(text: str) -> tuple[Says, str]:
    """Raises CannotGoOn for what is no pair, or says nothing that a column can say."""
    says, _, heading = text.partition("=")
    if says not in list(Says) or not heading:
        known = ", ".join(Says)
        raise CannotGoOn(
            en=f"{text}: write SAYS=HEADING, with one of {known}", zh=f"{text}：请写成 含义=列名，含义为 {known} 之一"
        )
    return Says(says), heading


@app.command("visits")
def plan_the_visits(
    language: LanguageOption,
    plan: Annotated[str, typer.Option("--plan", metavar="PLAN", help="Id of a kept plan; its week and county count.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same visits.")] = 1,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Print the week's visits to customers, each on a round that passes anyway. 一周走访安排。"""
    with server_acts(workspace, database) as acts:
        try:
            found = pose_visits(open_parts(acts.one_door), plan, now=datetime.now(UTC), seed=seed)
        except PlanNotFound:
            raise CannotGoOn(en=f"there is no plan {plan}", zh=f"没有计划 {plan}") from None
    week = found.task.solve()
    for visit in week.visits:
        each = visit.candidate
        reason = language.pick(zh=visit.reason_zh, en=visit.reason)
        out.print(f"{each.id}  {each.minutes} min  ¥{each.gain_fen / 100:.2f}  {each.owner or '-'}  {reason}")
    for because, count in sorted(Counter(left.because for left in week.left_out).items()):
        out.print(language.pick(zh=f"未安排 {count} 户：{LEFT_ZH[because]}", en=f"{count} left out: {because.value}"))
    if found.wanted.elsewhere:
        count = len(found.wanted.elsewhere)
        out.print(language.pick(zh=f"{count} 户地点不明，无法安排", en=f"{count} customers have no place in this week"))
    own = week.own_trips
    out.print(
        language.pick(
            zh=f"{len(week.visits)} 次走访，预期收益 ¥{week.gain_fen / 100:.2f}，"
            f"多用 {week.added_min} 分钟、{week.added_m / 1000:.1f} 公里；"
            f"单独跑需 {own.minutes} 分钟、{own.metres / 1000:.1f} 公里",
            en=f"{len(week.visits)} visits, expected to bring ¥{week.gain_fen / 100:.2f}, for {week.added_min} more "
            f"minutes and {week.added_m / 1000:.1f} km; on their own {own.minutes} minutes and "
            f"{own.metres / 1000:.1f} km",
        )
    )


LEFT_ZH = {
    Because.NO_STOP_NEAR: "附近没有停靠点",
    Because.ROUND_BROKEN: "经过的邮路本身违规，须先修正计划",
    Because.CUSTOMER_AWAY: "客户不在的时段",
    Because.ROUNDS_FULL: "邮路没有余量",
    Because.NOT_WORTH: "收益不抵绕行成本",
    Because.OWNER_FULL: "责任人时间已满",
    Because.OTHERS_BRING_MORE: "其他客户收益更高",
    Because.JUDGE: "检查程序不允许",
}


app.command("value")(value_customers)
app.command("campaign")(measure_campaigns)


@app.command("share-out")
def share_out_customers(
    language: LanguageOption,
    county: Annotated[str, typer.Option("--county", metavar="CODE", help="Its customers whom nobody owns.")],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="Who gets them.")] = "account_manager",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Give customers whom nobody owns to the nearest owners who have room. 分户认领。"""
    if role not in shipped_roles() or LIST_WORK not in shipped_roles()[role].may:
        known = ", ".join(id_ for id_, each in shipped_roles().items() if LIST_WORK in each.may)
        raise CannotGoOn(
            en=f"{role} works no customers; use one of {known}", zh=f"角色 {role} 不能承接客户，可用：{known}"
        )
    with server_acts(workspace, database) as acts:
        try:
            plan = plan_sharing(open_parts(acts.one_door), county, role=role, now=datetime.now(UTC))
        except LookupError:
            raise CannotGoOn(en=f"there is no county {county}", zh=f"没有县 {county}") from None
        sent = None if dry_run else send_orders(acts.one_door.door.submit, SERVER, plan.orders)
    km, least = plan.metres / 1000, plan.bound_m / 1000
    given, left = len(plan.orders), len(plan.left)
    out.print(
        language.pick(
            zh=f"分配 {given} 户，{left} 户无人有余量；直线合计 {km:.1f} 公里，不可能少于 {least:.1f} 公里",
            en=f"{given} customers given, {left} left for want of room; {km:.1f} km in all, "
            f"no less than {least:.1f} possible",
        )
    )
    for order, receipt in () if sent is None else sent.refused:
        refusal = receipt.refusal
        why = receipt.standing.value if refusal is None else language.pick(zh=refusal.reason_zh, en=refusal.reason)
        out.print(f"{order.body['customer']}: {why}")


def _consent_line(mark: ConsentMark, language: Language) -> str:
    purpose = shipped_purposes().get(mark.purpose)
    names = (mark.purpose, mark.purpose) if purpose is None else (purpose.name, purpose.name_en)
    said = language.pick(
        zh="已同意" if mark.is_given else "不同意或已撤回", en="consents" if mark.is_given else "refuses or withdraws"
    )
    about = (f"{mark.day}", said, language.pick(zh=names[0], en=names[1]), mark.recipient, mark.documented)
    return "  ".join(filter(None, about))


def _line(customer: Customer, claim: Claim | None, language: Language) -> str:
    stage = language.pick(zh=STAGE_WORDS[customer.stage][1], en=STAGE_WORDS[customer.stage][0])
    tier = language.pick(zh=TIER_WORDS[customer.tier][1], en=TIER_WORDS[customer.tier][0])
    owner = language.pick(zh="无人认领", en="unclaimed") if claim is None else claim.owner
    percent = customer.fallen_percent
    fallen = "" if percent is None else language.pick(zh=f"  同比下降 {percent}%", en=f"  {percent} % less on the year")
    money = f"¥{customer.monthly_fen / 100:.2f}"
    return f"{customer.id}  {customer.name}  {customer.org}  {tier}  {stage}  {owner}  {money}{fallen}"


for verb, act in ACTS.items():
    app.command(verb)(act)
