"""A plan's JSON is read as it was written; whatever is wrong in it is named by its path."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.plan.rounds.builders import small_county, small_plan
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.plan.rounds.plan import Plan

PLAN = small_plan(small_county())


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as caught:
        Plan.from_json(text)
    return caught.value.problems


def changed(change: Callable[[Any], object]) -> str:
    """The plan's JSON after a change to its body."""
    body = json.loads(PLAN.to_json())
    change(body)
    return json.dumps(body)


def test_plan_that_is_written_is_read_back() -> None:
    assert Plan.from_json(PLAN.to_json()) == PLAN


def test_rest_may_be_left_out_and_is_none() -> None:
    stop = Plan.from_json(changed(lambda body: body["rounds"][1]["stops"][0].pop("rest_min"))).rounds[1].stops[0]
    assert stop.rest_min == 0


def test_what_stands_beside_a_plan_is_left_alone() -> None:
    assert Plan.from_json(changed(lambda body: body.update(made_for=3))) == PLAN


@pytest.mark.parametrize("text", ["", "{", "[1, 2", "NaN?", "[" * 100_000, "1" * 5000])
def test_text_that_is_no_json_is_one_problem(text: str) -> None:
    (problem,) = problems_of(text)
    assert problem.code == "not_json"


@pytest.mark.parametrize("text", ["[]", "3", "null", '"plan"', "NaN"])
def test_json_that_is_no_object_is_one_problem(text: str) -> None:
    (problem,) = problems_of(text)
    assert (problem.code, problem.found) == ("wrong_type", text)


@pytest.mark.parametrize("form", ["{}", '{"format": "tianlu-plan/2"}', '{"format": 1}'])
def test_another_format_is_refused(form: str) -> None:
    (problem,) = problems_of(form)
    assert (problem.field, problem.expected) == ("format", '"tianlu-plan/1"')


@pytest.mark.parametrize(
    ("change", "field", "found", "expected"),
    [
        (lambda b: b.update(rounds="x"), "rounds", '"x"', "a list"),
        (lambda b: b.update(bags={}), "bags", "{}", "a list"),
        (lambda b: b.update(problem_hash=None), "problem_hash", "null", "a text"),
        (lambda b: b.pop("problem_hash"), "problem_hash", "nothing", "a value"),
        (lambda b: b["rounds"].append(3), f"rounds[{len(PLAN.rounds)}]", "3", "an object"),
        (lambda b: b["rounds"][1].pop("day"), "rounds[1].day", "nothing", "a value"),
        (lambda b: b["rounds"][1].update(stops=None), "rounds[1].stops", "null", "a list"),
        (lambda b: b["rounds"][1]["stops"][0].update(arrive_min="8:30"),
         "rounds[1].stops[0].arrive_min", '"8:30"', "a whole number"),
        (lambda b: b["rounds"][1]["stops"][0].update(arrive_min=480.0),
         "rounds[1].stops[0].arrive_min", "480.0", "a whole number"),
        (lambda b: b["rounds"][1]["stops"][0].update(leave_min=float("nan")),
         "rounds[1].stops[0].leave_min", "NaN", "a whole number"),
        (lambda b: b["rounds"][1]["stops"][0].update(collect_g=True),
         "rounds[1].stops[0].collect_g", "true", "a whole number"),
        (lambda b: b["rounds"][1]["stops"][0].update(place=["C"]),
         "rounds[1].stops[0].place", '["C"]', "a text"),
        (lambda b: b["bags"][0].update(pieces=None), "bags[0].pieces", "null", "a whole number"),
    ],
)  # fmt: skip
def test_wrong_value_is_named_by_its_path(
    change: Callable[[Any], object], field: str, found: str, expected: str
) -> None:
    (problem,) = problems_of(changed(change))
    assert (problem.field, problem.found, problem.expected) == (field, found, expected)
    assert problem.expected_zh


def test_field_that_a_bag_does_not_have_is_named() -> None:
    (problem,) = problems_of(changed(lambda body: body["bags"][0].update(colour="red")))
    assert (problem.code, problem.field) == ("unknown_field", "bags[0].colour")


def test_everything_wrong_is_said_at_once() -> None:
    def spoil(body: Any) -> None:
        body["rounds"] = "x"
        body["bags"][0]["day"] = body["bags"][1]["day"] = "Monday"

    assert [problem.field for problem in problems_of(changed(spoil))] == ["rounds", "bags[0].day", "bags[1].day"]
