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

from tests.server.conftest import make_door
from tests.server.toy import CODE, WEEK, open_toy, pose_toy, solve_broken
from tianlu.core.problem import ProblemsFound
from tianlu.jobs.book import NoSuchJob
from tianlu.jobs.desk import JobDesk
from tianlu.jobs.model import Job, JobState
from tianlu.plan.plan_work import PlanOrder, start_plan, trace_of
from tianlu.plan.service import PlanNotFound, PlanShelf

PROBLEM = pose_toy(open_toy(), WEEK)
ME = "me"


def order(seconds: float = 0.4) -> PlanOrder:
    return PlanOrder(county=CODE, week=WEEK, seconds=seconds, seed=1)


def start(desk: JobDesk, seconds: float = 0.4) -> Job:
    return start_plan(desk, order(seconds))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[JobDesk]:
    desk = make_door(tmp_path).desk
    yield desk
    desk.close()


def test_finished_plan_is_kept_with_how_it_came_about(desk: JobDesk, tmp_path: Path) -> None:
    job = desk.wait(start(desk).id, timeout_s=20)
    kept = PlanShelf(tmp_path).get(job.result or "")
    assert job.state is JobState.DONE
    assert kept.plan.problem_hash == kept.meta.problem_hash == PROBLEM.hash
    assert (kept.meta.county, kept.meta.seed, kept.meta.was_cancelled) == (CODE, 1, False)


def test_cost_falls_in_the_trace(desk: JobDesk) -> None:
    job = desk.wait(start(desk).id, timeout_s=20)
    costs = [point.cost_fen or 0 for point in trace_of(job)]
    assert len(costs) > 2
    assert costs == sorted(costs, reverse=True)


def test_cancelled_plan_keeps_the_best_so_far(desk: JobDesk, tmp_path: Path) -> None:
    job = start(desk, seconds=60)
    while not trace_of(desk.get(job.id)):
        time.sleep(0.02)
    desk.cancel(job.id, by=ME)
    job = desk.wait(job.id, timeout_s=20)
    assert job.state is JobState.CANCELLED
    assert PlanShelf(tmp_path).get(job.result or "").meta.was_cancelled


def test_job_cancelled_in_the_queue_never_runs(desk: JobDesk) -> None:
    first, second = start(desk, seconds=60), start(desk)
    assert desk.cancel(second.id, by=ME).state is JobState.CANCELLED
    desk.cancel(first.id, by=ME)
    desk.wait(first.id, timeout_s=20)
    assert desk.get(second.id).started_at is None


def test_failed_search_says_why_and_keeps_nothing(tmp_path: Path) -> None:
    desk = make_door(tmp_path, solve_broken).desk
    job = desk.wait(start(desk).id, timeout_s=20)
    desk.close()
    assert job.state is JobState.FAILED
    assert job.trouble is not None
    assert (job.trouble.code, job.attempts) == ("bug", 1)
    assert "the toy broke" in job.trouble.zh
    assert PlanShelf(tmp_path).list_metas() == []


def test_unknown_job_and_plan_are_refused(desk: JobDesk, tmp_path: Path) -> None:
    with pytest.raises(NoSuchJob):
        desk.get("none")
    for name in ("none", "../plans", "", "."):
        with pytest.raises(PlanNotFound):
            PlanShelf(tmp_path).get(name)


def test_half_written_plan_is_swept_away_when_the_shelf_opens(tmp_path: Path) -> None:
    half = tmp_path / "plans" / ".tmp-20261123-080000-abcdef"
    half.mkdir(parents=True)
    (half / "plan.json").write_text("{", encoding="utf-8")
    assert PlanShelf(tmp_path).list_metas() == []
    assert not half.exists()


def test_damaged_plan_is_named_by_the_path_of_what_is_wrong(desk: JobDesk, tmp_path: Path) -> None:
    plan_id = desk.wait(start(desk).id, timeout_s=20).result
    (file,) = tmp_path.glob("plans/*/plan.json")
    file.write_text(file.read_text(encoding="utf-8").replace('"rounds":[', '"rounds":[3,'), encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        PlanShelf(tmp_path).get(str(plan_id))
    assert caught.value.problems[0].field == "rounds[0]"


KILLED = """
import sys
import time
from pathlib import Path
from tests.server.conftest import make_door
from tests.server.test_service import start
if __name__ == "__main__":
    desk = make_door(Path(sys.argv[1])).desk
    job = desk.wait(start(desk).id, timeout_s=20)
    start(desk, seconds=60)
    print(job.result, flush=True)
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
