"""From rules to what a place is owed."""

from dataclasses import replace
from datetime import date

from tianlu.core.ids import PlaceId
from tianlu.place.model import AreaClass, Place, PlaceKind
from tianlu.plan.floors.obligation import RuleRef
from tianlu.plan.floors.obligations import obligations_of
from tianlu.plan.floors.standard import FloorRule, load_standard

TODAY = date(2026, 11, 30)


def a_place(kind: PlaceKind, area_class: AreaClass) -> Place:
    return Place(
        id=PlaceId("x"),
        kind=kind,
        name="x",
        parent=None if kind is PlaceKind.HUB else PlaceId("h"),
        lon=100.0,
        lat=36.0,
        altitude_m=3000,
        area_class=area_class,
        population=500,
    )


def a_rule(name: str, figure: int, unit: str) -> FloorRule:
    return FloorRule(
        name=name,
        kinds=frozenset({PlaceKind.VILLAGE}),
        area_classes=frozenset({AreaClass.RURAL}),
        figure=figure,
        unit=unit,
        clause=f"clause {figure}",
        mark="operator",
        start=date(2020, 1, 1),
    )


VILLAGE = a_place(PlaceKind.VILLAGE, AreaClass.RURAL)


def test_rural_village_is_owed_what_the_standard_says() -> None:
    owed = obligations_of([VILLAGE], load_standard(), TODAY)[VILLAGE.id]
    assert (owed.visits_min, owed.gap_days_max, owed.fed_days_min) == (3, 3, 0)


def test_township_station_is_owed_feeding_and_opening() -> None:
    station = a_place(PlaceKind.STATION, AreaClass.TOWNSHIP)
    owed = obligations_of([station], load_standard(), TODAY)[station.id]
    assert (owed.open_days_min, owed.fed_days_min, owed.visits_min) == (5, 5, 0)


def test_hours_become_minutes() -> None:
    owed = obligations_of([VILLAGE], [a_rule("promise_deliver", 72, "hours")], TODAY)[VILLAGE.id]
    assert owed.promise_deliver_min == 72 * 60


def test_days_to_the_hub_stay_days() -> None:
    owed = obligations_of([VILLAGE], [a_rule("promise_collect", 0, "days")], TODAY)[VILLAGE.id]
    assert owed.promise_collect_days == 0


def test_strictest_of_two_rules_binds() -> None:
    rules = [a_rule("visits_a_week", figure, "days a week") for figure in (2, 4, 3)]
    rules += [a_rule("largest_gap", figure, "days") for figure in (4, 2, 3)]
    owed = obligations_of([VILLAGE], rules, TODAY)[VILLAGE.id]
    assert (owed.visits_min, owed.gap_days_max) == (4, 2)


def test_figure_names_the_rule_behind_it() -> None:
    owed = obligations_of([VILLAGE], [a_rule("visits_a_week", 2, "days a week")], TODAY)[VILLAGE.id]
    assert dict(owed.rules) == {"visits_min": RuleRef("visits_a_week", "clause 2", "operator")}


def test_rule_not_yet_in_force_owes_nothing() -> None:
    later = replace(a_rule("visits_a_week", 2, "days a week"), start=date(2027, 1, 1))
    assert obligations_of([VILLAGE], [later], TODAY)[VILLAGE.id].visits_min == 0
