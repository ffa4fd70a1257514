"""How a frontier does on cells that no part of it has seen: the known cells dealt out in folds, each left out whole.

The model's own interval is set on the cells it learns from; here nothing of a fold is used for its forecast, neither
trees nor widening, so that what is said of the fold is said of cells that are new.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.grid.cells import Cells2D
from tianlu.target.grid.potential import PotentialParams, TooLittleKnown, blocks_of, fit_frontier, weighted_spearman

Floats = NDArray[np.float64]

FOLDS = 4
LEAST_SHARE = 0.6
LEAST_PARTS = 3
"""A fold less, and blocks are of unequal size: so much of `known_min`, in so many parts, is enough to learn a check
from. What is learnt from less does no better than the model itself."""


@dataclass(frozen=True)
class HeldOut:
    """`cells` forecast without themselves: rank correlation with what they bring, and how often the interval held."""

    cells: int
    spearman: float
    coverage: float

    @property
    def chance(self) -> float:
        """The rank correlation that chance alone reaches once in 40 times (Kendall 1948: 1.96 / sqrt(n - 1))."""
        return float(1.96 / np.sqrt(max(1, self.cells - 1)))


def check_frontier(
    grid: Cells2D,
    features: pl.DataFrame,
    own: Floats,
    *,
    by_block: bool,
    seed: int,
    params: PotentialParams | None = None,
    tell: Callable[[float], None] = lambda _: None,
) -> HeldOut | None:
    """Scattered cells are left out, or whole blocks of the map; `tell` hears what share is done. None where what is
    left of the known cells is too little to learn from."""
    params = params or PotentialParams()
    known = np.flatnonzero(~np.isnan(own))
    fold = _folds(grid, known, np.random.default_rng(seed), by_block=by_block)
    less = replace(
        params,
        known_min=round(params.known_min * LEAST_SHARE),
        parts=min(params.parts, LEAST_PARTS),
    )
    found = np.full((3, len(known)), np.nan)
    for number in range(FOLDS):
        held = fold == number
        if not held.any():
            continue
        seen = own.copy()
        seen[known[held]] = np.nan
        try:
            model = fit_frontier(grid, features, seen, seed=seed, params=less)
        except TooLittleKnown:
            return None
        forecast = model.predict(grid, features)[known[held].tolist()]
        found[:, held] = forecast.select("potential", "low", "high").to_numpy().T
        tell((number + 1) / FOLDS)
    potential, low, high = found
    actual = own[known]
    return HeldOut(
        cells=len(known),
        spearman=weighted_spearman(potential, actual, np.ones(len(known))),
        coverage=float(np.mean((low <= actual) & (actual <= high))),
    )


def _folds(grid: Cells2D, known: NDArray[np.int64], rng: np.random.Generator, *, by_block: bool) -> NDArray[np.int64]:
    """The fold of each known cell."""
    if not by_block:
        return (rng.permutation(len(known)) % FOLDS).astype(np.int64)
    blocks, block = np.unique(blocks_of(grid.cells[known], grid.resolution), return_inverse=True)
    return (rng.permutation(len(blocks)) % FOLDS)[block].astype(np.int64)
