"""A county as a package on disk, its week's problem, and a plan for it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.small_county import WEEK, small_county
from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.files.plan_file import MadeFor, plan_file_text
from tianlu.files.write_package import write_package
from tianlu.plan.rounds.mail import with_loads
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.timing import timed_round
from tianlu.week import pose


@dataclass(frozen=True)
class OnDisk:
    """`package` is a folder; `good` is the file of `plan`, in which a van calls everywhere from Monday to Saturday."""

    package: Path
    good: Path
    problem: WeekProblem
    plan: Plan

    def write(self, name: str, plan: Plan) -> Path:
        path = self.good.parent / name
        path.write_text(plan_file_text(plan, MadeFor("000000", WEEK, "package")), encoding="utf-8")
        return path


@pytest.fixture(scope="session")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> OnDisk:
    folder = tmp_path_factory.mktemp("county")
    write_package(small_county(), folder / "package")
    problem = pose(small_county(), WEEK)
    places = tuple(site.id for site in problem.sites[1:])
    van = problem.vehicles[0]
    rounds = tuple(
        timed_round(problem, van, day=day, leave_min=day * MINUTES_A_DAY + 480, places=places) for day in range(6)
    )
    plan = with_loads(problem, Plan(problem.hash, rounds, ()))
    disk = OnDisk(folder / "package", folder / "good.json", problem, plan)
    disk.write("good.json", plan)
    return disk
