"""The floors that the sample adds where the standard is silent: under remote stations."""

from collections.abc import Iterable
from datetime import date

from tianlu.place.model import AreaClass, Place, PlaceKind
from tianlu.plan.county import Source
from tianlu.plan.floors.standard import FloorRule

FED_TWICE_A_WEEK = FloorRule(
    name="station_fed",
    kinds=frozenset({PlaceKind.STATION}),
    area_classes=frozenset({AreaClass.REMOTE}),
    figure=2,
    unit="days a week",
    clause="示例省自定 (the sample's own)",
    mark="operator",
    start=date(2026, 1, 1),
    note="As often as the rarest bus comes; the regulator sets the figure (邮政法 19).",
)

SOURCES = {
    FED_TWICE_A_WEEK: Source("floors", "B", "Remote stations are fed on two days a week: the sample's own figure."),
}


def floors_of(places: Iterable[Place]) -> tuple[FloorRule, ...]:
    """The rules that bind any of the places."""
    kinds = {(place.kind, place.area_class) for place in places}
    return tuple(
        rule for rule in SOURCES if any(kind in rule.kinds and area in rule.area_classes for kind, area in kinds)
    )
