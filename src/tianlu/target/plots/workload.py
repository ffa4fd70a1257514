"""Minutes a week that each place takes of who works the rounds: stays, the ways between them, visits to customers."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.plan import Plan, Round


def minutes_by_place(plan: Plan, visits: Mapping[PlaceId, float] | None = None) -> dict[PlaceId, float]:
    """For each place that rounds call at. A way is its destination's, the way back is shared by a round's stops, so
    that all the minutes of all rounds are given out once; `visits` are further minutes at a place. What comes by bag
    takes nobody's minutes."""
    minutes: dict[PlaceId, float] = defaultdict(float)
    for round_ in plan.rounds:
        for place, spent in _of_round(round_):
            minutes[place] += spent
    for place, spent in (visits or {}).items():
        minutes[place] += spent
    return dict(minutes)


def _of_round(round_: Round) -> list[tuple[PlaceId, float]]:
    if not round_.stops:
        return []
    first, last = round_.stops[0], round_.stops[-1]
    back = (round_.return_min - last.leave_min) / len(round_.stops)
    spent = [(first.place, first.leave_min - round_.leave_min + back)]
    return spent + [(stop.place, stop.leave_min - before.leave_min + back) for before, stop in pairwise(round_.stops)]
