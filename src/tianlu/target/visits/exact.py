"""The best visits of a small week, proven: every set of visits that a vehicle's day can bear, and HiGHS over them.

The sets grow exponentially with the candidates of a day: for some dozens of candidates. Besides the replay of a line
nothing is shared with the search.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from tianlu.core.highs import new_highs
from tianlu.target.visits.candidate import Candidate, VisitParams
from tianlu.target.visits.choose import in_order, line_worth
from tianlu.target.visits.day_line import DayLine, Stay, Times, TooLate, replay_line
from tianlu.target.visits.options import Option


class TooManySets(Exception):
    """The week is too large for an exact answer."""


@dataclass(frozen=True)
class _Column:
    """A set of visits of a line and what it is worth."""

    line: int
    visits: frozenset[int]
    worth_fen: float


def best_worth(
    lines: Sequence[DayLine],
    candidates: Sequence[Candidate],
    options: Sequence[Sequence[Option]],
    params: VisitParams,
    *,
    sets_max: int = 200_000,
) -> float:
    """What the best visits are worth. Raises TooManySets above `sets_max`."""
    columns: list[_Column] = []
    for number, line in enumerate(lines):
        columns += _columns(number, line, candidates, options, params, sets_max - len(columns))
    return _choose(columns, len(lines), candidates, params) if columns else 0.0


def _columns(
    number: int,
    line: DayLine,
    candidates: Sequence[Candidate],
    options: Sequence[Sequence[Option]],
    params: VisitParams,
    sets_max: int,
) -> list[_Column]:
    """The best way to make each set of visits that the line can bear; a set that it cannot bear has no larger one."""
    mine = [[option for option in theirs if option.line == number] for theirs in options]
    visits = [visit for visit, theirs in enumerate(mine) if theirs]
    planned = replay_line(line)
    best: dict[frozenset[int], float] = {}
    tries = 0

    def grow(at: int, stays: dict[int, tuple[Stay, ...]], made: frozenset[int]) -> None:
        nonlocal tries
        for k in range(at, len(visits)):
            for option in mine[visits[k]]:
                tries += 1
                if tries > 20 * sets_max or len(best) > sets_max:
                    raise TooManySets(f"more than {sets_max} sets of visits")
                more = dict(stays)
                more[option.call] = in_order((*stays.get(option.call, ()), option.stay))
                times = _bears(line, more)
                if times is not None:
                    grown = made | {visits[k]}
                    there = [stay for each in more.values() for stay in each]
                    gain = sum(candidates[visit].gain_fen for visit in grown)
                    worth = line_worth(line, planned, times, there, gain, params.detour_km_fen)
                    best[grown] = max(best.get(grown, worth), worth)
                    grow(k + 1, more, grown)

    grow(0, {}, frozenset())
    return [_Column(number, made, worth) for made, worth in best.items() if worth > 0]


def _bears(line: DayLine, stays: dict[int, tuple[Stay, ...]]) -> Times | None:
    try:
        return replay_line(line, stays)
    except TooLate:
        return None


def _choose(columns: Sequence[_Column], lines: int, candidates: Sequence[Candidate], params: VisitParams) -> float:
    """One set a line at most, each candidate once, each owner within his minutes."""
    owners = sorted({each.owner for each in candidates})
    rows = lines + len(candidates) + len(owners)
    solver = new_highs()
    solver.setOptionValue("mip_rel_gap", 0.0)
    nothing = np.zeros(0)
    upper = np.array([1.0] * (lines + len(candidates)) + [float(params.owner_minutes_max)] * len(owners))
    solver.addRows(
        rows, np.full(rows, -highspy.kHighsInf), upper, 0, np.zeros(0, np.int32), np.zeros(0, np.int32), nothing
    )
    for column in columns:
        entries = {column.line: 1.0}
        for visit in column.visits:
            entries[lines + visit] = 1.0
            owner = lines + len(candidates) + owners.index(candidates[visit].owner)
            entries[owner] = entries.get(owner, 0.0) + candidates[visit].minutes
        index, value = np.array(list(entries), np.int32), np.array(list(entries.values()))
        solver.addCol(-column.worth_fen, 0.0, 1.0, len(index), index, value)
    for number in range(len(columns)):
        solver.changeColIntegrality(number, highspy.HighsVarType.kInteger)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"HiGHS ended with {solver.getModelStatus()}")
    return -float(solver.getInfo().objective_function_value)
