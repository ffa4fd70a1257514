"""A province with two counties, three people and a door, over HTTP: who asks is said in a header."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tianlu.command.door import Access, Door
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt
from tianlu.command.registry import Registry
from tianlu.core.uuid7 import make_uuid7
from tianlu.people.access import AccessBook
from tianlu.people.api import people_router
from tianlu.people.api_audit import audit_router
from tianlu.people.api_commands import CANNOT_WRITE, answer_no_writing, command_router
from tianlu.people.gate import Actor, Gate, NotSignedIn
from tianlu.people.register import register_people
from tianlu.people.roles import shipped_roles
from tianlu.people.signin.errors import add_sign_in_errors
from tianlu.people.signin.first_found import register_founding
from tianlu.people.signin.kinds import SERVER
from tianlu.people.signin.may import may_with_accounts

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROVINCE, PREFECTURE, COUNTY, OTHER = "63", "6325", "632521", "632522"
BOSS, MANAGER, COURIER, STRANGER = "boss", "manager", "courier", "stranger"
_numbers = count(1)


def new_id() -> str:
    number = next(_numbers)
    return make_uuid7(unix_ms=1_700_000_000_000 + number, random_bits=number)


def a_command(kind: str, org: str, **changes: Any) -> dict[str, Any]:
    """As a client sends it; `body` and the like among the changes."""
    return {"id": new_id(), "kind": kind, "schema": 1, "org": org, "made_at": NOON.isoformat(), "body": {}, **changes}


@dataclass
class CountyOffice:
    engine: Engine
    anchors: Path
    now: datetime = field(default=NOON, kw_only=True)
    door: Door = field(init=False)
    registry: Registry = field(init=False)
    gate: Gate = field(init=False)
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        book = AccessBook(shipped_roles(), today=lambda: NOON.date())
        self.registry = Registry()
        register_people(self.registry)
        register_founding(self.registry)
        access = Access(may_with_accounts(book), book.chain_of, book.settled_at)
        self.door = Door(self.engine, self.registry, access, clock=lambda: self.now)
        self.gate = Gate(self.engine, book, who_of_header)
        self.app = FastAPI()
        add_sign_in_errors(self.app)
        for trouble in CANNOT_WRITE:
            self.app.add_exception_handler(trouble, answer_no_writing)
        self.app.include_router(command_router(self.gate, self.registry, self.door.submit, self.engine))
        self.app.include_router(people_router(self.gate))
        self.app.include_router(audit_router(self.gate, self.engine, self.anchors))

    def found(self) -> None:
        body = {
            "entity": "post",
            "entity_kind": "post",
            "entity_name": "邮政",
            "org": PROVINCE,
            "org_name": "青海省",
            "person": BOSS,
            "person_name": "李雪梅",
            "staff_number": "A1",
            "grant": "g-boss",
        }
        envelope = Envelope(CommandId(new_id()), "signin.found", 1, OrgId(PROVINCE), NOON, body)
        assert self.door.submit(SERVER, [envelope])[0].standing == "accepted"
        self.must(BOSS, "entity.add", PROVINCE, id="bank", kind="bank", name="邮储银行")
        self.must(BOSS, "org.add", PROVINCE, id=PREFECTURE, level="prefecture", name="海南州", entity="post")
        for county, name in ((COUNTY, "共和县"), (OTHER, "同德县")):
            self.must(BOSS, "org.add", PREFECTURE, id=county, level="county", name=name, entity="post")
        for person, home in ((MANAGER, COUNTY), (COURIER, COUNTY), (STRANGER, OTHER)):
            self.must(
                BOSS,
                "person.add",
                home,
                id=person,
                name=f"才让{person}",
                staff_number=person,
                entity="post",
                phone="13900001111",
            )
            self.must(BOSS, "grant.give", home, id=f"g-{person}", person=person, role=ROLES[person])

    def send(self, actor: str, *commands: dict[str, Any]) -> list[dict[str, Any]]:
        """The receipts."""
        answer = self.client(actor).post("/api/commands", json={"commands": list(commands)})
        assert answer.status_code == 200, answer.text
        receipts: list[dict[str, Any]] = answer.json()["receipts"]
        return receipts

    def must(self, actor: str, kind: str, org: str, /, **body: Any) -> dict[str, Any]:
        receipt = self.send(actor, a_command(kind, org, body=body))[0]
        assert receipt["standing"] == "accepted", receipt
        return receipt

    def refused(self, actor: str, kind: str, org: str, /, *, base: int | None = None, **body: Any) -> str:
        """The code of the refusal, which speaks both languages."""
        receipt = self.send(actor, a_command(kind, org, body=body, base=base))[0]
        assert receipt["standing"] == "refused", receipt
        refusal = receipt["refusal"]
        assert all(refusal[name] for name in ("reason", "mend", "reason_zh", "mend_zh"))
        return str(refusal["code"])

    def client(self, actor: str, scopes: str | None = None) -> TestClient:
        headers = {"X-Actor": actor, **({} if scopes is None else {"X-Scopes": scopes})}
        return TestClient(self.app, headers=headers)

    def get(self, actor: str, path: str) -> Any:
        answer = self.client(actor).get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def submit(self, actor: str, *envelopes: Envelope) -> list[Receipt]:
        return self.door.submit(ActorId(actor), list(envelopes))


ROLES = {MANAGER: "manager", COURIER: "courier", STRANGER: "manager"}


def who_of_header(request: Request) -> Actor:
    name = request.headers.get("X-Actor")
    if not name:
        raise NotSignedIn
    scopes = request.headers.get("X-Scopes")
    return Actor(ActorId(name), name, None if scopes is None else frozenset(scopes.split()))
