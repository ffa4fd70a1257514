"""Triangle inequalities: where unit a shares a plot with b and with c, b and c share it too.

Of X, in which an entry is 1 where two units share a plot and 0 where they do not, X[a, b] + X[a, c] − X[b, c] ≤ 1 for
any three units. There are three for every three units, so that only those are kept that a matrix breaks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.target.plots.search.state import Ints

Matrix = NDArray[np.float64]
SIGNS = (1.0, 1.0, -1.0)
BROKEN = 1e-3
"""By less than this an inequality counts as kept."""
NEARLY_TIGHT = 0.02
SHARE_OF_STEP = 0.9


@dataclass(frozen=True, eq=False)
class Triangles:
    """`corners` (inequalities, 3): the units a, b, c of each; `prices` of them, 0 or more, in edges."""

    units: int
    corners: Ints
    prices: Matrix

    @staticmethod
    def none(units: int) -> "Triangles":
        return Triangles(units, np.zeros((0, 3), np.int64), np.zeros(0))

    @property
    def entries(self) -> tuple[Ints, Ints, Ints]:
        """Where in the upper half of a matrix, laid out flat, the three entries of each inequality are."""
        a, b, c = self.corners.T
        return self._flat(a, b), self._flat(a, c), self._flat(b, c)

    def excess(self, matrix: Matrix) -> Matrix:
        """By how much each is broken, negative where there is room."""
        flat = matrix.ravel()
        ab, ac, bc = self.entries
        return flat[ab] + flat[ac] - flat[bc] - 1.0

    def priced(self, prices: Matrix) -> Matrix:
        """The symmetric matrix whose product with X is what the left sides cost at these prices."""
        half = np.zeros(self.units**2)
        for entry, sign in zip(self.entries, SIGNS, strict=True):
            half += np.bincount(entry, sign * prices / 2, self.units**2)
        upper = half.reshape(self.units, self.units)
        return upper + upper.T

    def steps(self) -> Matrix:
        """How far each price may follow its excess: the less, the more inequalities have an entry in common."""
        shared = np.bincount(np.concatenate(self.entries), minlength=self.units**2)
        return np.asarray(2 * SHARE_OF_STEP / shared[np.stack(self.entries)].sum(axis=0))

    def kept(self, matrix: Matrix) -> "Triangles":
        """Those that cost something or are nearly tight."""
        keep = (self.prices > 0) | (self.excess(matrix) > -NEARLY_TIGHT)
        return Triangles(self.units, self.corners[keep], self.prices[keep])

    def with_broken(self, matrix: Matrix, most: int) -> "Triangles":
        """Together with those that the matrix breaks most and that are not among them, at most so many."""
        corners, excess = _broken(matrix)
        is_new = ~np.isin(self._names(corners), self._names(self.corners))
        worst = np.argsort(-excess[is_new], kind="stable")[:most]
        added = corners[is_new][worst]
        return Triangles(
            self.units, np.concatenate([self.corners, added]), np.concatenate([self.prices, np.zeros(len(added))])
        )

    def _flat(self, one: Ints, other: Ints) -> Ints:
        return np.minimum(one, other) * self.units + np.maximum(one, other)

    def _names(self, corners: Ints) -> Ints:
        return np.asarray((corners[:, 0] * self.units + corners[:, 1]) * self.units + corners[:, 2])


def _broken(matrix: Matrix) -> tuple[Ints, Matrix]:
    """All broken inequalities, b before c, and by how much each is broken."""
    corners, excess = [np.zeros((0, 3), np.int64)], [np.zeros(0)]
    for a, row in enumerate(matrix):
        over = row[:, None] + row[None, :] - matrix - 1.0
        over[a, :] = over[:, a] = 0.0
        b, c = np.nonzero(np.triu(over > BROKEN, 1))
        corners.append(np.stack([np.full(len(b), a), b, c], axis=1))
        excess.append(over[b, c])
    return np.concatenate(corners), np.concatenate(excess)
