"""What a campaign changes in each customer, learnt from one that left a control group alone.

An R-learner (Nie, Wager 2021): what a customer would do anyway is taken away first, by trees; what is left is laid to
the campaign by a ridge regression on the customer's features. Asking whoever buys most would ask those who buy anyway.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PARTS = 5


@dataclass(frozen=True)
class UpliftParams:
    """`ridges` are the shrinkages tried, in customers; the one that tells held-back customers best is taken."""

    ridges: tuple[float, ...] = (1.0, 10.0, 100.0, 1_000.0, 10_000.0, 100_000.0)
    trees: int = 100
    leaves: int = 8
    learning_rate: float = 0.03


@dataclass(frozen=True, eq=False)
class Uplift:
    """The campaign's effect on the outcome: `mean_effect` for the mean customer, and `slopes` a standard deviation of
    each feature; `ridge` is the shrinkage that was taken."""

    features: tuple[str, ...]
    mean: Floats
    deviation: Floats
    mean_effect: float
    slopes: Floats
    ridge: float

    def effect(self, customers: pl.DataFrame) -> Floats:
        """By how much asking changes each customer's outcome."""
        total: Floats = self.mean_effect + self.parts(customers).sum(axis=1)
        return total

    def parts(self, customers: pl.DataFrame) -> Floats:
        """The reasons: (customers, features), what each feature adds to the mean effect."""
        raw = customers.select(self.features).to_numpy().astype(float)
        parts: Floats = (raw - self.mean) / self.deviation * self.slopes
        return parts


def fit_uplift(
    customers: pl.DataFrame, treated: Flags, outcome: Floats, *, seed: int, params: UpliftParams | None = None
) -> Uplift:
    """Learn from a campaign whose group was drawn by lot; every column of `customers` is a number known before it.

    Raises ValueError where a group has fewer than PARTS customers: without a control group nothing can be laid to
    the campaign.
    """
    params = params or UpliftParams()
    if min(int(treated.sum()), int((~treated).sum())) < PARTS:
        raise ValueError(f"uplift needs a group that was asked and one that was not, {PARTS} customers each at least")
    raw = customers.to_numpy().astype(float)
    mean, deviation = raw.mean(axis=0), raw.std(axis=0)
    deviation[deviation == 0] = 1.0
    part = _parts(treated, seed)
    left = outcome - _anyway(raw, outcome, part, seed, params)
    lot = treated - treated.mean()
    design = np.column_stack([np.ones(len(raw)), (raw - mean) / deviation]) * lot[:, None]
    ridge = min(params.ridges, key=lambda each: _held_back_error(design, left, part, each))
    weights = _ridge(design, left, ridge)
    return Uplift(tuple(customers.columns), mean, deviation, float(weights[0]), weights[1:], ridge)


def _parts(treated: Flags, seed: int) -> NDArray[np.int64]:
    """Each customer's part of PARTS, both groups spread evenly."""
    rng = np.random.default_rng(seed)
    part = np.zeros(len(treated), np.int64)
    for group in (np.flatnonzero(treated), np.flatnonzero(~treated)):
        part[rng.permutation(group)] = np.arange(len(group)) % PARTS
    return part


def _anyway(raw: Floats, outcome: Floats, part: NDArray[np.int64], seed: int, params: UpliftParams) -> Floats:
    """The outcome expected of each customer, asked or not, by trees that have not seen it."""
    import lightgbm as lgb  # only when trees are grown: it is slow to load

    settings = {
        "objective": "regression",
        "learning_rate": params.learning_rate,
        "num_leaves": params.leaves,
        "min_data_in_leaf": max(20, len(raw) // 200),
        "seed": seed,
        "deterministic": True,
        "num_threads": 1,
        "verbose": -1,
    }
    expected = np.zeros(len(raw))
    for k in range(PARTS):
        seen = part != k
        trees = lgb.train(settings, lgb.Dataset(raw[seen], outcome[seen]), num_boost_round=params.trees)
        expected[~seen] = np.asarray(trees.predict(raw[~seen], num_threads=1))
    return expected


def _held_back_error(design: Floats, left: Floats, part: NDArray[np.int64], ridge: float) -> float:
    errors = 0.0
    for k in range(PARTS):
        seen = part != k
        errors += float(np.square(left[~seen] - design[~seen] @ _ridge(design[seen], left[seen], ridge)).sum())
    return errors


def _ridge(design: Floats, left: Floats, ridge: float) -> Floats:
    """Least squares with every weight shrunk but the first, the mean effect. `ridge` counts customers, and a customer
    weighs by how far the lot can tell: as much as the mean square of the first column."""
    shrink = ridge * float(np.square(design[:, 0]).mean()) * np.eye(design.shape[1])
    shrink[0, 0] = 0.0
    weights: Floats = np.linalg.solve(design.T @ design + shrink, design.T @ left).astype(np.float64)
    return weights
