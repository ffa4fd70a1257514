"""What each level is worth, found without labels: a mixture of classes fitted to the patterns of the pairs.

The model of Fellegi and Sunter (1969) with two classes or more: within a class the comparisons are independent. The
estimate is that of largest likelihood by expectation and maximisation (Dempster, Laird and Rubin 1977) over all blocked
pairs. A class of its own for members of one household takes up what two classes cannot say: that strangers by name
share surname, house and telephone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.target.lists.link.model import Comparison, LinkModel

ITERATIONS_MAX = 1000
CHANGE_MIN = 1e-9
"""Of the log-likelihood, as a share of itself: below it the estimate stands."""

PRIOR_PAIRS = 0.5
"""Pairs added to each level of each class (Jeffreys), so that no level is impossible."""

SHARE_MIN = 1e-9


@dataclass(frozen=True, eq=False)
class Mixture:
    """`shares` of the pairs by class; `tables[c][k, level - 1]`: how often class k is at a level of comparison c."""

    model: LinkModel
    shares: NDArray[np.float64]
    tables: tuple[NDArray[np.float64], ...]

    def probabilities(self, patterns: NDArray[np.int64]) -> NDArray[np.float64]:
        """A row a pattern, a column a class: how probable that a pair of this pattern is of that class."""
        logs = _logs(self.model.levels_of(patterns), self.shares, self.tables)
        raised = np.exp(logs - logs.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))

    def weights(self, comparison: int) -> NDArray[np.float64]:
        """Bits that each level of a comparison adds for the first class, against the other classes by their shares."""
        table = self.tables[comparison]
        others = self.shares[1:] @ table[1:] / self.shares[1:].sum()
        return np.asarray(np.log2(table[0] / others))


def fit_mixture(model: LinkModel, patterns: NDArray[np.int64]) -> Mixture:
    """The mixture fitted to the patterns of all pairs; with no pair the first guess."""
    distinct, counts = np.unique(patterns, return_counts=True)
    levels = model.levels_of(distinct)
    shares = np.array([each.share for each in model.classes])
    mixture = Mixture(model, shares / shares.sum(), tuple(_guess(model)))
    likelihood = -np.inf
    for _ in range(ITERATIONS_MAX if len(distinct) else 0):
        logs = _logs(levels, mixture.shares, mixture.tables)
        top = logs.max(axis=1)
        raised = np.exp(logs - top[:, None])
        total = raised.sum(axis=1)
        now = float(counts @ (np.log(total) + top))
        if now - likelihood < CHANGE_MIN * abs(now):
            break
        likelihood = now
        mixture = _maximise(model, levels, raised / total[:, None] * counts[:, None])
    return mixture


def _guess(model: LinkModel) -> list[NDArray[np.float64]]:
    guesses = [np.array([level.met for level in comparison.levels], float).T for comparison in model.comparisons]
    return [table / table.sum(axis=1, keepdims=True) for table in guesses]


def _logs(
    levels: NDArray[np.int64], shares: NDArray[np.float64], tables: tuple[NDArray[np.float64], ...]
) -> NDArray[np.float64]:
    """Log of share times likelihood, a row a pattern, a column a class; unknown levels leave it as it is."""
    logs = np.tile(np.log(np.maximum(shares, SHARE_MIN)), (len(levels), 1))
    for level, table in zip(levels.T, tables, strict=True):
        known = np.concatenate([np.zeros((len(table), 1)), np.log(table)], axis=1)
        logs += known.T[level]
    return logs


def _maximise(model: LinkModel, levels: NDArray[np.int64], weights: NDArray[np.float64]) -> Mixture:
    tables = []
    for level, size in zip(levels.T, model.sizes, strict=True):
        table = np.stack([np.bincount(level, column, minlength=size)[1:] for column in weights.T]) + PRIOR_PAIRS
        tables.append(table / table.sum(axis=1, keepdims=True))
    tables = [_bounded(comparison, table) for comparison, table in zip(model.comparisons, tables, strict=True)]
    mass = weights.sum(axis=0)
    return Mixture(model, mass / mass.sum(), tuple(tables))


def _bounded(comparison: Comparison, table: NDArray[np.float64]) -> NDArray[np.float64]:
    """The table with no level met more often than it can be; what is over goes to the other levels by their shares."""
    most = np.array([level.at_most or (100.0,) * len(table) for level in comparison.levels]).T / 100
    over = table > most
    kept = np.where(over, most, 0.0)
    rest = np.where(over, 0.0, table)
    return np.asarray(kept + rest * (1 - kept.sum(axis=1, keepdims=True)) / rest.sum(axis=1, keepdims=True))
