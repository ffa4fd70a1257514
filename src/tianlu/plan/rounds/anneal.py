"""The search's clock: temperature, prices of broken loads and minutes, progress, cancel, and the best week found."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tianlu.plan.rounds.arrays import State, Week, copy_state, empty_state
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.search.loop import ruin_and_recreate
from tianlu.plan.rounds.search.memo import new_memo

NO_WEEK = 1e14
"""Cost of having found no sound week yet."""
GIVEN = 4
"""In the search's settings: 1 where it begins with a week given from outside."""
CHUNKS_LEAST = 400
"""Looks at prices within a budget, at least."""


@dataclass(frozen=True)
class Params:
    """How the search goes about it; the defaults are what the benchmarks were measured with.

    `removed_mean` nodes are lifted in the mean, in strings of at most `string_max`; with chance `whole_week` they leave
    all their days. `blink` is the chance that a place is passed over. Temperatures are `hot` and `cold` mean
    lengths of a short leg and, on top, `hot_days` and `cold_days` prices of a vehicle's day.
    Prices of broken rules move by `price_step` to keep between `sound_low` and `sound_high` of the weeks sound. When
    `settled` of the budget is gone the search begins again from the best week, warmed by `again` of the way from cold
    to hot, and prices only rise.
    """

    removed_mean: float = 6.0
    string_max: float = 10.0
    whole_week: float = 0.7
    blink: float = 0.03
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


DEFAULT_PARAMS = Params()


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


def short_leg_cost(week: Week) -> float:
    """Mean cost of a node's three shortest legs, by the cheapest vehicle class: the scale of a small change."""
    served = week.site["pattern_count"] > 0
    cost = week.leg_cost.min(axis=0)[served][:, served]
    if len(cost) < 2:
        return 1.0
    cost = np.sort(cost + np.diag(np.full(len(cost), np.inf)), axis=1)[:, :3]
    return max(1e-9, float(cost[np.isfinite(cost)].mean()))


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
    random = np.random.default_rng(seed)
    state = copy_state(start) if start is not None else empty_state(week)
    best = copy_state(state)
    spare = copy_state(state)
    memo = new_memo(week)
    leg = short_leg_cost(week)
    settings = np.array([params.removed_mean, params.string_max, params.whole_week, params.blink, 0.0])
    prices = first_prices(week, leg)
    day = float(week.vd["fixed"].mean()) if len(week.vd) else 0.0
    hot = params.hot * leg + params.hot_days * day
    cold = params.cold * leg + params.cold_days * day
    best_cost = NO_WEEK
    steps: list[Step] = []
    done = 0
    if start is None:
        ruin_and_recreate(week, state, best, spare, memo, settings, prices, 1, leg, leg, seed, best_cost)
    else:
        settings[GIVEN] = 1.0
        best_cost, *_ = ruin_and_recreate(
            week, state, best, spare, memo, settings, prices, 0, leg, leg, seed, best_cost
        )
        settings[GIVEN] = 0.0
    began = clock()
    settled = False
    elapsed = 0.0
    fraction = 0.0
    while fraction < 1.0:
        chunk = next_chunk(budget, params, done=done, elapsed=elapsed)
        if fraction >= params.settled and not settled:
            settled = True
            if best_cost < NO_WEEK:
                copy_into(state, best)
        heat = hot * (cold / hot) ** cooled(fraction, params)
        best_cost, loads, minutes, holds, *_ = ruin_and_recreate(
            week, state, best, spare, memo, settings, prices, chunk, heat, heat, draw(random), best_cost
        )
        done += chunk
        elapsed = clock() - began
        adjust(prices, params, (loads, minutes, holds), may_fall=fraction < params.settled)
        fraction = done / budget.iterations if budget.iterations else elapsed / (budget.seconds or 1.0)
        steps.append(Step(min(1.0, fraction), done, elapsed, best_cost if best_cost < NO_WEEK else None))
        if not on_step(steps[-1]):
            break
    found = best_cost < NO_WEEK
    return Found(best if found else state, best_cost if found else None, done, tuple(steps))


def cooled(fraction: float, params: Params) -> float:
    """How far the temperature has gone from hot to cold: once as far as settled, then a part of the way again."""
    if fraction < params.settled:
        return fraction / params.settled
    return 1.0 - params.again * (1.0 - fraction) / (1.0 - params.settled)


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


def adjust(prices: np.ndarray, params: Params, sound: tuple[float, float, float], *, may_fall: bool) -> None:
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
