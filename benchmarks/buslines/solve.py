"""An instance in, a plan and a proven bound out.

1. Choose rounds and tours without minutes (`choose.py`): its bound holds under every reading.
2. Give that choice its minutes (`timetable.py`). If that works, the plan costs as much as the choice.
3. If not, choose again among rounds that can keep their windows under the reading, with room at the in-stops; while
   no minutes are found, forbid the choice's tours and choose again.
"""

from dataclasses import dataclass, replace
from math import inf
from time import process_time

from .choose import Choice, choose_ways
from .instance import Instance
from .plan import Plan
from .reading import Reading
from .timetable import put_in_time
from .ways import Round, Tour, list_rounds, list_tours

TOUR_STOPS_AT_FIRST = 3


@dataclass(frozen=True)
class Solved:
    """A plan, if one was found, and a lower bound of every plan's cost under any reading."""

    plan: Plan | None
    bound: float
    seconds: float


def solve(instance: Instance, reading: Reading, *, seconds: float, seed: int) -> Solved:
    """A plan within CPU seconds; the same seed and enough seconds give the same plan."""
    began = process_time()

    def left() -> float:
        return seconds - (process_time() - began)

    timed = list_rounds(instance, reading)
    tours = list_tours(instance, stops_max=TOUR_STOPS_AT_FIRST)
    free = choose_ways(instance, list_rounds(instance, None), tours, storage=False, seconds=0.6 * seconds, seed=seed)
    bound = free.bound if free else -inf
    plan = None
    if free and (choice := _with_deadlines(free, timed)):
        plan = put_in_time(instance, choice, reading, seconds=0.3 * left(), seed=seed)
    while plan is None and left() > 1.0:
        choice = choose_ways(instance, timed, tours, storage=True, seconds=0.6 * left(), seed=seed)
        if choice is None:
            break
        plan = put_in_time(instance, choice, reading, seconds=0.5 * left(), seed=seed)
        tours = _without(tours, choice)
    return Solved(plan, bound, process_time() - began)


def _with_deadlines(choice: Choice, timed: list[Round]) -> Choice | None:
    """The same rounds in the order that may leave last among the shortest; None where one cannot keep its windows."""
    best: dict[tuple[str, frozenset[str]], Round] = {}
    for each in timed:
        key = (each.out_stop, frozenset(each.customers))
        if key not in best or each.length < best[key].length - 1e-6:
            best[key] = each
    rounds = [best.get((each.out_stop, frozenset(each.customers))) for each in choice.rounds]
    if any(new is None or new.length > old.length + 1e-6 for new, old in zip(rounds, choice.rounds, strict=True)):
        return None
    return replace(choice, rounds=tuple(each for each in rounds if each))


def _without(tours: list[Tour], choice: Choice) -> list[Tour]:
    """The tours but for the choice's longest: the one whose calls are hardest to bring together."""
    hardest = max(choice.tours, key=lambda tour: (len(tour.stops), tour.length))
    return [tour for tour in tours if set(tour.stops) != set(hardest.stops)]
