"""What a plan can be taken away as: one name, one kind of file."""

from collections.abc import Callable
from dataclasses import dataclass

from tianlu.core.calendar import Week
from tianlu.core.language import Language
from tianlu.files.plan_excel import plan_excel
from tianlu.files.plan_geojson import plan_geojson
from tianlu.files.sheets import list_sheets
from tianlu.files.sheets_html import sheets_html
from tianlu.files.sheets_pdf import sheets_pdf
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem


@dataclass(frozen=True)
class Export:
    """A kind of file: how its name ends, what a browser is told, and how its bytes are made."""

    suffix: str
    media_type: str
    write: Callable[[WeekProblem, Plan, Week, Language], bytes]


def write_excel(problem: WeekProblem, plan: Plan, week: Week, language: Language) -> bytes:
    """Both languages stand in the workbook, whichever is asked for."""
    report = check_plan(problem, plan)
    return plan_excel(problem, plan, week, cost=report.cost, compliance=report.compliance)


def write_geojson(problem: WeekProblem, plan: Plan, week: Week, language: Language) -> bytes:
    return plan_geojson(problem, plan, week).encode()


def write_html(problem: WeekProblem, plan: Plan, week: Week, language: Language) -> bytes:
    sheets = list_sheets(problem, plan, week, language)
    return sheets_html(sheets, title=problem.name, language=language).encode()


def write_pdf(problem: WeekProblem, plan: Plan, week: Week, language: Language) -> bytes:
    return sheets_pdf(list_sheets(problem, plan, week, language), title=problem.name)


EXPORTS = (
    Export(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_excel),
    Export(".geojson", "application/geo+json", write_geojson),
    Export(".html", "text/html; charset=utf-8", write_html),
    Export(".pdf", "application/pdf", write_pdf),
)


def find_export(name: str) -> Export | None:
    """The export that a file of this name would be."""
    return next((export for export in EXPORTS if name.lower().endswith(export.suffix)), None)
