"""A plan as a file."""

import pytest

from tests.small_county import WEEK, small_plan, small_problem
from tianlu.files.plan_file import MadeFor, plan_file_text, read_plan_file

PLAN = small_plan(small_problem())
MADE_FOR = MadeFor("000000", WEEK, "straight-line")


def test_what_is_written_is_read_back() -> None:
    assert read_plan_file(plan_file_text(PLAN, MADE_FOR)) == (PLAN, MADE_FOR)


def test_a_bare_plan_is_read_without_its_week() -> None:
    assert read_plan_file(PLAN.to_json()) == (PLAN, None)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "tianlu-plan/1"}'])
def test_what_is_no_plan_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match="a plan"):
        read_plan_file(text)


def test_a_week_that_is_none_is_said() -> None:
    with pytest.raises(ValueError, match="2026-11-24"):
        read_plan_file(plan_file_text(PLAN, MADE_FOR).replace("2026-11-23", "2026-11-24"))
