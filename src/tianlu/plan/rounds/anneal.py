"""The search's clock: legs, temperature, prices of broken loads and minutes, progress, cancel, the best week found.

A search is one leg, from nothing served or from a given week, hot to cold. Where rounds can be pooled (`pool.py`) it is
several: `starts` legs from nothing, then `returns` from the best week, a little warmed; each return begins with the
best week that the rounds of all legs before make together (`partition.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tianlu.plan.rounds.arrays import State, Week, copy_state, empty_state
from tianlu.plan.rounds.partition import partition
from tianlu.plan.rounds.periodic.layout import fits
from tianlu.plan.rounds.periodic.search import PlainSearch
from tianlu.plan.rounds.pool import Pool, can_pool, week_cost_of
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.search.loop import ruin_and_recreate
from tianlu.plan.rounds.search.memo import new_memo

NO_WEEK = 1e14
"""Cost of having found no sound week yet."""
GIVEN = 5
"""In the search's settings: 1 where it begins with a week given from outside."""
CHUNKS_LEAST = 400
"""Looks at prices within a budget, at least."""
LATE = 0.5
"""How far a leg must have gone before its rounds are pooled."""


@dataclass(frozen=True)
class Params:
    """How the search goes about it; the defaults are what the benchmarks were measured with.

    `removed_mean` nodes are lifted in the mean, in strings of at most `string_max`; with chance `whole_week` they leave
    all their days, and with chance `across` then come from rounds of any days, not of one. `blink` is the chance that a
    place is passed over. Temperatures are `hot` and `cold` mean lengths of a short leg and, on top, `hot_days` and
    `cold_days` prices of a vehicle's day.
    Prices of broken rules move by `price_step` to keep between `sound_low` and `sound_high` of the weeks sound. When
    `settled` of the budget is gone the search begins again from the best week, warmed by `again` of the way from cold
    to hot, and prices only rise: within each leg, if the search has several. Where rounds can be pooled, `starts` legs
    from nothing take `starting` of the budget, `returns` the rest; a return is warmed by `warmed` of the way from cold
    to hot. A pool has `pool_max` rounds at most, a partition `columns_max` columns and `partition_share` of the budget.
    """

    removed_mean: float = 6.0
    string_max: float = 10.0
    whole_week: float = 0.7
    blink: float = 0.03
    across: float = 0.0
    hot: float = 10.0
    cold: float = 0.03
    hot_days: float = 0.5
    cold_days: float = 0.005
    price_step: float = 1.15
    sound_low: float = 0.35
    sound_high: float = 0.6
    settled: float = 0.7
    again: float = 0.4
    chunk: int = 2000
    starts: int = 2
    starting: float = 0.7
    returns: int = 3
    warmed: float = 0.4
    pool_max: int = 4000
    columns_max: int = 5000
    partition_share: float = 0.02


DEFAULT_PARAMS = Params()
"""For counties."""
PLAIN_PARAMS = Params(
    removed_mean=15.0,
    whole_week=0.9,
    across=0.7,
    hot=1.5,
    cold=0.08,
    settled=1.0,
    starts=1,
    starting=0.85,
    returns=1,
)
"""For plain problems, whose places differ most in the days they are on: one long leg with large ruins (decision 4)."""
FEW_PLACES = 100
"""Below so many places a plain problem is searched in several legs."""


@dataclass(frozen=True)
class Step:
    """Where the search stands after a chunk; `cost` is the best sound week's, None while there is none."""

    fraction: float
    iterations: int
    elapsed_s: float
    cost: float | None


@dataclass(frozen=True)
class Found:
    """What a search ends with: the best sound week, or the last one where none was sound."""

    state: State
    cost: float | None
    iterations: int
    steps: tuple[Step, ...]


def plain_params(week: Week) -> Params:
    """PLAIN_PARAMS, with two starts and three returns where places are so few that a short leg settles them."""
    if (week.site["pattern_count"] > 0).sum() < FEW_PLACES:
        return replace(PLAIN_PARAMS, starts=2, starting=0.7, returns=3)
    return PLAIN_PARAMS


def short_leg_cost(week: Week) -> float:
    """Mean cost of a node's three shortest legs, by the cheapest vehicle class: the scale of a small change."""
    served = week.site["pattern_count"] > 0
    cost = week.leg_cost.min(axis=0)[served][:, served]
    if len(cost) < 2:
        return 1.0
    cost = np.sort(cost + np.diag(np.full(len(cost), np.inf)), axis=1)[:, :3]
    return max(1e-9, float(cost[np.isfinite(cost)].mean()))


@dataclass(frozen=True)
class Leg:
    """A part of the search between two shares of the budget: from nothing served or from the week it is given."""

    begin: float
    end: float
    from_nothing: bool
    heat: float
    settled: float

    def gone(self, fraction: float) -> float:
        """How much of the leg is over, when `fraction` of the budget is."""
        return min(1.0, max(0.0, (fraction - self.begin) / (self.end - self.begin)))

    def cooled(self, fraction: float, params: Params) -> float:
        """How far the temperature has gone from hot to cold; once settled, it is warmed again by a part of the way."""
        gone = self.gone(fraction)
        if gone < self.settled or self.settled >= 1.0:
            return 1.0 - self.heat * (1.0 - gone / self.settled)
        return 1.0 - params.again * (1.0 - gone) / (1.0 - self.settled)


def legs_of(params: Params, *, pooled: bool) -> tuple[Leg, ...]:
    """The legs of a search: one, or where rounds are pooled `starts` and then `returns`."""
    if not pooled:
        return (Leg(0.0, 1.0, True, 1.0, params.settled),)
    ends = [params.starting * (k + 1) / params.starts for k in range(params.starts)]
    ends += [params.starting + (1.0 - params.starting) * (k + 1) / params.returns for k in range(params.returns)]
    begins = [0.0, *ends[:-1]]
    return tuple(
        Leg(begin, end, k < params.starts, 1.0, params.settled)
        if k < params.starts
        else Leg(begin, end, False, params.warmed, 1.0)
        for k, (begin, end) in enumerate(zip(begins, ends, strict=True))
    )


def anneal(
    week: Week,
    *,
    budget: Budget,
    seed: int,
    params: Params,
    clock: Callable[[], float],
    on_step: Callable[[Step], bool],
    start: State | None = None,
) -> Found:
    """Search from `start` (see `warm.state_of`), or from nothing served. `on_step` returning False ends it with the
    best so far; a sound start is the best to begin with."""
    if not week.site["pattern_count"].any():
        return Found(empty_state(week), 0.0, 0, ())
    pooled = start is None and can_pool(week)
    pool = Pool(params.pool_max) if pooled else None
    run = Run(week, budget=budget, seed=seed, params=params, clock=clock, on_step=on_step, start=start, pool=pool)
    legs = legs_of(params, pooled=pooled)
    for k, leg in enumerate(legs):
        if not run.drive(leg):
            break
        if pool is not None and params.starts - 1 <= k < len(legs) - 1 and not run.put_together(pool):
            break
    return run.found()


class Run:
    """A search on its way: the week it changes, the best of the leg and of all, prices, and what is used up.

    `state`, `leg_best` and `best` never share memory; `best` is sound or `best_cost` is NO_WEEK.
    """

    def __init__(
        self,
        week: Week,
        *,
        budget: Budget,
        seed: int,
        params: Params,
        clock: Callable[[], float],
        on_step: Callable[[Step], bool],
        start: State | None,
        pool: Pool | None,
    ) -> None:
        self.week, self.budget, self.params, self.clock, self.on_step = week, budget, params, clock, on_step
        self.random = np.random.default_rng(seed)
        self.state = copy_state(start) if start is not None else empty_state(week)
        self.leg_best, self.best, self.spare = (copy_state(self.state) for _ in range(3))
        self.best_cost = NO_WEEK
        self.memo = new_memo(week)
        self.plain = PlainSearch(week) if fits(week) else None
        self.settings = np.array(
            [params.removed_mean, params.string_max, params.whole_week, params.blink, params.across, 0.0]
        )
        self.leg_cost = short_leg_cost(week)
        self.prices = first_prices(week, self.leg_cost)
        day = float(week.vd["fixed"].mean()) if len(week.vd) else 0.0
        self.hot = params.hot * self.leg_cost + params.hot_days * day
        self.cold = params.cold * self.leg_cost + params.cold_days * day
        self.pool = pool
        self.steps: list[Step] = []
        self.done = 0
        self.fraction = 0.0
        # compiles, or reads what was compiled, before the clock runs
        if start is None:
            self._search(1, self.leg_cost, seed, NO_WEEK)
        else:
            self._take_as_best(start, seed)
        self.began = clock()

    def _take_as_best(self, start: State, seed: int) -> None:
        """Begin with a week given from outside: it is the best if it is sound."""
        self.settings[GIVEN] = 1.0
        cost, *_ = self._search(0, self.leg_cost, seed, NO_WEEK)
        self.settings[GIVEN] = 0.0
        self._keep(cost)

    def drive(self, leg: Leg) -> bool:
        """Search for the length of a leg; False if the caller wants no more."""
        if leg.from_nothing and leg.begin > 0:
            copy_into(self.state, empty_state(self.week))
            self.prices = first_prices(self.week, self.leg_cost)
        elif leg.begin > 0 and self.best_cost < NO_WEEK:
            copy_into(self.state, self.best)
        cost = NO_WEEK if leg.from_nothing and leg.begin > 0 else self.best_cost
        settled = False
        while self.fraction < leg.end:
            if leg.gone(self.fraction) >= leg.settled and not settled:
                settled = True
                if cost < NO_WEEK:
                    copy_into(self.state, self.leg_best)
            heat = self.hot * (self.cold / self.hot) ** leg.cooled(self.fraction, self.params)
            chunk = self._next_chunk()
            cost, *sound = self._search(chunk, heat, draw(self.random), cost)
            self.done += chunk
            adjust(self.prices, self.params, sound[:3], may_fall=leg.gone(self.fraction) < self.params.settled)
            if self.pool is not None and leg.gone(self.fraction) >= LATE:
                self.pool.add_week(self.state, week_cost_of(self.state, self.prices))
            if not self._tell(min(cost, self.best_cost)):
                self._keep(cost)
                return False
        self._keep(cost)
        return True

    def put_together(self, pool: Pool) -> bool:
        """Make the best week of the rounds seen the best, if it is cheaper; False if the caller wants no more."""
        seconds = self.budget.seconds
        made = partition(
            self.week,
            pool.best(self.params.pool_max),
            best=self.best if self.best_cost < NO_WEEK else None,
            seconds=None if seconds is None else seconds * self.params.partition_share,
            columns_max=self.params.columns_max,
        )
        if made is not None:
            self.best, self.best_cost = made
        return self._tell(self.best_cost)

    def found(self) -> Found:
        """What the search ends with."""
        sound = self.best_cost < NO_WEEK
        return Found(
            self.best if sound else self.state, self.best_cost if sound else None, self.done, tuple(self.steps)
        )

    def _search(self, iterations: int, heat: float, seed: int, cost: float) -> tuple[float, ...]:
        if self.plain is not None:
            return self.plain.run(
                self.state,
                self.leg_best,
                settings=self.settings,
                prices=self.prices,
                iterations=iterations,
                heat=heat,
                seed=seed,
                cost=cost,
            )
        result: tuple[float, ...] = ruin_and_recreate(
            self.week,
            self.state,
            self.leg_best,
            self.spare,
            self.memo,
            self.settings,
            self.prices,
            iterations,
            heat,
            heat,
            seed,
            cost,
        )
        return result

    def _next_chunk(self) -> int:
        return next_chunk(self.budget, self.params, done=self.done, elapsed=self.clock() - self.began)

    def _keep(self, cost: float) -> None:
        """Make the leg's best week the best of all, if it is cheaper."""
        if cost < self.best_cost:
            copy_into(self.best, self.leg_best)
            self.best_cost = cost

    def _tell(self, cost: float) -> bool:
        elapsed = self.clock() - self.began
        budget = self.budget
        self.fraction = self.done / budget.iterations if budget.iterations else elapsed / (budget.seconds or 1.0)
        self.steps.append(Step(min(1.0, self.fraction), self.done, elapsed, cost if cost < NO_WEEK else None))
        return self.on_step(self.steps[-1])


def copy_into(state: State, source: State) -> None:
    """Make `state` the same week as `source`."""
    for target, array in zip(state, source, strict=True):
        target[...] = array


def draw(random: np.random.Generator) -> int:
    return int(random.integers(1 << 31))


def first_prices(week: Week, leg: float) -> np.ndarray:
    """Price of a full capacity too much, of a minute late, of a kilogram or piece overfull, of a node left out."""
    legs = week.leg_min[week.leg_min > 0]
    minutes = float(np.median(legs)) if len(legs) else 1.0
    capacity = float(week.vd_cap[:, 0].mean()) if len(week.vd_cap) else 1.0
    visit = float(week.load_guess[:, :, 0].max(initial=1.0))
    reach = float(week.leg_cost.max(initial=1.0))
    day = float(week.vd["fixed"].max(initial=0.0))
    return np.array(
        [0.5 * leg * capacity / max(visit, 1e-9) + day, leg / minutes + day / 120.0, leg, 50.0 * reach + 100.0 * leg]
    )


def adjust(prices: np.ndarray, params: Params, sound: Sequence[float], *, may_fall: bool) -> None:
    """Dearer where too few weeks were sound, cheaper where too many."""
    for k, share in enumerate(sound):
        if share < params.sound_low:
            prices[k] *= params.price_step
        elif share > params.sound_high and may_fall:
            prices[k] /= params.price_step
        prices[k] = min(max(prices[k], 1e-6), 1e9)


def next_chunk(budget: Budget, params: Params, *, done: int, elapsed: float) -> int:
    """Iterations until the next look at clock, prices and caller: at most a CHUNKS_LEAST-th of the budget."""
    if budget.iterations:
        return min(params.chunk, max(50, budget.iterations // CHUNKS_LEAST), budget.iterations - done)
    if done == 0 or elapsed <= 0:
        return 50
    seconds = budget.seconds or 0.0
    a_second = done / elapsed
    return max(10, min(params.chunk, int(a_second * min(max(seconds - elapsed, 0.02) / 2, seconds / CHUNKS_LEAST)) + 1))
