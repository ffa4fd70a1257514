"""Plots drawn anew: annealed, with a proven bound; exact where a county is so small that HiGHS closes what is left.

Counties do not share plots, so each is drawn by itself. The search minimises the neighbours cut apart, which is what
makes plots compact on any map, with or without coordinates that mean something.
"""

import math

import numpy as np

from tianlu.target.plots.bound_cut import bound_part, edges_across
from tianlu.target.plots.districts import make_ground
from tianlu.target.plots.exact import solve_exact
from tianlu.target.plots.locks import start_with_locks
from tianlu.target.plots.plots import CountyPart, Plots, PlotTask, count_cut, county_parts, part_locks
from tianlu.target.plots.search.anneal import anneal_border
from tianlu.target.plots.search.state import NOWHERE, Ground, Ints, Weights, make_state
from tianlu.target.plots.starts import random_start
from tianlu.target.progress import OnShare, between, go_on, part_of

EXACT_SIZE = 300
"""Units times plots of a county up to which HiGHS is asked."""
EXACT_SECONDS = 20.0
"""Of the clock, a county."""
HOT, COLD = 1.0, 0.15
"""Temperatures, in edges."""
SWEEPS = 15_000
RUNS, RUNS_UNITS, SWEEPS_SMALL = 4, 500, 4
"""Counties of up to so many units are drawn so often, in so many times the sweeps: seconds, and a smaller cut."""
RUN_SEEDS = 1_000
"""Between the seeds of two runs, so that counties, whose seeds follow one another, do not share them."""
SEARCH_SHARE, BOUND_SHARE = 0.3, 0.6
"""Of the work, at which the search ends and, where HiGHS may be asked, the bound; elsewhere the bound is the rest."""
START_ROUNDS = 20
TRIES = 3
"""So many starts, the first that gives balanced plots counts; each prices balance STRICTER times the one before."""
BALANCE = 2.0
"""What a share as large as the mean unit's costs out of tolerance, in edges."""
STRICTER = 5.0
STEPS = 50
"""So often a search tells how far it is."""


def draw_plots(task: PlotTask, *, seed: int = 0, sweeps: int | None = None, on_share: OnShare = go_on) -> Plots | None:
    """The best plots found; None where a county has none that are balanced, contiguous and keep the locks. Equal input
    gives equal plots, but where a small county takes HiGHS longer than EXACT_SECONDS. `sweeps` of each run, by the size
    of the county unless given."""
    parts = county_parts(task)
    assigned = np.full(task.territory.units, NOWHERE, np.int64)
    bound = edges_across(task, parts)
    for k, part in enumerate(parts):
        drawn = _draw_part(task, part, seed=seed + k, sweeps=sweeps, on_share=part_of(on_share, k, len(parts)))
        if drawn is None:
            return None
        own, least = drawn
        assigned[part.units] = np.array(part.plots)[own]
        bound += least
        part_of(on_share, k, len(parts))(1.0)
    return Plots(assigned, count_cut(task.territory, assigned), bound)


def _draw_part(
    task: PlotTask, part: CountyPart, *, seed: int, sweeps: int | None, on_share: OnShare
) -> tuple[Ints, int] | None:
    """For each unit of a county the place of its plot among the county's, and the county's bound. HiGHS is asked where
    the county is small and what was found is not proven yet."""
    territory, plots = part.territory, len(part.plots)
    found = _search_part(task, part, seed, sweeps, between(on_share, 0.0, SEARCH_SHARE))
    is_small, least = territory.units * plots <= EXACT_SIZE, 0
    if found is not None:
        cut = count_cut(territory, found)
        bounding = between(on_share, SEARCH_SHARE, BOUND_SHARE if is_small else 1.0)
        least = bound_part(task, part, found=cut, on_share=bounding)
        if least >= cut:
            return found, least
    if is_small:
        locks, solving = part_locks(task, part), between(on_share, BOUND_SHARE, 1.0)
        exact = solve_exact(territory, plots, task.tolerance, locks, seconds=EXACT_SECONDS, on_share=solving)
        least = max(least, exact.bound)
        if exact.assigned is not None:
            return exact.assigned, least
    return None if found is None else (found, least)


def _search_part(task: PlotTask, part: CountyPart, seed: int, sweeps: int | None, on_share: OnShare) -> Ints | None:
    """The best of some runs from random starts."""
    territory, plots = part.territory, len(part.plots)
    locks = part_locks(task, part)
    dice = np.random.default_rng(seed)
    ground = make_ground(territory, plots, np.isin(np.arange(territory.units), list(locks)))
    runs = RUNS if territory.units <= RUNS_UNITS else 1
    sweeps = sweeps or SWEEPS * (SWEEPS_SMALL if territory.units <= RUNS_UNITS else 1)
    best: Ints | None = None
    for run in range(runs):
        told = part_of(on_share, run, runs)
        found = _run(task, part, ground, locks, dice, seed=seed + run * RUN_SEEDS, sweeps=sweeps, on_share=told)
        if found is not None and (best is None or count_cut(territory, found) < count_cut(territory, best)):
            best = found
    return best


def _run(
    task: PlotTask,
    part: CountyPart,
    ground: Ground,
    locks: dict[int, int],
    dice: np.random.Generator,
    *,
    seed: int,
    sweeps: int,
    on_share: OnShare,
) -> Ints | None:
    territory, plots = part.territory, len(part.plots)
    for k in range(TRIES):
        start = (
            start_with_locks(territory, plots, locks, dice)
            if locks
            else random_start(territory, plots, START_ROUNDS, dice)
        )
        if start is None:
            return None
        weights = border_weights(task, part, moved=0.0, strictness=STRICTER**k)
        found = anneal_plots(ground, start, plots, weights, hot=HOT, sweeps=sweeps, seed=seed, on_share=on_share)
        if found is not None:
            return found
    return None


def border_weights(task: PlotTask, part: CountyPart, *, moved: float, strictness: float) -> Weights:
    """An edge costs 1; `moved` is what a unit costs that leaves home."""
    balance = strictness * BALANCE * part.territory.units / len(part.plots)
    return Weights(tolerance=task.tolerance, balance=balance, cut=1.0, moved=moved)


def anneal_plots(
    ground: Ground,
    start: Ints,
    plots: int,
    weights: Weights,
    *,
    hot: float,
    sweeps: int,
    seed: int,
    on_share: OnShare,
) -> Ints | None:
    """The best balanced plots on the way from `start`; None if there were none."""
    state = make_state(ground, start.copy(), plots, seed)
    best, cost = start.copy(), math.inf
    for step in range(STEPS):
        begin, end = sweeps * step // STEPS, sweeps * (step + 1) // STEPS
        cost = anneal_border(ground, state, weights, hot, COLD, sweeps, begin, end, cost, best)
        on_share((step + 1) / STEPS)
    return None if math.isinf(cost) else best
