"""What two records are compared by: comparisons of several levels, the blocks in which pairs are looked for, and the
classes that pairs fall into. One definition for DuckDB and Spark.

A level's condition is SQL over the columns of both records, `phone_l` and `phone_r`, written with what both engines
know: equality, `levenshtein`, `length`, `substr`. How often each level is met in each class is only a first guess
here; it is estimated from the pairs themselves (`mixture.py`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class PairClass:
    """A kind of pair, with its first guess of the share of pairs: the same person, the same household, strangers."""

    name: str
    share: float


@dataclass(frozen=True)
class Level:
    """A degree of likeness. `met`: about how often it is met, in per cent of each class's pairs, in order of
    classes. `at_most`: the most that it can be met, in the same way; empty where nothing is known beforehand.
    """

    sql: str
    said: str
    said_zh: str
    met: tuple[float, ...]
    at_most: tuple[float, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Levels from the most to the least alike; the first whose condition holds counts, the last has none.

    `unknown`: where this holds a field is missing, and the comparison says nothing either way.
    """

    name: str
    unknown: str
    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        if len(self.levels) < 2 or self.levels[-1].sql:
            raise ValueError(f"comparison {self.name}: expected two levels or more, the last without a condition")


@dataclass(frozen=True)
class LinkModel:
    """`blocks`: pairs are looked for among records that agree on all columns of a block; null agrees with nothing.

    The first class is that of the same person (or company).
    """

    classes: tuple[PairClass, ...]
    comparisons: tuple[Comparison, ...]
    blocks: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for comparison in self.comparisons:
            if any(len(level.met) != len(self.classes) for level in comparison.levels):
                raise ValueError(
                    f"comparison {comparison.name}: expected a guess for each of {len(self.classes)} classes"
                )

    @property
    def sizes(self) -> tuple[int, ...]:
        """Of each comparison how many values it has: its levels, and 0 for unknown."""
        return tuple(len(comparison.levels) + 1 for comparison in self.comparisons)

    def levels_of(self, patterns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Patterns of pairs as levels, a column a comparison: 0 unknown, 1 the first and most alike level, and so on.

        A pattern is the levels as digits of one number, the first comparison's digit last.
        """
        columns, rest = [], patterns
        for size in self.sizes:
            rest, digit = np.divmod(rest, size)
            columns.append(digit)
        return np.stack(columns, axis=1)
