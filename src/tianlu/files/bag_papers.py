"""Manifests and labels as one page to print: HTML with the codes as SVG, PDF with the same codes drawn."""

from collections.abc import Sequence
from io import BytesIO
from itertools import chain
from typing import Any

import segno
from markupsafe import Markup
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Table, TableStyle

from tianlu.core.language import Language
from tianlu.files.bag_sheets import LabelCard, all_cards, manifest_sheet
from tianlu.files.sheets_html import TEMPLATES
from tianlu.files.sheets_pdf import BODY, HEADING, RULE, WIDTH, as_markup, build_pdf, sheet_story
from tianlu.plan.bags.custody import TripBook
from tianlu.plan.bags.names import Names

LABELS_A_PAGE = 8
LABEL_HEIGHT = 62 * mm
CODE_SIDE = 34 * mm
SMALL = ParagraphStyle("small", parent=BODY, fontSize=8.5, leading=11)


def bag_html(books: Sequence[TripBook], names: Names, *, title: str, language: Language) -> str:
    """One self-contained page: a sheet a trip, then the labels, eight to a sheet."""
    cards = all_cards(books, names, language)
    labels = [(card, Markup(qr_svg(card.code))) for card in cards]
    pages = [labels[k : k + LABELS_A_PAGE] for k in range(0, len(labels), LABELS_A_PAGE)]
    sheets = tuple(manifest_sheet(book, names, language) for book in books)
    return TEMPLATES.get_template("bags.html.j2").render(
        sheets=sheets, pages=pages, title=title, language=language.value
    )


def bag_pdf(books: Sequence[TripBook], names: Names, *, title: str, language: Language) -> bytes:
    """The same as PDF, A4. Equal books give equal bytes."""
    cards = all_cards(books, names, language)
    label_pages = (cards[k : k + LABELS_A_PAGE] for k in range(0, len(cards), LABELS_A_PAGE))
    manifests = (sheet_story(manifest_sheet(book, names, language)) for book in books)
    return build_pdf(chain(manifests, ((_label_table(page),) for page in label_pages)), title=title)


def qr_svg(text: str) -> str:
    """A QR code of error level M as an SVG element that takes the size of its box."""
    file = BytesIO()
    segno.make_qr(text, error="m").save(file, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2)
    return file.getvalue().decode()


def _label_table(cards: Sequence[LabelCard]) -> Table:
    cells = [_label(card) for card in cards]
    rows = [[*cells[k : k + 2], *[""] * (2 - len(cells[k : k + 2]))] for k in range(0, len(cells), 2)]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.4, RULE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    return Table(rows, colWidths=[WIDTH / 2] * 2, rowHeights=[LABEL_HEIGHT] * len(rows), style=TableStyle(style))


def _label(card: LabelCard) -> Table:
    words = [
        Paragraph(f"{as_markup(card.origin)} →", BODY),
        Paragraph(as_markup(card.destination), HEADING),
        *(Paragraph(as_markup(line), SMALL) for line in card.lines),
    ]
    cells: list[list[Any]] = [
        [words, _code(card.code)],
        [Paragraph(as_markup(f"{card.number}  ({card.count})"), BODY), ""],
        [Paragraph(as_markup(card.marks), SMALL), ""],
    ]
    style = [
        ("SPAN", (0, 1), (1, 1)),
        ("SPAN", (0, 2), (1, 2)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    return Table(cells, colWidths=[WIDTH / 2 - CODE_SIDE - 12, CODE_SIDE], style=TableStyle(style))


def _code(text: str) -> Drawing:
    drawing = Drawing(CODE_SIDE, CODE_SIDE)
    drawing.add(QrCodeWidget(text, barWidth=CODE_SIDE, barHeight=CODE_SIDE, barBorder=2, barLevel="M"))
    return drawing
