"""The sheets of an Excel workbook as tables of text; merged cells and formula errors are Problems, not blanks."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import fastexcel
from polars.exceptions import PolarsError

from tianlu.core.problem import Problem
from tianlu.files.package_files import FILE_BYTES_MAX, PackageFile, too_large, unreadable
from tianlu.files.raw_table import RawTable, table_of_lines

SHEETS_TO_EXPLAIN = ("readme", "说明")
"""Sheets that are for people."""

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    fastexcel.FastExcelError,
    PolarsError,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What reading raises for a workbook that is none; the last two are zipfile's for odd versions and passwords."""

_TIME_CELL = re.compile(r"(1899-12-3[01]|1900-01-01) (\d\d):(\d\d:\d\d)(\.\d+)?")
# Every part has a bound: a sheet that was made to be searched for ever is searched once.
_ERROR_CELL = re.compile(
    r'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]{0,80}?\bt="e"[^<>]{0,80}>(?:<f[^<>]{0,200}>(?:[^<]{0,9000}</f>)?)?'
    r"<v>([^<]{0,40})</v>"
)
_MERGED = re.compile(r'<mergeCell ref="([A-Z]+)(\d+):[A-Z]+\d+"')


def read_workbook(file: PackageFile) -> tuple[tuple[RawTable, ...], tuple[Problem, ...]]:
    """A table a sheet, named as the sheet; blank sheets and those for people are left out."""
    try:
        oversize = _oversize(file)
        if oversize:
            return (), (oversize,)
        reader = fastexcel.read_excel(file.content)
        tables = [(name, _read_sheet(reader, name)) for name in reader.sheet_names if not is_for_people(name)]
        marks = list_sheet_xml(file.content)
    except UNREADABLE as error:
        return (), (unreadable(file.name, (str(error) or type(error).__name__).splitlines()[0]),)
    problems = [problem for name, xml in marks if not is_for_people(name) for problem in _marked(name, xml)]
    return tuple(table for _, table in tables if table is not None), tuple(problems)


def is_for_people(sheet: str) -> bool:
    return sheet.strip().casefold() in SHEETS_TO_EXPLAIN or sheet.startswith(("#", "_"))


def _oversize(file: PackageFile) -> Problem | None:
    """A workbook is a zip, and may be a bomb as any other."""
    with zipfile.ZipFile(BytesIO(file.content)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    return too_large(file.name, f"{unpacked // 1024**2} MiB unpacked") if unpacked > FILE_BYTES_MAX else None


def _read_sheet(reader: fastexcel.ExcelReader, name: str) -> RawTable | None:
    # Without skip_rows=0 the leading blank rows go missing and every row number is wrong.
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    rows = sheet.to_polars().rows()
    return table_of_lines(name, ((number, [_cell(cell) for cell in row]) for number, row in enumerate(rows, start=1)))


def _cell(value: str | None) -> str:
    """A cell's text; a time of the day stands in a sheet as a date near 1900, hours past midnight as the day after."""
    if not value:
        return ""
    match = _TIME_CELL.fullmatch(value)
    if not match:
        return value
    hours = int(match[2]) + (24 if match[1].startswith("1900") else 0)
    return f"{hours:02d}:{match[3]}"


def list_sheet_xml(content: bytes) -> Iterator[tuple[str, str]]:
    """Every sheet's name with its XML."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml").decode()
        targets = dict(_attributes(archive.read("xl/_rels/workbook.xml.rels").decode(), "Relationship", "Id", "Target"))
        sheets = []
        for name, key in _attributes(book, "sheet", "name", "r:id"):
            part = targets.get(key, "")
            part = part.lstrip("/") if part.startswith("/") else f"xl/{part}"
            if part in archive.namelist():
                sheets.append((name, archive.read(part).decode()))
    return iter(sheets)


def _attributes(xml: str, tag: str, first: str, second: str) -> Iterator[tuple[str, str]]:
    """Two attributes of every element of a kind."""
    for element in re.findall(rf"<(?:\w+:)?{tag}\s[^>]*>", xml):
        found = dict(re.findall(r'([\w:]+)="([^"]*)"', element))
        yield _unescape(found.get(first, "")), found.get(second, "")


def _unescape(text: str) -> str:
    for sign, name in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;"), ("&", "&amp;")):
        text = text.replace(name, sign)
    return text


def _marked(sheet: str, xml: str) -> Iterator[Problem]:
    for column, row, error in _ERROR_CELL.findall(xml):
        yield Problem(
            "formula_error",
            sheet,
            int(row),
            f"{column}{row}",
            error,
            "a value",
            "Mend the formula or write the value.",
            "一个值",
            "请修正公式，或直接填写数值。",
        )
    for column, row in _MERGED.findall(xml):
        yield Problem(
            "merged_cells",
            sheet,
            int(row),
            f"{column}{row}",
            "merged cells",
            "a value in every cell",
            "Take the merge apart and fill each cell.",
            "每个单元格各有其值",
            "请取消合并单元格，并逐格填写。",
        )
