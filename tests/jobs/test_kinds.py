"""Jobs are ordered, cancelled and retried by commands, on both databases."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete

from tests.jobs.office import COUNT, COUNTY, COURIER, OTHER, PLANNER, STRANGER, Office, now
from tianlu.command import store as chains
from tianlu.command.rebuild import rebuild
from tianlu.jobs import store
from tianlu.jobs.kinds import CANCEL, ORDER, PRUNE, RETRY
from tianlu.jobs.model import Job, JobState
from tianlu.jobs.prune import Keeping, list_due, prune
from tianlu.jobs.tables import JOBS
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.sender import PlanRefused


def refused_for(office: Office, kind: str, body: dict[str, object], *, by: str = PLANNER, org: str = COUNTY) -> str:
    """The code of the refusal, which speaks both languages and says how to mend it."""
    with pytest.raises(PlanRefused) as caught:
        office.sender.send(by, kind, org, body)
    assert all(caught.value.refusal.as_json().values())
    return caught.value.refusal.code


def test_ordered_job_waits_with_its_order_and_who_ordered_it(office: Office) -> None:
    job = office.order(7)
    assert (job.state, job.kind, job.org, job.ordered_by, job.order) == ("waiting", COUNT, COUNTY, PLANNER, {"to": 7})
    assert office.book.list_jobs([COUNT], most=5) == [job]
    assert office.book.list_jobs(["other"], most=5) == []


def test_list_is_newest_first_and_leaves_out_what_may_not_be_seen(office: Office) -> None:
    first, second, there = office.order(), office.order(), office.order(by=STRANGER, county=OTHER)
    assert [job.id for job in office.book.list_jobs([COUNT], most=2)] == [there.id, second.id]
    here = office.book.list_jobs([COUNT], most=9, may_see=lambda org: org == COUNTY)
    assert [job.id for job in here] == [second.id, first.id]


def test_waiting_job_that_is_cancelled_has_ended(office: Office) -> None:
    job = office.book.cancel(office.order().id, by=PLANNER)
    assert job.state is JobState.CANCELLED
    assert job.ended_at is not None
    assert office.book.cancel(job.id, by=PLANNER) == job


def test_what_was_stopped_with_nothing_kept_is_tried_again(office: Office) -> None:
    job = office.book.cancel(office.order().id, by=PLANNER)
    job = office.book.retry(job.id, by=PLANNER)
    assert (job.state, job.ended_at, job.is_cancel_asked) == (JobState.WAITING, None, False)


def test_who_may_not_make_plans_there_changes_nothing(office: Office) -> None:
    job = office.order().id
    order = {"job": "019aae00-0000-7000-8000-000000000001", "kind": COUNT, "order": {}}
    for person in (COURIER, STRANGER):
        assert refused_for(office, ORDER, order, by=person) == "not_allowed"
        for kind in (CANCEL, RETRY):
            assert refused_for(office, kind, {"job": job}, by=person) == "not_allowed"
    # at his own unit he is allowed, but the job is not there
    assert refused_for(office, CANCEL, {"job": job}, by=STRANGER, org=OTHER) == "no_such_job"
    assert office.book.get(job).state is JobState.WAITING


def test_unknown_work_used_id_and_ended_jobs_are_refused(office: Office) -> None:
    job = office.order().id
    assert refused_for(office, ORDER, {"job": job, "kind": COUNT, "order": {}}) == "job_exists"
    assert refused_for(office, ORDER, {"job": job, "kind": "knitting", "order": {}}) == "no_such_work"
    for state in (JobState.DONE, JobState.RUNNING):
        with office.engine.begin() as connection:
            store.change_job(connection, job, state=state.value)
        assert refused_for(office, RETRY, {"job": job}) == "not_to_be_retried"
    with office.engine.begin() as connection:
        store.change_job(connection, job, state=JobState.DONE.value)
    assert refused_for(office, CANCEL, {"job": job}) == "job_ended"


def end(office: Office, job: Job, days_ago: int, state: JobState = JobState.DONE, **more: object) -> None:
    with office.engine.begin() as connection:
        store.change_job(connection, job.id, state=state.value, ended_at=now() - timedelta(days=days_ago), **more)


def test_jobs_that_ended_long_ago_are_cleared_away_and_named_in_the_chain(office: Office) -> None:
    old, failed, young, waiting = (office.order() for _ in range(4))
    there = office.order(by=STRANGER, county=OTHER)
    end(office, old, 91, result="a-plan")
    end(office, failed, 91, JobState.FAILED)
    end(office, there, 400, JobState.CANCELLED)
    end(office, young, 89)
    assert [id_ for _, id_ in list_due(office.book, Keeping(90), now=now())] == [old.id, failed.id, there.id]
    assert prune(office.book, Keeping(90), now=now(), by=SERVER) == 3
    assert [job.id for job in office.book.list_jobs([COUNT], most=9)] == [waiting.id, young.id]
    assert prune(office.book, Keeping(90), now=now(), by=SERVER) == 0
    with office.engine.connect() as connection:
        link = list(chains.list_links(connection, COUNTY))[-1]
    assert json.loads(link.content)["body"]["jobs"] == [old.id, failed.id]


def test_result_that_only_its_job_names_stays(office: Office) -> None:
    kept, failed = office.order(), office.order()
    end(office, kept, 5000, result="the-digest-of-a-view")
    end(office, failed, 5000, JobState.FAILED)
    assert prune(office.book, Keeping(1, {COUNT}), now=now(), by=SERVER) == 1
    assert [job.id for job in office.book.list_jobs([COUNT], most=9)] == [kept.id]


def test_job_that_was_retried_meanwhile_is_not_cleared_away(office: Office) -> None:
    retried, there = office.order(), office.order(by=STRANGER, county=OTHER)
    end(office, retried, 100, JobState.FAILED)
    end(office, there, 100)
    named = {"jobs": [retried.id, there.id], "ended_before": now().isoformat()}
    office.book.retry(retried.id, by=PLANNER)
    office.sender.send(SERVER, PRUNE, COUNTY, named)
    assert office.book.get(retried.id).state is JobState.WAITING
    assert office.book.get(there.id).state is JobState.DONE, "it is another unit's"


def test_no_jobs_are_kept_for_less_than_a_day() -> None:
    with pytest.raises(ValueError, match="0 days"):
        Keeping(0)


def test_replay_of_the_chain_answers_as_before_and_leaves_what_was_ordered(office: Office) -> None:
    kept, failed, cancelled, pruned = (office.order() for _ in range(4))
    end(office, pruned, 100)
    prune(office.book, Keeping(90), now=now(), by=SERVER)
    with office.engine.begin() as connection:
        store.change_job(connection, failed.id, state=JobState.FAILED.value, attempts=3)
        store.change_job(connection, cancelled.id, state=JobState.RUNNING.value, attempts=1)
    office.book.retry(failed.id, by=PLANNER)
    office.book.cancel(cancelled.id, by=PLANNER)
    with office.engine.connect() as connection:
        links = list(chains.list_links(connection, COUNTY))
    with office.engine.execution_options(writes=True).begin() as connection:
        connection.execute(delete(JOBS))
        assert list(rebuild(connection, office.registry, links)) == []
    states = {job.id: job.state for job in office.book.list_jobs([COUNT], most=9)}
    assert states == {kept.id: "waiting", failed.id: "waiting", cancelled.id: "cancelled", pruned.id: "waiting"}
