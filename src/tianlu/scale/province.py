"""Plan a province: every county that its folder lacks, on this machine's processes, each kept as soon as it is done."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tianlu.scale.county_order import CountyOrder
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.pool import CountyPool, Planned, Searching
from tianlu.scale.province_folder import ProvinceFolder
from tianlu.scale.province_order import ProvinceOrder


@dataclass(frozen=True)
class ProvinceProgress:
    """Where a run stands. `cost_fen` is that of the counties that are done and the best so far of those under way;
    `left_s` is a guess from the pace of this run, None while there is none."""

    done: int
    of: int
    cost_fen: int
    running: tuple[Searching, ...]
    elapsed_s: float
    left_s: float | None


@dataclass(frozen=True)
class ProvinceRun:
    """What a run came to: the counties' rows in order of their keys, and whether it was stopped before the end."""

    outcomes: tuple[CountyOutcome, ...]
    was_cancelled: bool


OnProvinceProgress = Callable[[ProvinceProgress], bool]
"""Called at least twice a second; the run stops when it returns False. Counties under way are then left undone."""


def plan_province(
    folder: ProvinceFolder,
    order: ProvinceOrder,
    *,
    processes: int,
    resume: bool = False,
    on_progress: OnProvinceProgress = lambda _: True,
    on_county: Callable[[CountyOutcome], None] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
) -> ProvinceRun:
    """Plan the counties that the folder does not have; `on_county` is told of each, plan and all, just before
    it is kept: of one that a kill fell upon it is told again.

    Raises ProblemsFound where the folder holds another order's results, or another run writes there.
    """
    with folder.writing():
        folder.begin(order, resume=resume)
        return _run(folder, order, processes, on_progress, on_county, clock)


def _run(
    folder: ProvinceFolder,
    order: ProvinceOrder,
    processes: int,
    on_progress: OnProvinceProgress,
    on_county: Callable[[CountyOutcome], None],
    clock: Callable[[], float],
) -> ProvinceRun:
    outcomes = folder.outcomes()
    waiting = [each for each in order.orders() if each.key not in outcomes]
    standing = _Standing(order, outcomes, waiting, began_s=clock())
    go_on = on_progress(standing.progress(clock()))
    if waiting and go_on:
        with CountyPool(waiting, processes=processes) as pool:
            for report in pool.reports():
                if isinstance(report, Planned):
                    outcomes[report.outcome.key] = report.outcome
                    if report.is_final:
                        on_county(report.outcome)
                        folder.keep(report.outcome)
                if report is not None:
                    standing.note(report)
                go_on = on_progress(standing.progress(clock()))
                if not go_on:
                    break
    return ProvinceRun(tuple(outcomes[key] for key in sorted(outcomes)), was_cancelled=not go_on)


class _Standing:
    """Counts what is done and guesses what is left: work is taken to be in proportion to what a county is given."""

    def __init__(
        self,
        order: ProvinceOrder,
        outcomes: dict[str, CountyOutcome],
        waiting: list[CountyOrder],
        *,
        began_s: float,
    ) -> None:
        sizes = {ref.key: ref.size for ref in order.packages}
        self._work = {each.key: max(1, sizes[each.key]) for each in waiting}
        self._worked = 0
        self._began_s = began_s
        self._of = len(order.packages)
        self._done = len(outcomes)
        self._cost_fen = sum(outcome.cost_fen or 0 for outcome in outcomes.values())
        self._running: dict[str, Searching] = {}

    def note(self, report: Searching | Planned) -> None:
        if isinstance(report, Searching):
            self._running[report.key] = report
            return
        key = report.outcome.key
        self._running.pop(key, None)
        self._worked += self._work[key]
        self._done += 1
        self._cost_fen += report.outcome.cost_fen or 0

    def progress(self, now_s: float) -> ProvinceProgress:
        elapsed_s = now_s - self._began_s
        running = tuple(self._running[key] for key in sorted(self._running))
        worked = self._worked + sum(self._work[each.key] * each.fraction for each in running)
        left = sum(self._work.values()) - worked
        return ProvinceProgress(
            done=self._done,
            of=self._of,
            cost_fen=self._cost_fen + sum(each.cost_fen or 0 for each in running),
            running=running,
            elapsed_s=elapsed_s,
            left_s=elapsed_s * left / worked if worked > 0 else None,
        )
