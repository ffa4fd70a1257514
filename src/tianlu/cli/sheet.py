"""`tianlu sheet`: tables out as Excel or CSV and back, from the machine on which the server runs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, ServerActs, WorkspaceOption, server_acts
from tianlu.core.language import Language
from tianlu.files.sheet_back import Outcome, RowBack
from tianlu.files.sheet_exports import write_sheet
from tianlu.files.sheet_file import SheetFile, read_sheet_file
from tianlu.files.sheet_records import all_tables
from tianlu.files.sheet_result import write_result
from tianlu.files.sheet_table import Asked, BadFilter, SheetTable, apply, chosen_filters, current_rows, preview
from tianlu.people.roll import EVERYWHERE, whole_sight
from tianlu.people.signin.kinds import SERVER
from tianlu.server.plan_shelf import open_shelf

app = typer.Typer(help="Tables out as Excel and back: export, preview, import. 表格导出与导入。", no_args_is_help=True)

TableArgument = Annotated[
    str, typer.Argument(metavar="TABLE", help="people, orgs, customers; out only: plans, audit, dead_letters.")
]
FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="An exported .xlsx or .csv, edited.")
]
FilterOption = Annotated[
    list[str] | None,
    typer.Option("--filter", metavar="NAME=VALUE", help="As the list is narrowed: org=632521, text=…, role=courier."),
]
ResultOption = Annotated[
    Path | None,
    typer.Option("--result", metavar="FILE", help="Write the rows with result and reason beside each to this .xlsx."),
]


@app.command("export")
def export_sheet(
    table: TableArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to: .xlsx or .csv.")],
    language: LanguageOption,
    filters: FilterOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Write a table as Excel or CSV. 导出表格。"""
    suffix = file.suffix.lstrip(".").casefold()
    if suffix not in ("xlsx", "csv"):
        raise CannotGoOn(en=f"{file.name} is neither .xlsx nor .csv", zh=f"{file.name} 不是 .xlsx 或 .csv 文件")
    with server_acts(workspace, database) as acts:
        known, asked = _table(acts, table), _asked(acts)
        try:
            chosen = chosen_filters(known, dict(_pair(each) for each in filters or ()))
            with file.open("wb") as opened:
                count = write_sheet(opened, known, asked, chosen, suffix, datetime.now(UTC))
        except BadFilter as bad:
            raise CannotGoOn(en=f"the list is not narrowed by {bad}", zh=f"列表没有这样的筛选：{bad}") from None
    out.print(language.pick(zh=f"已导出 {count} 行到 {file.name}", en=f"{count} rows written to {file.name}"))


@app.command("preview")
def preview_sheet(
    table: TableArgument,
    file: FileArgument,
    language: LanguageOption,
    result: ResultOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Say row by row what an edited file asks for; nothing is changed. 核对修改后的表格，不作更改。"""
    with server_acts(workspace, database) as acts:
        sheet, rows = _read(acts, table, file)
    _say(rows, sheet, language, result)


@app.command("import")
def import_sheet(
    table: TableArgument,
    file: FileArgument,
    language: LanguageOption,
    result: ResultOption = None,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
) -> None:
    """Do what an edited file asks for; exit code 1 if a row is refused. The same file twice is done once. 导入表格。"""
    with server_acts(workspace, database) as acts:
        sheet, rows = _read(acts, table, file)
        known = _table(acts, table)
        done = apply(known, rows, current_rows(known, _asked(acts)), acts.submit, made_at=_saved_at(file))
    _say(done, sheet, language, result)
    if any(row.outcome is Outcome.REFUSED for row in done):
        raise typer.Exit(1)


def _read(acts: ServerActs, table: str, file: Path) -> tuple[SheetFile, tuple[RowBack, ...]]:
    known = _table(acts, table)
    if known.to_command is None:
        raise CannotGoOn(en=f"the table {table} goes out only", zh=f"“{table}”表只能导出")
    sheet = read_sheet_file(file.name, file.read_bytes(), wanted=known.sheet_names)
    return sheet, preview(known, sheet, _asked(acts), made_at=_saved_at(file))


def _table(acts: ServerActs, name: str) -> SheetTable:
    tables = all_tables(open_shelf(acts.one_door))
    if name not in tables:
        known = ", ".join(tables)
        raise CannotGoOn(en=f"there is no table {name}; there are {known}", zh=f"没有“{name}”表；可用的有 {known}")
    return tables[name]


def _asked(acts: ServerActs) -> Asked:
    """Whoever has the machine sees all."""
    return Asked(acts.one_door.workspace.engine, acts.snapshot(), whole_sight(SERVER), EVERYWHERE)


def _saved_at(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise CannotGoOn(en=f"{text} is no filter; write NAME=VALUE", zh=f"“{text}”不是筛选条件；请写成 名称=值")
    return name, value


def _say(rows: tuple[RowBack, ...], sheet: SheetFile, language: Language, result: Path | None) -> None:
    for row in rows:
        if row.outcome is Outcome.REFUSED:
            reasons = " ".join(language.pick(zh=each.text_zh, en=each.text) for each in row.reasons)
            out.print(f"{row.row}  {reasons}", soft_wrap=True, markup=False, highlight=False)
    counts = {outcome: sum(row.outcome is outcome for row in rows) for outcome in Outcome}
    said = ", ".join(
        f"{count} {language.pick(zh=outcome.value.split()[0], en=outcome.value.split()[1])}"
        for outcome, count in counts.items()
    )
    out.print(said)
    if result is not None:
        with result.open("wb") as opened:
            write_result(opened, sheet.table, rows)
