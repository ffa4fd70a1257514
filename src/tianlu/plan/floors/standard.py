"""The universal-service standard as dated rules, read from YAML; every figure carries its clause and its mark."""

from dataclasses import dataclass
from datetime import date

from tianlu.place.model import AreaClass, PlaceKind


@dataclass(frozen=True)
class FloorRule:
    """One figure of the standard.

    `name` is a rule's name (`visits_a_week`, `largest_gap`, `station_open`, `station_fed`, `promise_deliver`,
    `promise_collect`); it binds places of `kinds` and `area_classes` from `start` until before `end`
    (None: still in force).
    `unit` is `days a week`, `days` or `hours`. `mark` is `statute` or `operator`.
    """

    name: str
    kinds: frozenset[PlaceKind]
    area_classes: frozenset[AreaClass]
    figure: int
    unit: str
    clause: str
    mark: str
    start: date
    end: date | None = None
    note: str = ""
