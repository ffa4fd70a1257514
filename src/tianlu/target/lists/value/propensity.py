"""How likely each customer is to take up a product, as a chance that can be held to, with the reasons.

Gradient-boosted trees rank; Platt's logistic curve, fitted on customers the trees had not seen, makes the rank a chance
(Platt 1999). The reasons are each feature's part of the log-odds (tree SHAP, Lundberg and others 2020).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

if TYPE_CHECKING:
    import lightgbm as lgb

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PARTS = 5


@dataclass(frozen=True)
class PropensityParams:
    """`takers_min` customers who took the product, and as many who did not, are asked for before anything is learnt."""

    takers_min: int = 50
    trees: int = 150
    leaves: int = 8
    learning_rate: float = 0.05


@dataclass(frozen=True)
class HeldBack:
    """How the chances did on customers that were not learnt from. `area` is how often a taker stands above another
    (0.5 is chance); `brier` is the mean squared error, `brier_of_share` that of saying everybody's share; `off` is the
    mean distance between chance and share taken, over tenths."""

    area: float
    brier: float
    brier_of_share: float
    off: float


@dataclass(frozen=True, eq=False)
class Propensity:
    """A product's fitted model; `slope` and `shift` turn the trees' log-odds into the chance's."""

    product: str
    features: tuple[str, ...]
    trees: "lgb.Booster"
    slope: float
    shift: float
    held_back: HeldBack

    def chance(self, customers: pl.DataFrame) -> Floats:
        """Each customer's chance, 0 to 1."""
        return _logistic(self.slope * self._log_odds(customers) + self.shift)

    def reasons(self, customers: pl.DataFrame, most: int = 3) -> list[tuple["Because", ...]]:
        """For each customer the features that move its chance most, the strongest first."""
        raw = customers.select(self.features).to_numpy().astype(float)
        parts = np.asarray(self.trees.predict(raw, pred_contrib=True, num_threads=1), float)[:, :-1] * self.slope
        order = np.argsort(-np.abs(parts), axis=1)[:, :most]
        return [
            tuple(Because(self.features[f], float(raw[k, f]), float(parts[k, f])) for f in row if parts[k, f] != 0.0)
            for k, row in enumerate(order)
        ]

    def _log_odds(self, customers: pl.DataFrame) -> Floats:
        raw = customers.select(self.features).to_numpy().astype(float)
        return np.asarray(self.trees.predict(raw, raw_score=True, num_threads=1), float)


@dataclass(frozen=True)
class Because:
    """A feature with the customer's figure and by how much it moves the log-odds, up or down."""

    feature: str
    figure: float
    log_odds: float


def fit_propensity(
    product: str, customers: pl.DataFrame, took: Flags, *, seed: int, params: PropensityParams | None = None
) -> Propensity:
    """Learn who took a product from what was known before; every column of `customers` is a number.

    Raises ValueError where too few took it, or too few did not: a chance could not be held to anything.
    """
    params = params or PropensityParams()
    fewest = min(int(took.sum()), int((~took).sum()))
    if fewest < params.takers_min:
        raise ValueError(
            f"{product}: {fewest} takers or non-takers, at least {params.takers_min} are needed to learn from"
        )
    raw = customers.to_numpy().astype(float)
    part = np.random.default_rng(seed).permutation(len(took)) % PARTS
    log_odds = np.zeros(len(took))
    for k in range(PARTS):
        grown = _grow(raw[part != k], took[part != k], seed, params)
        log_odds[part == k] = np.asarray(grown.predict(raw[part == k], raw_score=True, num_threads=1))
    slope, shift = _calibrate(log_odds, took)
    return Propensity(
        product=product,
        features=tuple(customers.columns),
        trees=_grow(raw, took, seed, params),
        slope=slope,
        shift=shift,
        held_back=_measure(_calibrated_apart(log_odds, took, part), took),
    )


def _grow(raw: Floats, took: Flags, seed: int, params: PropensityParams) -> "lgb.Booster":
    import lightgbm as lgb  # only when trees are grown: it is slow to load

    settings = {
        "objective": "binary",
        "learning_rate": params.learning_rate,
        "num_leaves": params.leaves,
        "min_data_in_leaf": max(10, len(took) // 200),
        "lambda_l2": 5.0,
        "seed": seed,
        "deterministic": True,
        "num_threads": 1,
        "verbose": -1,
    }
    return lgb.train(settings, lgb.Dataset(raw, took), num_boost_round=params.trees)


def _calibrate(log_odds: Floats, took: Flags) -> tuple[float, float]:
    """Slope and shift of the likeliest logistic curve, with Platt's targets, which are a little short of 0 and 1. A
    slope below 0 would turn the trees upside down; it is held at 0."""
    takers = took.sum()
    target = np.where(took, (takers + 1) / (takers + 2), 1 / (len(took) - takers + 2))

    def downhill(point: Floats) -> float:
        at = point[0] * log_odds + point[1]
        return float((np.logaddexp(0, at) - target * at).mean())

    found = minimize(downhill, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.0, 10.0), (-20.0, 20.0)])
    return float(found.x[0]), float(found.x[1])


def _calibrated_apart(log_odds: Floats, took: Flags, part: NDArray[np.int64]) -> Floats:
    """Chances whose curve has not seen the customer either."""
    chance = np.zeros(len(took))
    for k in range(PARTS):
        slope, shift = _calibrate(log_odds[part != k], took[part != k])
        chance[part == k] = _logistic(slope * log_odds[part == k] + shift)
    return chance


def _measure(chance: Floats, took: Flags) -> HeldBack:
    from scipy.stats import rankdata  # type: ignore[import-untyped]  # slow to load

    ranks, takers = rankdata(chance), int(took.sum())
    area = (ranks[took].sum() - takers * (takers + 1) / 2) / (takers * (len(took) - takers))
    tenths = np.array_split(np.argsort(chance), 10)
    off = [abs(chance[rows].mean() - took[rows].mean()) * len(rows) for rows in tenths]
    share = took.mean()
    return HeldBack(
        area=float(area),
        brier=float(np.square(chance - took).mean()),
        brier_of_share=float(share * (1 - share)),
        off=float(sum(off) / len(took)),
    )


def _logistic(log_odds: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-log_odds))
    return chance
