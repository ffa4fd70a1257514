"""What a cell's market could bring, learnt from cells where it is known, with an interval that is checked.

Gradient-boosted trees on the features, then what cells nearby say beside that (`nearby.py`). The interval comes from
quantile trees, widened on cells that were not learnt from until it holds as often as it says (conformalized quantile
regression: Romano, Patterson, Candès 2019). Cells are held back in blocks of the map, because a cell's neighbours give
it away.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.grid.cells import Cells2D, parents, rows_of
from tianlu.target.grid.nearby import NUGGETS, RANGES_M, Nearby, learn_nearby

if TYPE_CHECKING:
    import lightgbm as lgb

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

BLOCK_LEVELS = 3
"""A block is the cell three resolutions up, 343 cells."""


class TooLittleKnown(ValueError):
    """Of `what`, cells or blocks of them, too few are known to learn from: `found` of at least `needed`."""

    def __init__(self, what: Literal["cells", "blocks"], found: int, needed: int) -> None:
        super().__init__(f"{found} {what} are known, at least {needed} are needed to learn from")
        self.what, self.found, self.needed = what, found, needed


@dataclass(frozen=True)
class Goal:
    """What trees are grown towards: settings of the loss, and whether they see logarithms of amounts or amounts."""

    settings: Mapping[str, str | float]
    is_log: bool


MARKET = Goal({"objective": "tweedie", "tweedie_variance_power": 1.3}, is_log=False)


def quantile_goal(alpha: float) -> Goal:
    """A quantile is the same cell's in logarithms, where it is learnt more steadily."""
    return Goal({"objective": "quantile", "alpha": alpha}, is_log=True)


@dataclass(frozen=True)
class PotentialParams:
    """`coverage` is how often the interval shall hold. At most `learn_max` known cells are learnt from, those with
    something first; `parts` is in how many the blocks are dealt out to be held back in turn. The interval is set for
    each class of cells, from the poorest to the richest, with edges at `class_shares` of them: the few in which most
    people live have one of their own."""

    coverage: float = 0.8
    learn_max: int = 50_000
    parts: int = 5
    known_min: int = 100
    trees: int = 120
    leaves: int = 15
    learning_rate: float = 0.08
    class_shares: tuple[float, ...] = (0.25, 0.5, 0.75, 0.9, 0.97, 0.995)


@dataclass(frozen=True)
class HeldBack:
    """How the model did on known cells that it had not learnt from. `spearman_cells` is the rank correlation where the
    cells around are known, `spearman_blocks` where a whole block is not. Cells are weighted so that they stand for all
    that are known. The interval is set on these cells so that it holds as often as asked."""

    cells: int
    spearman_cells: float
    spearman_blocks: float


@dataclass(frozen=True, eq=False)
class Trees:
    """Three boosters grown on the same cells."""

    centre: "lgb.Booster"
    low: "lgb.Booster"
    high: "lgb.Booster"


@dataclass(frozen=True, eq=False)
class Potential:
    """The fitted model; features are those of `features`, in that order.

    There are as many `trees` as parts, each grown without the blocks of its part (`blocks` in order, `part` of each). A
    cell is forecast by the trees that have not seen its block, so that the residuals of the cells nearby, which are
    those of the same trees, say what these do not know; and the interval is that of cells in the same position. Where
    nothing of a block is known all trees are asked, and the interval is the wider one of whole blocks held back
    (`widen[1]`). Amounts are multiplied by the `scale` of their class, so that the sum of each class is that of what
    was measured in it.
    """

    features: tuple[str, ...]
    trees: tuple[Trees, ...]
    blocks: NDArray[np.uint64]
    part: Rows
    is_log: bool
    nearby: Nearby
    scale: Floats
    class_edges: Floats
    widen: Floats
    held_back: HeldBack

    def predict(self, grid: Cells2D, features: pl.DataFrame) -> pl.DataFrame:
        """A row a cell: `cell`, `potential`, `low`, `high`, in the unit of what was measured."""
        at = rows_of(self.blocks, blocks_of(grid.cells, grid.resolution))
        is_far = at < 0
        centre, low, high = self._by_part(_raw(features, self.features), np.where(is_far, -1, self.part[at]))
        shift = self.nearby.shift(grid.lon_lat)
        centre += shift
        classes = np.searchsorted(self.class_edges, centre)
        widen = self.widen[is_far.astype(int), classes]
        amount = _amount(centre) * self.scale[classes]
        return pl.DataFrame(
            {
                "cell": grid.cells,
                "potential": amount,
                "low": np.minimum(_amount(low + shift - widen), amount),
                "high": np.maximum(_amount(high + shift + widen), amount),
            }
        )

    def parts(self, features: pl.DataFrame) -> Floats:
        """The reasons: (cells, features), what each feature adds to the logarithm of the potential (tree SHAP)."""
        raw = _raw(features, self.features)
        found = [np.asarray(each.centre.predict(raw, pred_contrib=True, num_threads=1), float) for each in self.trees]
        mean: Floats = np.mean(found, axis=0)[:, :-1]
        return mean

    def _by_part(self, raw: Floats, part: Rows) -> tuple[Floats, Floats, Floats]:
        """Centre, low and high in logarithms: by the trees of the part, by the mean of all where it is -1."""
        found = np.zeros((3, len(raw)))
        for number, trees in enumerate(self.trees):
            for chosen, share in ((part == number, 1.0), (part < 0, 1.0 / len(self.trees))):
                if chosen.any():
                    found[:, chosen] += share * np.stack(_guesses(trees, raw[chosen], is_log=self.is_log))
        return found[0], found[1], found[2]


def fit_market(
    grid: Cells2D,
    features: pl.DataFrame,
    measured: Floats,
    *,
    seed: int,
    params: PotentialParams | None = None,
) -> Potential:
    """The mean market of a cell, learnt where the whole market is `measured`, (cells,) from 0, NaN where it is not.

    `features` has `cell` and numbers known for every cell, none of them part of what is measured. Raises
    TooLittleKnown where fewer than `known_min` cells are known or too few blocks to hold any back.
    """
    return _fit(grid, features, measured, MARKET, seed, params or PotentialParams())


def fit_frontier(
    grid: Cells2D,
    features: pl.DataFrame,
    own: Floats,
    *,
    seed: int,
    quantile: float = 0.9,
    params: PotentialParams | None = None,
) -> Potential:
    """Where no market is measured: what the best-served of alike cells bring, the `quantile` of the own figure.

    Columns of `features` that begin with `own_` are left out; of cells where `own` is NaN nothing is learnt. Raises
    TooLittleKnown as `fit_market` does. The interval is that of alike cells' own figures: what a
    cell brings lies in it as often as it says.
    """
    others = features.select(name for name in features.columns if not name.startswith("own_"))
    return _fit(grid, others, own, quantile_goal(quantile), seed, params or PotentialParams())


@dataclass(frozen=True, eq=False)
class _Lesson:
    """The known cells that are learnt from, each with its weight and the part in which it is held back; the part of
    every block in which anything is known."""

    raw: Floats
    amount: Floats
    weight: Floats
    part: Rows
    lon_lat: Floats
    blocks: NDArray[np.uint64]
    part_of_block: Rows


def _fit(
    grid: Cells2D,
    features: pl.DataFrame,
    measured: Floats,
    goal: Goal,
    seed: int,
    params: PotentialParams,
) -> Potential:
    names = tuple(name for name in features.columns if name != "cell")
    lesson = _lesson(grid, _raw(features, names), measured, seed, params)
    is_log = goal.is_log
    trees = tuple(_grow_part(lesson, k, goal, seed, params) for k in range(params.parts))
    centre, low, high = _blind(lesson, trees, is_log=is_log)
    level = np.log1p(lesson.amount)
    # Below a frontier is where most cells are: their mean residual would pull it down to the mean.
    nearby, shift = (
        _nothing_nearby(len(level)) if is_log else learn_nearby(lesson.lon_lat, _around_0(level - centre, lesson))
    )
    shifted = centre + shift
    edges = np.quantile(shifted, params.class_shares)
    near = _widen(shifted, low + shift, high + shift, level, edges, lesson.weight, params)
    far = _widen(centre, low, high, level, edges, lesson.weight, params)
    return Potential(
        features=names,
        trees=trees,
        blocks=lesson.blocks,
        part=lesson.part_of_block,
        is_log=is_log,
        nearby=nearby,
        scale=np.ones(len(edges) + 1) if is_log else _scales(shifted, edges, lesson),
        class_edges=edges,
        widen=np.stack([near, np.maximum(near, far)]),
        held_back=HeldBack(
            cells=len(level),
            spearman_cells=weighted_spearman(shifted, level, lesson.weight),
            spearman_blocks=weighted_spearman(centre, level, lesson.weight),
        ),
    )


def _around_0(residuals: Floats, lesson: _Lesson) -> Floats:
    """Residuals of logarithms lie below 0 in the mean where the trees forecast the mean of amounts: that is no news."""
    centred: Floats = residuals - np.average(residuals, weights=lesson.weight)
    return centred


def _nothing_nearby(cells: int) -> tuple[Nearby, Floats]:
    return Nearby(np.zeros((0, 2)), np.zeros(0), RANGES_M[0], NUGGETS[-1]), np.zeros(cells)


def _lesson(grid: Cells2D, raw: Floats, measured: Floats, seed: int, params: PotentialParams) -> _Lesson:
    known = np.flatnonzero(~np.isnan(measured))
    if len(known) < params.known_min:
        raise TooLittleKnown("cells", len(known), params.known_min)
    rng = np.random.default_rng(seed)
    with_some, with_none = known[measured[known] > 0], known[measured[known] <= 0]
    some = _draw(with_some, max(params.learn_max // 2, params.learn_max - len(with_none)), rng)
    none = _draw(with_none, params.learn_max - len(some), rng)
    rows = np.concatenate([some, none])
    weight = np.repeat([_each(with_some, some), _each(with_none, none)], [len(some), len(none)])
    blocks, block = np.unique(blocks_of(grid.cells[rows], grid.resolution), return_inverse=True)
    if len(blocks) < params.parts:
        raise TooLittleKnown("blocks", len(blocks), params.parts)
    part = (rng.permutation(len(blocks)) % params.parts).astype(np.int64)
    amount = np.maximum(measured[rows], 0.0)
    return _Lesson(raw[rows], amount, weight, part[block], grid.lon_lat[rows], blocks, part)


def blocks_of(cells: NDArray[np.uint64], resolution: int) -> NDArray[np.uint64]:
    return parents(cells, max(0, resolution - BLOCK_LEVELS))


def _draw(rows: Rows, most: int, rng: np.random.Generator) -> Rows:
    return rows if len(rows) <= most else rng.choice(rows, most, replace=False)


def _each(rows: Rows, drawn: Rows) -> float:
    return len(rows) / len(drawn) if len(drawn) else 1.0


def _blind(lesson: _Lesson, trees: tuple[Trees, ...], *, is_log: bool) -> tuple[Floats, Floats, Floats]:
    """Centre, low and high of each known cell, in logarithms, by the trees that have seen nothing of its block."""
    found = np.zeros((3, len(lesson.amount)))
    for number, each in enumerate(trees):
        held = lesson.part == number
        if held.any():
            found[:, held] = np.stack(_guesses(each, lesson.raw[held], is_log=is_log))
    return found[0], found[1], found[2]


def _grow_part(lesson: _Lesson, part: int, goal: Goal, seed: int, params: PotentialParams) -> Trees:
    """Trees that see everything but a part."""
    tail = (1 - params.coverage) / 2
    seen = lesson.part != part
    return Trees(
        centre=_grow(lesson, seen, goal, seed, params),
        low=_grow(lesson, seen, quantile_goal(tail), seed, params),
        high=_grow(lesson, seen, quantile_goal(1 - tail), seed, params),
    )


def _guesses(trees: Trees, raw: Floats, *, is_log: bool) -> tuple[Floats, Floats, Floats]:
    return _log_centre(trees.centre, raw, is_log=is_log), _guess(trees.low, raw), _guess(trees.high, raw)


def _grow(
    lesson: _Lesson,
    seen: NDArray[np.bool_],
    goal: Goal,
    seed: int,
    params: PotentialParams,
) -> "lgb.Booster":
    import lightgbm as lgb  # only when trees are grown: it is slow to load

    settings = {
        **goal.settings,
        "learning_rate": params.learning_rate,
        "num_leaves": params.leaves,
        "min_data_in_leaf": 20,
        "feature_fraction": 0.7,
        "max_bin": 127,
        "seed": seed,
        "deterministic": True,
        "num_threads": 1,
        "verbose": -1,
    }
    amount = lesson.amount[seen]
    data = lgb.Dataset(lesson.raw[seen], np.log1p(amount) if goal.is_log else amount, weight=lesson.weight[seen])
    return lgb.train(settings, data, num_boost_round=params.trees)


def _scales(centre: Floats, edges: Floats, lesson: _Lesson) -> Floats:
    """By what the forecast amounts of each class are to be multiplied for their sum to be right."""
    classes = np.searchsorted(edges, centre)
    measured = np.bincount(classes, lesson.weight * lesson.amount, minlength=len(edges) + 1)
    forecast = np.bincount(classes, lesson.weight * _amount(centre), minlength=len(edges) + 1)
    scales: Floats = np.divide(measured, forecast, out=np.ones(len(forecast)), where=forecast > 0)
    return scales


def _widen(
    centre: Floats, low: Floats, high: Floats, level: Floats, edges: Floats, weight: Floats, params: PotentialParams
) -> Floats:
    """By how much the interval of each class of cells is to be widened (narrowed below 0) to hold as often as asked."""
    miss, classes = np.maximum(low - level, level - high), np.searchsorted(edges, centre)
    found = np.zeros(len(edges) + 1)
    for k in range(len(found)):
        mine = classes == k
        order = np.argsort(miss[mine])
        reached = np.cumsum(weight[mine][order])
        if len(order):
            at = np.searchsorted(reached, params.coverage * (reached[-1] + weight[mine].max()))
            found[k] = miss[mine][order][min(at, len(order) - 1)]
    return found


def weighted_spearman(one: Floats, other: Floats, weight: Floats) -> float:
    """Rank correlation in which a row counts by its weight; 0 where one of the two never differs."""
    from scipy.stats import rankdata  # type: ignore[import-untyped]  # slow to load

    ranks = np.column_stack([rankdata(one), rankdata(other)])
    spread = np.cov(ranks, rowvar=False, aweights=weight)
    if spread[0, 0] == 0 or spread[1, 1] == 0:
        return 0.0
    return float(spread[0, 1] / np.sqrt(spread[0, 0] * spread[1, 1]))


def _raw(features: pl.DataFrame, names: tuple[str, ...]) -> Floats:
    return features.select(names).to_numpy().astype(float)


def _guess(trees: "lgb.Booster", raw: Floats) -> Floats:
    return np.asarray(trees.predict(raw, num_threads=1), float)


def _log_centre(trees: "lgb.Booster", raw: Floats, *, is_log: bool) -> Floats:
    guess = _guess(trees, raw)
    return guess if is_log else np.log1p(np.maximum(guess, 0.0))


def _amount(level: Floats) -> Floats:
    amount: Floats = np.expm1(np.maximum(level, 0.0))
    return amount
