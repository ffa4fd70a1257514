"""Province runs from the desk: started, watched, cancelled, gone on with; the newest one is the province's table.

    workspace/provinces/<id>/   a run's folder, as `ProvinceFolder` says

One run at a time. It works in a thread here and in processes of its own; a server that is killed leaves a run that can
be gone on with.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from tianlu.core.calendar import Week
from tianlu.core.problem import ProblemsFound
from tianlu.scale.county_order import CountyBudget
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.packages import PackageRef
from tianlu.scale.province import ProvinceProgress, plan_province
from tianlu.scale.province_folder import ProvinceFolder, run_under_way
from tianlu.scale.province_order import ProvinceOrder, order_of_charter


class RunState(StrEnum):
    """`stopped`: by hand or with the server; it can be gone on with."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True)
class ProvinceStatus:
    """The newest run as it stands. `outcomes` are the counties that are done, by key; `of` is how many there are."""

    id: str
    state: RunState
    week: Week
    budget: CountyBudget
    seed: int
    of: int
    outcomes: tuple[CountyOutcome, ...]
    progress: ProvinceProgress | None = None
    trouble: str = ""


class NoProvinceRun(LookupError):
    """The workspace has no province run."""


class ProvinceDesk:
    """Runs provinces over one workspace.

    `list_packages` says which counties there are now; `on_county` is told of each county of a run before it counts as
    done, with the run's id: twice of the same where the server was killed in between. `clock` tells the time.
    """

    def __init__(
        self,
        workspace: Path,
        *,
        list_packages: Callable[[], tuple[PackageRef, ...]],
        on_county: Callable[[str, CountyOutcome], None],
        clock: Callable[[], datetime],
        processes: int,
    ) -> None:
        self._folder = workspace / "provinces"
        self.list_packages = list_packages
        self._on_county = on_county
        self._clock = clock
        self._processes = processes
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._status: ProvinceStatus | None = None

    def start(self, week: Week, budget: CountyBudget, seed: int) -> ProvinceStatus:
        """Begin a new run; returns at once. Raises ProblemsFound while one is under way."""
        order = ProvinceOrder(self.list_packages(), week, budget, seed)
        return self._launch(f"{self._clock():%Y%m%d-%H%M%S-%f}", order, resume=False)

    def resume(self) -> ProvinceStatus:
        """Go on with the newest run. Raises NoProvinceRun, or ProblemsFound where packages or version have changed."""
        self._refuse_a_second()
        run_id, folder = self._newest()
        charter = folder.read_charter()
        order = order_of_charter(charter, self.list_packages())
        folder.begin(order, resume=True)
        return self._launch(run_id, order, resume=True)

    def cancel(self) -> ProvinceStatus:
        """Ask the run to stop; the counties that are done stay. Raises NoProvinceRun."""
        self._stop.set()
        return self.status()

    def status(self) -> ProvinceStatus:
        """The newest run, of this server or of one before it. Raises NoProvinceRun."""
        with self._lock:
            if self._status is not None:
                return self._status
        return self._status_on_disk()

    def find_status(self) -> ProvinceStatus | None:
        """The same, None where there is none."""
        try:
            return self.status()
        except NoProvinceRun:
            return None

    def wait(self, *, timeout_s: float) -> ProvinceStatus:
        """The run once it has ended, or as it stands when the time is over."""
        if self._thread is not None:
            self._thread.join(timeout_s)
        return self.status()

    def close(self) -> None:
        """Stop the run and wait until it has."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _launch(self, run_id: str, order: ProvinceOrder, *, resume: bool) -> ProvinceStatus:
        with self._lock:
            self._refuse_a_second()
            self._stop.clear()
            of = len(order.packages)
            self._status = ProvinceStatus(run_id, RunState.RUNNING, order.week, order.budget, order.seed, of, ())
            self._thread = threading.Thread(target=self._run, args=(run_id, order, resume), daemon=True)
            self._thread.start()
            return self._status

    def _refuse_a_second(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            raise ProblemsFound([run_under_way("province")])

    def _run(self, run_id: str, order: ProvinceOrder, resume: bool) -> None:
        folder = ProvinceFolder(self._folder / run_id)
        if resume:
            self._change(outcomes=tuple(folder.outcomes().values()))
        try:
            run = plan_province(
                folder,
                order,
                processes=self._processes,
                resume=resume,
                on_progress=self._note,
                on_county=lambda outcome: self._keep(run_id, outcome),
            )
        except Exception as trouble:
            self._change(state=RunState.FAILED, trouble=str(trouble) or type(trouble).__name__)
            return
        state = RunState.STOPPED if run.was_cancelled else RunState.DONE
        outcomes = tuple(replace(outcome, plan_json="") for outcome in run.outcomes)
        self._change(state=state, outcomes=outcomes, progress=None)

    def _note(self, progress: ProvinceProgress) -> bool:
        self._change(progress=progress)
        return not self._stop.is_set()

    def _keep(self, run_id: str, outcome: CountyOutcome) -> None:
        self._on_county(run_id, outcome)
        with self._lock:
            assert self._status is not None
            rows = {row.key: row for row in (*self._status.outcomes, replace(outcome, plan_json=""))}
            self._status = replace(self._status, outcomes=tuple(rows[key] for key in sorted(rows)))

    def _change(self, **changes: object) -> None:
        with self._lock:
            assert self._status is not None
            self._status = replace(self._status, **changes)  # type: ignore[arg-type]

    def _newest(self) -> tuple[str, ProvinceFolder]:
        names = sorted(path.name for path in self._folder.glob("*") if ProvinceFolder(path).has_run())
        if not names:
            raise NoProvinceRun
        return names[-1], ProvinceFolder(self._folder / names[-1])

    def _status_on_disk(self) -> ProvinceStatus:
        run_id, folder = self._newest()
        charter = folder.read_charter()
        order = order_of_charter(charter, ())
        outcomes = tuple(folder.outcomes().values())
        of = len(charter["packages"])
        state = RunState.DONE if len(outcomes) == of else RunState.STOPPED
        return ProvinceStatus(run_id, state, order.week, order.budget, order.seed, of, outcomes)
