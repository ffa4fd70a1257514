"""A linear program put together row by row, solved by HiGHS, and the bound that any prices of its rows prove."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from tianlu.core.highs import new_highs

Float = NDArray[np.float64]
Term = tuple[int, float]
"""A column, or a row, and its coefficient."""


@dataclass
class LinearProgram:
    """Minimise cost @ x with lower <= x <= upper and row_low <= A x <= row_high. Every column has finite bounds: so any
    prices of the rows prove a bound (`proven`)."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)
    rows: list[dict[int, float]] = field(default_factory=list)

    def column(self, cost: float = 0.0, *, upper: float, lower: float = 0.0) -> int:
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.cost) - 1

    def row(self, terms: Iterable[Term], *, low: float = -math.inf, high: float = math.inf) -> int:
        """Coefficients of a column that is named twice add up."""
        summed: dict[int, float] = {}
        for column, coefficient in terms:
            summed[column] = summed.get(column, 0.0) + coefficient
        self.rows.append(summed)
        self.row_low.append(low)
        self.row_high.append(high)
        return len(self.rows) - 1


@dataclass(frozen=True)
class Solved:
    """What HiGHS found: the cost, the values of the columns, the prices of the rows."""

    cost: float
    values: Float
    prices: Float


class NoSolution(Exception):
    """The linear program has no solution, and HiGHS proved it."""


class SolverGaveUp(Exception):
    """HiGHS ended without an answer: time, memory or numbers."""


class Solver:
    """A linear program inside HiGHS, to which rows and columns are added while it keeps its last basis."""

    def __init__(self, program: LinearProgram) -> None:
        self._highs = new_highs()
        self._highs.passModel(highs_model(program))
        self.program = program

    def solve(self, *, seconds: float) -> Solved:
        """Raises NoSolution, SolverGaveUp."""
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.05, seconds))
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise NoSolution
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverGaveUp(self._highs.modelStatusToString(status))
        solution = self._highs.getSolution()
        cost = self._highs.getInfo().objective_function_value
        return Solved(cost, np.array(solution.col_value), np.array(solution.row_dual))

    def add_row(self, terms: Iterable[Term], *, low: float) -> int:
        row = self.program.row(terms, low=low)
        columns, coefficients = _apart(self.program.rows[row])
        self._highs.addRow(low, math.inf, len(columns), columns, coefficients)
        return row

    def drop_rows(self, gone: Sequence[int]) -> dict[int, int]:
        """Take rows out of the program; returns where the others are now."""
        if gone:
            self._highs.deleteRows(len(gone), np.array(sorted(gone), np.int32))
        return keep_rows(self.program, sorted(set(range(len(self.program.rows))) - set(gone)))

    def add_column(self, cost: float, terms: Sequence[Term], *, upper: float) -> int:
        """A column by its rows; no row is named twice."""
        column = self.program.column(cost, upper=upper)
        for row, value in terms:
            self.program.rows[row][column] = value
        rows, coefficients = _apart(dict(terms))
        self._highs.addCol(cost, 0.0, upper, len(rows), rows, coefficients)
        return column


def keep_rows(program: LinearProgram, kept: Sequence[int]) -> dict[int, int]:
    """Leave only these rows, in their order; returns where they are now."""
    program.rows = [program.rows[row] for row in kept]
    program.row_low = [program.row_low[row] for row in kept]
    program.row_high = [program.row_high[row] for row in kept]
    return {row: k for k, row in enumerate(kept)}


def legal_prices(program: LinearProgram, prices: Float) -> Float:
    """Prices without those that a row with one side open cannot carry."""
    legal = np.where(np.isinf(program.row_low) & (prices > 0), 0.0, prices)
    return np.where(np.isinf(program.row_high) & (legal < 0), 0.0, legal)


def reduced_costs(program: LinearProgram, prices: Float) -> Float:
    """Cost of each column less what its rows pay for it."""
    counts = [len(row) for row in program.rows]
    columns = np.fromiter((column for row in program.rows for column in row), np.int64, sum(counts))
    values = np.fromiter((value for row in program.rows for value in row.values()), np.float64, sum(counts))
    paid = np.bincount(columns, values * np.repeat(prices, counts), minlength=len(program.cost))
    return np.array(program.cost) - paid


def proven(program: LinearProgram, prices: Float, reduced: Float) -> float:
    """What the rows are worth at legal prices, and the columns at their cheaper bound: no solution costs less
    (Lagrange)."""
    low = np.where(prices > 0, program.row_low, 0.0)
    high = np.where(prices < 0, program.row_high, 0.0)
    columns = np.where(reduced >= 0, reduced * np.array(program.lower), reduced * np.array(program.upper))
    return float((prices * (low + high)).sum() + columns.sum())


def highs_model(program: LinearProgram) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.cost), len(program.rows)
    model.col_cost_ = np.array(program.cost)
    model.col_lower_, model.col_upper_ = np.array(program.lower), np.array(program.upper)
    model.row_lower_, model.row_upper_ = np.array(program.row_low), np.array(program.row_high)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate(([0], np.cumsum([len(row) for row in program.rows]))).astype(np.int32)
    model.a_matrix_.index_ = np.array([column for row in program.rows for column in row], np.int32)
    model.a_matrix_.value_ = np.array([value for row in program.rows for value in row.values()], np.float64)
    return model


def _apart(terms: dict[int, float]) -> tuple[NDArray[np.int32], Float]:
    return np.fromiter(terms.keys(), np.int32, len(terms)), np.fromiter(terms.values(), np.float64, len(terms))
