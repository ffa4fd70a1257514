"""No operator's own figure lies under a statute's; a statute of one's own may."""

from dataclasses import replace
from datetime import date

import pytest

from tianlu.place.model import AreaClass, PlaceKind
from tianlu.plan.floors.standard import RULE_UNITS, FloorRule, load_standard
from tianlu.plan.floors.statute import find_statute_above


def a_rule(name: str, figure: int, mark: str, **fields: object) -> FloorRule:
    rule = FloorRule(
        name=name,
        kinds=frozenset({PlaceKind.VILLAGE}),
        area_classes=frozenset({AreaClass.RURAL}),
        figure=figure,
        unit=RULE_UNITS[name],
        clause=f"clause {figure}",
        mark=mark,
        start=date(2020, 1, 1),
    )
    return replace(rule, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "laxer", "law", "stricter"),
    [
        ("visits_a_week", 2, 3, 4),
        ("station_open", 4, 5, 6),
        ("station_fed", 4, 5, 6),
        ("largest_gap", 4, 3, 2),
        ("promise_deliver", 73, 72, 71),
        ("promise_collect", 3, 2, 1),
    ],
)
def test_only_the_laxer_side_of_each_rule_is_under_the_law(name: str, laxer: int, law: int, stricter: int) -> None:
    statute = a_rule(name, law, "statute")
    assert find_statute_above(a_rule(name, laxer, "operator"), [statute], []) == statute
    assert find_statute_above(a_rule(name, law, "operator"), [statute], []) is None
    assert find_statute_above(a_rule(name, stricter, "operator"), [statute], []) is None


def test_statute_of_one_s_own_may_be_laxer() -> None:
    assert (
        find_statute_above(a_rule("visits_a_week", 1, "statute"), [a_rule("visits_a_week", 3, "statute")], []) is None
    )


def test_operator_s_figure_of_the_standard_may_be_lowered() -> None:
    assert find_statute_above(a_rule("visits_a_week", 1, "operator"), load_standard(), []) is None


def test_statute_of_one_s_own_takes_the_place_of_the_standard_s() -> None:
    standard, own_law = a_rule("visits_a_week", 5, "statute"), a_rule("visits_a_week", 3, "statute")
    assert find_statute_above(a_rule("visits_a_week", 4, "operator"), [standard], [own_law]) is None
    assert find_statute_above(a_rule("visits_a_week", 2, "operator"), [standard], [own_law]) == own_law


@pytest.mark.parametrize(
    ("fields", "is_under"),
    [
        ({"kinds": frozenset(PlaceKind)}, True),
        ({"kinds": frozenset({PlaceKind.STATION})}, False),
        ({"area_classes": frozenset(AreaClass)}, True),
        ({"area_classes": frozenset({AreaClass.REMOTE})}, False),
        ({"name": "station_fed"}, False),
        ({"start": date(2019, 1, 1)}, True),
        ({"start": date(2019, 1, 1), "end": date(2020, 1, 1)}, False),
    ],
)
def test_law_stands_above_what_both_bind_and_when(fields: dict[str, object], is_under: bool) -> None:
    law = a_rule("visits_a_week", 3, "statute")
    own = replace(a_rule("visits_a_week", 2, "operator"), **fields)  # type: ignore[arg-type]
    assert (find_statute_above(own, [law], []) is not None) == is_under


def test_law_that_ends_within_the_own_figure_s_time_gives_way_to_the_older_one() -> None:
    standard = a_rule("visits_a_week", 5, "statute")
    until_2025 = a_rule("visits_a_week", 3, "statute", end=date(2025, 1, 1))
    own = a_rule("visits_a_week", 4, "operator")
    assert find_statute_above(own, [standard], [until_2025]) == standard
    assert find_statute_above(replace(own, end=date(2025, 1, 1)), [standard], [until_2025]) is None
