"""`tianlu sample`: what the sample province has besides its packages: generated customer lists."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import LanguageOption
from tianlu.cli.report import out
from tianlu.sample import open_county
from tianlu.sample.customer_lists import LineList, make_lists
from tianlu.sample.list_files import list_name, write_lists

app = typer.Typer(help="The sample province: generated customer lists. 示例数据。", no_args_is_help=True)


class Form(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


@app.callback()
def group() -> None:
    """One verb alone would be taken for the group itself."""


@app.command("lists")
def write_the_lists(
    language: LanguageOption,
    county: Annotated[str, typer.Option("--county", metavar="CODE", help="Code of a county of the sample province.")],
    to: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Folder for the files.")],
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="The same seed gives the same lists.")] = 1,
    form: Annotated[Form, typer.Option("--format", metavar="xlsx|csv", help="Form of the files.")] = Form.XLSX,
    year: Annotated[
        int | None,
        typer.Option("--year", min=2000, max=2999, show_default="the one before this", help="Year of the orders."),
    ] = None,
) -> None:
    """Write customer lists of four business lines, a year of orders, and which row is whose. 生成示例客户清单。

    Every file says in its name and in each row that it is generated: nobody in it is real.
    """
    opened = open_county(county)
    made = make_lists(opened, seed=seed, year=year or date.today().year - 1)
    for path in write_lists(made, to, form.value):
        out.print(str(path), soft_wrap=True, highlight=False)
    out.print(
        language.pick(
            zh="均为程序生成的示例，不是真实客户。导入：", en="All of it is generated; nobody is real. To take it in:"
        )
    )
    for each in made.lists:
        out.print(_take_in(to, opened.code, each.kept, form), soft_wrap=True, highlight=False)


def _take_in(folder: Path, county: str, kept: LineList, form: Form) -> str:
    """The command, with what the reader cannot know from the headings."""
    months = "" if kept.months == 1 else f" --months {kept.months}"
    fen = " --fen" if kept.in_fen else ""
    file = folder / list_name(county, kept, form.value)
    return f"tianlu customer take-in {file} --org {county} --source {kept.source} --line {kept.line}{months}{fen}"
