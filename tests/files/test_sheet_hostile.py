"""Files that are broken, or that somebody made to do harm, are refused in plain words and cost little."""

import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.files.sheet_builders import LOAD, NAME, a_row, back, edited, saved, with_part, xlsx_of
from tests.timing import least_cpu_s
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.files.package_files import PackageFile
from tianlu.files.sheet_archive import OLE2, PASSWORD
from tianlu.files.sheet_back import Outcome
from tianlu.files.sheet_file import read_sheet_file
from tianlu.files.workbook import read_workbook


def trouble(content: bytes, name: str = "p.xlsx") -> Problem:
    with pytest.raises(ProblemsFound) as found:
        read_sheet_file(name, content)
    (problem,) = found.value.problems
    assert problem.how_to_fix
    assert problem.how_to_fix_zh
    return problem


def test_zip_bomb_is_refused_before_it_is_opened() -> None:
    bomb = with_part(xlsx_of(a_row()), "xl/media/zeros.xml", bytes(64 * 1024**2))
    assert trouble(bomb).code == "too_large"
    assert least_cpu_s(lambda: trouble(bomb), times=1) < 5


def test_many_sheets_are_refused() -> None:
    book = openpyxl.Workbook()
    for number in range(60):
        book.create_sheet(f"s{number}")
    assert "sheets" in trouble(saved(book)).found


def test_many_columns_are_refused() -> None:
    book = openpyxl.Workbook()
    book.active.append([f"c{number}" for number in range(300)])
    book.active.append(list(range(300)))
    assert "300 columns" in trouble(saved(book)).found


def test_macros_are_refused_by_content_and_by_name() -> None:
    assert trouble(with_part(xlsx_of(a_row()), "xl/vbaProject.bin", b"x")).code == "macros"
    assert trouble(xlsx_of(a_row()), "p.xlsm").code == "macros"


def test_password_and_old_kind_are_named() -> None:
    assert trouble(OLE2 + bytes(600) + PASSWORD).code == "password"
    assert trouble(OLE2 + bytes(600), "p.xls").code == "old_kind"


def test_entities_are_refused() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    assert trouble(with_part(xlsx_of(a_row()), "xl/sharedStrings.xml", evil)).code == "entities"


def test_entity_of_another_file_is_read_by_no_reader(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("what nobody may see")
    text = f'<!DOCTYPE sst [<!ENTITY x SYSTEM "file://{tmp_path / "secret"}">]><sst><si><t>&x;</t></si></sst>'
    evil = with_part(xlsx_of(a_row()), "xl/sharedStrings.xml", text.encode())
    assert trouble(evil).code == "entities"
    tables, problems = read_workbook(PackageFile("county.xlsx", evil))
    assert "nobody may see" not in repr((tables, problems))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"\x00\x01\x02", b"\xff\xfe\x00"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    for name in ("p.xlsx", "p.csv"):
        assert trouble(content, name).code in ("unreadable_file", "empty_file")


def test_zip_that_is_no_workbook_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    assert trouble(out.getvalue()).code == "unreadable_file"


def test_rows_of_merged_cells_are_refused_and_others_taken() -> None:
    rows = [a_row(key, load=number) for number, key in enumerate("abcd")]
    book = openpyxl.load_workbook(BytesIO(xlsx_of(*rows)))
    book["人员"].merge_cells(start_row=3, end_row=4, start_column=LOAD + 1, end_column=LOAD + 1)
    found = back(saved(book), *rows)
    assert [row.row for row in found if row.outcome is Outcome.REFUSED] == [3, 4]
    assert {reason.code for row in found for reason in row.reasons} == {"merged_cells"}


def test_hidden_rows_are_read_and_counted() -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx_of(a_row(), a_row("b"))))
    book["人员"].row_dimensions[3].hidden = True
    file = read_sheet_file("p.xlsx", saved(book), wanted=("人员",))
    assert file.hidden == 1
    assert len(file.table.rows) == 2


def test_formula_with_dde_or_a_link_is_not_run() -> None:
    content = edited(xlsx_of(a_row()), (2, NAME, "=cmd|' /C calc'!A0"))
    (row,) = back(content, a_row())
    assert [reason.code for reason in row.reasons] == ["formula_error"]


def test_formula_without_a_kept_value_does_not_erase_what_stands() -> None:
    row = a_row(load=5)
    assert [each.outcome for each in back(edited(xlsx_of(row), (2, LOAD, "=[1]other!A1")), row)] == [Outcome.REFUSED]


def test_a_million_rows_with_nothing_in_them_are_no_rows() -> None:
    book = xlsx_of(a_row(), a_row("b"))
    with zipfile.ZipFile(BytesIO(book)) as archive:
        xml = archive.read("xl/worksheets/sheet2.xml").decode()
    blank = "".join(f'<row r="{row}" ht="20"><c r="C{row}" s="1"/></row>' for row in range(4, 1_000_004))
    content = with_part(book, "xl/worksheets/sheet2.xml", xml.replace("</sheetData>", blank + "</sheetData>").encode())
    begun = time.monotonic()
    assert [row.outcome for row in back(content, a_row(), a_row("b"))] == [Outcome.UNCHANGED] * 2
    assert time.monotonic() - begun < 60
