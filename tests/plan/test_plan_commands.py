"""Plans are kept, published, withdrawn, discarded and noted on by commands, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select

from tests.databases import engine, postgresql
from tests.plan.desk_of_plans import COUNTY, COURIER, MANAGER, META, OTHER, PLANNER, DeskOfPlans
from tianlu.command import store as chains
from tianlu.command.rebuild import rebuild
from tianlu.command.receipt import Standing
from tianlu.people.signin.kinds import SERVER
from tianlu.plan.db_shelf import PlanRefused
from tianlu.plan.kinds import DISCARD, KEEP, NOTE, PUBLISH, WITHDRAW
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.service import PlanNotFound, PlanShelf
from tianlu.plan.tables import PLANS

__all__ = ["engine", "postgresql"]


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Iterator[DeskOfPlans]:
    opened = DeskOfPlans(engine, tmp_path)
    yield opened
    opened.door.close()


def refused_for(desk: DeskOfPlans, kind: str, body: dict[str, object], **more: object) -> str:
    """The code of the refusal, which speaks both languages and says how to mend it."""
    receipt = desk.send(kind, body, **more)  # type: ignore[arg-type]
    assert receipt.standing is Standing.REFUSED
    assert receipt.refusal is not None
    assert all(receipt.refusal.as_json().values())
    return receipt.refusal.code


def test_kept_plan_is_read_back_as_it_was_in_the_name_of_who_asked(desk: DeskOfPlans) -> None:
    desk.keep("a")
    kept = desk.shelf.get("a")
    assert (kept.meta, kept.plan) == (META, Plan("h", (), ()))
    assert desk.shelf.list_metas() == [META]
    assert desk.shelf.get_standing("a").asked_by == PLANNER


def test_one_plan_of_a_week_is_published_and_another_takes_its_place(desk: DeskOfPlans) -> None:
    desk.keep("a")
    desk.keep("b")
    assert desk.send(PUBLISH, {"plan": "a"}, base=1).standing is Standing.ACCEPTED
    receipt = desk.send(PUBLISH, {"plan": "b"}, base=1)
    assert receipt.result == {"plan": "b", "superseded": "a"}
    assert desk.states() == {"a": "superseded", "b": "published"}


def test_published_plan_can_be_withdrawn_and_published_again(desk: DeskOfPlans) -> None:
    desk.keep("a")
    desk.send(PUBLISH, {"plan": "a"})
    assert desk.send(WITHDRAW, {"plan": "a", "reason": "大雪"}).version == 3
    assert desk.states() == {"a": "withdrawn"}
    assert desk.send(PUBLISH, {"plan": "a"}, base=3).standing is Standing.ACCEPTED


def test_what_cannot_be_done_with_a_plan_is_refused_and_changes_nothing(desk: DeskOfPlans) -> None:
    desk.keep("a")
    desk.keep("bad", is_feasible=False)
    assert refused_for(desk, WITHDRAW, {"plan": "a"}) == "not_published"
    assert refused_for(desk, PUBLISH, {"plan": "bad"}) == "breaks_rules"
    assert refused_for(desk, PUBLISH, {"plan": "nowhere"}) == "no_such_plan"
    assert refused_for(desk, PUBLISH, {"plan": "a"}, county=OTHER) == "not_allowed"
    assert refused_for(desk, PUBLISH, {"plan": "a"}, base=9) == "stale_base"
    assert refused_for(desk, PUBLISH, {"plan": "a"}, by=PLANNER) == "not_allowed"
    assert desk.states() == {"a": "draft", "bad": "draft"}
    desk.send(PUBLISH, {"plan": "a"})
    assert refused_for(desk, PUBLISH, {"plan": "a"}) == "already_published"
    assert refused_for(desk, DISCARD, {"plan": "a"}) == "is_published"


def test_plan_that_breaks_rules_is_published_knowingly(desk: DeskOfPlans) -> None:
    desk.keep("bad", is_feasible=False)
    desk.send(PUBLISH, {"plan": "bad", "knowingly": True})
    assert desk.states() == {"bad": "published"}


def test_discarded_plan_is_gone_from_the_shelf(desk: DeskOfPlans) -> None:
    desk.keep("a")
    desk.keep("b", replaces="a")
    assert refused_for(desk, DISCARD, {"plan": "a"}) == "was_mended"
    desk.shelf.discard("b", by=PLANNER)
    assert desk.states() == {"a": "draft"}
    assert not desk.shelf.has("b")
    with pytest.raises(PlanNotFound):
        desk.shelf.get("b")


def test_plan_is_not_kept_for_who_may_make_none(desk: DeskOfPlans) -> None:
    with pytest.raises(PlanRefused, match=r"plan\.make.*权限"):
        desk.keep("a", asked_by=COURIER)
    assert desk.states() == {}


def test_plan_whose_content_nobody_sent_is_refused(desk: DeskOfPlans) -> None:
    digest = "0" * 64
    body = {"plan": "a", "week": "2026-11-23", "made_at": "2026-11-23T08:00:00Z", "is_feasible": True}
    assert refused_for(desk, KEEP, {**body, "content": digest, "meta": digest}) == "no_content"


def test_history_says_who_did_what_with_a_plan(desk: DeskOfPlans) -> None:
    desk.keep("a")
    desk.keep("ab")
    desk.send(NOTE, {"plan": "a", "note": "首选方案"})
    desk.send(PUBLISH, {"plan": "a"})
    desk.send(PUBLISH, {"plan": "ab"})
    found = [(change.act, change.actor, change.words) for change in desk.shelf.list_changes("a")]
    assert found == [
        ("kept", PLANNER, ""),
        ("noted", MANAGER, "首选方案"),
        ("published", MANAGER, ""),
        ("superseded", MANAGER, "ab"),
    ]
    assert desk.shelf.get_standing("a").note == "首选方案"


def test_replay_of_the_chain_gives_the_same_plans(desk: DeskOfPlans) -> None:
    for plan in ("a", "b", "c"):
        desk.keep(plan)
    desk.send(PUBLISH, {"plan": "a"})
    desk.send(PUBLISH, {"plan": "b"})
    desk.send(WITHDRAW, {"plan": "b"})
    desk.send(DISCARD, {"plan": "c"})
    with desk.engine.connect() as connection:
        links = list(chains.list_links(connection, COUNTY))
    with desk.engine.execution_options(writes=True).begin() as connection:
        before = connection.execute(select(PLANS).order_by(PLANS.c.id)).all()
        connection.execute(delete(PLANS))
        assert list(rebuild(connection, desk.registry, links)) == []
        assert connection.execute(select(PLANS).order_by(PLANS.c.id)).all() == before


def test_plans_of_an_older_workspace_are_taken_in_once_and_their_files_stay(desk: DeskOfPlans) -> None:
    old = PlanShelf(desk.folder)
    old.keep(META, Plan("h", (), ()))
    assert desk.shelf.take_in(old) == 1
    assert desk.shelf.get("a").meta == META
    assert desk.shelf.get_standing("a").asked_by == SERVER
    desk.shelf.discard("a", by=MANAGER)
    assert desk.shelf.take_in(old) == 0
    assert old.get("a").meta == META


def test_bags_of_a_plan_lie_in_the_workspace(desk: DeskOfPlans) -> None:
    desk.keep("a")
    assert desk.shelf.plan_file("a") == desk.folder / "plans" / "a" / "plan.json"
    assert desk.shelf.plan_file("a").parent.is_dir()
