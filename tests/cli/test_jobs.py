"""Long work seen, stopped and tried again from the machine on which the server runs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.test_organisations import run
from tianlu.jobs import store
from tianlu.jobs.model import Job, JobState, JobTrouble
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.job_kinds import PLAN
from tianlu.server.demo_units import UNIT
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import OneDoor, open_one_door

TOP = "63"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[OneDoor]:
    opened = open_one_door(tmp_path, clock=lambda: datetime.now(UTC))
    opened.sign_in.first_run.found_without_password(UNIT)
    yield opened
    opened.close()


@pytest.fixture
def job(served: OneDoor) -> Job:
    return open_jobs(served).order(PLAN, TOP, {"week": "2026-11-23", "seconds": 5, "seed": 1}, by=SERVER)


def change(served: OneDoor, job: Job, **changes: object) -> None:
    with served.workspace.engine.execution_options(writes=True).begin() as connection:
        store.change_job(connection, job.id, **changes)


def test_jobs_are_listed_and_shown_in_both_languages(served: OneDoor, job: Job, tmp_path: Path) -> None:
    assert run(tmp_path, "job", "list") == f"{job.id}  waiting  plan  {TOP}  (server)"
    assert run(tmp_path, "job", "list", "--under", TOP, language="zh") == f"{job.id}  等待中  生成计划  {TOP}  (server)"
    run(tmp_path, "org", "add", "6325", "--under", TOP, "--level", "prefecture", "--name", "海南州")
    assert run(tmp_path, "job", "list", "--under", "6325") == ""
    shown = run(tmp_path, "job", "show", job.id)
    assert '"seed": 1' in shown
    assert "attempts  0 / 3" in shown


def test_job_is_stopped_and_retried(served: OneDoor, job: Job, tmp_path: Path) -> None:
    assert run(tmp_path, "job", "cancel", job.id) == f"{job.id} stopped"
    assert run(tmp_path, "job", "cancel", job.id, language="zh") == f"{job.id} 已停止"
    assert "waits to be done again" in run(tmp_path, "job", "retry", job.id)
    assert open_jobs(served).get(job.id).state is JobState.WAITING
    change(served, job, state="running", attempts=1)
    assert run(tmp_path, "job", "cancel", job.id) == f"{job.id} is asked to stop"
    assert "只有失败的任务" in run(tmp_path, "job", "retry", job.id, language="zh", code=2)


def test_old_jobs_are_counted_and_cleared_away(served: OneDoor, job: Job, tmp_path: Path) -> None:
    change(served, job, state="failed", ended_at=datetime.now(UTC) - timedelta(days=31))
    said = run(tmp_path, "job", "prune")
    assert said == "0 jobs that ended over 90 days ago cleared away"
    said = run(tmp_path, "job", "prune", "--older-than", 30, "--dry-run", language="zh")
    assert said == "可清理 1 个结束超过 30 天的任务"
    assert run(tmp_path, "job", "list") != ""
    assert "1 jobs" in run(tmp_path, "job", "prune", "--older-than", 30)
    assert run(tmp_path, "job", "list") == ""


def test_failed_job_says_why(served: OneDoor, job: Job, tmp_path: Path) -> None:
    trouble = JobTrouble("bug", "it broke", "出错了")
    change(served, job, state="failed", trouble=store._trouble_text(trouble))
    assert "trouble  it broke" in run(tmp_path, "job", "show", job.id)
    assert "错误  出错了" in run(tmp_path, "job", "show", job.id, language="zh")


def test_unknown_job_is_said_in_both_languages(served: OneDoor, tmp_path: Path) -> None:
    for verb in ("show", "cancel", "retry"):
        assert "no job none; tianlu job list" in run(tmp_path, "job", verb, "none", code=2)
        assert "没有任务 none" in run(tmp_path, "job", verb, "none", language="zh", code=2)
