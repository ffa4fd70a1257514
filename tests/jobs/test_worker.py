"""A job is run by one worker at a time and kept once, whatever ends it: on both databases."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from tests.jobs.counting import Counting
from tests.jobs.office import COUNT, PLANNER, QUICK, SOON_S, Office, now
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.jobs import store
from tianlu.jobs.model import Job, JobState
from tianlu.jobs.worker import WorkerParams

LONG = 100_000


def until(office: Office, job: Job, is_so: str) -> Job:
    """The job once it is in that state."""
    waited = threading.Event()
    for _ in range(int(SOON_S / 0.01)):
        found = office.book.get(job.id)
        if found.state == is_so:
            return found
        waited.wait(0.01)
    raise AssertionError(f"{found} is not {is_so}")


def test_job_is_done_and_its_result_named_by_it(office: Office) -> None:
    work, job = Counting(), office.order(3)
    office.worker(work)
    job = office.book.wait(job.id, timeout_s=SOON_S)
    assert (job.state, job.result, job.attempts, job.trouble) == (JobState.DONE, job.id, 1, None)
    assert (job.progress.fraction, job.progress.phase, work.kept) == (1.0, "counting", {job.id: 3})
    assert job.lease_holder is None
    assert job.created_at <= (job.started_at or now()) <= (job.ended_at or now())


def test_two_workers_and_many_jobs_never_run_one_twice(office: Office) -> None:
    jobs = [office.order(2) for _ in range(40)]
    work = Counting()
    many = WorkerParams(at_once=4, look_every_s=0.005, lease_s=30)
    for _ in range(6):
        office.worker(work, many)
    ended = [office.book.wait(job.id, timeout_s=60) for job in jobs]
    assert {job.state for job in ended} == {JobState.DONE}
    assert set(work.runs.values()) == {1}
    assert len(work.kept) == 40


def test_taking_races_from_many_threads_give_each_job_to_one(office: Office) -> None:
    jobs = {office.order().id for _ in range(30)}
    taken: list[str] = []
    start = threading.Barrier(8)

    def take_all(holder: str) -> None:
        start.wait()
        engine = office.engine.execution_options(writes=office.engine.dialect.name == "sqlite")
        while True:
            with engine.begin() as connection:
                until_ = now() + timedelta(seconds=60)
                job = store.take_next(connection, kinds=[COUNT], holder=holder, now=now(), until=until_)
            if job is None:
                return
            taken.append(job.id)

    threads = [threading.Thread(target=take_all, args=(f"h{k}",)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(jobs)


def test_cancel_from_another_process_stops_what_is_under_way(office: Office) -> None:
    job, work = office.order(LONG), Counting()
    office.worker(work)
    until(office, job, "running")
    office.another_book().cancel(job.id, by=PLANNER)
    job = office.book.wait(job.id, timeout_s=SOON_S)
    assert (job.state, job.result, work.kept) == (JobState.CANCELLED, None, {})


def test_cancelled_work_may_keep_what_it_has(office: Office) -> None:
    job, work = office.order(LONG), Counting(keeps_cancelled=True)
    office.worker(work)
    until(office, job, "running")
    office.book.cancel(job.id, by=PLANNER)
    job = office.book.wait(job.id, timeout_s=SOON_S)
    assert (job.state, job.result) == (JobState.CANCELLED, job.id)
    assert work.kept[job.id] < LONG


def test_progress_is_seen_by_another_process(office: Office) -> None:
    job = office.order(LONG)
    office.worker(Counting())
    until(office, job, "running")
    other, waited = office.another_book(), threading.Event()
    while other.get(job.id).progress.done < 2:
        waited.wait(0.01)
    assert other.get(job.id).progress.total == LONG


def test_worker_that_closes_gives_its_job_back_and_the_next_one_does_it(office: Office) -> None:
    job, work = office.order(LONG), Counting()
    worker = office.worker(work)
    until(office, job, "running")
    worker.close()
    given_back = office.book.get(job.id)
    assert (given_back.state, given_back.attempts, given_back.lease_holder) == (JobState.WAITING, 0, None)
    work.before = lambda job: office.book.cancel(job.id, by=PLANNER) and None
    office.worker(work)
    assert office.book.wait(job.id, timeout_s=SOON_S).attempts == 1
    assert work.overlaps == []


def lose(office: Office, job: Job, *, attempts: int = 1) -> None:
    """As if its worker had been killed a while ago."""
    with office.engine.begin() as connection:
        gone = {"state": "running", "lease_holder": "gone", "lease_until": now() - timedelta(seconds=1)}
        store.change_job(connection, job.id, attempts=attempts, **gone)


def test_job_whose_lease_ran_out_is_taken_again(office: Office) -> None:
    job, work = office.order(), Counting()
    lose(office, job)
    office.worker(work)
    job = office.book.wait(job.id, timeout_s=SOON_S)
    assert (job.state, job.attempts, work.runs[job.id]) == (JobState.DONE, 2, 1)


def test_result_that_a_killed_worker_kept_is_found_and_not_made_again(office: Office) -> None:
    job, work = office.order(), Counting()
    work.kept[job.id] = 3
    lose(office, job)
    office.worker(work)
    job = office.book.wait(job.id, timeout_s=SOON_S)
    assert (job.state, job.result, work.runs[job.id]) == (JobState.DONE, job.id, 0)


def test_job_that_ends_its_servers_fails_after_its_attempts(office: Office) -> None:
    job, work = office.order(), Counting()
    lose(office, job, attempts=job.attempts_most)
    office.worker(work)
    job = office.book.wait(job.id, timeout_s=SOON_S)
    assert job.trouble is not None
    assert (job.state, job.trouble.code, work.runs[job.id]) == (JobState.FAILED, "gave_up", 0)
    work.before = lambda _: None
    job = office.book.wait(office.book.retry(job.id, by=PLANNER).id, timeout_s=SOON_S)
    assert (job.state, job.trouble, job.attempts) == (JobState.DONE, None, 1)


def test_cancelled_job_whose_worker_is_lost_is_not_taken_again(office: Office) -> None:
    job, work = office.order(), Counting()
    lose(office, job)
    office.book.cancel(job.id, by=PLANNER)
    office.worker(work)
    job = office.book.wait(job.id, timeout_s=SOON_S)
    assert (job.state, work.runs[job.id]) == (JobState.CANCELLED, 0)


def test_worker_that_lost_its_lease_stops_and_keeps_nothing(office: Office) -> None:
    job, work = office.order(LONG), Counting()
    worker = office.worker(work)
    until(office, job, "running")
    with office.engine.begin() as connection:
        store.change_job(connection, job.id, lease_holder="another", attempts=2)
    waited = threading.Event()
    while worker._runs:
        waited.wait(0.01)
    assert work.kept == {}
    assert office.book.get(job.id).lease_holder == "another"


def broken_by(*troubles: Exception) -> Counting:
    """Work that raises these, one a run, and then counts."""
    waiting = list(troubles)

    def before(_: Job) -> None:
        if waiting:
            raise waiting.pop(0)

    return Counting(before=before)


def test_trouble_that_passes_is_tried_again_later(office: Office) -> None:
    job = office.order()
    work = broken_by(OperationalError("x", {}, Exception("database is locked")), OSError("no space left"))
    office.worker(work)
    job = office.book.wait(job.id, timeout_s=SOON_S)
    assert (job.state, job.attempts, work.runs[job.id], job.trouble) == (JobState.DONE, 3, 3, None)


def test_trouble_that_does_not_pass_in_time_is_told(office: Office) -> None:
    job, work = office.order(), broken_by(*(OSError("no space left") for _ in range(3)))
    office.worker(work)
    job = office.book.wait(job.id, timeout_s=SOON_S)
    assert job.trouble is not None
    assert (job.state, work.runs[job.id], job.trouble.code) == (JobState.FAILED, 3, "may_pass")
    assert "no space left" in job.trouble.en
    assert "no space left" in job.trouble.zh


BAD = Problem("c", "places", 3, "lon", "999", "degrees", "Write degrees.", expected_zh="度", how_to_fix_zh="请写度数。")


@pytest.mark.parametrize(
    ("trouble", "code", "zh"),
    [(RuntimeError("the toy broke"), "bug", "the toy broke"), (ProblemsFound([BAD]), "bad_input", "请写度数")],
)
def test_bug_and_bad_input_are_final_with_their_message(office: Office, trouble: Exception, code: str, zh: str) -> None:
    job, work = office.order(), broken_by(trouble)
    office.worker(work)
    job = office.book.wait(job.id, timeout_s=SOON_S)
    assert job.trouble is not None
    assert (job.state, job.attempts, job.trouble.code) == (JobState.FAILED, 1, code)
    assert zh in job.trouble.zh


def test_rows_are_written_about_once_a_second_however_often_work_tells(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewals: list[str] = []
    renew = store.renew

    def counted(*args: object, **kwargs: object) -> bool:
        renewals.append("")
        return renew(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "renew", counted)
    job = office.order(600)
    worker = office.worker(Counting(), WorkerParams(look_every_s=0.5))
    while office.book.get(job.id).state != "done":
        worker.wake()
    assert 1 <= len(renewals) <= 8


def test_waits_double_and_end_at_the_most(office: Office) -> None:
    worker = office.worker(Counting(), WorkerParams(again_after_s=10, again_after_s_most=60))
    assert [worker._wait_s(attempts) for attempts in (1, 2, 3, 4, 9)] == [10, 20, 40, 60, 60]


def test_jobs_of_a_server_that_was_killed_are_free_at_once_where_no_other_can_have_them(office: Office) -> None:
    job, work = office.order(), Counting()
    with office.engine.begin() as connection:
        late = {"lease_until": now() + timedelta(hours=1), "lease_holder": "gone", "attempts": 1}
        store.change_job(connection, job.id, state="running", **late)
        store.free_all(connection, now=now())
    office.worker(work, QUICK)
    assert office.book.wait(job.id, timeout_s=SOON_S).state is JobState.DONE
