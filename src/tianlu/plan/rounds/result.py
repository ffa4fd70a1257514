"""What goes into and comes out of a search besides problem and plan: budget, progress, result."""

from collections.abc import Callable
from dataclasses import dataclass

from tianlu.plan.rounds.plan import Plan


@dataclass(frozen=True)
class Budget:
    """How much a search may use: seconds of the clock it is given, or a number of iterations, never both.

    With iterations, equal problem, seed and parameters give an equal plan on the same machine.
    """

    seconds: float | None = None
    iterations: int | None = None

    def __post_init__(self) -> None:
        if (self.seconds is None) == (self.iterations is None):
            raise ValueError("a budget is seconds or iterations, one of them")
        if (self.seconds or self.iterations or 0) <= 0:
            raise ValueError("a budget is more than nothing")


@dataclass(frozen=True)
class Progress:
    """Where a search stands. `cost_fen` is the best plan's, None while none keeps every rule; `bound_fen` is the best
    bound's, None while there is none."""

    fraction: float
    iterations: int
    elapsed_s: float
    cost_fen: int | None
    bound_fen: int | None = None


OnProgress = Callable[[Progress], bool]
"""Called several times a second; a search stops with its best plan so far when it returns False."""


@dataclass(frozen=True)
class Result:
    """A plan and how it came about.

    `plan` is the best found; `is_feasible` says whether it keeps every rule (the search's own view: `check` is the
    judge). `bound_fen` is None where none was computed, and `why_no_bound` says why; `no_plan_proven` is True where it
    is proven that no plan keeps every rule. Seconds are CPU seconds of this process.
    """

    plan: Plan
    cost_fen: int
    is_feasible: bool
    bound_fen: int | None
    seed: int
    iterations: int
    cpu_s: float
    problem_hash: str
    version: str
    trace: tuple[Progress, ...] = ()
    why_no_bound: str = ""
    no_plan_proven: bool = False

    @property
    def gap(self) -> float | None:
        """How far the cost can be above the least possible, as a fraction of the bound; None without a bound or a plan
        that keeps every rule."""
        if self.bound_fen is None or self.bound_fen <= 0 or not self.is_feasible:
            return None
        return self.cost_fen / self.bound_fen - 1
