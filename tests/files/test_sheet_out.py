"""Tables out: the filter is said, cells are typed, and no text is a formula."""

from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.files.sheet_builders import FORM, GRADE, LOAD, MADE_AT, NAME, PHONE, a_row, csv_of, xlsx_of
from tianlu.files.sheet_column import SheetForm, SheetRow
from tianlu.files.sheet_guard import SIGNS, guard, unguard
from tianlu.files.sheet_out import About, SheetStopped, write_xlsx


def test_filter_stands_on_the_first_sheet() -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx_of(a_row(), about=About(MADE_AT, (("单位", "unit", "玛多县"),)))))
    lines = [tuple(cell.value for cell in row) for row in book.worksheets[0].rows]
    assert book.sheetnames == ["说明", "人员"]
    assert ("单位", "unit", "玛多县") in lines


def test_keys_are_hidden_numbers_are_numbers_and_choices_are_offered() -> None:
    sheet = openpyxl.load_workbook(BytesIO(xlsx_of(a_row(load=12, grade=2))))["人员"]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.cell(1, LOAD + 1).value == "载重 load (kg)"
    assert sheet.cell(2, LOAD + 1).value == 12
    assert sheet.cell(2, GRADE + 1).value == "high"
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"low,high"'
    assert sheet.cell(2, PHONE + 1).protection.locked
    assert not sheet.cell(2, NAME + 1).protection.locked
    assert sheet.auto_filter.ref == "A1:G2"


@pytest.mark.parametrize("sign", "=+-@\t\r")
def test_text_that_begins_like_a_formula_is_text(sign: str) -> None:
    text = f"{sign}cmd|' /C calc'!A0"
    sheet = openpyxl.load_workbook(BytesIO(xlsx_of(a_row(name=text))))["人员"]
    cell = sheet.cell(2, NAME + 1)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert f"'{sign}cmd".encode() in csv_of(a_row(name=text))


def test_csv_begins_with_the_mark_that_excel_wants() -> None:
    assert csv_of(a_row()).startswith(b"\xef\xbb\xbf#id,#version,")


@settings(max_examples=300, derandomize=True)
@given(st.text(alphabet=st.sampled_from(f"'a{SIGNS}") | st.characters()))
def test_guard_comes_off_again(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in tuple("=+-@\t\r＝＋－＠")


def test_export_can_be_stopped_and_says_how_far_it_is() -> None:
    heard: list[int] = []
    asked: Iterator[SheetRow] = (a_row(str(number)) for number in range(10_000))
    with pytest.raises(SheetStopped):
        write_xlsx(BytesIO(), FORM, asked, About(MADE_AT), on_rows=heard.append, is_stopped=lambda: len(heard) == 3)
    assert heard == [0, 1000, 2000]


def test_two_columns_with_one_head_are_no_form() -> None:
    with pytest.raises(ValueError, match="one head"):
        SheetForm("x", "某", (FORM.columns[0], FORM.columns[0]))
