"""The same visits driven on their own: tours from the stations, by savings, for comparison (Clarke, Wright 1964).

The hours at which customers are there are not asked, so these trips are shorter than they could be: the comparison
does not flatter the visits on rounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tianlu.core.ids import PlaceId
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.target.visits.candidate import Candidate


@dataclass(frozen=True)
class OwnTrips:
    """`tours` in all, with their metres and minutes, at customers included."""

    tours: int
    metres: int
    minutes: int


def drive_own_trips(problem: WeekProblem, visits: Sequence[Candidate], *, tour_min_max: int = 480) -> OwnTrips:
    """Tours of at most `tour_min_max` minutes from the station that each customer's place belongs to. Visits at one
    place are made on one call as long as they fit a tour."""
    tours = [
        tour
        for depot, theirs in _by_depot(problem, visits).items()
        for tour in _tours(problem, depot, theirs, tour_min_max)
    ]
    return OwnTrips(
        len(tours), sum(_metres(problem, tour) for tour in tours), sum(_minutes(problem, tour) for tour in tours)
    )


@dataclass(frozen=True)
class _Tour:
    depot: PlaceId
    calls: tuple[tuple[PlaceId, tuple[Candidate, ...]], ...]


def _by_depot(problem: WeekProblem, visits: Sequence[Candidate]) -> dict[PlaceId, list[Candidate]]:
    found: dict[PlaceId, list[Candidate]] = {}
    for visit in visits:
        place = problem.site(visit.place).place
        depot = place.id if place.kind is not PlaceKind.VILLAGE or place.parent is None else place.parent
        found.setdefault(depot, []).append(visit)
    return found


def _tours(problem: WeekProblem, depot: PlaceId, visits: Sequence[Candidate], most: int) -> list[_Tour]:
    tours = _single_calls(problem, depot, visits, most)
    savings = sorted(
        (
            (_saved(problem, depot, a, b), a, b)
            for a in {tour.calls[0][0] for tour in tours}
            for b in {tour.calls[0][0] for tour in tours}
            if a != b
        ),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    for saved, a, b in savings:
        if saved <= 0:
            break
        tours = _joined(problem, tours, a, b, most)
    return tours


def _joined(problem: WeekProblem, tours: list[_Tour], a: PlaceId, b: PlaceId, most: int) -> list[_Tour]:
    """A tour that ends at one place and one that begins at another made one, where a day is long enough for it."""
    for ending in (tour for tour in tours if tour.calls[-1][0] == a):
        for starting in (tour for tour in tours if tour.calls[0][0] == b and tour is not ending):
            joined = _Tour(ending.depot, (*ending.calls, *starting.calls))
            if _minutes(problem, joined) <= most:
                return [tour for tour in tours if tour is not ending and tour is not starting] + [joined]
    return tours


def _single_calls(problem: WeekProblem, depot: PlaceId, visits: Sequence[Candidate], most: int) -> list[_Tour]:
    """A tour for each place, and further ones where its visits are more than one tour takes."""
    tours: list[_Tour] = []
    for place in sorted({visit.place for visit in visits}):
        theirs: list[Candidate] = []
        for visit in (each for each in visits if each.place == place):
            if theirs and _minutes(problem, _Tour(depot, ((place, (*theirs, visit)),))) > most:
                tours.append(_Tour(depot, ((place, tuple(theirs)),)))
                theirs = []
            theirs.append(visit)
        tours.append(_Tour(depot, ((place, tuple(theirs)),)))
    return tours


def _saved(problem: WeekProblem, depot: PlaceId, a: PlaceId, b: PlaceId) -> int:
    metres, at = problem.travel.metres, problem.index
    return int(metres[at[a], at[depot]]) + int(metres[at[depot], at[b]]) - int(metres[at[a], at[b]])


def _metres(problem: WeekProblem, tour: _Tour) -> int:
    way = [problem.index[place] for place in (tour.depot, *(call[0] for call in tour.calls), tour.depot)]
    driven = sum(int(problem.travel.metres[here, there]) for here, there in pairwise(way))
    return driven + sum(visit.off_m for _, visits in tour.calls for visit in visits)


def _minutes(problem: WeekProblem, tour: _Tour) -> int:
    way = [problem.index[place] for place in (tour.depot, *(call[0] for call in tour.calls), tour.depot)]
    driven = sum(int(problem.travel.minutes[here, there]) for here, there in pairwise(way))
    return driven + sum(visit.off_min + visit.minutes for _, visits in tour.calls for visit in visits)
