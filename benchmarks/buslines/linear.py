"""A mixed-integer programme built row by row and column by column, and solved by HiGHS with one thread."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import highspy
import numpy as np

INFINITY = highspy.kHighsInf


@dataclass(frozen=True)
class Answer:
    """`values` by column, empty where none was found; `duals` by row where the programme had no integers."""

    cost: float
    bound: float
    values: tuple[float, ...]
    duals: tuple[float, ...]


@dataclass
class Programme:
    """Rows first, then columns with their entries; the least cost is sought."""

    rows: list[tuple[float, float]] = field(default_factory=list)
    columns: list[tuple[float, float, bool]] = field(default_factory=list)
    entries: list[list[tuple[int, float]]] = field(default_factory=list)

    def row(self, *, low: float = -INFINITY, high: float = INFINITY) -> int:
        """A new row `low <= ... <= high`; its number."""
        self.rows.append((low, high))
        return len(self.rows) - 1

    def column(
        self, entries: Iterable[tuple[int, float]], *, cost: float = 0.0, high: float = INFINITY, whole: bool
    ) -> int:
        """A new column `0 <= x <= high` with its entries by row; its number."""
        self.columns.append((cost, high, whole))
        self.entries.append(list(entries))
        return len(self.columns) - 1

    def solve(self, *, seconds: float, seed: int, relaxed: bool = False, start: Iterable[float] = ()) -> Answer:
        """The best solution within seconds; `relaxed` forgets that columns are whole and gives duals."""
        solver = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", seed),
            ("time_limit", max(seconds, 0.1)),
            ("mip_rel_gap", 1e-7),
            ("mip_abs_gap", 1e-4),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(self._matrix(relaxed=relaxed))
        given = list(start)
        if given:
            solution = highspy.HighsSolution()
            solution.col_value = given
            solver.setSolution(solution)
        solver.run()
        found, solution = solver.getInfo(), solver.getSolution()
        if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            bound = (
                INFINITY if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible else found.mip_dual_bound
            )
            return Answer(INFINITY, bound, (), ())
        cost = found.objective_function_value
        bound = cost if relaxed else found.mip_dual_bound
        return Answer(cost, bound, tuple(solution.col_value), tuple(solution.row_dual) if relaxed else ())

    def _matrix(self, *, relaxed: bool) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.columns), len(self.rows)
        cost, high, whole = zip(*self.columns, strict=True)
        lp.col_cost_, lp.col_upper_ = np.array(cost), np.array(high)
        lp.col_lower_ = np.zeros(len(cost))
        lp.row_lower_ = np.array([low for low, _ in self.rows])
        lp.row_upper_ = np.array([high for _, high in self.rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(each) for each in self.entries)])
        lp.a_matrix_.index_ = np.array([row for each in self.entries for row, _ in each])
        lp.a_matrix_.value_ = np.array([value for each in self.entries for _, value in each], dtype=float)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        if not relaxed:
            lp.integrality_ = [kinds[each] for each in whole]
        return lp
