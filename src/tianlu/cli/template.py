"""`tianlu template`: an Excel workbook to fill with a county's data package."""

from pathlib import Path
from typing import Annotated

import typer

from tianlu.cli.options import LanguageOption
from tianlu.cli.package import open_named
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.files.example import example_county
from tianlu.files.template import write_template

EXAMPLE = "example"


def template(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="The .xlsx workbook to write.")],
    language: LanguageOption,
    fill: Annotated[
        str | None,
        typer.Option("--fill", metavar="PACKAGE", help="Fill it: `example`, or a data package such as sample:632521."),
    ] = None,
) -> None:
    """Write the Excel template of a data package, blank or filled. 生成数据包的 Excel 模板。"""
    if to.suffix.lower() != ".xlsx":
        raise CannotGoOn(
            en=f"{to.name} is no workbook; its name ends with .xlsx.",
            zh=f"{to.name} 不是工作簿：文件名应以 .xlsx 结尾。",
        )
    county = None if fill is None else example_county() if fill == EXAMPLE else open_named(fill)
    write_template(to, language=language, county=county)
    out.print(language.pick(zh=f"已写入 {to}", en=f"Written to {to}"))
