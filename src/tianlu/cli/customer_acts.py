"""`tianlu customer`: what is done to one customer, in a person's name: claim, work, strike-off, decision, hand-over."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, AsOption, NamedOption, ServerActs, WorkspaceOption, server_acts
from tianlu.command.envelope import OrgId
from tianlu.command.receipt import Receipt
from tianlu.core.language import Language
from tianlu.people.signin.kinds import SERVER
from tianlu.server.target.lists import send_orders
from tianlu.server.target.parts import open_parts
from tianlu.server.target.tiering import plan_tiers
from tianlu.target.lists.customers import register as kinds
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.model import Customer, Tier, Work
from tianlu.target.lists.customers.purposes import shipped_purposes
from tianlu.target.lists.customers.refusals import WORK_WORDS
from tianlu.target.lists.customers.words import TIER_WORDS
from tianlu.target.lists.intake.take_in import Order

Id = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id of the customer.")]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why; stands in the audit chain.")]
DeputyOption = Annotated[str | None, typer.Option("--deputy", metavar="LOGIN", help="Staff number of the deputy (B).")]


def claim(
    id: Id,
    language: LanguageOption,
    login: NamedOption,
    deputy: DeputyOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Claim a customer whom nobody owns. 认领客户。"""
    with server_acts(workspace, database, login) as acts:
        body = {"customer": id, "deputy": None if deputy is None else acts.person(deputy).id}
        acts.send(kinds.CLAIM, find_customer(acts, id).org, body)
    out.print(language.pick(zh=f"{id} 已由 {login} 认领", en=f"{id} is claimed by {login}"))


def work(
    id: Id,
    done: Annotated[Work, typer.Argument(metavar="WORK", help="call, visit, offer, trial or contract.")],
    language: LanguageOption,
    login: NamedOption,
    words: Annotated[str, typer.Option("--words", metavar="WORDS", help="What was said or agreed.")] = "",
    evidence: Annotated[
        str, typer.Option("--evidence", metavar="NAME", help="What proves it: an order's number, a file's digest.")
    ] = "",
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Put on record what owner or deputy did at a customer. 登记工作。"""
    body = {"work": done.value, "words": words, "evidence": evidence}
    _send(workspace, database, login, id, kinds.WORK, body)
    en, zh = WORK_WORDS[done]
    out.print(language.pick(zh=f"{id} 已登记：{zh}", en=f"{id}: {en} on record"))


def strike_off(
    id: Id,
    language: LanguageOption,
    login: NamedOption,
    reason: ReasonOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Ask for a customer to be struck off; somebody else signs with `decide`. 申请销号。"""
    _send(workspace, database, login, id, kinds.STRIKE_OFF, {"reason": reason})
    out.print(language.pick(zh=f"{id} 待复核销号", en=f"{id} waits for the second signature"))


def decide(
    ids: Annotated[list[str], typer.Argument(metavar="CUSTOMER...", help="Ids of one customer or more.")],
    language: LanguageOption,
    grants: Annotated[bool, typer.Option("--grant/--turn-down", help="Whether what waits is granted.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why; stands in the audit chain.")] = "",
    login: AsOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Grant or turn down what waits: entry, exit, strike-off. 审批或复核。

    Exits with 1 where the door refused some of several.
    """
    said = {"grants": grants, "reason": reason}
    if len(ids) == 1:
        _send(workspace, database, login, ids[0], kinds.DECIDE, said)
        refused = 0
    else:
        refused = _decide_all(workspace, database, login, ids, said, language)
    about = ids[0] if len(ids) == 1 else language.pick(zh=f"{len(ids) - refused} 户", en=f"{len(ids) - refused}")
    out.print(
        language.pick(
            zh=f"{about} 已{'同意' if grants else '退回'}", en=f"{about} {'granted' if grants else 'turned down'}"
        )
    )
    if refused:
        raise typer.Exit(1)


def _decide_all(
    workspace: Path,
    database: str | None,
    login: str | None,
    ids: list[str],
    said: Mapping[str, object],
    language: Language,
) -> int:
    """How many were refused, each named."""
    with server_acts(workspace, database, login) as acts:
        orgs = {id: find_customer(acts, id).org for id in ids}
        orders = [Order(kinds.DECIDE, OrgId(org), {"customer": id, **said}) for id, org in orgs.items()]
        sent = send_orders(lambda _, envelopes: acts.submit(envelopes), SERVER, orders)
    _say_refused(sent.refused, language)
    return len(ids) - sent.changes


def assign(
    id: Id,
    language: LanguageOption,
    owner: Annotated[str, typer.Option("--owner", metavar="LOGIN", help="Staff number of the owner (A).")],
    deputy: DeputyOption = None,
    login: AsOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Give a customer to an owner, and a deputy or none. 指定责任人。"""
    with server_acts(workspace, database, login) as acts:
        second = None if deputy is None else acts.person(deputy).id
        body = {"customer": id, "owner": acts.person(owner).id, "deputy": second}
        acts.send(kinds.ASSIGN, find_customer(acts, id).org, body)
    out.print(language.pick(zh=f"{id} 已由 {owner} 负责", en=f"{id} is owned by {owner}"))


def release(
    id: Id,
    language: LanguageOption,
    login: AsOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """End the claim on a customer. 解除认领。"""
    _send(workspace, database, login, id, kinds.RELEASE, {})
    out.print(language.pick(zh=f"{id} 已无责任人", en=f"nobody owns {id} now"))


def ask_exit(
    id: Id,
    language: LanguageOption,
    reason: ReasonOption,
    login: AsOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Ask for a customer to leave the list. 申请出单。"""
    _send(workspace, database, login, id, kinds.EXIT, {"reason": reason})
    out.print(language.pick(zh=f"{id} 待审批出单", en=f"{id} waits for approval of exit"))


def reopen(
    id: Id,
    language: LanguageOption,
    reason: ReasonOption,
    login: AsOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Open a customer again who was struck off. 重新打开。"""
    _send(workspace, database, login, id, kinds.REOPEN, {"reason": reason})
    out.print(language.pick(zh=f"{id} 已重新打开", en=f"{id} is open again"))


def grade(
    language: LanguageOption,
    org: Annotated[str, typer.Option("--org", metavar="UNIT", help="Whose customers, with all below.")],
    login: AsOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Put customers into the tiers that their money asks for now, after further lists were taken in. 重新分级。"""
    with server_acts(workspace, database, login) as acts:
        orders = plan_tiers(open_parts(acts.one_door), acts.node(org).id, now=datetime.now(UTC))
        if not dry_run:
            sent = send_orders(lambda _, envelopes: acts.submit(envelopes), SERVER, orders)
            _say_refused(sent.refused, language)
    into = Counter(str(order.body["tier"]) for order in orders)
    for tier in Tier:
        if into[tier.value]:
            word = language.pick(zh=TIER_WORDS[tier][1], en=TIER_WORDS[tier][0])
            out.print(language.pick(zh=f"{word}：调入 {into[tier]} 户", en=f"{word}: {into[tier]} customers more"))
    out.print(language.pick(zh=f"共调整 {len(orders)} 户", en=f"{len(orders)} customers change tier"))


def find_customer(acts: ServerActs, id: str) -> Customer:
    """Raises CannotGoOn where there is none."""
    with acts.one_door.workspace.engine.connect() as connection:
        customer = store.find_customer(connection, id)
    if customer is None:
        raise CannotGoOn(
            en=f"there is no customer {id}; tianlu customer list shows who there is",
            zh=f"没有客户 {id}；tianlu customer list 列出现有客户",
        )
    return customer


def consent(
    id: Id,
    language: LanguageOption,
    purpose: Annotated[
        str, typer.Option("--purpose", metavar="PURPOSE", help=f"One of {', '.join(shipped_purposes())}.")
    ],
    is_given: Annotated[bool, typer.Option("--given/--withdrawn", help="Withdrawn is refused, too.")],
    to: Annotated[str, typer.Option("--to", metavar="ENTITY", help="Legal entity to which data may go.")] = "",
    day: Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="When he said so; today.")] = None,
    documented: Annotated[
        str, typer.Option("--documented", metavar="WORDS", help="What shows that it was given.")
    ] = "",
    login: AsOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Put a customer's consent on record, given or withdrawn. 登记同意。"""
    said = (datetime.now(UTC) if day is None else day).date().isoformat()
    body = {"purpose": purpose, "recipient": to, "is_given": is_given, "day": said, "documented": documented}
    _send(workspace, database, login, id, kinds.CONSENT, body)
    out.print(
        language.pick(
            zh=f"{id} {said} {'已同意' if is_given else '不同意或已撤回'}",
            en=f"{id} {'consents' if is_given else 'refuses or withdraws'} on {said}",
        )
    )


def _say_refused(refused: Sequence[tuple[Order, Receipt]], language: Language) -> None:
    for order, receipt in refused:
        refusal = receipt.refusal
        why = receipt.standing.value if refusal is None else language.pick(zh=refusal.reason_zh, en=refusal.reason)
        out.print(f"{order.body['customer']}: {why}")


def judge_pair(
    id: Id,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Id of the other; if the same, he goes into CUSTOMER.")],
    language: LanguageOption,
    is_same: Annotated[bool, typer.Option("--same/--different", help="Whether the two are one customer.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why; stands in the audit chain.")] = "",
    login: AsOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Say whether two are one customer: then they are made one, else that is remembered. 核对疑似同一客户。"""
    _send(workspace, database, login, id, kinds.JUDGE, {"other": other, "is_same": is_same, "reason": reason})
    if is_same:
        out.print(language.pick(zh=f"{other} 已并入 {id}", en=f"{other} went into {id}"))
    else:
        out.print(
            language.pick(zh=f"{id} 与 {other} 不是同一客户，已记住", en=f"{id} and {other} are remembered as two")
        )


def part_customer(
    id: Id,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Id of who was made one with CUSTOMER.")],
    language: LanguageOption,
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why; stands in the audit chain.")] = "",
    login: AsOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Undo a merge: the other is on the list again with the records that he brought. 拆分已合并的客户。"""
    _send(workspace, database, login, id, kinds.PART, {"other": other, "reason": reason})
    out.print(language.pick(zh=f"{other} 已从 {id} 拆出", en=f"{other} is parted from {id}"))


def _send(
    workspace: Path, database: str | None, login: str | None, id: str, kind: str, body: Mapping[str, object]
) -> None:
    with server_acts(workspace, database, login) as acts:
        acts.send(kind, find_customer(acts, id).org, {"customer": id, **body})


ACTS: Mapping[str, Callable[..., None]] = {
    "claim": claim,
    "work": work,
    "strike-off": strike_off,
    "decide": decide,
    "assign": assign,
    "grade": grade,
    "release": release,
    "exit": ask_exit,
    "consent": consent,
    "reopen": reopen,
    "judge": judge_pair,
    "part": part_customer,
}
