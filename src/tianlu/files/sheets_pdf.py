"""The week's papers as PDF, A4, a sheet a page.

Chinese is set in STSong-Light, one of the character sets that PDF readers bring themselves: no font file is needed.
"""

from collections.abc import Iterable
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tianlu.files.sheets import TO_TICK, Sheet

FONT = "STSong-Light"
MARGIN = 13 * mm
FRAME_PADDING = 6
WIDTH = A4[0] - 2 * (MARGIN + FRAME_PADDING)
IN_FONT = str.maketrans({TO_TICK: "[ ]", "·": "・", "\u00a0": " "})
"""Signs that the readers' character set lacks, and what stands for them: names of people and places have the dot."""

POST_GREEN = HexColor("#00684a")
RULE = HexColor("#c9d1cc")

HEADING = ParagraphStyle("heading", fontName=FONT, fontSize=16, leading=20)
DATE = ParagraphStyle("date", parent=HEADING, fontSize=13, alignment=TA_RIGHT)
BODY = ParagraphStyle("body", fontName=FONT, fontSize=10, leading=13, wordWrap="CJK")
FIGURE = ParagraphStyle("figure", parent=BODY, alignment=TA_RIGHT)


def sheets_pdf(sheets: Iterable[Sheet], *, title: str) -> bytes:
    """One document; a long round runs on to a second page with its head repeated. Equal sheets give equal bytes."""
    return build_pdf((sheet_story(sheet) for sheet in sheets), title=title)


def build_pdf(pages: Iterable[tuple[Any, ...]], *, title: str) -> bytes:
    """A document of pages, each of them what reportlab calls flowables."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    story = [part for page in pages for part in (*page, PageBreak())][:-1]
    file = BytesIO()
    margins = {"leftMargin": MARGIN, "rightMargin": MARGIN, "topMargin": MARGIN, "bottomMargin": MARGIN}
    SimpleDocTemplate(file, pagesize=A4, title=title, invariant=1, **margins).build(story or [Paragraph("", BODY)])
    return file.getvalue()


def sheet_story(sheet: Sheet) -> tuple[Any, ...]:
    facts = " | ".join(f"{label} {value}" for label, value in sheet.facts)
    return (
        _title(sheet),
        Spacer(0, 2 * mm),
        Paragraph(as_markup(facts), BODY),
        Spacer(0, 3 * mm),
        _table(sheet),
        *(Paragraph(as_markup(note), BODY) for note in ("", *sheet.notes) if sheet.notes),
        Spacer(0, 10 * mm),
        Paragraph(as_markup(sheet.foot.replace("    ", " | ")), BODY),
    )


def _title(sheet: Sheet) -> Table:
    cells = [[Paragraph(as_markup(sheet.title), HEADING), Paragraph(as_markup(sheet.subtitle), DATE)]]
    style = [
        ("LINEBELOW", (0, 0), (-1, -1), 1.5, POST_GREEN),
        ("LEFTPADDING", (0, 0), (0, 0), 0),
        ("RIGHTPADDING", (1, 0), (1, 0), 0),
    ]
    return Table(cells, colWidths=[WIDTH * 0.66, WIDTH * 0.34], style=TableStyle(style))


def _table(sheet: Sheet) -> Table:
    cells = [_cells(sheet, sheet.heads), *(_cells(sheet, row) for row in sheet.rows)]
    style = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor("#1b1f1d")),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    return Table(cells, colWidths=_widths(sheet), repeatRows=1, style=TableStyle(style))


def _cells(sheet: Sheet, row: tuple[str, ...]) -> list[Paragraph]:
    return [Paragraph(as_markup(cell), FIGURE if k in sheet.numeric else BODY) for k, cell in enumerate(row)]


def as_markup(plain: str) -> str:
    """Plain text as the paragraph's markup."""
    return escape(plain.translate(IN_FONT))


def _widths(sheet: Sheet) -> list[float]:
    """As wide as each column's longest word needs, the whole as wide as the page."""
    columns = zip(sheet.heads, *sheet.rows, strict=True)
    wanted = [min(90.0, 8 + max(pdfmetrics.stringWidth(cell, FONT, 10) for cell in column)) for column in columns]
    return [width * WIDTH / sum(wanted) for width in wanted]
