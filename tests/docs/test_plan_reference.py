"""docs/reference/plan.md says of every field of a plan what there is, and of nothing else."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from tests.small_county import WEEK, small_plan, small_problem
from tianlu.files.plan_file import MadeFor, plan_file_text
from tianlu.plan.rounds.plan import PLAN_FORMAT, Bag, Plan, Round, RoundStop

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "plan.md").read_text(encoding="utf-8")


def documented(head: str) -> list[str]:
    """The first column of the table with this head."""
    table = TEXT.split(f"| {head} |", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


@pytest.mark.parametrize(
    ("head", "value"),
    [("field of `rounds`", Round), ("field of `stops`", RoundStop), ("field of `bags`", Bag)],
)
def test_the_page_names_the_fields_of_each_value(head: str, value: type) -> None:
    assert documented(head) == [field.name for field in fields(value)]


def test_the_page_names_the_fields_of_the_object() -> None:
    assert documented("field") == ["format", *(field.name for field in fields(Plan))]


def test_a_written_file_has_the_documented_fields_and_no_more() -> None:
    plan = small_plan(small_problem())
    body = json.loads(plan_file_text(plan, MadeFor("000000", WEEK, "package")))
    assert set(body) == {*documented("field"), "made_for"}
    assert set(body["made_for"]) == set(documented("field of `made_for`"))


def test_the_page_names_the_format() -> None:
    assert f"`{PLAN_FORMAT}`" in TEXT
