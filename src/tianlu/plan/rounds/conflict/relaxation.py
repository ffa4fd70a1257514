"""Necessary conditions for a week as linear rows, each of which is asked only while all its members are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tianlu.plan.rounds.conflict.member import Member

FOREVER = float("inf")


@dataclass(frozen=True)
class Row:
    """lower ≤ Σ factor × column ≤ upper, asked while every member of `needs` is kept; always if it names none."""

    lower: float
    upper: float
    terms: tuple[tuple[int, float], ...]
    needs: frozenset[Member]


@dataclass(frozen=True, eq=False)
class Relaxation:
    """Columns from 0 to `upper`, and rows. Where no week keeps the rows of some members, no plan keeps their rules."""

    upper: tuple[float, ...]
    rows: tuple[Row, ...]

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """All that may be dropped, in a fixed order."""
        return tuple(sorted({member for row in self.rows for member in row.needs}))

    def kept_rows(self, kept: frozenset[Member]) -> list[int]:
        """The rows that are asked while only these members are kept."""
        return [k for k, row in enumerate(self.rows) if row.needs <= kept]


@dataclass
class RelaxationBuilder:
    """Gathers columns and rows; nothing is ever taken back."""

    upper: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, upper: float = 1.0) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def at_least(self, figure: float, terms: Mapping[int, float], *needs: Member) -> None:
        self._row(figure, FOREVER, terms, needs)

    def at_most(self, figure: float, terms: Mapping[int, float], *needs: Member) -> None:
        self._row(-FOREVER, figure, terms, needs)

    def built(self) -> Relaxation:
        return Relaxation(tuple(self.upper), tuple(self.rows))

    def _row(self, lower: float, upper: float, terms: Mapping[int, float], needs: Iterable[Member]) -> None:
        kept = tuple((column, factor) for column, factor in terms.items() if factor)
        self.rows.append(Row(lower, upper, kept, frozenset(needs)))


def row_arrays(
    relaxation: Relaxation, rows: list[int]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Starts (rows + 1), columns and factors of some rows, laid out row by row."""
    chosen = [relaxation.rows[k].terms for k in rows]
    starts = np.concatenate([[0], np.cumsum([len(terms) for terms in chosen])]).astype(np.int32)
    columns = np.array([column for terms in chosen for column, _ in terms], np.int32)
    factors = np.array([factor for terms in chosen for _, factor in terms], np.float64)
    return starts, columns, factors
