"""What a cell's market could bring, learnt from cells where it is known, with an interval that is checked.

Gradient-boosted trees on the features, then what cells nearby say beside that (`nearby.py`). The interval comes from
quantile trees, widened on cells that were not learnt from until it holds as often as it says (conformalized quantile
regression: Romano, Patterson, Candès 2019). Cells are held back in blocks of the map, because a cell's neighbours give
it away.
"""

from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import rankdata  # type: ignore[import-untyped]

from tianlu.target.grid.cells import Cells2D, parents
from tianlu.target.grid.nearby import NUGGETS, RANGES_M, Nearby, learn_nearby

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

BLOCK_LEVELS = 3
"""A block is the cell three resolutions up, 343 cells."""

MARKET = {"objective": "tweedie", "tweedie_variance_power": 1.3}


@dataclass(frozen=True)
class PotentialParams:
    """`coverage` is how often the interval shall hold. At most `learn_max` known cells are learnt from, those with
    something first; `parts` is in how many the blocks are dealt out to be held back in turn."""

    coverage: float = 0.8
    learn_max: int = 50_000
    parts: int = 5
    known_min: int = 100
    trees: int = 120
    leaves: int = 15
    learning_rate: float = 0.08
    classes: int = 4


@dataclass(frozen=True)
class HeldBack:
    """How the model did on known cells that it had not learnt from. `spearman_cells` is the rank correlation where the
    cells around are known, `spearman_blocks` where a whole block is not; `coverage` is how often the interval held.
    Cells are weighted so that they stand for all that are known."""

    cells: int
    spearman_cells: float
    spearman_blocks: float
    coverage: float


@dataclass(frozen=True, eq=False)
class Potential:
    """The fitted model; features are those of `features`, in that order. Amounts are multiplied by `scale`, so that
    what cells nearby say moves the market about and does not change its sum."""

    features: tuple[str, ...]
    centre: lgb.Booster
    is_log: bool
    low: lgb.Booster
    high: lgb.Booster
    nearby: Nearby
    scale: float
    class_edges: Floats
    widen: Floats
    held_back: HeldBack

    def predict(self, grid: Cells2D, features: pl.DataFrame) -> pl.DataFrame:
        """A row a cell: `cell`, `potential`, `low`, `high`, in the unit of what was measured."""
        raw = _raw(features, self.features)
        shift = self.nearby.shift(grid.lon_lat)
        centre = _log_centre(self.centre, raw, is_log=self.is_log) + shift
        widen = self.widen[np.searchsorted(self.class_edges, centre)]
        low, high = _guess(self.low, raw) + shift - widen, _guess(self.high, raw) + shift + widen
        amount = _amount(centre) * self.scale
        return pl.DataFrame(
            {
                "cell": grid.cells,
                "potential": amount,
                "low": np.minimum(_amount(low), amount),
                "high": np.maximum(_amount(high), amount),
            }
        )

    def parts(self, features: pl.DataFrame) -> Floats:
        """The reasons: (cells, features), what each feature adds to the logarithm of the potential (tree SHAP)."""
        found = self.centre.predict(_raw(features, self.features), pred_contrib=True, num_threads=1)
        return np.asarray(found, float)[:, :-1]


def fit_market(
    grid: Cells2D,
    features: pl.DataFrame,
    measured: Floats,
    *,
    seed: int,
    params: PotentialParams | None = None,
) -> Potential:
    """The mean market of a cell, learnt where the whole market is `measured`, (cells,) from 0, NaN where it is not.

    `features` has `cell` and numbers known for every cell, none of them part of what is measured. Raises ValueError
    where fewer than `known_min` cells are known or too few blocks to hold any back.
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

    Columns of `features` that begin with `own_` are left out. The interval is that of alike cells' own figures: what a
    cell brings lies in it as often as it says.
    """
    others = features.select(name for name in features.columns if not name.startswith("own_"))
    return _fit(grid, others, own, {"objective": "quantile", "alpha": quantile}, seed, params or PotentialParams())


@dataclass(frozen=True, eq=False)
class _Lesson:
    """The known cells that are learnt from, each with its weight and the part in which it is held back."""

    raw: Floats
    amount: Floats
    weight: Floats
    part: Rows
    lon_lat: Floats


def _fit(
    grid: Cells2D,
    features: pl.DataFrame,
    measured: Floats,
    objective: dict[str, object],
    seed: int,
    params: PotentialParams,
) -> Potential:
    names = tuple(name for name in features.columns if name != "cell")
    lesson = _lesson(grid, _raw(features, names), measured, seed, params)
    is_log = objective is not MARKET
    tail = (1 - params.coverage) / 2
    low, high = ({"objective": "quantile", "alpha": alpha} for alpha in (tail, 1 - tail))
    blind = _blind(lesson, objective, low, high, seed, params)
    level = np.log1p(lesson.amount)
    # Below a frontier is where most cells are: their mean residual would pull it down to the mean.
    nearby, shift = learn_nearby(lesson.lon_lat, level - blind[0]) if not is_log else _nothing_nearby(len(level))
    centre = blind[0] + shift
    scale = 1.0 if is_log else float(lesson.weight @ lesson.amount / (lesson.weight @ _amount(centre)))
    edges = np.quantile(centre, np.linspace(0, 1, params.classes + 1)[1:-1])
    miss = np.maximum(blind[1] + shift - level, level - blind[2] - shift)
    widen = _widen(np.searchsorted(edges, centre), miss, lesson.weight, params)
    held = miss <= widen[np.searchsorted(edges, centre)]
    everything = np.ones(len(level), bool)
    return Potential(
        features=names,
        centre=_grow(lesson, everything, objective, seed, params, is_log=is_log),
        is_log=is_log,
        low=_grow(lesson, everything, low, seed, params, is_log=True),
        high=_grow(lesson, everything, high, seed, params, is_log=True),
        nearby=nearby,
        scale=scale,
        class_edges=edges,
        widen=widen,
        held_back=HeldBack(
            cells=len(level),
            spearman_cells=weighted_spearman(centre, level, lesson.weight),
            spearman_blocks=weighted_spearman(blind[0], level, lesson.weight),
            coverage=float(np.average(held, weights=lesson.weight)),
        ),
    )


def _nothing_nearby(cells: int) -> tuple[Nearby, Floats]:
    return Nearby(np.zeros((0, 2)), np.zeros(0), RANGES_M[0], NUGGETS[-1]), np.zeros(cells)


def _lesson(grid: Cells2D, raw: Floats, measured: Floats, seed: int, params: PotentialParams) -> _Lesson:
    known = np.flatnonzero(~np.isnan(measured))
    if len(known) < params.known_min:
        raise ValueError(f"{len(known)} cells are known, at least {params.known_min} are needed to learn from")
    rng = np.random.default_rng(seed)
    with_some, with_none = known[measured[known] > 0], known[measured[known] <= 0]
    some = _draw(with_some, max(params.learn_max // 2, params.learn_max - len(with_none)), rng)
    none = _draw(with_none, params.learn_max - len(some), rng)
    rows = np.concatenate([some, none])
    weight = np.repeat([_each(with_some, some), _each(with_none, none)], [len(some), len(none)])
    blocks = parents(grid.cells[rows], max(0, grid.resolution - BLOCK_LEVELS))
    block = np.unique(blocks, return_inverse=True)[1]
    if block.max() + 1 < params.parts:
        raise ValueError(f"the known cells lie in {block.max() + 1} blocks, at least {params.parts} are needed")
    part = (rng.permutation(int(block.max()) + 1) % params.parts)[block]
    return _Lesson(raw[rows], np.maximum(measured[rows], 0.0), weight, part, grid.lon_lat[rows])


def _draw(rows: Rows, most: int, rng: np.random.Generator) -> Rows:
    return rows if len(rows) <= most else rng.choice(rows, most, replace=False)


def _each(rows: Rows, drawn: Rows) -> float:
    return len(rows) / len(drawn) if len(drawn) else 1.0


def _blind(
    lesson: _Lesson,
    objective: dict[str, object],
    low: dict[str, object],
    high: dict[str, object],
    seed: int,
    params: PotentialParams,
) -> tuple[Floats, Floats, Floats]:
    """Centre, low and high of each cell, in logarithms, by trees that have seen nothing of its block."""
    centre, lower, upper = (np.zeros(len(lesson.amount)) for _ in range(3))
    is_log = objective is not MARKET
    for k in range(params.parts):
        seen, held = lesson.part != k, lesson.part == k
        grown = _grow(lesson, seen, objective, seed, params, is_log=is_log)
        centre[held] = _log_centre(grown, lesson.raw[held], is_log=is_log)
        lower[held] = _guess(_grow(lesson, seen, low, seed, params, is_log=True), lesson.raw[held])
        upper[held] = _guess(_grow(lesson, seen, high, seed, params, is_log=True), lesson.raw[held])
    return centre, lower, upper


def _grow(
    lesson: _Lesson,
    seen: NDArray[np.bool_],
    objective: dict[str, object],
    seed: int,
    params: PotentialParams,
    *,
    is_log: bool,
) -> lgb.Booster:
    settings = {
        **objective,
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
    data = lgb.Dataset(lesson.raw[seen], np.log1p(amount) if is_log else amount, weight=lesson.weight[seen])
    return lgb.train(settings, data, num_boost_round=params.trees)


def _widen(classes: Rows, miss: Floats, weight: Floats, params: PotentialParams) -> Floats:
    """By how much the interval of each class of cells is to be widened (narrowed below 0) to hold as often as asked."""
    found = np.zeros(params.classes)
    for k in range(params.classes):
        mine = classes == k
        order = np.argsort(miss[mine])
        reached = np.cumsum(weight[mine][order])
        if len(order):
            at = np.searchsorted(reached, params.coverage * (reached[-1] + weight[mine].max()))
            found[k] = miss[mine][order][min(at, len(order) - 1)]
    return found


def weighted_spearman(one: Floats, other: Floats, weight: Floats) -> float:
    """Rank correlation in which a row counts by its weight; 0 where one of the two never differs."""
    ranks = np.column_stack([rankdata(one), rankdata(other)])
    spread = np.cov(ranks, rowvar=False, aweights=weight)
    if spread[0, 0] == 0 or spread[1, 1] == 0:
        return 0.0
    return float(spread[0, 1] / np.sqrt(spread[0, 0] * spread[1, 1]))


def _raw(features: pl.DataFrame, names: tuple[str, ...]) -> Floats:
    return features.select(names).to_numpy().astype(float)


def _guess(trees: lgb.Booster, raw: Floats) -> Floats:
    return np.asarray(trees.predict(raw, num_threads=1), float)


def _log_centre(trees: lgb.Booster, raw: Floats, *, is_log: bool) -> Floats:
    guess = _guess(trees, raw)
    return guess if is_log else np.log1p(np.maximum(guess, 0.0))


def _amount(level: Floats) -> Floats:
    amount: Floats = np.expm1(np.maximum(level, 0.0))
    return amount
