"""`tianlu customer value` and `campaign`: what customers are worth by their orders, what a campaign changed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, WorkspaceOption, server_acts
from tianlu.core.language import Language
from tianlu.server.target.campaign import ASKED, CAME, CUSTOMER, answers_of_customers, read_campaign_file
from tianlu.server.target.campaign_work import ONE_GROUP
from tianlu.server.target.parts import open_parts
from tianlu.server.target.worth import orders_of_customers, read_order_file
from tianlu.target.lists.campaign.measure import measure_campaign
from tianlu.target.lists.campaign.view import said_effect, view_campaign
from tianlu.target.lists.worth.assess import assess
from tianlu.target.lists.worth.view import WorthView, view_worths


def value_customers(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Orders: .xlsx or .csv.")],
    language: LanguageOption,
    org: Annotated[str, typer.Option("--org", metavar="UNIT", help="Whose customers, with all below the unit.")],
    source: Annotated[str, typer.Option("--source", metavar="NAME", help="The list whose keys the orders name.")],
    days: Annotated[int, typer.Option("--days", min=7, max=366, help="Days to look ahead.")] = 90,
    most: Annotated[int, typer.Option("--most", min=1, help="Lines at most.")] = 20,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Print what customers are worth by their orders, who brings most first. 客户估值。"""
    read = read_order_file(file.name, file.read_bytes())
    for problem in read.problems:
        out.print(language.pick(zh=problem.text_zh, en=str(problem)))
    with server_acts(workspace, database) as acts:
        parts = open_parts(acts.one_door)
        orders, unknown = orders_of_customers(parts, acts.node(org).id, source, read.lines)
    if orders.is_empty():
        raise CannotGoOn(
            en=f"none of {len(read.lines)} orders is of a customer of list {source}",
            zh=f"{len(read.lines)} 条订单均不属于清单 {source} 的客户",
        )
    until = orders["day"].max()
    assert isinstance(until, date)
    assessed = assess(orders, until=until, days_ahead=days, seed=1)
    view = view_worths(
        assessed, org=org, source=source, seed=1, made_at=datetime.now(UTC), rows=len(read.lines), unknown=unknown
    )
    out.print(
        language.pick(
            zh=f"{len(orders)} 条订单，{len(view.customers)} 户，截至 {until}，展望 {days} 天；"
            f"{unknown} 条不属于清单客户",
            en=f"{len(orders)} orders of {len(view.customers)} customers until {until}, {days} days ahead; "
            f"{unknown} are of nobody on the list",
        )
    )
    best = sorted(view.customers, key=lambda row: (-(row.expected_fen or 0), -row.fen))[:most]
    for each in best:
        for line in _lines(each, language):
            out.print(line)


def measure_campaigns(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A list: .xlsx or .csv.")],
    language: LanguageOption,
    org: Annotated[str, typer.Option("--org", metavar="UNIT", help="Whose customers, with all below the unit.")],
    source: Annotated[str, typer.Option("--source", metavar="NAME", help="The list whose keys the file names.")],
    most: Annotated[int, typer.Option("--most", min=1, help="Lines at most.")] = 20,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Print what asking changed, and whom to ask first next time. 活动增量。"""
    read = read_campaign_file(file.name, file.read_bytes())
    for problem in read.problems:
        out.print(language.pick(zh=problem.text_zh, en=str(problem)))
    with server_acts(workspace, database) as acts:
        table, unknown = answers_of_customers(open_parts(acts.one_door), acts.node(org).id, source, read)
    features = table.drop(CUSTOMER, ASKED, CAME)
    try:
        measured = measure_campaign(features, table[ASKED].to_numpy(), table[CAME].to_numpy(), seed=1)
    except ValueError:
        raise CannotGoOn(en=ONE_GROUP.en, zh=ONE_GROUP.zh) from None
    view = view_campaign(
        measured,
        table[CUSTOMER],
        features,
        org=org,
        source=source,
        name=file.name,
        made_at=datetime.now(UTC),
        rows=len(read.answers),
        unknown=unknown,
    )
    said, said_zh = said_effect(view)
    out.print(language.pick(zh=said_zh, en=said))
    if view.qini is None:
        out.print(language.pick(zh="两组之一不足 200 户，不能推断先联系谁", en="too few to learn whom to ask first"))
    else:
        noise = language.pick(zh="，在误差范围之内", en=", within noise") if view.qini.is_within_noise else ""
        out.print(f"Qini {view.qini.area:.3f} ({view.qini.low:.3f} – {view.qini.high:.3f}){noise}")
    for each in view.moved[:most]:
        out.print(f"{each.customer}  {each.effect:+.1%}")


def _lines(worth: WorthView, language: Language) -> Iterator[str]:
    expected = "" if worth.expected_fen is None else f"  ¥{worth.expected_fen / 100:.2f}"
    yield f"{worth.customer}{expected}  {language.pick(zh=worth.reason_zh, en=worth.reason)}"
    for zh, en in ((worth.outlook_zh, worth.outlook), (worth.fall_zh, worth.fall)):
        if zh:
            yield f"    {language.pick(zh=zh, en=en)}"
    if worth.chance is not None:
        word = language.pick(zh=f"可能购买{worth.product}", en=f"next {worth.product}")
        yield f"    {word} {worth.chance:.0%}"
