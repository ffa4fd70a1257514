"""The floor under a city's communities, which the shipped standard leaves open: a delivery every day (邮政法 19).

The standard speaks of city outlets only; in the sample a sub-district's communities are places too.
"""

from datetime import date

from tianlu.place.model import AreaClass, PlaceKind
from tianlu.plan.floors.standard import FloorRule

DELIVERY_EVERY_DAY = FloorRule(
    name="visits_a_week",
    kinds=frozenset({PlaceKind.VILLAGE}),
    area_classes=frozenset({AreaClass.CITY}),
    figure=7,
    unit="days a week",
    clause="《中华人民共和国邮政法》第十九条",
    mark="statute",
    start=date(2015, 4, 24),
    note="Cities; delivery at least once a day.",
)
