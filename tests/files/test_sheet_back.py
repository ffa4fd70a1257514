"""Sheets come back row by row: unchanged, changed, new, or refused with the reason and the mend."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.files.sheet_builders import (
    FORM,
    GRADE,
    LOAD,
    MADE_AT,
    NAME,
    PHONE,
    SINCE,
    a_row,
    back,
    csv_of,
    edited,
    xlsx_of,
)
from tianlu.core.problem import ProblemsFound
from tianlu.core.uuid7 import is_uuid7
from tianlu.files.encoding import decode
from tianlu.files.package_files import PackageFile
from tianlu.files.sheet_back import CellChange, Outcome, RowBack, compare
from tianlu.files.sheet_column import SheetRow
from tianlu.files.sheet_file import SheetFile, read_sheet_file
from tianlu.files.sheet_process import read
from tianlu.files.sheet_result import write_result

FULL = a_row(grade=2, load=12, since=date(2026, 11, 25))


def outcomes(rows: tuple[RowBack, ...]) -> list[Outcome]:
    return [row.outcome for row in rows]


def codes(rows: tuple[RowBack, ...]) -> list[str]:
    return [reason.code for row in rows for reason in row.reasons]


def test_file_as_it_went_out_changes_nothing() -> None:
    for content, name in ((xlsx_of(FULL, a_row("b")), "p.xlsx"), (csv_of(FULL, a_row("b")), "p.csv")):
        assert outcomes(back(content, FULL, a_row("b"), name=name)) == [Outcome.UNCHANGED] * 2


def test_changed_cells_are_named_with_old_and_new() -> None:
    (row,) = back(edited(xlsx_of(FULL), (2, LOAD, 20), (2, SINCE, None)), FULL)
    assert row.outcome is Outcome.CHANGED
    assert (row.id, row.base) == ("a", 3)
    assert row.cells == (CellChange("load", 12, 20), CellChange("since", date(2026, 11, 25), None))


def test_forgiving_spellings_are_unchanged() -> None:
    content = edited(xlsx_of(FULL), (2, LOAD, "１２ "), (2, SINCE, "2026/11/25"), (2, GRADE, " 高"))
    assert outcomes(back(content, FULL)) == [Outcome.UNCHANGED]
    content = edited(xlsx_of(FULL), (2, LOAD, 12.0), (2, SINCE, date(2026, 11, 25)), (2, NAME, "才让  "))
    assert outcomes(back(content, FULL)) == [Outcome.UNCHANGED]


def test_row_without_id_is_new_and_has_the_same_id_each_time() -> None:
    content = edited(xlsx_of(FULL), (3, NAME, "卓玛"), (4, NAME, "卓玛"))
    _, first, second = back(content, FULL)
    assert [first.outcome, second.outcome] == [Outcome.NEW] * 2
    assert is_uuid7(first.id)
    assert first.id != second.id
    assert back(content, FULL)[1:] == (first, second)
    added = SheetRow(first.id, 1, {"name": "卓玛"})
    assert outcomes(back(content, FULL, added))[1:] == [Outcome.UNCHANGED, Outcome.NEW]


def test_stale_edit_is_refused_with_both_values() -> None:
    (row,) = back(edited(xlsx_of(FULL), (2, LOAD, 20)), replace(FULL, version=4, values={**FULL.values, "load": 15}))
    assert codes((row,)) == ["stale"]
    assert "15" in row.reasons[0].text
    assert "20" in row.reasons[0].text
    assert "15" in row.reasons[0].text_zh
    assert "20" in row.reasons[0].text_zh


def test_masked_or_locked_cell_may_not_be_edited() -> None:
    assert codes(back(edited(xlsx_of(FULL), (2, PHONE, "13900000001")), FULL)) == ["locked"]
    assert codes(back(edited(xlsx_of(FULL), (3, NAME, "卓玛"), (3, PHONE, "1")), FULL)) == ["locked"]


def test_every_bad_cell_of_a_row_is_said() -> None:
    content = edited(xlsx_of(FULL), (2, NAME, None), (2, LOAD, "many"), (2, SINCE, "2026-02-30"))
    (row,) = back(content, FULL)
    assert codes((row,)) == ["blank", "not_a_number", "not_a_date"]
    assert all(reason.text and reason.text_zh for reason in row.reasons)


def test_unknown_and_doubled_ids_are_refused() -> None:
    assert codes(back(xlsx_of(a_row("z")), FULL)) == ["unknown_row"]
    rows = back(xlsx_of(FULL, FULL), FULL)
    assert codes(rows) == ["row_twice"] * 2
    assert "2, 3" in rows[0].reasons[0].text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_comes_back_in_any_encoding(encoding: str) -> None:
    text = decode(csv_of(FULL))
    assert text is not None
    assert outcomes(back(text.replace("才让", "卓玛").encode(encoding), FULL, name="p.csv")) == [Outcome.CHANGED]


def test_missing_id_column_and_doubled_head_refuse_the_file() -> None:
    with pytest.raises(ProblemsFound, match="#id"):
        back("姓名\n卓玛\n".encode(), name="p.csv")
    with pytest.raises(ProblemsFound, match="2 times"):
        back("#id,#version,姓名,name\na,3,x,y\n".encode(), FULL, name="p.csv")


def test_column_that_is_not_there_is_not_blanked() -> None:
    assert outcomes(back("#id,#version,姓名\na,3,才让\n".encode(), FULL, name="p.csv")) == [Outcome.UNCHANGED]


def test_result_workbook_is_mended_and_sent_again() -> None:
    content = edited(xlsx_of(FULL), (2, LOAD, "many"), (3, NAME, "卓玛"))
    rows = back(content, FULL)
    out = BytesIO()
    write_result(out, read_sheet_file("p.xlsx", content, wanted=("人员",)).table, rows)
    book = openpyxl.load_workbook(out)
    assert [cell.value for cell in book["结果"][1]][:2] == ["结果 Result", "原因 Reason"]
    assert book["结果"].cell(2, 1).value == "退回 refused"
    assert "many" in str(book["结果"].cell(2, 2).value)
    assert book["结果"].cell(2, 1).fill.start_color.rgb == "FFFFC7CE"
    book["结果"].cell(2, LOAD + 3).value = 30
    mended = BytesIO()
    book.save(mended)
    added = SheetRow(rows[1].id, 1, {"name": "卓玛"})
    again = back(mended.getvalue(), FULL, added)
    assert outcomes(again) == [Outcome.CHANGED, Outcome.UNCHANGED]


TEXT = st.text(
    alphabet=st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("=+-@'\"_x0041_,;"),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip())


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(TEXT, min_size=1, max_size=8), st.sampled_from(["xlsx", "csv"]))
def test_any_text_goes_out_and_comes_back_as_it_was(texts: list[str], suffix: str) -> None:
    rows = [a_row(str(number), name=text) for number, text in enumerate(texts)]
    content = xlsx_of(*rows) if suffix == "xlsx" else csv_of(*rows)
    answer = read(PackageFile(f"p.{suffix}", content), ("人员",))
    assert "problems" not in answer
    assert list(answer["columns"][NAME]) == texts


def test_comparing_looks_at_the_current_row_only_by_its_id() -> None:
    file = read_sheet_file("p.csv", csv_of(FULL, a_row("b")))
    kept = {"b": a_row("b"), "a": FULL}
    assert outcomes(compare(FORM, SheetFile(file.table), kept, made_at=MADE_AT)) == [Outcome.UNCHANGED] * 2
