"""Jobs as they stand: turn by turn, stopped while queued or under way, forgotten when long ended."""

import threading
from dataclasses import dataclass

import pytest

from tianlu.plan.jobs import Jobs, JobState

SOON_S = 5.0


class NoSuchJob(LookupError):
    pass


@dataclass(frozen=True)
class Errand:
    id: str
    state: JobState = JobState.QUEUED
    note: str = ""


def errands(shown: int = 9) -> Jobs[Errand]:
    return Jobs[Errand](at_once=1, name="errand", shown=shown, not_found=NoSuchJob)


def test_a_job_that_is_stopped_in_the_queue_is_never_run() -> None:
    jobs, gate = errands(), threading.Event()
    ran = []

    def wait_at_the_gate(job_id: str) -> None:
        ran.append(job_id)
        gate.wait(SOON_S)
        jobs.change(job_id, state=JobState.DONE)

    jobs.start(Errand("first"), wait_at_the_gate)
    jobs.start(Errand("second"), wait_at_the_gate)
    assert jobs.stop("second", note="not wanted").state is JobState.CANCELLED
    gate.set()
    assert jobs.wait("first", timeout_s=SOON_S).state is JobState.DONE
    jobs.close(jobs.stop)
    assert ran == ["first"]
    assert jobs.get("second").note == "not wanted"


def test_a_job_under_way_is_asked_to_stop_and_ends_itself() -> None:
    jobs, begun = errands(), threading.Event()

    def until_stopped(job_id: str) -> None:
        jobs.change(job_id, state=JobState.RUNNING)
        begun.set()
        while not jobs.is_stopped(job_id):
            pass
        jobs.change(job_id, state=JobState.CANCELLED)

    jobs.start(Errand("long"), until_stopped)
    assert begun.wait(SOON_S)
    assert jobs.stop("long").state is JobState.RUNNING
    assert jobs.wait("long", timeout_s=SOON_S).state is JobState.CANCELLED


def test_only_the_latest_ended_jobs_are_remembered() -> None:
    jobs = errands(shown=2)
    for name in "abcd":
        jobs.start(Errand(name), lambda job_id: jobs.change(job_id, state=JobState.DONE))
        jobs.wait(name, timeout_s=SOON_S)
    assert [job.id for job in jobs.newest_first()] == ["d", "c", "b"]
    with pytest.raises(NoSuchJob):
        jobs.get("a")
