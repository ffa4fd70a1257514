"""What places and stops are called on papers and screens."""

from collections.abc import Mapping
from dataclasses import dataclass

from tianlu.core.ids import PlaceId, StopId
from tianlu.core.language import Language
from tianlu.plan.county import County
from tianlu.plan.rounds.problem import WeekProblem


@dataclass(frozen=True)
class Names:
    """Names in one language; what has none is called by its code."""

    places: Mapping[PlaceId, str]
    stops: Mapping[StopId, str]

    def place(self, place: PlaceId) -> str:
        return self.places.get(place, place)

    def stop(self, stop: StopId) -> str:
        return self.stops.get(stop, stop)


def names_of(county: County, problem: WeekProblem, language: Language) -> Names:
    """A place's English name where there is one and it is asked for; a stop as its GTFS feed calls it."""
    places = {
        site.id: language.pick(zh=site.place.name, en=site.place.name_en or site.place.name) for site in problem.sites
    }
    return Names(places, {stop.id: stop.name for stop in (county.feed.stops if county.feed else ())})
