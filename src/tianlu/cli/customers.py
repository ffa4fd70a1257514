"""`tianlu customer`: the list and its funnel, entry and exit, owners, from the machine on which the server runs."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.customer_value import value_customers
from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, ServerActs, WorkspaceOption, server_acts
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
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Claim, Customer, CustomerKind, Relation, Stage, Tier
from tianlu.target.lists.customers.refusals import STAGE_WORDS, WORK_WORDS
from tianlu.target.lists.customers.store import Wanted
from tianlu.target.lists.customers.words import TIER_WORDS
from tianlu.target.lists.intake.kinds import keep_body
from tianlu.target.lists.intake.register import KEEP_SOURCE
from tianlu.target.lists.intake.source import FEN_A_FEN, FEN_A_YUAN, NoSuchColumn, Says, Source, guess_columns
from tianlu.target.lists.intake.store import find_source
from tianlu.target.visits.left_out import Because

app = typer.Typer(help="Customers: list, funnel, entry, owners. 客户清单。", no_args_is_help=True)

EVERYWHERE = Reach(("/",))
Id = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id of the customer.")]
UnderOption = Annotated[
    str | None, typer.Option("--under", metavar="UNIT", help="Only this unit and what is below it.")
]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why; stands in the audit chain.")]


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
        customer = _customer(acts, id)
        claim = store.find_claim(connection, id)
        works = store.list_works(connection, id)
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


@app.command("funnel")
def print_funnel(
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    under: UnderOption = None,
    by_owner: Annotated[bool, typer.Option("--by-owner", help="By person instead of by unit.")] = False,
) -> None:
    """Print how many are listed, claimed, worked, waiting for the signature, struck off. 销号漏斗。"""
    with server_acts(workspace, database) as acts, acts.one_door.workspace.engine.connect() as connection:
        wanted = Wanted(None if under is None else acts.node(under).path)
        now = datetime.now(UTC)
        counts = store.count_steps(connection, EVERYWHERE, wanted, by_owner=by_owner, now=now)
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


@app.command("judge")
def judge_pair(
    id: Id,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Id of the other; if the same, he goes into CUSTOMER.")],
    language: LanguageOption,
    is_same: Annotated[bool, typer.Option("--same/--different", help="Whether the two are one customer.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why; stands in the audit chain.")] = "",
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Say whether two are one customer: then they are made one, else that is remembered. 核对疑似同一客户。"""
    _send(workspace, database, id, kinds.JUDGE, {"other": other, "is_same": is_same, "reason": reason})
    if is_same:
        out.print(language.pick(zh=f"{other} 已并入 {id}", en=f"{other} went into {id}"))
    else:
        out.print(
            language.pick(zh=f"{id} 与 {other} 不是同一客户，已记住", en=f"{id} and {other} are remembered as two")
        )


@app.command("part")
def part_customer(
    id: Id,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Id of who was made one with CUSTOMER.")],
    language: LanguageOption,
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why; stands in the audit chain.")] = "",
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Undo a merge: the other is on the list again with the records that he brought. 拆分已合并的客户。"""
    _send(workspace, database, id, kinds.PART, {"other": other, "reason": reason})
    out.print(language.pick(zh=f"{other} 已从 {id} 拆出", en=f"{other} is parted from {id}"))


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


@app.command("decide")
def decide(
    id: Id,
    language: LanguageOption,
    grants: Annotated[bool, typer.Option("--grant/--turn-down", help="Whether what waits is granted.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why; stands in the audit chain.")] = "",
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Grant or turn down what waits: entry, exit, strike-off. 审批或复核。"""
    _send(workspace, database, id, kinds.DECIDE, {"grants": grants, "reason": reason})
    out.print(
        language.pick(zh=f"{id} 已{'同意' if grants else '退回'}", en=f"{id} {'granted' if grants else 'turned down'}")
    )


@app.command("assign")
def assign(
    id: Id,
    language: LanguageOption,
    owner: Annotated[str, typer.Option("--owner", metavar="LOGIN", help="Staff number of the owner (A).")],
    deputy: Annotated[
        str | None, typer.Option("--deputy", metavar="LOGIN", help="Staff number of the deputy (B).")
    ] = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Give a customer to an owner, and a deputy or none. 指定责任人。"""
    with server_acts(workspace, database) as acts:
        second = None if deputy is None else acts.person(deputy).id
        body = {"customer": id, "owner": acts.person(owner).id, "deputy": second}
        acts.send(kinds.ASSIGN, _customer(acts, id).org, body)
    out.print(language.pick(zh=f"{id} 已由 {owner} 负责", en=f"{id} is owned by {owner}"))


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


@app.command("release")
def release(
    id: Id, language: LanguageOption, workspace: WorkspaceOption = HERE, database: DatabaseOption = None
) -> None:
    """End the claim on a customer. 解除认领。"""
    _send(workspace, database, id, kinds.RELEASE, {})
    out.print(language.pick(zh=f"{id} 已无责任人", en=f"nobody owns {id} now"))


@app.command("exit")
def ask_exit(
    id: Id,
    language: LanguageOption,
    reason: ReasonOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Ask for a customer to leave the list. 申请出单。"""
    _send(workspace, database, id, kinds.EXIT, {"reason": reason})
    out.print(language.pick(zh=f"{id} 待审批出单", en=f"{id} waits for approval of exit"))


@app.command("reopen")
def reopen(
    id: Id,
    language: LanguageOption,
    reason: ReasonOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Open a customer again who was struck off. 重新打开。"""
    _send(workspace, database, id, kinds.REOPEN, {"reason": reason})
    out.print(language.pick(zh=f"{id} 已重新打开", en=f"{id} is open again"))


def _send(workspace: Path, database: str | None, id: str, kind: str, body: dict[str, object]) -> None:
    with server_acts(workspace, database) as acts:
        acts.send(kind, _customer(acts, id).org, {"customer": id, **body})


def _customer(acts: ServerActs, id: str) -> Customer:
    """Raises CannotGoOn where there is none."""
    with acts.one_door.workspace.engine.connect() as connection:
        customer = store.find_customer(connection, id)
    if customer is None:
        raise CannotGoOn(
            en=f"there is no customer {id}; tianlu customer list shows who there is",
            zh=f"没有客户 {id}；tianlu customer list 列出现有客户",
        )
    return customer


def _line(customer: Customer, claim: Claim | None, language: Language) -> str:
    stage = language.pick(zh=STAGE_WORDS[customer.stage][1], en=STAGE_WORDS[customer.stage][0])
    tier = language.pick(zh=TIER_WORDS[customer.tier][1], en=TIER_WORDS[customer.tier][0])
    owner = language.pick(zh="无人认领", en="unclaimed") if claim is None else claim.owner
    percent = customer.fallen_percent
    fallen = "" if percent is None else language.pick(zh=f"  同比下降 {percent}%", en=f"  {percent} % less on the year")
    money = f"¥{customer.monthly_fen / 100:.2f}"
    return f"{customer.id}  {customer.name}  {customer.org}  {tier}  {stage}  {owner}  {money}{fallen}"
