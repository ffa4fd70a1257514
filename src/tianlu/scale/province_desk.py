"""Province runs from the desk: started, watched, cancelled, gone on with; the newest one is the province's table.

    workspace/provinces/<id>/   a run's folder, as `ProvinceFolder` says

A run is a job; what it has done lies in its folder, so that one which was killed goes on where it was. One run at a
time; it has processes of its own.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from tianlu.core.calendar import Week
from tianlu.core.problem import ProblemsFound
from tianlu.jobs.book import JobBook
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.model import ENDED, Job, JobProgress, JobState, JobTrouble
from tianlu.jobs.trouble import JobFailed
from tianlu.jobs.work import OnProgress
from tianlu.jobs.worker import WorkerParams
from tianlu.plan.job_kinds import PROVINCE
from tianlu.scale.county_order import CountyBudget
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.packages import PackageRef
from tianlu.scale.pool import Searching
from tianlu.scale.province import ProvinceProgress, ProvinceRun, plan_province
from tianlu.scale.province_folder import ProvinceFolder, run_under_way
from tianlu.scale.province_order import ProvinceOrder, differences, order_of_charter

UNDER_WAY = JobTrouble("province_under_way", "another run is at work in this folder", "该文件夹中另有全省任务正在进行")


class RunState(StrEnum):
    """`stopped`: by hand, or with a server of an older version; it can be gone on with."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


STATES = {
    JobState.WAITING: RunState.RUNNING,
    JobState.RUNNING: RunState.RUNNING,
    JobState.DONE: RunState.DONE,
    JobState.CANCELLED: RunState.STOPPED,
    JobState.FAILED: RunState.FAILED,
}


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
    trouble_zh: str = ""


class NoProvinceRun(LookupError):
    """The workspace has no province run."""


@dataclass(frozen=True)
class ProvinceWork:
    """`folder` holds the folders of runs; the rest is as `ProvinceDesk` is given it."""

    folder: Path
    list_packages: Callable[[], tuple[PackageRef, ...]]
    on_county: Callable[[str, CountyOutcome], None]
    processes: int

    def find(self, job: Job) -> str | None:
        """A run whose counties are all done ends at once when it is run again."""
        return None

    def run(self, job: Job, on_progress: OnProgress) -> ProvinceRun:
        run_id, charter = _said(job)
        order = order_of_charter(charter, self.list_packages())
        if problems := differences(charter, order.charter(), where=run_id):
            raise ProblemsFound(problems)
        try:
            return plan_province(
                ProvinceFolder(self.folder / run_id),
                order,
                processes=self.processes,
                resume=True,
                on_progress=lambda progress: on_progress(_job_progress(progress)),
                on_county=lambda outcome: self.on_county(run_id, outcome),
            )
        except ProblemsFound as trouble:
            if trouble.problems[0].code == UNDER_WAY.code:
                raise JobFailed(UNDER_WAY, may_pass=True) from None
            raise

    def keep(self, job: Job, found: ProvinceRun, *, is_cancelled: bool) -> str | None:
        """Each county was kept when it was done."""
        return None if found.was_cancelled else _said(job)[0]


class ProvinceDesk:
    """Runs provinces over one workspace.

    `list_packages` says which counties there are now; `on_county` is told of each county of a run before it counts as
    done, with the run's id: twice of the same where the server was killed in between. `clock` tells the time.
    """

    def __init__(
        self,
        workspace: Path,
        *,
        jobs: JobBook,
        list_packages: Callable[[], tuple[PackageRef, ...]],
        on_county: Callable[[str, CountyOutcome], None],
        clock: Callable[[], datetime],
        processes: int,
        params: WorkerParams | None = None,
    ) -> None:
        self._folder = workspace / "provinces"
        self.list_packages = list_packages
        self._clock = clock
        work = ProvinceWork(self._folder, list_packages, on_county, processes)
        self._desk = JobDesk(jobs, {PROVINCE: work}, params or WorkerParams())

    def open(self) -> None:
        """Go on with what was under way when the server ended."""
        self._desk.open()

    def close(self) -> None:
        """Stop the run, which the next server goes on with, and wait until it has stopped."""
        self._desk.close()

    def start(self, week: Week, budget: CountyBudget, seed: int, *, org: str, by: str) -> ProvinceStatus:
        """Begin a new run at the unit above all its counties; returns at once. Raises ProblemsFound while one is under
        way."""
        self._refuse_a_second()
        order = ProvinceOrder(self.list_packages(), week, budget, seed)
        return self._order(f"{self._clock():%Y%m%d-%H%M%S-%f}", order.charter(), org=org, by=by)

    def resume(self, *, org: str, by: str) -> ProvinceStatus:
        """Go on with the newest run. Raises NoProvinceRun, or ProblemsFound where packages or version have changed."""
        self._refuse_a_second()
        job, run_id = self._find_job(), self._newest_folder()
        if job is None and run_id is None:
            raise NoProvinceRun
        run_id, charter = _said(job) if job is not None else (str(run_id), self._charter(str(run_id)))
        order = order_of_charter(charter, self.list_packages())
        if problems := differences(charter, order.charter(), where=run_id):
            raise ProblemsFound(problems)
        if job is not None and job.state in (JobState.CANCELLED, JobState.FAILED):
            return self._status_of(self._desk.retry(job.id, by=by))
        return self._order(run_id, charter, org=org, by=by)

    def cancel(self, *, by: str) -> ProvinceStatus:
        """Ask the run to stop; the counties that are done stay. Raises NoProvinceRun."""
        job = self._find_job()
        if job is not None:
            self._desk.cancel(job.id, by=by)
        return self.status()

    def status(self) -> ProvinceStatus:
        """The newest run, of this server or of one before it. Raises NoProvinceRun."""
        job = self._find_job()
        if job is not None:
            return self._status_of(job)
        run_id = self._newest_folder()
        if run_id is None:
            raise NoProvinceRun
        return self._status_on_disk(run_id)

    def find_status(self) -> ProvinceStatus | None:
        """The same, None where there is none."""
        try:
            return self.status()
        except NoProvinceRun:
            return None

    def wait(self, *, timeout_s: float) -> ProvinceStatus:
        """The run once it has ended, or as it stands when the time is over. Raises NoProvinceRun."""
        job = self._find_job()
        if job is not None:
            self._desk.wait(job.id, timeout_s=timeout_s)
        return self.status()

    def _order(self, run_id: str, charter: dict[str, Any], *, org: str, by: str) -> ProvinceStatus:
        return self._status_of(self._desk.order(PROVINCE, org, {"run": run_id, "charter": charter}, by=by))

    def _refuse_a_second(self) -> None:
        job = self._find_job()
        if job is not None and job.state not in ENDED:
            raise ProblemsFound([run_under_way("province")])

    def _find_job(self) -> Job | None:
        """The newest run's; None where there is none, or a folder is newer, which an older version has left."""
        newest = next(iter(self._desk.list_jobs(most=1)), None)
        folder = self._newest_folder()
        return None if newest is None or (folder is not None and folder > _said(newest)[0]) else newest

    def _newest_folder(self) -> str | None:
        return max((path.name for path in self._folder.glob("*") if ProvinceFolder(path).has_run()), default=None)

    def _charter(self, run_id: str) -> dict[str, Any]:
        return ProvinceFolder(self._folder / run_id).read_charter()

    def _status_of(self, job: Job) -> ProvinceStatus:
        run_id, charter = _said(job)
        status = self._status(run_id, charter, STATES[job.state])
        if job.trouble is not None:
            status = replace(status, trouble=job.trouble.en, trouble_zh=job.trouble.zh)
        return replace(status, progress=_province_progress(job.progress)) if job.state is JobState.RUNNING else status

    def _status_on_disk(self, run_id: str) -> ProvinceStatus:
        status = self._status(run_id, self._charter(run_id), RunState.STOPPED)
        return replace(status, state=RunState.DONE) if len(status.outcomes) == status.of else status

    def _status(self, run_id: str, charter: dict[str, Any], state: RunState) -> ProvinceStatus:
        order = order_of_charter(charter, ())
        outcomes = tuple(ProvinceFolder(self._folder / run_id).outcomes().values())
        return ProvinceStatus(run_id, state, order.week, order.budget, order.seed, len(charter["packages"]), outcomes)


def _said(job: Job) -> tuple[str, dict[str, Any]]:
    """The run's id and charter, as they were ordered."""
    order: Any = job.order
    return order["run"], order["charter"]


def _job_progress(progress: ProvinceProgress) -> JobProgress:
    under_way = sum(each.fraction for each in progress.running)
    more = {**asdict(progress), "running": [asdict(each) for each in progress.running]}
    return JobProgress(done=progress.done + under_way, total=max(1, progress.of), phase="counties", more=more)


def _province_progress(progress: JobProgress) -> ProvinceProgress | None:
    more: Any = progress.more
    if not more:
        return None
    return ProvinceProgress(**{**more, "running": tuple(Searching(**each) for each in more["running"])})
