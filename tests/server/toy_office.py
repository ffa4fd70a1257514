"""A server over the toy county as it is run: signed in as its administrator, jobs at work, a customer list."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from tests.people.signin.post_office import BOSS, BOSS_PASSWORD, SETUP
from tests.server.conftest import make_door
from tests.server.toy import CODE, WEEK
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.people.signin.keys import make_id
from tianlu.plan.counties import Counties
from tianlu.plan.plan_work import PlanOrder, start_plan
from tianlu.server.app import make_app
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import OneDoor, open_one_door
from tianlu.server.plan_shelf import open_shelf
from tianlu.server.target.door import open_target

TOP, SECOND = "63", "second"
WHO = {"login": BOSS, "password": BOSS_PASSWORD}


@dataclass
class ToyOffice:
    address: str
    one_door: OneDoor
    boss: str
    plan: str

    def send(self, actor: str, kind: str, org: str = CODE, /, **body: Any) -> None:
        """Something that somebody else does meanwhile."""
        now = datetime.now(UTC)
        envelope = Envelope(CommandId(make_id(now)), kind, 1, OrgId(org), now, body)
        receipt = self.one_door.door.submit(ActorId(actor), [envelope])[0]
        assert receipt.standing == "accepted", receipt

    def enter(self, customer: str, place: str, **changes: Any) -> None:
        """A customer of the county at a place, on the list by two persons' word."""
        body = {"kind": "company", "name": f"合作社{customer}", "tier": "third", "relation": "new", "reason": "新增"}
        body |= {"monthly_fen": 300_000, "place": place, **changes}
        self.send(self.boss, "customer.enter", customer=customer, **body)
        self.send(SECOND, "customer.decide", customer=customer, grants=True)

    def hire(self, person: str, role: str, *, entity: str = "") -> None:
        """Somebody at the county, who signs in as himself with PASSWORD."""
        nodes = self.one_door.sign_in.gate.snapshot().nodes
        entity = entity or nodes[OrgId(CODE)].entity
        self.send(self.boss, "person.add", id=person, name=f"才让{person}", staff_number=person, entity=entity)
        self.send(self.boss, "grant.give", id=f"g-{person}", person=person, role=role)

    def client(self) -> httpx.Client:
        """Signed in as the administrator."""
        client = httpx.Client(base_url=self.address, timeout=60)
        assert client.post("/api/sign-in", json=WHO).is_success
        return client


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address at which the application is served meanwhile."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def toy_office(workspace: Path, counties: Counties | None = None) -> Iterator[ToyOffice]:
    """Set up, with the county below its province, a second person who may approve, and a kept plan; `counties` has
    another county of the same code."""
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC))
    jobs = open_jobs(one_door)
    door = make_door(workspace, shelf=open_shelf(one_door), jobs=jobs, counties=counties)
    target = open_target(one_door, door, jobs)
    with serving(make_app(door, gate=one_door.sign_in.gate, one_door=one_door, target=target)) as address:
        key = one_door.sign_in.first_run.issue_setup_key()
        founded = {**SETUP, "org": TOP, "org_name": "青海省", "org_name_en": "Qinghai"}
        assert httpx.post(f"{address}/api/setup", json={"key": key, **founded}).is_success
        boss = next(iter(one_door.sign_in.gate.snapshot().persons.values()))
        office = ToyOffice(address, one_door, boss.id, "")
        county = {"id": CODE, "level": "county", "name": "玩具县", "name_en": "Toy County", "entity": boss.entity}
        office.send(boss.id, "org.add", TOP, **county)
        office.send(boss.id, "person.add", id=SECOND, name="卓玛", staff_number="S2", entity=boss.entity)
        office.send(boss.id, "grant.give", id="g-second", person=SECOND, role="manager")
        job = start_plan(door.desk, PlanOrder(CODE, WEEK, seconds=0.2, seed=1))
        office.plan = door.desk.wait(job.id, timeout_s=120).result or ""
        assert office.plan
        yield office
    one_door.close()
