"""A GTFS feed as values: stops, routes, trips with their calls, the service calendar and its exceptions."""

from dataclasses import dataclass
from datetime import date

from tianlu.core.calendar import DayPattern
from tianlu.core.ids import LineId, StopId, TripId


@dataclass(frozen=True)
class Agency:
    id: str
    name: str
    timezone: str


@dataclass(frozen=True)
class Stop:
    id: StopId
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Route:
    id: LineId
    agency: str
    name: str


@dataclass(frozen=True)
class Service:
    """Days on which trips run: weekdays between two dates (both in), with dates added and dates taken out."""

    id: str
    weekdays: DayPattern
    first: date
    last: date
    added: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def runs_on(self, day: date) -> bool:
        if day in self.removed:
            return False
        return day in self.added or (self.first <= day <= self.last and day.weekday() in self.weekdays)


@dataclass(frozen=True)
class Call:
    """A stop of a trip; seconds after midnight of the service day, past 86,400 for the day after."""

    stop: StopId
    arrive_s: int
    leave_s: int
    metres: int | None = None


@dataclass(frozen=True)
class Frequency:
    """A trip repeated every `headway_s` with first departures from `start_s` until before `end_s`."""

    start_s: int
    end_s: int
    headway_s: int


@dataclass(frozen=True)
class FeedTrip:
    id: TripId
    route: LineId
    service: str
    calls: tuple[Call, ...]
    headsign: str = ""
    frequencies: tuple[Frequency, ...] = ()


@dataclass(frozen=True)
class Feed:
    """What the planner needs of a feed; `metres` of a call are from the trip's start where the feed says them."""

    agencies: tuple[Agency, ...]
    stops: tuple[Stop, ...]
    routes: tuple[Route, ...]
    services: tuple[Service, ...]
    trips: tuple[FeedTrip, ...]
