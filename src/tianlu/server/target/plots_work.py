"""Plots drawn or mended as a job: in a process of its own, since the search keeps the interpreter busy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tianlu.jobs.model import Job, JobTrouble
from tianlu.jobs.trouble import JobFailed
from tianlu.plan.service import PlanNotFound
from tianlu.plan.whatif.planned import OnWork, Stopped
from tianlu.server.target.parts import TargetParts
from tianlu.server.target.plots import NothingToMend, PlotsOrder, PlotsTask, pose_plots
from tianlu.server.target.visits_work import NO_PLAN
from tianlu.target.desk import view_apart
from tianlu.target.plots.kept.view import ProposalView
from tianlu.target.plots.proposal import Proposal

PRELOAD = "tianlu.server.target.plots"
NOTHING_TO_MEND = JobTrouble(
    "nothing_to_mend", "the county has no plots yet; have some drawn", "该县尚未划定责任田；请先划分"
)
NONE_FOUND = JobTrouble(
    "no_plots",
    "no plots in one piece each were found within this tolerance; allow more, take fewer plots, or unlock places",
    "没有找到各自相连且工作量在允许偏差内的责任田；请放宽偏差、减少块数或解除部分锁定",
)


@dataclass(frozen=True)
class PlotsMaker:
    """`clock` gives aware moments."""

    parts: TargetParts
    clock: Callable[[], datetime]

    def __call__(self, job: Job, on_work: OnWork) -> ProposalView:
        now = self.clock()
        try:
            posed = pose_plots(self.parts, PlotsOrder.of_json(dict(job.order)), now=now)
        except PlanNotFound:
            raise JobFailed(NO_PLAN) from None
        except NothingToMend:
            raise JobFailed(NOTHING_TO_MEND) from None
        found = view_apart(Apart(posed.task), on_work, preload=PRELOAD)
        return posed.view(found, made_at=now)


@dataclass(frozen=True, eq=False)
class Apart:
    """The search as the other process does it; None where it was asked to stop."""

    task: PlotsTask

    def __call__(self, on_work: OnWork) -> Proposal | JobTrouble | None:
        furthest = 0.0

        def on_phase(share: float, at: str) -> None:
            nonlocal furthest
            furthest = max(furthest, share)
            if not on_work(furthest, at):
                raise Stopped

        try:
            return self.task.solve(on_phase) or NONE_FOUND
        except Stopped:
            return None
        except ValueError as trouble:
            return JobTrouble("bad_order", str(trouble), f"无法划分：{trouble}")
