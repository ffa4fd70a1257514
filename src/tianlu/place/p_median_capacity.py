"""The p-median with capacities as a mixed-integer program for HiGHS, and its answer with a bound that holds.

Each client is served whole from one open site: client by client and site by site, which is the strong formulation.

A solver's word is not taken: whether a solution is there is read from its status, the bound is its dual bound rounded
safely, and costs are summed anew by the caller.
"""

from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from tianlu.core.highs import new_highs

SAFETY = 1e-9
"""The share of a floating bound that is given up, and SAFETY_ABSOLUTE of a unit with it."""
SAFETY_ABSOLUTE = 1e-4
"""HiGHS keeps rows and whole numbers to 1e-6 of a unit."""


@dataclass(frozen=True)
class Solved:
    """Sites opened, each client's site, and the least that any choice costs."""

    opened: tuple[int, ...]
    assigned: tuple[int, ...]
    bound: int


class _Rows:
    """A sparse program written row by row."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.uppers: list[float] = []
        self.whole: list[bool] = []
        self.lows: list[float] = []
        self.highs: list[float] = []
        self.starts: list[int] = [0]
        self.columns: list[int] = []
        self.figures: list[float] = []

    def add_column(self, cost: float, *, whole: bool) -> int:
        self.costs.append(cost)
        self.uppers.append(1.0)
        self.whole.append(whole)
        return len(self.costs) - 1

    def add_row(self, low: float, high: float, columns: list[int], figures: list[float]) -> None:
        self.lows.append(low)
        self.highs.append(high)
        self.columns += columns
        self.figures += figures
        self.starts.append(len(self.columns))

    def solve(self, seconds: float) -> tuple[NDArray[np.float64] | None, float, Any]:
        """Column values, dual bound, and status of the model."""
        model = new_highs()
        for option, value in (
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.99),
            ("time_limit", seconds),
        ):
            model.setOptionValue(option, value)
        model.passModel(self._program())
        model.run()
        info = model.getInfo()
        has_solution = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
        values = np.array(model.getSolution().col_value) if has_solution else None
        return values, float(info.mip_dual_bound), model.getModelStatus()

    def _program(self) -> Any:
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(self.costs), len(self.lows)
        program.col_cost_ = np.array(self.costs)
        program.col_lower_, program.col_upper_ = np.zeros(len(self.costs)), np.array(self.uppers)
        program.row_lower_, program.row_upper_ = np.array(self.lows), np.array(self.highs)
        program.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in self.whole
        ]
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.array(self.starts, np.int32)
        program.a_matrix_.index_ = np.array(self.columns, np.int32)
        program.a_matrix_.value_ = np.array(self.figures)
        return program


def solve_capacitated(
    costs: NDArray[np.int64],
    sites_open: int,
    must_open: frozenset[int],
    *,
    loads: tuple[int, ...],
    capacities: tuple[int, ...],
    seconds: float,
) -> Solved | None:
    """Each client served whole from one open site, no site above its capacity; None where no such choice was found."""
    clients, sites = costs.shape
    rows = _Rows()
    opened = [rows.add_column(0.0, whole=True) for _ in range(sites)]
    served = {
        (client, site): rows.add_column(float(costs[client, site]), whole=True)
        for client in range(clients)
        for site in range(sites)
        if loads[client] <= capacities[site]
    }
    rows.add_row(sites_open, sites_open, opened, [1.0] * sites)
    for site in must_open:
        rows.add_row(1.0, 1.0, [opened[site]], [1.0])
    for client in range(clients):
        ways = [served[client, site] for site in range(sites) if (client, site) in served]
        rows.add_row(1.0, 1.0, ways, [1.0] * len(ways))
    for (_, site), way in served.items():
        rows.add_row(0.0, 1.0, [opened[site], way], [1.0, -1.0])
    for site in range(sites):
        taken = [(way, loads[client]) for (client, where), way in served.items() if where == site]
        columns = [opened[site], *(way for way, _ in taken)]
        rows.add_row(0.0, highspy.kHighsInf, columns, [float(capacities[site]), *(-float(load) for _, load in taken)])
    values, dual, status = rows.solve(seconds)
    if values is None or status == highspy.HighsModelStatus.kInfeasible:
        return None
    assigned = [
        next(site for site in range(sites) if _is_way(values, served, client, site)) for client in range(clients)
    ]
    return Solved(tuple(k for k in range(sites) if values[opened[k]] > 0.5), tuple(assigned), safe_bound(dual))


def safe_bound(dual: float) -> int:
    """The whole cost that a floating bound certainly shows; 0 where there is none."""
    return max(0, ceil(dual - SAFETY_ABSOLUTE - SAFETY * abs(dual))) if isfinite(dual) else 0


def _is_way(values: NDArray[np.float64], served: dict[tuple[int, int], int], client: int, site: int) -> bool:
    return (client, site) in served and bool(values[served[client, site]] > 0.5)
