"""What a campaign changed, and in whom most: measured on customers from whom it was not learnt."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.lists.value.qini import QiniEstimate, estimate_qini
from tianlu.target.lists.value.uplift import PARTS, Uplift, fit_uplift

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

GROUP_MIN = 200
"""Customers asked, and as many not asked, below which nothing is learnt about who should be: only the mean is told."""
CONFIDENCE_Z = 1.96


@dataclass(frozen=True)
class MeanEffect:
    """By how much asking changed the share of those who came, with the interval that holds it in 95 of 100 campaigns;
    `asked_share` and `control_share` came anyway or not."""

    asked: int
    control: int
    asked_share: float
    control_share: float
    effect: float
    low: float
    high: float

    @property
    def is_within_noise(self) -> bool:
        return self.low <= 0 <= self.high


@dataclass(frozen=True, eq=False)
class Measured:
    """`uplift` and `qini` are None where the groups are too small to learn from; `qini` is of scores of customers that
    were held back, so it is what asking by the score would bring next time."""

    mean: MeanEffect
    uplift: Uplift | None
    qini: QiniEstimate | None


def measure_campaign(
    features: pl.DataFrame,
    asked: Flags,
    came: Flags,
    *,
    seed: int,
    on_share: Callable[[float], object] = lambda _: None,
) -> Measured:
    """`features` are numbers known before the campaign, a row a customer; `asked` was drawn by lot.

    Raises ValueError where nobody was asked, or nobody left alone: then nothing can be laid to the campaign.
    """
    if asked.all() or not asked.any():
        raise ValueError("a campaign is measured by those who were asked and those who were not")
    mean = _mean_effect(asked, came)
    if min(mean.asked, mean.control) < GROUP_MIN or came.all() or not came.any():
        return Measured(mean, None, None)
    score = np.zeros(len(asked))
    part = np.random.default_rng(seed).permutation(len(asked)) % PARTS
    for k in range(PARTS):
        on_share(k / (PARTS + 1))
        seen = part != k
        learnt = fit_uplift(features.filter(seen), asked[seen], came[seen].astype(float), seed=seed)
        score[~seen] = learnt.effect(features.filter(~seen))
    on_share(PARTS / (PARTS + 1))
    uplift = fit_uplift(features, asked, came.astype(float), seed=seed)
    return Measured(mean, uplift, estimate_qini(score, asked, came, seed=seed))


def _mean_effect(asked: Flags, came: Flags) -> MeanEffect:
    ours, control = came[asked], came[~asked]
    share, other = float(ours.mean()), float(control.mean())
    spread = np.sqrt(share * (1 - share) / len(ours) + other * (1 - other) / len(control))
    effect, reach = share - other, CONFIDENCE_Z * float(spread)
    return MeanEffect(len(ours), len(control), share, other, effect, effect - reach, effect + reach)
