"""A running server clears away ended jobs once a day, also where the first try fails."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tianlu.jobs import store
from tianlu.jobs.prune import Keeping
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.job_kinds import PLAN, WHOSE_RESULTS_STAY
from tianlu.server.daily import Daily
from tianlu.server.daily_pruning import prune_daily
from tianlu.server.demo_units import UNIT
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import OneDoor, open_one_door

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[OneDoor]:
    opened = open_one_door(tmp_path, clock=lambda: datetime.now(UTC))
    opened.sign_in.first_run.found_without_password(UNIT)
    yield opened
    opened.close()


def test_old_jobs_are_gone_soon_after_the_start(served: OneDoor) -> None:
    book, left = open_jobs(served), threading.Event()
    order = {"week": "2026-11-23", "seconds": 5, "seed": 1}
    old, comparison = book.order(PLAN, "63", order, by=SERVER), book.order("comparison", "63", order, by=SERVER)
    with served.workspace.engine.execution_options(writes=True).begin() as connection:
        for job in (old, comparison):
            ended_at = datetime.now(UTC) - timedelta(days=100)
            store.change_job(connection, job.id, state="done", result="x", ended_at=ended_at)
    pruning = prune_daily(book, Keeping(90, WHOSE_RESULTS_STAY), clock=lambda: datetime.now(UTC))
    for _ in range(200):
        left.wait(0.05)
        if len(jobs := book.list_jobs([PLAN, "comparison"], most=9)) == 1:
            break
    pruning.close()
    assert [job.id for job in jobs] == [comparison.id]


def test_what_is_done_once_a_day_is_tried_until_it_is_done() -> None:
    acts: list[datetime] = []
    done, day = threading.Event(), [NOON]

    def act() -> bool:
        acts.append(day[0])
        if len(acts) == 3:
            day[0] += timedelta(days=1)
        if len(acts) == 4:
            done.set()
        return len(acts) >= 3

    daily = Daily("test", act, today=lambda: day[0].date(), every_s=0.01)
    assert done.wait(10)
    daily.close()
    assert acts == [NOON] * 3 + [NOON + timedelta(days=1)]
