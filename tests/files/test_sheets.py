"""The week's papers, on screen and in print."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.small_county import WEEK, small_plan, small_problem
from tianlu.core.language import Language
from tianlu.files.sheets import Sheet, list_sheets
from tianlu.files.sheets_html import sheets_html
from tianlu.files.sheets_pdf import sheets_pdf

PROBLEM = small_problem()
PLAN = small_plan(PROBLEM)
SHEETS = list_sheets(PROBLEM, PLAN, WEEK, Language.ZH)


def test_there_is_a_sheet_a_round_and_a_loading_list_a_day_with_bags() -> None:
    assert len(SHEETS) == len(PLAN.rounds) + 3
    assert [sheet.title for sheet in SHEETS[:3]] == ["邮路单 1 · 一号车", "邮路单 2 · 二号车", "客车装载清单"]


def test_a_sheet_lists_the_stops_with_their_times_and_loads() -> None:
    assert SHEETS[0].rows[0][:6] == ("1", "甲镇", "08:40", "08:45", "2", "1.8")


def test_every_row_has_a_cell_a_head() -> None:
    assert all(len(row) == len(sheet.heads) for sheet in SHEETS for row in sheet.rows)


def test_a_name_with_markup_is_text_on_the_page() -> None:
    page = sheets_html([sheet_named("<script>")], title="t", language=Language.ZH)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_is_in_the_language_asked_for() -> None:
    english = sheets_html(list_sheets(PROBLEM, PLAN, WEEK, Language.EN), title="t", language=Language.EN)
    assert '<html lang="en">' in english
    assert "Route sheet 1" in english


def test_equal_sheets_give_equal_pdf() -> None:
    assert sheets_pdf(SHEETS, title="小县") == sheets_pdf(SHEETS, title="小县")


def test_a_name_with_markup_is_text_in_the_pdf() -> None:
    assert sheets_pdf([sheet_named("<b>&</i>")], title="t").startswith(b"%PDF")


def test_a_week_without_rounds_prints_an_empty_page() -> None:
    assert sheets_pdf([], title="t").startswith(b"%PDF")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
def test_chinese_can_be_read_back_from_the_pdf(tmp_path: Path) -> None:
    (tmp_path / "sheets.pdf").write_bytes(sheets_pdf(SHEETS, title="小县"))
    text = subprocess.run(["pdftotext", str(tmp_path / "sheets.pdf"), "-"], capture_output=True, text=True, check=True)
    assert "邮路单" in text.stdout


def sheet_named(title: str) -> Sheet:
    return Sheet(title, "", (), ("head",), ((title,),), frozenset(), "")
