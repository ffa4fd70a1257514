"""`tianlu bags`: manifests and labels, scans, the bus company's month, the split of cost."""

import json
import secrets
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tianlu.cli.options import LanguageOption, PackageArgument, PlanArgument, WeekOption
from tianlu.cli.package import OpenedPlan, open_sound_plan
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.core.calendar import Week, clock
from tianlu.core.language import Language
from tianlu.core.money import yuan
from tianlu.files.bag_papers import bag_html, bag_pdf
from tianlu.files.statement_files import statement_excel, statement_html
from tianlu.plan.bags.custody import TripBook
from tianlu.plan.bags.event import EventId
from tianlu.plan.bags.exceptions import GUIDE_OF, STATE_ZH, ExceptionKind
from tianlu.plan.bags.names import Names, names_of
from tianlu.plan.bags.number import shown_number
from tianlu.plan.bags.scan import Act, Scan
from tianlu.plan.bags.service import WeekBags, open_bags
from tianlu.plan.bags.split import MonthSplit, Part, Split, WeekSplit, split_month, split_week
from tianlu.plan.bags.split_rule import SplitRule, parse_rule
from tianlu.plan.bags.statement import Statement, choose_books, make_statement, parse_month

app = typer.Typer(
    help="Bags on buses: manifests and labels, scans, the bus company's month, the split of cost. 交邮联运：装载清单、"
    "交接、结算、分摊。",
    no_args_is_help=True,
)

PlansArgument = Annotated[
    list[Path],
    typer.Argument(metavar="PLAN...", help="The plans of the month's weeks, each with its events beside it."),
]
MonthOption = Annotated[str, typer.Option("--month", metavar="MONTH", help="The month to settle, as 2026-11.")]


@app.command()
def manifest(
    package: PackageArgument,
    plan: PlanArgument,
    to: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Folder for bags.html and bags.pdf.")],
    language: LanguageOption,
    day: Annotated[
        date | None,
        typer.Option(
            "--day", parser=date.fromisoformat, metavar="DATE", help="One day of the week; all where left out."
        ),
    ] = None,
    week: WeekOption = None,
) -> None:
    """Write manifests and bag labels with QR codes to print, and say how the bags stand. 打印装载清单与邮袋标签。"""
    opened, bags = _open(package, plan, week)
    books = [book for book in bags.list_books() if day in (None, book.manifest.date)]
    if not books:
        raise CannotGoOn(en="no bag rides on a bus then.", zh="这段时间没有邮袋上客车。")
    names = names_of(opened.county, opened.problem, language)
    to.mkdir(parents=True, exist_ok=True)
    (to / "bags.html").write_text(
        bag_html(books, names, title=opened.problem.name, language=language), encoding="utf-8"
    )
    (to / "bags.pdf").write_bytes(bag_pdf(books, names, title=opened.problem.name, language=language))
    say_bags(books, names, language)
    out.print(language.pick(zh=f"已写入 {to}/bags.html 与 bags.pdf", en=f"Written to {to}/bags.html and bags.pdf"))


@app.command()
def scan(
    package: PackageArgument,
    plan: PlanArgument,
    act: Annotated[str, typer.Argument(metavar="ACT", help="seal, hand_over, board, receive, except or settle.")],
    language: LanguageOption,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it.")],
    bag: Annotated[
        list[str] | None,
        typer.Option("--bag", metavar="NUMBER", help="A bag's number or its label's text; may be repeated."),
    ] = None,
    trip: Annotated[
        str, typer.Option("--trip", metavar="TRIP", help="The trip, for what is said of a bus or of a surplus bag.")
    ] = "",
    other: Annotated[str, typer.Option("--other", metavar="NAME", help="Who takes the bag, or hands it out.")] = "",
    seal: Annotated[
        list[str] | None,
        typer.Option("--seal", metavar="SEAL", help="The seal's number as read; one for each --bag, in their order."),
    ] = None,
    checked: Annotated[
        str,
        typer.Option(
            "--checked", metavar="LIST", help="What was done before sealing: identity,inspection,registration."
        ),
    ] = "",
    pieces: Annotated[
        int | None, typer.Option("--pieces", metavar="N", help="Pieces sealed in, if not as planned.")
    ] = None,
    grams: Annotated[
        int | None, typer.Option("--grams", metavar="G", help="Grams sealed in, if not as planned.")
    ] = None,
    stowage: Annotated[str, typer.Option("--stowage", metavar="WHERE", help="hold or roof_rack.")] = "hold",
    exception: Annotated[
        str, typer.Option("--exception", metavar="KIND", help=f"What went wrong: {', '.join(ExceptionKind)}.")
    ] = "",
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="HOW", help="How it was settled: goes_on, returned or lost.")
    ] = "",
    claim_fen: Annotated[
        int | None, typer.Option("--claim-fen", metavar="FEN", help="What is claimed for a lost bag.")
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Words to go with it.")] = "",
    at: Annotated[
        datetime | None,
        typer.Option(
            "--at", parser=datetime.fromisoformat, metavar="TIME", help="When, as 2026-11-23T08:40; now where left out."
        ),
    ] = None,
    week: WeekOption = None,
) -> None:
    """Write down what happened to bags: sealed, handed over, on board, received, an exception. 封签、交接、签收、异常。

    Several bags are written all, or none of them; a step that cannot be is refused with its reason.
    """
    opened, bags = _open(package, plan, week)
    marks = {each.strip() for each in checked.split(",") if each.strip()}
    unknown = marks - {"identity", "inspection", "registration"}
    if unknown:
        raise CannotGoOn(
            en=f"--checked knows identity, inspection, registration; not {', '.join(sorted(unknown))}.",
            zh=f"--checked 可用 identity、inspection、registration；没有 {'、'.join(sorted(unknown))}。",
        )
    when = (at or datetime.now()).replace(microsecond=0)
    numbers: Sequence[str] = bag or [""]
    seals: Sequence[str] = seal or [""] * len(numbers)
    if len(seals) != len(numbers):
        raise CannotGoOn(
            en=f"{len(numbers)} bags and {len(seals)} seals: give --seal once for each --bag.",
            zh=f"{len(numbers)} 个邮袋、{len(seals)} 个封签号：每个 --bag 请给一个 --seal。",
        )
    scans = [
        Scan(
            id=EventId(secrets.token_hex(8)),
            act=act,
            at=when,
            by=by,
            bag=each,
            trip=trip,
            other=other,
            seal=its_seal,
            identity="identity" in marks,
            inspection="inspection" in marks,
            registration="registration" in marks,
            pieces=pieces,
            grams=grams,
            stowage=stowage,
            exception=exception,
            outcome=outcome,
            claim_fen=claim_fen,
            note=note,
        )
        for each, its_seal in zip(numbers, seals, strict=True)
    ]
    books = bags.append(scans)
    new = {each.id for each in scans}
    names = names_of(opened.county, opened.problem, language)
    say_bags([book for book in books if new & {event.id for event in book.events}], names, language)
    if act == Act.EXCEPT:
        guide = GUIDE_OF[ExceptionKind(exception)]
        out.print(language.pick(zh=f"下一步：{guide.next_zh}", en=f"Next: {guide.next_en}"))


@app.command()
def statement(
    package: PackageArgument,
    plans: PlansArgument,
    month: MonthOption,
    language: LanguageOption,
    to: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="File to write: .xlsx, or .html to print and sign.")
    ] = None,
    week: WeekOption = None,
) -> None:
    """Settle a month with the bus company: planned, carried, lost, line by line. 客运公司月度结算单。"""
    chosen = parse_month(month)
    opened = [_open(package, plan, week) for plan in plans]
    books = choose_books(book for _, bags in opened for book in bags.list_books())
    made = make_statement(books, chosen)
    _say_table(_statement_table(made, language))
    out.print(_claims_line(made, language))
    if to is not None:
        names = names_of(opened[0][0].county, opened[0][0].problem, language)
        title = language.pick(zh=opened[0][0].county.name, en=opened[0][0].county.name_en or opened[0][0].county.name)
        match to.suffix.lower():
            case ".xlsx":
                to.write_bytes(statement_excel(made, names))
            case ".html":
                to.write_text(statement_html(made, names, title=title, language=language), encoding="utf-8")
            case _:
                raise CannotGoOn(
                    en=f"{to.name} is no kind of file that a statement can be: .xlsx, .html.",
                    zh=f"结算单不能写为 {to.name}；可用：.xlsx、.html。",
                )
        out.print(language.pick(zh=f"已写入 {to}", en=f"Written to {to}"))


@app.command()
def split(
    package: PackageArgument,
    plans: PlansArgument,
    rule: Annotated[
        Path, typer.Option("--rule", metavar="FILE", help="The declared rule, YAML (docs/reference/bags.md).")
    ],
    language: LanguageOption,
    month: Annotated[
        str | None,
        typer.Option(
            "--month", metavar="MONTH", help="Split the fees of what was carried in a month, not a plan's whole cost."
        ),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="Write every split with what was counted, its parts and reason."),
    ] = None,
    week: WeekOption = None,
) -> None:
    """Split cost between universal service, commercial parcels and passengers by a declared rule. 成本分摊。

    Each part comes with its reason; the parts add up to the total to the fen.
    """
    declared = parse_rule(rule.read_text(encoding="utf-8"))
    opened = [_open(package, plan, week) for plan in plans]
    if month is not None:
        books = choose_books(book for _, bags in opened for book in bags.list_books())
        found: list[WeekSplit | MonthSplit] = [
            split_month(books, parse_month(month), declared, hub=opened[0][0].problem.hub.id)
        ]
    else:
        found = [split_week(one.problem, one.plan, bags.manifests, declared) for one, bags in opened]
    for each in found:
        say_split(each, language)
    if record is not None:
        splits = [asdict(split) for each in found for split in _all_splits(each)]
        body = {"rule": asdict(declared), "digest": declared.digest, "splits": splits}
        record.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        out.print(language.pick(zh=f"已写入 {record}", en=f"Written to {record}"))


def _all_splits(found: WeekSplit | MonthSplit) -> list[Split]:
    if isinstance(found, MonthSplit):
        return list(found.trips)
    return [*found.post_splits, *(trip.run for trip in found.trips if trip.run)]


def say_split(found: WeekSplit | MonthSplit, language: Language) -> None:
    """The rule, a row for each cost, the totals; then every reason."""
    out.print(_rule_line(found.rule, language))
    if isinstance(found, MonthSplit):
        posts, runs = list(found.trips), []
    else:
        posts, runs = list(found.post_splits), [trip.run for trip in found.trips if trip.run]
    _say_table(_split_table(posts, runs, language))
    for each in (*posts, *runs):
        out.print(f"{each.subject}: {language.pick(zh=each.reason_zh, en=each.reason_en)}")
    if isinstance(found, WeekSplit):
        said = {language.pick(zh=trip.without_run_zh, en=trip.without_run_en) for trip in found.trips if not trip.run}
        for reason in sorted(said):
            out.print(reason)


def _open(package: str, plan: Path, week: Week | None) -> tuple[OpenedPlan, WeekBags]:
    opened = open_sound_plan(package, plan, week=week)
    return opened, open_bags(opened.problem, opened.plan, opened.week, plan_file=plan)


def say_bags(books: Sequence[TripBook], names: Names, language: Language) -> None:
    """Every bag with its state, trip by trip."""
    for book in books:
        manifest = book.manifest
        leave = f"{manifest.date} {clock(manifest.calls[0].leave_min)}"
        out.print(f"{manifest.trip}  {leave}  {manifest.line_name}")
        _say_table(_bag_table(book, names, language))


def _bag_table(book: TripBook, names: Names, language: Language) -> Table:
    pick = language.pick
    table = _table(
        ("", pick(zh="袋号", en="Bag"), pick(zh="从", en="From"), pick(zh="到", en="To")),
        (pick(zh="件", en="pcs"), "kg"),
        (pick(zh="封签", en="Seal"), pick(zh="状态", en="State")),
    )
    for held in book.custody:
        bag, state = held.bag, pick(zh=STATE_ZH[held.state], en=held.state.value)
        trouble = pick(zh=GUIDE_OF[held.exception].zh, en=held.exception) if held.exception else ""
        ends = (names.place(bag.origin), names.place(bag.destination))
        load = (str(bag.pieces), f"{bag.grams / 1000:.1f}")
        table.add_row("", shown_number(bag.number), *ends, *load, held.seal, f"{state} {trouble}".strip())
    return table


def _statement_table(made: Statement, language: Language) -> Table:
    pick = language.pick
    table = _table(
        (pick(zh="线路", en="Line"),),
        (
            pick(zh="计划袋", en="Planned bags"),
            pick(zh="交运袋", en="Carried bags"),
            pick(zh="计划运费", en="Planned"),
            pick(zh="应付运费", en="Due"),
            pick(zh="差额", en="Difference"),
        ),
        (),
    )
    totals = [(line.name, line.planned, line.carried) for line in made.lines]
    for name, planned, carried in [*totals, (pick(zh="合计", en="Total"), made.planned, made.carried)]:
        table.add_row(
            name,
            str(planned.bags),
            str(carried.bags),
            yuan(planned.fee_fen),
            yuan(carried.fee_fen),
            yuan((carried - planned).fee_fen),
        )
    return table


def _claims_line(made: Statement, language: Language) -> str:
    lost, money, waiting = len(made.claims), yuan(made.claimed_fen), made.claims_open
    return language.pick(
        zh=f"丢失 {lost} 袋，已核定索赔 {money}，待核定 {waiting} 袋；未结束 {made.under_way} 袋",
        en=f"{lost} bags lost, {money} claimed, {waiting} claims to be worked out; {made.under_way} bags under way",
    )


def _rule_line(rule: SplitRule, language: Language) -> str:
    return language.pick(
        zh=f"规则 {rule.name}，版本 {rule.version}，依据 {rule.source}，摘要 {rule.digest}",
        en=f"Rule {rule.name}, version {rule.version}, source {rule.source}, digest {rule.digest}",
    )


def _split_table(posts: Sequence[Split], runs: Sequence[Split], language: Language) -> Table:
    pick = language.pick
    table = _table(
        (pick(zh="成本", en="Cost"),),
        (
            pick(zh="合计", en="Total"),
            pick(zh="普遍服务", en="Universal"),
            pick(zh="商业包裹", en="Commercial"),
            pick(zh="旅客", en="Passengers"),
        ),
        (),
    )
    for each in posts:
        table.add_row(each.subject, *_parts(each.total_fen, [each]))
    total = sum(each.total_fen for each in posts)
    table.add_row(pick(zh="邮政合计", en="The post's, in all"), *_parts(total, posts))
    for each in runs:
        table.add_row(f"{pick(zh='整车', en='run')} {each.subject}", *_parts(each.total_fen, [each]))
    return table


def _parts(total_fen: int, splits: Sequence[Split]) -> list[str]:
    return [yuan(total_fen), *(yuan(sum(each.fen_of(part) for each in splits)) for part in Part)]


def _say_table(table: Table) -> None:
    """A file or pipe has no width of its own; a table folded to 80 columns cannot be read."""
    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 160).print(table)


def _table(texts: Sequence[str], numbers: Sequence[str], after: Sequence[str]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in texts:
        table.add_column(head, overflow="fold")
    for head in numbers:
        table.add_column(head, justify="right", no_wrap=True)
    for head in after:
        table.add_column(head, overflow="fold")
    return table
