"""Figures of a linkage against its truth, and what a step costs."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Agreement:
    """Of pairs of records: those put together rightly among all put together, and among all that belong together."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def say(self) -> str:
        return f"{self.precision:.4f} | {self.recall:.4f} | {self.f1:.4f}"


@dataclass
class Cost:
    """Seconds of a step, filled in when it ends."""

    wall_s: float = 0.0
    cpu_s: float = 0.0


def agreement(clusters: pl.Series, truth: pl.Series) -> Agreement:
    """All pairs within clusters held against all pairs within the truth."""
    table = pl.DataFrame({"cluster": clusters, "truth": truth})
    both, found, wanted = (_pairs(table, by) for by in (["cluster", "truth"], ["cluster"], ["truth"]))
    return Agreement(both / max(found, 1), both / max(wanted, 1))


@contextmanager
def cost() -> Iterator[Cost]:
    """What happens inside, by the wall clock and in CPU-seconds of this process."""
    spent, wall, cpu = Cost(), time.perf_counter(), time.process_time()
    yield spent
    spent.wall_s, spent.cpu_s = time.perf_counter() - wall, time.process_time() - cpu


def memory_mb() -> int:
    """The most memory that this process has had, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _pairs(table: pl.DataFrame, by: list[str]) -> int:
    sizes = table.group_by(by).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
