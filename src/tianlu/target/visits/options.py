"""Where each candidate could be visited: from which stop of which vehicle's day, with what way off it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.mail import weekday_of
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.target.visits.candidate import Candidate, VisitParams
from tianlu.target.visits.day_line import DayLine, Stay


@dataclass(frozen=True)
class Option:
    """A candidate's visit at a call of a line (their positions)."""

    line: int
    call: int
    stay: Stay


def list_options(
    problem: WeekProblem, lines: Sequence[DayLine], candidates: Sequence[Candidate], params: VisitParams
) -> tuple[tuple[Option, ...], ...]:
    """The options of each candidate, those with the shortest way first."""
    calls = _calls_by_place(lines)
    nearest = {place: _nearest(problem, place, calls, params) for place in {each.place for each in candidates}}
    return tuple(
        tuple(
            option
            for place, off_m, off_min in nearest[candidate.place]
            if off_m <= params.detour_m_max
            for option in _at(lines, calls[place], candidate, number, off_m, off_min)
        )
        for number, candidate in enumerate(candidates)
    )


def _calls_by_place(lines: Sequence[DayLine]) -> dict[PlaceId, list[tuple[int, int]]]:
    """Lines and calls at each place, of lines that have not left yet."""
    calls: dict[PlaceId, list[tuple[int, int]]] = {}
    for number, line in enumerate(lines):
        if not line.is_frozen:
            for k, call in enumerate(line.calls):
                calls.setdefault(call.place, []).append((number, k))
    return calls


def _nearest(
    problem: WeekProblem, place: PlaceId, calls: dict[PlaceId, list[tuple[int, int]]], params: VisitParams
) -> list[tuple[PlaceId, int, int]]:
    """The place itself where a round calls there, and a few others, with metres and minutes there and back."""
    here, travel = problem.index[place], problem.travel
    metres = travel.metres[:, here].astype(np.int64) + travel.metres[here, :]
    minutes = travel.minutes[:, here].astype(np.int64) + travel.minutes[here, :]
    others = [problem.sites[k].id for k in np.argsort(metres, kind="stable")]
    others = [other for other in others if other != place and other in calls][: params.stops_tried]
    found = [place] if place in calls else []
    return [(each, int(metres[problem.index[each]]), int(minutes[problem.index[each]])) for each in (*found, *others)]


def _at(
    lines: Sequence[DayLine],
    calls: Iterable[tuple[int, int]],
    candidate: Candidate,
    number: int,
    off_m: int,
    off_min: int,
) -> Iterable[Option]:
    for line, k in calls:
        call = lines[line].calls[k]
        midnight = call.planned_leave_min // MINUTES_A_DAY * MINUTES_A_DAY
        if weekday_of(call.planned_leave_min) in candidate.days:
            stay = Stay(
                visit=number,
                detour_m=off_m,
                off_m=off_m + candidate.off_m,
                off_min=off_min + candidate.off_min,
                from_min=midnight + candidate.from_min,
                to_min=midnight + candidate.to_min,
                minutes=candidate.minutes,
            )
            yield Option(line, k, stay)
