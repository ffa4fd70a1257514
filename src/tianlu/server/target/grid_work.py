"""The grid of a unit as a job: read here, computed in a process of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tianlu.jobs.model import Job, JobTrouble
from tianlu.jobs.trouble import JobFailed
from tianlu.plan.service import PlanNotFound
from tianlu.plan.whatif.planned import OnWork, Stopped
from tianlu.server.target.grid import NoCounty, pose_grid
from tianlu.server.target.parts import TargetParts
from tianlu.server.target.visits_work import NO_PLAN
from tianlu.target.desk import view_apart
from tianlu.target.map.make_grid import CELLS_MOST, GridFound, GridTask
from tianlu.target.map.view import GridView, view_grid

PRELOAD = "tianlu.target.map.make_grid"
READ_SHARE = 0.3
"""So much of the work is reading what is known of the ground."""
NO_COUNTY = JobTrouble(
    "no_county",
    "no county of this unit has a data package; upload one, or choose another unit",
    "该机构下没有县的数据包；请先上传数据包，或选择其他机构",
)


def too_many_cells(found: int, resolution: int) -> JobTrouble:
    return JobTrouble(
        "too_many_cells",
        f"{found:,} cells at resolution {resolution}, at most {CELLS_MOST:,} are drawn; choose a lower resolution or a"
        " smaller unit",
        f"分辨率 {resolution} 下有 {found:,} 个网格，最多 {CELLS_MOST:,} 个；请降低分辨率或选择更小的机构",
    )


@dataclass(frozen=True)
class GridMaker:
    """`clock` gives aware moments: its month says what is in season."""

    parts: TargetParts
    clock: Callable[[], datetime]

    def __call__(self, job: Job, on_work: OnWork) -> GridView:
        order, now = job.order, self.clock()
        resolution, plan, seed = int(str(order["resolution"])), str(order["plan"]), int(str(order["seed"]))

        def tell(share: float) -> None:
            if not on_work(READ_SHARE * share, "territory"):
                raise Stopped

        try:
            posed = pose_grid(self.parts, job.org, resolution=resolution, plan=plan, now=now, seed=seed, tell=tell)
        except NoCounty:
            raise JobFailed(NO_COUNTY) from None
        except PlanNotFound:
            raise JobFailed(NO_PLAN) from None
        count = len(posed.task.cells())
        if count > CELLS_MOST:
            raise JobFailed(too_many_cells(count, resolution))
        found = view_apart(Apart(posed.task), on_work, preload=PRELOAD)
        return view_grid(
            found,
            posed.task.ground,
            org=job.org,
            plans=posed.plans,
            month=posed.task.month,
            seed=seed,
            made_at=now,
        )


@dataclass(frozen=True, eq=False)
class Apart:
    """The computing as the other process does it; None where it was asked to stop."""

    task: GridTask

    def __call__(self, on_work: OnWork) -> GridFound | None:
        def on_share(share: float, at: str) -> None:
            if not on_work(READ_SHARE + (1 - READ_SHARE) * share, at):
                raise Stopped

        try:
            return self.task.solve(on_share)
        except Stopped:
            return None
