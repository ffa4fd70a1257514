"""A plan as a file."""

import json
from dataclasses import replace

import pytest

from tests.small_county import WEEK, small_plan, small_problem
from tianlu.core.problem import ProblemsFound
from tianlu.files.plan_file import MadeFor, plan_file_text, read_plan_file
from tianlu.plan.county import Wishes

PLAN = small_plan(small_problem())
MADE_FOR = MadeFor("000000", WEEK, "straight-line")


def test_what_is_written_is_read_back() -> None:
    assert read_plan_file(plan_file_text(PLAN, MADE_FOR)) == (PLAN, MADE_FOR)


def test_a_bare_plan_is_read_without_its_week() -> None:
    assert read_plan_file(PLAN.to_json()) == (PLAN, None)


def test_prices_of_consistency_that_were_given_stand_beside_the_plan() -> None:
    wished = replace(MADE_FOR, wishes=Wishes(further_driver_fen=300, arrival_hour_fen=0))
    text = plan_file_text(PLAN, wished)
    assert json.loads(text)["wishes"] == {"further_driver_fen": 300, "arrival_hour_fen": 0}
    assert read_plan_file(text) == (PLAN, wished)
    assert "wishes" not in json.loads(plan_file_text(PLAN, MADE_FOR))


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        (300, "wishes"),
        ({"further_driver_fen": -1}, "wishes.further_driver_fen"),
        ({"arrival_hour_fen": 1.5}, "wishes.arrival_hour_fen"),
        ({"driver": 1}, "wishes.driver"),
    ],
)
def test_a_price_that_cannot_be_is_named(wishes: object, field: str) -> None:
    text = json.dumps({**json.loads(plan_file_text(PLAN, MADE_FOR)), "wishes": wishes})
    with pytest.raises(ProblemsFound) as caught:
        read_plan_file(text)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert all(problem.expected_zh for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("made_for", "field"),
    [
        ("the county", "made_for"),
        ({"county": "000000", "week": "2026-11-23"}, "made_for.travel"),
        ({"county": 0, "week": "2026-11-23", "travel": "package"}, "made_for.county"),
        ({"county": "000000", "week": "2026-11-24", "travel": "package"}, "made_for.week"),
        ({"county": "000000", "week": "soon", "travel": "package"}, "made_for.week"),
    ],
)
def test_what_stands_beside_a_plan_is_named_where_it_is_wrong(made_for: object, field: str) -> None:
    text = json.dumps({**json.loads(PLAN.to_json()), "made_for": made_for})
    with pytest.raises(ProblemsFound) as caught:
        read_plan_file(text)
    assert [problem.field for problem in caught.value.problems] == [field]
