"""CSV as people really save it: UTF-8, UTF-16 or GB18030; commas, semicolons or tabs between the cells."""

import csv
from io import StringIO

from tianlu.core.problem import Problem
from tianlu.files.encoding import decode
from tianlu.files.package_files import PackageFile, unreadable
from tianlu.files.raw_table import RawTable, table_of_lines

SEPARATORS = ",;\t"


def read_text_table(file: PackageFile, name: str) -> tuple[RawTable | None, tuple[Problem, ...]]:
    """The table `name` in a file; None with a Problem where there is none."""
    text = decode(file.content)
    if text is None:
        return None, (unreadable(file.name, "bytes that are no text"),)
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
        table = table_of_lines(name, enumerate(reader, start=1))
    except csv.Error as error:
        return None, (unreadable(file.name, f"{error} near line {reader.line_num}"),)
    return (table, ()) if table else (None, (empty_file(file.name),))


def separator_of(text: str) -> str:
    """The separator that the first line with any uses most; a comma where none does."""
    first = next((line for line in text.splitlines() if any(sign in line for sign in SEPARATORS)), "")
    return max(SEPARATORS, key=first.count)


def empty_file(name: str) -> Problem:
    return Problem(
        "empty_file",
        name,
        None,
        None,
        "nothing",
        "a row of column heads, then the rows",
        "Fill the file, or take it out of the package.",
        "第一行为列名，其后为数据",
        "请填写该文件，或将其移出数据包。",
    )
