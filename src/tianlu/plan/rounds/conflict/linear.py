"""The relaxation put to HiGHS: can the rows of some members hold, which rows prove that not, what would bend least.

HiGHS 1.11 or newer; a ray of the dual (Farkas) names the rows of a proof. What it cannot settle counts as feasible, so
that no conflict rests on a doubtful answer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from tianlu.core.highs import new_highs
from tianlu.plan.rounds.conflict.member import Member
from tianlu.plan.rounds.conflict.relaxation import Relaxation, row_arrays

LP_SECONDS = 20.0
RAY_LEAST = 1e-7
BENT_LEAST = 1e-6


@dataclass(frozen=True)
class Answer:
    """Whether the kept rows can hold; if not, the members of the rows of one proof, each with its weight in it."""

    is_feasible: bool
    proof: dict[Member, float]


class Asker:
    """One relaxation in HiGHS, asked again and again; each question starts from the last one's basis.

    Every row that can be dropped has a slack column, held at 0 while the row is asked. A row that is dropped has a free
    one without a price, a row that may bend a free one with a price.
    """

    def __init__(self, relaxation: Relaxation) -> None:
        self.relaxation = relaxation
        rows = relaxation.rows
        self._soft = np.array([k for k, row in enumerate(rows) if row.needs], np.int32)
        self._members = relaxation.members
        self._index = {member: k for k, member in enumerate(self._members)}
        pairs = [(s, self._index[member]) for s, k in enumerate(self._soft) for member in rows[k].needs]
        self._need_row = np.array([s for s, _ in pairs], np.int64)
        self._need_member = np.array([m for _, m in pairs], np.int64)
        self._slack = np.arange(len(self._soft), dtype=np.int32) + len(relaxation.upper)
        self._solver = new_highs()
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("solver", "simplex")
        self._solver.passModel(_model(relaxation, self._soft))

    def ask(self, kept: frozenset[Member]) -> Answer:
        """Can the rows of these members all hold?"""
        status = self._run(self._is_asked(kept), price=0.0)
        if status != highspy.HighsModelStatus.kInfeasible:
            return Answer(True, {})
        called, has_ray, ray = self._solver.getDualRay()
        if not has_ray or called == highspy.HighsStatus.kError:
            return Answer(False, dict.fromkeys(kept, 1.0))
        return Answer(False, self._weights(np.abs(np.asarray(ray))))

    def is_feasible(self, kept: frozenset[Member]) -> bool:
        """Whether the rows of these members can all hold."""
        return self._run(self._is_asked(kept), price=0.0) != highspy.HighsModelStatus.kInfeasible

    def narrowed(self, kept: frozenset[Member]) -> "Asker":
        """The same for questions about no other members: a smaller model."""
        rows = tuple(row for row in self.relaxation.rows if row.needs <= kept)
        return Asker(Relaxation(self.relaxation.upper, rows))

    def bent(
        self,
        kept: frozenset[Member],
        among: frozenset[Member],
        *,
        price_of: Callable[[frozenset[Member]], float],
    ) -> list[frozenset[Member]] | None:
        """The needs of the rows that give way when all rows of `among` are wanted, those of `kept` must hold, and the
        rest bend as cheaply as they can; None where HiGHS finds no such week."""
        must, wanted = self._is_asked(kept), self._is_asked(among)
        bends = wanted & ~must
        needs = (self.relaxation.rows[k].needs for k in self._soft)
        price = np.array([price_of(each) if bend else 0.0 for each, bend in zip(needs, bends, strict=True)])
        status = self._run(must, price=price)
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        slack = np.asarray(self._solver.getSolution().col_value)[self._slack]
        return [self.relaxation.rows[self._soft[s]].needs for s in np.flatnonzero((slack > BENT_LEAST) & bends)]

    def _is_asked(self, kept: frozenset[Member]) -> NDArray[np.bool_]:
        """For each droppable row whether all its members are kept."""
        is_kept = np.array([member in kept for member in self._members], np.bool_)
        asked = np.ones(len(self._soft), np.bool_)
        np.logical_and.at(asked, self._need_row, is_kept[self._need_member])
        return asked

    def _run(self, asked: NDArray[np.bool_], *, price: float | NDArray[np.float64]) -> highspy.HighsModelStatus:
        count = len(self._slack)
        upper = np.where(asked, 0.0, highspy.kHighsInf)
        self._solver.changeColsBounds(count, self._slack, np.zeros(count), upper)
        self._solver.changeColsCost(count, self._slack, np.broadcast_to(price, (count,)).astype(np.float64))
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + LP_SECONDS)
        self._solver.run()
        status: highspy.HighsModelStatus = self._solver.getModelStatus()
        return status

    def _weights(self, ray: NDArray[np.float64]) -> dict[Member, float]:
        found: dict[Member, float] = {}
        for k in np.flatnonzero(ray > RAY_LEAST):
            for member in self.relaxation.rows[k].needs:
                found[member] = max(found.get(member, 0.0), float(ray[k]))
        return found


def _model(relaxation: Relaxation, soft: NDArray[np.int32]) -> highspy.HighsLp:
    rows = relaxation.rows
    starts, columns, factors = row_arrays(relaxation, list(range(len(rows))))
    own = len(relaxation.upper)
    helps = [1.0 if rows[k].lower > -highspy.kHighsInf else -1.0 for k in soft]
    at = starts[soft + 1]
    columns = np.insert(columns, at, np.arange(own, own + len(soft), dtype=np.int32)).astype(np.int32)
    factors = np.insert(factors, at, helps)
    more = np.zeros(len(starts), np.int32)
    more[soft + 1] = 1
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = own + len(soft), len(rows)
    lp.col_cost_ = np.zeros(own + len(soft))
    lp.col_lower_ = np.zeros(own + len(soft))
    lp.col_upper_ = np.concatenate([np.array(relaxation.upper, np.float64), np.zeros(len(soft))])
    lp.row_lower_ = np.array([row.lower for row in rows], np.float64)
    lp.row_upper_ = np.array([row.upper for row in rows], np.float64)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = (starts + np.cumsum(more)).astype(np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = columns, factors
    return lp
