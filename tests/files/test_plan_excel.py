"""A plan as an Excel workbook."""

from datetime import datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.small_county import JIA, WEEK, small_plan, small_problem
from tianlu.files.plan_excel import plan_excel
from tianlu.place.model import AreaClass
from tianlu.plan.floors.compliance import Compliance, FloorLine
from tianlu.plan.floors.obligation import RuleRef
from tianlu.plan.rounds.cost import cost_of

PROBLEM = small_problem()
PLAN = small_plan(PROBLEM)
COST = cost_of(PROBLEM, PLAN)
FED = RuleRef("station_fed", "=HYPERLINK(1)", "operator")
COMPLIANCE = Compliance((FloorLine(JIA, AreaClass.TOWNSHIP, FED, 2, 3, 1, "days a week", is_met=True),), ())


def written() -> bytes:
    return plan_excel(PROBLEM, PLAN, WEEK, cost=COST, compliance=COMPLIANCE)


@pytest.fixture(scope="module")
def book() -> Any:
    return openpyxl.load_workbook(BytesIO(written()))


def test_there_is_a_sheet_for_each_table(book: Any) -> None:
    assert [name.split()[1] for name in book.sheetnames] == ["Rounds", "Stops", "Bags", "Places", "Floors", "Cost"]


def test_rounds_and_stops_are_all_there(book: Any) -> None:
    assert book["邮路 Rounds"].max_row == 1 + len(PLAN.rounds)
    assert book["停靠 Stops"].max_row == 1 + sum(len(each.stops) for each in PLAN.rounds)
    assert book["邮袋 Bags"].max_row == 1 + len(PLAN.bags)


def test_figures_are_figures_and_times_are_times(book: Any) -> None:
    head = [cell.value for cell in book["邮路 Rounds"][1]]
    first = dict(zip(head, (cell.value for cell in book["邮路 Rounds"][2]), strict=True))
    assert first["日期\nDate"] == datetime(2026, 11, 23)
    assert first["出发\nLeaves"] == time(8)
    assert isinstance(first["里程\nDistance (km)"], float)


def test_the_total_is_the_sum_of_the_lines_above_it(book: Any) -> None:
    amounts = [row[3].value for row in book["成本 Cost"].iter_rows(min_row=2)]
    assert amounts[-1] == COST.total_fen / 100
    assert round(sum(amounts[:-1]), 2) == amounts[-1]


def test_text_that_begins_like_a_formula_is_quoted_text(book: Any) -> None:
    clause = book["兜底 Floors"]["J2"]
    assert clause.value == "=HYPERLINK(1)"
    assert clause.quotePrefix


def test_the_head_stays_in_sight(book: Any) -> None:
    assert all(sheet.freeze_panes == "A2" for sheet in book)


def test_equal_plans_give_equal_bytes() -> None:
    assert written() == written()
