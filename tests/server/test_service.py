"""Plan jobs and the shelf of plans: progress, cancel, failure, and nothing half-done."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.conftest import clock
from tests.server.toy import CODE, WEEK, open_toy, pose_toy, solve_broken, solve_toy
from tianlu.core.problem import ProblemsFound
from tianlu.plan.jobs import JobState
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.service import Job, JobNotFound, PlanDesk, PlanNotFound, PlanOrder, PlanShelf

PROBLEM = pose_toy(open_toy(), WEEK)


def order(seconds: float = 0.4) -> PlanOrder:
    return PlanOrder(county=CODE, week=WEEK, seconds=seconds, seed=1)


def start(desk: PlanDesk, seconds: float = 0.4, problem: WeekProblem = PROBLEM) -> Job:
    return desk.start(order(seconds), problem, "玩具县")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PlanDesk]:
    desk = PlanDesk(PlanShelf(tmp_path), solve_toy, clock=clock, processes=1)
    yield desk
    desk.close()


def test_finished_plan_is_kept_with_how_it_came_about(desk: PlanDesk, tmp_path: Path) -> None:
    job = desk.wait(start(desk).id, timeout_s=20)
    kept = PlanShelf(tmp_path).get(job.plan or "")
    assert job.state is JobState.DONE
    assert kept.plan.problem_hash == kept.meta.problem_hash == PROBLEM.hash
    assert (kept.meta.county, kept.meta.seed, kept.meta.was_cancelled) == (CODE, 1, False)


def test_cost_falls_in_the_trace(desk: PlanDesk) -> None:
    job = desk.wait(start(desk).id, timeout_s=20)
    costs = [point.cost_fen or 0 for point in job.trace]
    assert len(costs) > 2
    assert costs == sorted(costs, reverse=True)


def test_cancelled_plan_keeps_the_best_so_far(desk: PlanDesk, tmp_path: Path) -> None:
    job = start(desk, seconds=60)
    while not desk.get_job(job.id).trace:
        time.sleep(0.02)
    desk.cancel(job.id)
    job = desk.wait(job.id, timeout_s=20)
    assert job.state is JobState.CANCELLED
    assert PlanShelf(tmp_path).get(job.plan or "").meta.was_cancelled


def test_job_cancelled_in_the_queue_never_runs(desk: PlanDesk) -> None:
    first, second = start(desk, seconds=60), start(desk)
    assert desk.cancel(second.id).state is JobState.CANCELLED
    desk.cancel(first.id)
    desk.wait(first.id, timeout_s=20)
    assert desk.get_job(second.id).started_at is None


def test_failed_search_says_why_and_keeps_nothing(tmp_path: Path) -> None:
    desk = PlanDesk(PlanShelf(tmp_path), solve_broken, clock=clock, processes=1)
    job = desk.wait(start(desk).id, timeout_s=20)
    desk.close()
    assert job.state is JobState.FAILED
    assert "the toy broke" in job.trouble
    assert PlanShelf(tmp_path).list_metas() == []


def test_unknown_job_and_plan_are_refused(desk: PlanDesk, tmp_path: Path) -> None:
    with pytest.raises(JobNotFound):
        desk.get_job("none")
    for name in ("none", "../plans", "", "."):
        with pytest.raises(PlanNotFound):
            PlanShelf(tmp_path).get(name)


def test_half_written_plan_is_swept_away_when_the_shelf_opens(tmp_path: Path) -> None:
    half = tmp_path / "plans" / ".tmp-20261123-080000-abcdef"
    half.mkdir(parents=True)
    (half / "plan.json").write_text("{", encoding="utf-8")
    assert PlanShelf(tmp_path).list_metas() == []
    assert not half.exists()


def test_damaged_plan_is_named_by_the_path_of_what_is_wrong(desk: PlanDesk, tmp_path: Path) -> None:
    plan_id = desk.wait(start(desk).id, timeout_s=20).plan
    (file,) = tmp_path.glob("plans/*/plan.json")
    file.write_text(file.read_text(encoding="utf-8").replace('"rounds":[', '"rounds":[3,'), encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        PlanShelf(tmp_path).get(str(plan_id))
    assert caught.value.problems[0].field == "rounds[0]"


KILLED = """
import sys
import time
from pathlib import Path
from tests.server.conftest import clock
from tests.server.test_service import start
from tests.server.toy import solve_toy
from tianlu.plan.service import PlanDesk, PlanShelf
if __name__ == "__main__":
    desk = PlanDesk(PlanShelf(Path(sys.argv[1])), solve_toy, clock=clock, processes=1)
    job = desk.wait(start(desk).id, timeout_s=20)
    start(desk, seconds=60)
    print(job.plan, flush=True)
    time.sleep(60)
"""


def test_killed_server_leaves_whole_plans_and_no_search(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    root = Path(__file__).resolve().parents[2]
    paths = os.pathsep.join([str(root), str(root / "src")])
    server = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "ws")],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert server.stdout is not None
    plan = server.stdout.readline().strip()
    server.send_signal(signal.SIGKILL)
    server.wait()
    metas = PlanShelf(tmp_path / "ws").list_metas()
    assert [meta.id for meta in metas] == [plan]
    assert json.loads((tmp_path / "ws" / "plans" / plan / "plan.json").read_text(encoding="utf-8"))
