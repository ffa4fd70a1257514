"""The counties that can be planned: opened once, posed as a week once, kept in memory while they are in use."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tianlu.core.calendar import Week
from tianlu.place.hull import LonLat, convex_hull
from tianlu.place.model import Place
from tianlu.plan.county import County
from tianlu.plan.rounds.problem import WeekProblem

COUNTIES_KEPT = 6
K = TypeVar("K")
V = TypeVar("V")


class CountyNotFound(LookupError):
    """No county has this code."""


@dataclass(frozen=True)
class CountyRef:
    """A county at a glance, and how to open it. `lon`, `lat` are the hub's; `group` is the prefecture above it;
    `version` is another when there is something else to open."""

    code: str
    name: str
    name_en: str
    lon: float
    lat: float
    stations: int
    villages: int
    open: Callable[[], County]
    group: str = ""
    group_en: str = ""
    is_sample: bool = False
    version: str = ""


class Counties:
    """Opens counties by code. `list_refs` says which there are now; `pose` makes a week's problem of one; `coming_week`
    is the week to plan when none is named. Counties and weeks in use are kept as long as their county is of the same
    version; `forget` is for a package that was replaced without one."""

    def __init__(
        self,
        list_refs: Callable[[], Iterable[CountyRef]],
        *,
        pose: Callable[[County, Week], WeekProblem],
        coming_week: Callable[[County, date], Week],
    ) -> None:
        self._list_refs = list_refs
        self._pose = pose
        self._coming_week = coming_week
        self._lock = threading.RLock()
        self._versions: dict[str, str] = {}
        self._places: dict[str, tuple[Place, ...]] = {}
        self._counties: OrderedDict[str, County] = OrderedDict()
        self._weeks: OrderedDict[tuple[str, Week], WeekProblem] = OrderedDict()

    def list_refs(self) -> list[CountyRef]:
        refs = list(self._list_refs())
        with self._lock:
            for ref in refs:
                if self._versions.get(ref.code, "") != ref.version:
                    self.forget(ref.code)
                    self._versions[ref.code] = ref.version
        return refs

    def open(self, code: str) -> County:
        """Raises CountyNotFound, or ProblemsFound where the package is not sound."""
        with self._lock:
            ref = self._ref(code)
            if code not in self._counties:
                _keep(self._counties, code, ref.open())
            return self._counties[code]

    def open_week(self, code: str, week: Week) -> tuple[County, WeekProblem]:
        """The county and its problem of that week."""
        with self._lock:
            county = self.open(code)
            if (code, week) not in self._weeks:
                _keep(self._weeks, (code, week), self._pose(county, week))
            return county, self._weeks[code, week]

    def coming_week(self, code: str, today: date) -> Week:
        return self._coming_week(self.open(code), today)

    def places(self, code: str) -> tuple[Place, ...]:
        """The county's places, kept for every county that was asked for: a province has some thousands."""
        with self._lock:
            if code not in self._places:
                self._places[code] = self._ref(code).open().places
            return self._places[code]

    def outline(self, code: str) -> tuple[LonLat, ...]:
        """The hull of the county's places: illustrative."""
        return convex_hull((place.lon, place.lat) for place in self.places(code))

    def forget(self, code: str) -> None:
        with self._lock:
            self._places.pop(code, None)
            self._counties.pop(code, None)
            for key in [key for key in self._weeks if key[0] == code]:
                del self._weeks[key]

    def _ref(self, code: str) -> CountyRef:
        for ref in self.list_refs():
            if ref.code == code:
                return ref
        raise CountyNotFound(code)


def _keep(kept: "OrderedDict[K, V]", key: K, value: V) -> None:
    kept[key] = value
    if len(kept) > COUNTIES_KEPT:
        kept.popitem(last=False)
