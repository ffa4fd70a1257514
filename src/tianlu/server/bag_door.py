"""What the routes of bags are given: the same counties, plans and clock, and what writes their papers."""

from collections.abc import Sequence

from tianlu.core.language import Language
from tianlu.files.bag_papers import bag_html, bag_pdf
from tianlu.files.statement_files import statement_excel, statement_html
from tianlu.plan.api import PlanDoor
from tianlu.plan.api_bags import BagDoor, BagPaper, StatementPaper
from tianlu.plan.bags.custody import TripBook
from tianlu.plan.bags.names import Names
from tianlu.plan.bags.statement import Statement

HTML = "text/html; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_bag_door(door: PlanDoor) -> BagDoor:
    """Beside the plans' own door, over the same workspace."""
    return BagDoor(
        counties=door.counties,
        shelf=door.shelf,
        clock=door.clock,
        papers={"html": BagPaper(HTML, _papers_html), "pdf": BagPaper("application/pdf", _papers_pdf)},
        statements={"html": StatementPaper(HTML, _statement_html), "xlsx": StatementPaper(EXCEL, _statement_excel)},
    )


def _papers_html(books: Sequence[TripBook], names: Names, title: str, language: Language) -> bytes:
    return bag_html(books, names, title=title, language=language).encode()


def _papers_pdf(books: Sequence[TripBook], names: Names, title: str, language: Language) -> bytes:
    return bag_pdf(books, names, title=title, language=language)


def _statement_html(statement: Statement, names: Names, title: str, language: Language) -> bytes:
    return statement_html(statement, names, title=title, language=language).encode()


def _statement_excel(statement: Statement, names: Names, title: str, language: Language) -> bytes:
    """Both languages stand in the workbook, whichever is asked for."""
    return statement_excel(statement, names)
