"""Pairs that a person should look at: those that are neither sure to be one nor sure to be two, with the reasons."""

from dataclasses import dataclass

import numpy as np

from tianlu.target.lists.link.mixture import Mixture
from tianlu.target.lists.link.pairs import Pairs

DOUBTFUL_FROM, DOUBTFUL_TO = 0.1, 0.9
"""Probabilities between which a pair is worth a look."""

UNKNOWN = ("not known of both", "至少一方缺失")


@dataclass(frozen=True)
class Reason:
    """What one comparison says of a pair, and how many bits that is for (or, below zero, against) their being one."""

    comparison: str
    said: str
    said_zh: str
    bits: float


@dataclass(frozen=True)
class ReviewPair:
    """Two records, how probable it is that they are one, and why, the strongest reason first."""

    left: int
    right: int
    probability: float
    reasons: tuple[Reason, ...]


def list_reviews(pairs: Pairs, mixture: Mixture, *, limit: int) -> tuple[ReviewPair, ...]:
    """The most doubtful pairs, nearest to even first."""
    distinct, back = np.unique(pairs.pattern, return_inverse=True)
    probability = mixture.probabilities(distinct)[:, 0][back]
    doubtful = np.flatnonzero((probability >= DOUBTFUL_FROM) & (probability <= DOUBTFUL_TO))
    nearest = doubtful[np.argsort(np.abs(probability[doubtful] - 0.5), kind="stable")][:limit]
    return tuple(
        ReviewPair(
            int(pairs.left[k]),
            int(pairs.right[k]),
            float(probability[k]),
            explain_pattern(mixture, int(pairs.pattern[k])),
        )
        for k in nearest
    )


def explain_pattern(mixture: Mixture, pattern: int) -> tuple[Reason, ...]:
    """What each comparison says of a pair with this pattern."""
    levels = mixture.model.levels_of(np.array([pattern]))[0]
    reasons = []
    for number, (comparison, level) in enumerate(zip(mixture.model.comparisons, levels.tolist(), strict=True)):
        if level == 0:
            reasons.append(Reason(comparison.name, *UNKNOWN, 0.0))
        else:
            found = comparison.levels[level - 1]
            bits = float(mixture.weights(number)[level - 1])
            reasons.append(Reason(comparison.name, found.said, found.said_zh, bits))
    return tuple(sorted(reasons, key=lambda reason: -abs(reason.bits)))
