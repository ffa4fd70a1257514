"""Districts whose largest diameter is least: contiguous, every activity of each within a tolerance of its mean.

The diameter of a district is the largest straight distance between two of its units (Gliesch, Ritt, Moreira 2018, who
search with alternating tabu searches). Here districts are annealed: a reach is asked for, pairs of a district farther
apart and shares out of tolerance are priced, and whenever all is kept the reach shrinks. The first part of the time
goes to many random starts, the rest to the best of them, warmed up again.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.target.plots.search.anneal import anneal_diameter
from tianlu.target.plots.search.state import NOWHERE, Ground, Weights, make_state
from tianlu.target.plots.starts import random_start
from tianlu.target.plots.territory import Territory


@dataclass(frozen=True, eq=False)
class DistrictTask:
    """Cut `territory` into `districts`; no activity of any may be off its mean by more than `tolerance` of it."""

    territory: Territory
    districts: int
    tolerance: float

    def __post_init__(self) -> None:
        if not 1 <= self.districts <= self.territory.units:
            raise ValueError(f"{self.territory.units} units make 1 to as many districts, not {self.districts}")
        if not self.tolerance >= 0:
            raise ValueError("a tolerance is a share of the mean, 0 or more")


@dataclass(frozen=True, eq=False)
class Districts:
    """The district of every unit, and the largest diameter, in the unit of the coordinates."""

    assigned: NDArray[np.int64]
    diameter: float


@dataclass(frozen=True)
class Params:
    """How the search anneals. Temperatures are in the price of a pair: what its squared distance exceeds the reach by,
    relative to it."""

    hot: float = 0.1
    cold: float = 0.001
    sweeps: int = 600
    balance: float = 0.3
    """The price of a share out of tolerance that is as large as the mean unit's."""
    starts_share: float = 0.35
    """Of the time, for random starts."""
    kept: int = 3
    """So many of the best are warmed up again."""
    warmths: tuple[float, ...] = (0.03, 0.1, 0.3, 1.0)
    """How warm, of `hot`, in turn."""
    rounds_max: int = 30
    """Rounds of a start's centres at most."""


DEFAULT_PARAMS = Params()
FIRST_REACH = 1.05
"""The first reach, in diameters of regular hexagons that tile the territory's bounding box; of pieces of it where it is
long and thin."""
SHRINK = 0.9998
"""The next reach, of the best diameter."""
WIDEN, WARMER = 1.05, 1.5
"""While no run ends balanced, each asks for a reach and begins at a temperature that are so many times those before."""


def find_districts(
    task: DistrictTask,
    *,
    seconds: float = math.inf,
    runs: int | None = None,
    seed: int = 0,
    params: Params = DEFAULT_PARAMS,
    clock: Callable[[], float] = time.perf_counter,
) -> Districts | None:
    """The best districts found within so many seconds of `clock` or so many runs of annealing, at least one; None where
    no balanced, contiguous ones were found. Equal input and runs give equal districts."""
    if runs is None and math.isinf(seconds):
        raise ValueError("a search ends after seconds or after runs")
    began, last = clock(), 0.0
    search = _Search(task, seed, params)
    given = seconds if runs is None else runs
    while True:
        spent = clock() - began if runs is None else search.runs
        # A run is not begun that would end late, if it takes as long as the one before.
        if search.runs and spent + (spent - last if runs is None else 0.0) >= given:
            return search.best
        last = spent
        if spent < params.starts_share * given or not search.pool:
            if not search.start():
                return None
        else:
            search.warm_up()


class _Search:
    """The best districts, and a pool of those that are warmed up again, the best first."""

    def __init__(self, task: DistrictTask, seed: int, params: Params) -> None:
        territory = task.territory
        self.task, self.params, self.runs, self.warmer = task, params, 0, 1.0
        self.dice = np.random.default_rng(seed)
        self.pool: list[Districts] = []
        balance = params.balance * territory.units / task.districts
        self.weights = Weights(tolerance=task.tolerance, balance=balance, cut=0.0, moved=0.0)
        self.ground = make_ground(territory, task.districts)
        sides = np.ptp(territory.xy, axis=0)
        hexagon = 2 * math.sqrt(float(sides.prod()) / task.districts / (1.5 * math.sqrt(3)))
        self.reach = FIRST_REACH * max(hexagon, float(sides.max()) / task.districts)

    @property
    def best(self) -> Districts | None:
        return self.pool[0] if self.pool else None

    def start(self) -> bool:
        """A run from a random start; False where the territory is not connected."""
        rounds = int(self.dice.integers(1, self.params.rounds_max))
        assigned = random_start(self.task.territory, self.task.districts, rounds, self.dice)
        if assigned is None:
            return False
        self._run(assigned, self.params.hot * self.warmer)
        return True

    def warm_up(self) -> None:
        """A run from one of the pool, which its result replaces if it is better."""
        source = self.pool[int(self.dice.integers(len(self.pool)))]
        warmth = self.params.warmths[self.runs % len(self.params.warmths)]
        self._run(source.assigned, self.params.hot * warmth, source)

    def _run(self, assigned: NDArray[np.int64], hot: float, source: Districts | None = None) -> None:
        self.runs += 1
        state = make_state(self.ground, assigned.copy(), self.task.districts, int(self.dice.integers(1 << 62)))
        best = state.assigned.copy()
        params = self.params
        cold = min(params.cold, hot)
        least2 = anneal_diameter(self.ground, state, self.weights, self.reach**2, hot, cold, params.sweeps, best)
        if math.isinf(least2):
            if not self.pool:
                self.reach, self.warmer = self.reach * WIDEN, self.warmer * WARMER
            return
        found = Districts(best, math.sqrt(least2))
        if source is not None and found.diameter < source.diameter:
            self.pool.remove(source)
        if source is None or found.diameter < source.diameter:
            self.pool = sorted([*self.pool, found], key=lambda each: each.diameter)[: params.kept]
        self.reach = min(self.reach, SHRINK * self.pool[0].diameter)


def make_ground(
    territory: Territory,
    districts: int,
    fixed: NDArray[np.bool_] | None = None,
    home: NDArray[np.int64] | None = None,
) -> Ground:
    """The territory as the search reads it; no unit fixed and none at home unless given."""
    return Ground(
        xy=territory.xy,
        shares=territory.activities / territory.activities.sum(axis=0) * districts,
        first=territory.first,
        neighbours=territory.neighbours,
        fixed=np.zeros(territory.units, np.bool_) if fixed is None else fixed,
        home=np.full(territory.units, NOWHERE, np.int64) if home is None else home,
    )
