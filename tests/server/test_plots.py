"""A county's plots over HTTP: drawn by a job, kept, priced and moved, mended after a vacancy, taken away as files."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from tests.server.conftest import make_door
from tests.server.toy import CODE, WEEK
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt
from tianlu.people.model import EntityKind
from tianlu.people.roles import LIST_READ, shipped_roles
from tianlu.people.signin.first_run import FirstUnit
from tianlu.people.signin.keys import make_id
from tianlu.plan.plan_work import PlanOrder, start_plan
from tianlu.server.app import make_app
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import OneDoor, open_one_door
from tianlu.server.plan_shelf import open_shelf
from tianlu.server.target.door import open_target
from tianlu.target.desk import TargetDesk

UNIT = FirstUnit("邮政", EntityKind.POST.value, CODE, "玩具县", "Toy County", "李雪梅", "A1")
ALL = frozenset(permission for role in shipped_roles().values() for permission in role.may)
PLACES = 70
"""Stations and villages of the toy county."""


class Served:
    """A server over the toy county with a kept plan; who asks has a token."""

    def __init__(self, one_door: OneDoor, app: Any, target: TargetDesk, boss: ActorId, plan: str) -> None:
        self.one_door, self.target, self.boss, self.plan = one_door, target, boss, plan
        self._app = app
        self._tokens: dict[str, str] = {}

    def ask(self, who: str | None = None) -> TestClient:
        id_ = self.boss if who is None else ActorId(who)
        if id_ not in self._tokens:
            accounts = self.one_door.sign_in.accounts
            person = accounts.find_person(id_)
            assert person is not None
            self._tokens[id_] = accounts.issue_token(person, name="test", scopes=ALL, days=1, by=id_)[1]
        return TestClient(self._app, headers={"Authorization": f"Bearer {self._tokens[id_]}"})

    def command(self, kind: str, org: str = CODE, /, *, base: int | None = None, **body: object) -> Receipt:
        now = datetime.now(UTC)
        envelope = Envelope(CommandId(make_id(now)), kind, 1, OrgId(org), now, body, base=base)
        return self.one_door.door.submit(self.boss, [envelope])[0]

    def must(self, kind: str, org: str = CODE, /, **body: object) -> Receipt:
        receipt = self.command(kind, org, **body)
        assert receipt.refusal is None, receipt.refusal
        return receipt

    def seen(self, who: str | None = None) -> dict[str, Any]:
        answer = self.ask(who).get(f"/api/target/plots?org={CODE}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def propose(self, **order: object) -> dict[str, Any]:
        """The job, ended."""
        wanted = {"plan": self.plan, "plots": 5, "tolerance": 0.15, **order}
        answer = self.ask().post("/api/target/plots", json=wanted)
        assert answer.status_code == 202, answer.text
        self.target.jobs.wait(answer.json()["id"], timeout_s=120)
        job: dict[str, Any] = self.ask().get(f"/api/target/jobs/{answer.json()['id']}").json()
        return job

    def keep(self, job: str) -> Any:
        return self.ask().post("/api/target/plots/keep", json={"job": job, "note": "第一次"})

    def drawn_and_kept(self) -> dict[str, Any]:
        assert self.keep(self.propose()["id"]).status_code == 200
        return self.seen()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("plots")
    one_door = open_one_door(folder, clock=lambda: datetime.now(UTC))
    boss = one_door.sign_in.first_run.found_without_password(UNIT)
    jobs = open_jobs(one_door)
    door = make_door(folder, shelf=open_shelf(one_door), jobs=jobs)
    target = open_target(one_door, door, jobs)
    app = make_app(door, gate=one_door.sign_in.gate, target=target, one_door=one_door, static=folder / "static")
    with TestClient(app):
        job = start_plan(door.desk, PlanOrder(CODE, WEEK, seconds=0.05, seed=1, asked_by=boss.id))
        plan = door.desk.wait(job.id, timeout_s=60).result
        assert plan is not None
        made = Served(one_door, app, target, boss.id, plan)
        for person, role in (("p1", "courier"), ("p2", "account_manager"), ("p3", "manager"), ("p4", "planner")):
            made.must("person.add", id=person, name=f"卓玛{person}", staff_number=person, entity=boss.entity)
            made.must("grant.give", id=f"g-{person}", person=person, role=role)
        yield made
    one_door.close()


def border(seen: dict[str, Any]) -> Callable[[int], tuple[str, int]]:
    """For a plot a place of it that can go to a plot beside it, and that plot."""
    plot_of = {each["place"]: each["plot"] for each in seen["places"]}

    def find(plot: int) -> tuple[str, int]:
        for each in seen["places"]:
            for other in each["neighbours"]:
                if each["plot"] == plot and plot_of[other] != plot:
                    return each["place"], plot_of[other]
        raise AssertionError(f"plot {plot} has no border")

    return find


def price(served: Served, **moves: int) -> dict[str, Any]:
    body = {"org": CODE, "moves": [{"place": place, "plot": plot} for place, plot in moves.items()]}
    answer = served.ask().post("/api/target/plots/price", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_drawing_is_proposed_and_stands_once_it_is_kept(served: Served) -> None:
    job = served.propose()
    assert (job["state"], job["share"], job["plan"]) == ("done", 1.0, served.plan)
    before = served.seen()
    assert before["proposal_job"] == job["id"]
    proposal = before["proposal"]
    assert len(proposal["places"]) == PLACES
    assert [each["number"] for each in proposal["plots"]] == [1, 2, 3, 4, 5]
    assert all(abs(each["share"] - 1) <= 0.15 for each in proposal["plots"])
    assert proposal["bound"] <= proposal["cut_edges"]
    assert served.keep(job["id"]).json()["version"] == proposal["base"] + 1
    after = served.seen()
    assert after["proposal"] is None
    drawing = after["drawing"]
    assert (drawing["cut_edges"], drawing["bound"], drawing["note"]) == (
        proposal["cut_edges"],
        proposal["bound"],
        "第一次",
    )
    assert {each["place"]: each["plot"] for each in after["places"]} == {
        each["place"]: each["plot"] for each in proposal["places"]
    }
    assert all(len(each["area"]) >= 3 for each in after["places"])
    assert served.keep(job["id"]).status_code == 409


def test_price_says_shares_and_cut_beforehand_and_the_move_brings_them(served: Served) -> None:
    seen = served.drawn_and_kept()
    place, to = border(seen)(1)
    told = price(served, **{place: to})
    assert told["refusal"] == ""
    assert served.must("plots.move", moves=[{"place": place, "plot": to}]).standing == "accepted"
    now = served.seen()["drawing"]
    assert now["cut_edges"] == seen["drawing"]["cut_edges"] + told["more_cut"]
    assert {each["plot"]: pytest.approx(each["share"]) for each in told["shares"]} == {
        each["number"]: each["share"] for each in now["plots"]
    }
    assert now["version"] == seen["drawing"]["version"] + 1


def test_price_of_a_move_that_tears_a_plot_says_why_it_would_be_refused(served: Served) -> None:
    seen = served.drawn_and_kept()
    inside = next(
        each["place"]
        for each in seen["places"]
        for plots in [{other["plot"] for other in seen["places"] if other["place"] in each["neighbours"]}]
        if plots == {each["plot"]}
    )
    there = next(each["number"] for each in seen["drawing"]["plots"] if each["number"] != _plot(seen, inside))
    told = price(served, **{inside: there})
    assert "several pieces" in told["refusal"]
    assert "不再相连" in told["refusal_zh"]
    refusal = served.command("plots.move", moves=[{"place": inside, "plot": there}]).refusal
    assert refusal is not None
    assert refusal.code == "plot_torn"


def test_proposal_made_before_an_edit_cannot_be_kept_any_more(served: Served) -> None:
    served.drawn_and_kept()
    job = served.propose(seed=7)
    served.must("plots.name", plot=1, name="北片")
    seen = served.seen()
    assert (seen["proposal"], seen["is_outdated"]) == (None, True)
    assert served.keep(job["id"]).status_code == 409


def test_vacant_plot_is_mended_and_the_others_keep_number_name_and_person(served: Served) -> None:
    seen = served.drawn_and_kept()
    served.must("plots.give", plot=2, person="p2")
    held = next(each["place"] for each in seen["places"] if each["plot"] == 2)
    served.must("plots.lock", places=[held])
    job = served.propose(mode="mend", vacant=[4], tolerance=0.25)
    assert job["state"] == "done", job
    proposal = served.seen()["proposal"]
    assert [each["number"] for each in proposal["plots"]] == [1, 2, 3, 5]
    assert next(each for each in proposal["plots"] if each["number"] == 2)["person"] == "p2"
    was_vacant = {each["place"] for each in seen["places"] if each["plot"] == 4}
    assert {each["place"] for each in proposal["moved"] if each["because"] == "vacant"} == was_vacant
    assert next(each for each in proposal["places"] if each["place"] == held) | {"neighbours": []} == {
        "place": held,
        "plot": 2,
        "seconds": next(each["seconds"] for each in seen["places"] if each["place"] == held),
        "neighbours": [],
        "is_locked": True,
    }


def test_too_many_plots_fail_with_words_in_both_languages(served: Served) -> None:
    job = served.propose(plots=200)
    assert job["state"] == "failed"
    assert job["trouble"]
    assert job["trouble_zh"].startswith("无法划分")


def test_tolerance_that_no_plots_keep_is_said(served: Served) -> None:
    job = served.propose(plots=5, tolerance=0.0, seed=3)
    assert job["state"] == "failed"
    assert "放宽偏差" in job["trouble_zh"]


def test_search_that_is_stopped_leaves_no_proposal(served: Served) -> None:
    order = {"plan": served.plan, "plots": 6, "tolerance": 0.15, "seed": 11}
    job = served.ask().post("/api/target/plots", json=order).json()
    served.ask().delete(f"/api/target/jobs/{job['id']}")
    served.target.jobs.wait(job["id"], timeout_s=120)
    assert served.ask().get(f"/api/target/jobs/{job['id']}").json()["state"] == "cancelled"


def test_who_may_not_manage_the_list_sees_and_does_no_more(served: Served) -> None:
    served.drawn_and_kept()
    seen = served.seen("p1")
    assert not seen["may_manage"]
    assert seen["drawing"]["plots"]
    asked = served.ask("p1")
    assert asked.post("/api/target/plots", json={"plan": served.plan}).status_code == 403
    assert asked.post("/api/target/plots/keep", json={"job": seen["job"]["id"]}).status_code == 403
    assert asked.post("/api/target/plots/share-by-area", json={"org": CODE}).status_code == 403


def test_county_out_of_reach_is_as_if_it_were_not_there(served: Served) -> None:
    assert served.ask().get("/api/target/plots?org=000002").status_code == 404
    assert served.ask().get("/api/target/plots/export/xlsx?org=000002").status_code == 404
    assert LIST_READ in ALL


def test_plots_are_taken_away_as_a_workbook_and_as_geojson(served: Served) -> None:
    seen = served.drawn_and_kept()
    answer = served.ask().get(f"/api/target/plots/export/xlsx?org={CODE}")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["责任田", "地点"]
    rows = list(book["地点"].iter_rows(min_row=2, values_only=True))
    assert {row[1]: row[0] for row in rows} == {each["place"]: each["plot"] for each in seen["places"]}
    assert book["责任田"].max_row == 6
    found = json.loads(served.ask().get(f"/api/target/plots/export/geojson?org={CODE}&language=en").content)
    assert len(found["features"]) == PLACES
    assert "attachment" in answer.headers["content-disposition"]


def test_small_customers_go_to_who_works_their_plot(served: Served) -> None:
    seen = served.drawn_and_kept()
    served.must("plots.give", plot=1, person="p2")
    served.must("plots.give", plot=2, person="p4")  # a planner works no customers
    here = next(each["place"] for each in seen["places"] if each["plot"] == 1)
    vacant = next(each["place"] for each in seen["places"] if each["plot"] == 3)
    planners = next(each["place"] for each in seen["places"] if each["plot"] == 2)
    stamp = datetime.now(UTC) - timedelta(seconds=1)
    for id_, tier, place in (
        ("c1", "small", here),
        ("c2", "second", here),
        ("c3", "third", vacant),
        ("c4", "small", ""),
        ("c5", "small", planners),
    ):
        body = {"customer": id_, "kind": "company", "name": id_, "tier": tier, "relation": "new", "place": place}
        enter = Envelope(CommandId(make_id(stamp)), "customer.enter", 1, OrgId(CODE), stamp, {**body, "reason": "x"})
        assert served.one_door.door.submit(ActorId("p3"), [enter])[0].refusal is None
        served.must("customer.decide", customer=id_, grants=True)
    dry = served.ask().post("/api/target/plots/share-by-area", json={"org": CODE, "dry_run": True}).json()
    assert dry == {"given": 1, "in_vacant": 2, "left": 0, "elsewhere": 1, "refused": 0}
    assert served.ask().post("/api/target/plots/share-by-area", json={"org": CODE}).json() == dry
    claimed = served.ask().get("/api/customers?owner=p2").json()["customers"]
    assert [each["id"] for each in claimed] == ["c1"]


def _plot(seen: dict[str, Any], place: str) -> int:
    return int(next(each["plot"] for each in seen["places"] if each["place"] == place))
