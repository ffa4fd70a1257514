"""The standard as data: what is shipped, what is refused, what an operator's own figure replaces."""

from dataclasses import replace
from datetime import date

import pytest

from tianlu.core.problem import ProblemsFound
from tianlu.place.model import AreaClass, PlaceKind
from tianlu.plan.floors.standard import FloorRule, load_standard, parse_standard, rules_in_force

TODAY = date(2026, 11, 30)

OWN_FIGURE = FloorRule(
    name="visits_a_week",
    kinds=frozenset({PlaceKind.VILLAGE}),
    area_classes=frozenset({AreaClass.RURAL}),
    figure=2,
    unit="days a week",
    clause="a province's own rule",
    mark="statute",
    start=date(2026, 1, 1),
)

GOOD = """
rules:
  - {rule: largest_gap, kinds: [village], area_classes: [rural], figure: 3, unit: days,
     clause: a clause, mark: operator, start: 2020-01-01}
"""


def figures(rules: tuple[FloorRule, ...], name: str) -> dict[AreaClass, int]:
    return {area: rule.figure for rule in rules if rule.name == name for area in rule.area_classes}


def test_shipped_figures_of_the_law_are_marked_statute() -> None:
    statute = [rule for rule in load_standard() if rule.mark == "statute"]
    assert statute
    assert all("邮政法" in rule.clause for rule in statute)


def test_shipped_figures_that_nobody_confirmed_are_marked_operator() -> None:
    background = [rule for rule in load_standard() if "YZ/T" in rule.clause]
    assert background
    assert {rule.mark for rule in background} == {"operator"}


def test_township_seat_is_open_and_fed_five_days() -> None:
    assert figures(load_standard(), "station_open")[AreaClass.TOWNSHIP] == 5
    assert figures(load_standard(), "station_fed")[AreaClass.TOWNSHIP] == 5


def test_villages_of_a_city_and_of_a_township_s_seat_are_owed_the_law_s_visits() -> None:
    visits = {rule.area_classes: (rule.figure, rule.mark) for rule in load_standard() if rule.name == "visits_a_week"}
    assert visits[frozenset({AreaClass.CITY})] == (7, "statute")
    assert visits[frozenset({AreaClass.TOWNSHIP})] == (5, "statute")


def test_no_promise_in_hours_is_shipped() -> None:
    assert not [rule for rule in load_standard() if rule.name.startswith("promise")]


def test_rule_binds_from_its_start_until_before_its_end() -> None:
    rule = replace(OWN_FIGURE, start=date(2026, 1, 1), end=date(2026, 2, 1))
    in_force = [day for day in (31, 1) if rules_in_force([rule], [], date(2026, 1, day))]
    assert in_force == [31, 1]
    assert not rules_in_force([rule], [], date(2025, 12, 31))
    assert not rules_in_force([rule], [], date(2026, 2, 1))


def test_own_figure_takes_the_place_of_the_standards() -> None:
    rules = rules_in_force(load_standard(), [OWN_FIGURE], TODAY)
    assert figures(rules, "visits_a_week")[AreaClass.RURAL] == 2
    assert len([rule for rule in rules if rule.name == "visits_a_week" and AreaClass.RURAL in rule.area_classes]) == 1


def test_own_figure_leaves_other_area_classes_alone() -> None:
    wide = replace(OWN_FIGURE, area_classes=frozenset({AreaClass.RURAL, AreaClass.REMOTE}), figure=3)
    rules = rules_in_force([wide], [OWN_FIGURE], TODAY)
    assert figures(rules, "visits_a_week") == {AreaClass.RURAL: 2, AreaClass.REMOTE: 3}


def test_own_figure_that_has_ended_replaces_nothing() -> None:
    ended = replace(OWN_FIGURE, end=date(2026, 6, 1))
    assert rules_in_force(load_standard(), [ended], TODAY) == rules_in_force(load_standard(), [], TODAY)


def test_good_yaml_is_read() -> None:
    (rule,) = parse_standard(GOOD)
    assert (rule.name, rule.figure, rule.start) == ("largest_gap", 3, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("good", "bad", "field"),
    [
        ("largest_gap", "largest_gasp", "rule"),
        ("[village]", "[hamlet]", "kinds"),
        ("[rural]", "rural", "area_classes"),
        ("figure: 3", "figure: 8", "figure"),
        ("figure: 3", "figure: three", "figure"),
        ("figure: 3", "figure: true", "figure"),
        ("unit: days", "unit: hours", "unit"),
        ("clause: a clause", "clause: ''", "clause"),
        ("mark: operator", "mark: rumour", "mark"),
        ("2020-01-01", "soon", "start"),
        (", mark: operator", "", "mark"),
        ("start:", "colour: red, start:", "colour"),
    ],
)
def test_bad_yaml_names_the_row_and_the_field(good: str, bad: str, field: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        parse_standard(GOOD.replace(good, bad))
    assert next((problem.row, problem.field) for problem in caught.value.problems) == (1, field)


@pytest.mark.parametrize("text", ["rules: [", "[]", "rules: {}", "rules: [3]", "floors: []"])
def test_text_that_is_no_standard_is_a_problem(text: str) -> None:
    with pytest.raises(ProblemsFound):
        parse_standard(text)
