"""Manifests, labels and statements on paper."""

import re
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from tests.plan.bags.builders import WEEK, a_week, an_act, way
from tests.plan.bags.test_custody import after
from tianlu.core.ids import PlaceId
from tianlu.core.language import Language
from tianlu.files.bag_papers import bag_html, bag_pdf, qr_svg
from tianlu.files.bag_sheets import all_cards, manifest_sheet
from tianlu.files.statement_files import statement_excel, statement_html
from tianlu.plan.bags.custody import open_book
from tianlu.plan.bags.label import parse_label
from tianlu.plan.bags.manifest import list_manifests
from tianlu.plan.bags.names import Names
from tianlu.plan.bags.statement import Month, make_statement

PROBLEM, PLAN = a_week()
BOOKS = [open_book(manifest) for manifest in list_manifests(PROBLEM, PLAN, WEEK)]
NAMES = Names({PlaceId("A"): "<甲村>", PlaceId("B"): "乙村"}, {})


def test_a_manifest_lists_every_bag_with_a_cell_a_head() -> None:
    sheet = manifest_sheet(BOOKS[0], NAMES, Language.ZH)
    assert len(sheet.rows) == 4
    assert all(len(row) == len(sheet.heads) for row in sheet.rows)
    assert sheet.rows[0][1:7] == ("H", "08:50", "<甲村>", "10:08", "2", "2.0")


def test_a_sealed_bag_is_ticked_as_checked_with_its_seal() -> None:
    book = after(BOOKS[0], way(BOOKS[0].manifest.bags[0].number, until="seal"))
    rows = manifest_sheet(book, NAMES, Language.ZH).rows
    assert [row[7] for row in rows] == ["√", "□", "□", "□"]
    assert rows[0][8] == f"S{BOOKS[0].manifest.bags[0].number[-4:]}"


@pytest.mark.parametrize("language", list(Language))
def test_a_manifest_says_where_bags_may_ride_and_what_is_checked(language: Language) -> None:
    notes = "\n".join(manifest_sheet(BOOKS[0], NAMES, language).notes)
    assert "道路交通安全法实施条例 54" in notes
    assert "反恐怖主义法 20" in notes


def test_the_page_has_a_code_a_bag_and_names_are_text() -> None:
    page = bag_html(BOOKS, NAMES, title="t", language=Language.ZH)
    assert page.count("<svg") == sum(len(book.manifest.bags) for book in BOOKS)
    assert "&lt;甲村&gt;" in page
    assert "<甲村>" not in page
    assert not re.search(r'(src|href)="', page)


def test_every_labels_code_is_read_back_as_its_bag() -> None:
    labels = [parse_label(card.code) for card in all_cards(BOOKS, NAMES, Language.EN)]
    bags = [bag for book in BOOKS for bag in book.manifest.bags]
    assert [(label.number, label.grams, label.destination) for label in labels] == [
        (bag.number, bag.grams, bag.destination) for bag in bags
    ]


def test_codes_of_different_bags_differ() -> None:
    codes = {qr_svg(card.code) for card in all_cards(BOOKS, NAMES, Language.ZH)}
    assert len(codes) == sum(len(book.manifest.bags) for book in BOOKS)


def test_the_pdf_has_a_page_a_manifest_and_eight_labels_a_page() -> None:
    pdf = bag_pdf(BOOKS, NAMES, title="t", language=Language.ZH)
    assert pdf == bag_pdf(BOOKS, NAMES, title="t", language=Language.ZH)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == len(BOOKS) + 1
    assert bag_pdf([], NAMES, title="t", language=Language.ZH).startswith(b"%PDF")


def lost_and_carried() -> object:
    lost, kept = (bag.number for bag in BOOKS[0].manifest.bags[:2])
    book = after(BOOKS[0], [*way(kept), *way(lost, until="board")])
    book = after(book, [an_act("except", lost, minute=60, exception="bag_missing")])
    return after(book, [an_act("settle", lost, minute=70, outcome="lost")])


def test_a_statement_on_paper_and_in_excel_says_the_same() -> None:
    statement = make_statement([lost_and_carried(), BOOKS[1]], Month(2026, 11))  # type: ignore[list-item]
    page = statement_html(statement, NAMES, title="小县", language=Language.ZH)
    assert "¥10.00" in page
    assert "待核定" in page
    book = openpyxl.load_workbook(BytesIO(statement_excel(statement, NAMES)))
    total = book["合计 Total"]
    assert [cell.value for cell in total[2]][1:] == [6, 2, 30, 10, -20]
    assert book["明细 Rows"].max_row == 1 + len(statement.rows)
    assert book["索赔 Claims"].max_row == 2


def test_a_statement_without_claims_has_no_sheet_for_them() -> None:
    statement = make_statement(BOOKS, Month(2026, 11))
    assert "Lost bags" not in statement_html(statement, NAMES, title="x", language=Language.EN)


def test_equal_statements_give_equal_workbooks() -> None:
    statement = make_statement(BOOKS, Month(2026, 11))
    assert statement_excel(statement, NAMES) == statement_excel(replace(statement), NAMES)
