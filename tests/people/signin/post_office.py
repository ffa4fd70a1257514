"""A county's post office to sign in at: founded through the first page, with a courier and a service beside."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, insert

from tianlu.command.door import Access, Door
from tianlu.command.envelope import ActorId
from tianlu.command.registry import Registry
from tianlu.people.access import AccessBook
from tianlu.people.gate import Actor
from tianlu.people.roles import shipped_roles
from tianlu.people.signin.app import add_sign_in
from tianlu.people.signin.desk import SignInDesk, open_sign_in
from tianlu.people.signin.elsewhere import AnyProvider
from tianlu.people.signin.first_found import register_founding
from tianlu.people.signin.kinds import register_sign_in
from tianlu.people.signin.limits import Hashing, Limits
from tianlu.people.signin.may import may_with_accounts
from tianlu.people.tables import GRANTS, PERSONS
from tianlu.people.versions import raise_version

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
QUICK = Limits(hashing=Hashing(memory_kib=64, passes=1))
"""Hashing that takes no time; all else as shipped."""

COUNTY = "632521"
BOSS, BOSS_PASSWORD = "A0001", "four quiet yaks graze"
COURIER, COURIER_PASSWORD = "C0007", "snow upon the high pass"
COURIER_ID, SERVICE_ID = ActorId("courier-7"), ActorId("service-1")
SETUP = {
    "entity_name": "中国邮政集团共和县分公司",
    "org": COUNTY,
    "org_name": "共和县",
    "org_name_en": "Gonghe",
    "person_name": "李雪梅",
    "staff_number": BOSS,
    "password": BOSS_PASSWORD,
}


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Office:
    """All of it, and the application; `browser()` is a new browser."""

    engine: Engine
    clock: Clock
    limits: Limits = QUICK
    providers: tuple[AnyProvider, ...] = ()
    door: Door = field(init=False)
    desk: SignInDesk = field(init=False)
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        book = AccessBook(shipped_roles(), today=lambda: self.clock().date())
        registry = Registry()
        register_sign_in(registry)
        register_founding(registry)
        self.door = Door(
            self.engine, registry, Access(may_with_accounts(book), book.chain_of, book.settled_at), clock=self.clock
        )
        self.desk = open_sign_in(
            self.engine, book, self.door.submit, clock=self.clock, limits=self.limits, providers=self.providers
        )
        self.app = FastAPI()
        add_sign_in(self.app, self.desk)
        gate = self.desk.gate

        @self.app.post("/api/change")
        def change(actor: Annotated[Actor, Depends(gate)]) -> str:
            return actor.id

    def browser(self, *, address: str = "10.0.0.1", https: bool = False) -> TestClient:
        base = f"{'https' if https else 'http'}://desk.example"
        return TestClient(self.app, base_url=base, client=(address, 50000))

    def at_desk(self, login: str = BOSS, password: str = BOSS_PASSWORD) -> TestClient:
        """A browser that is signed in."""
        browser = self.browser()
        answer = browser.post("/api/sign-in", json={"login": login, "password": password})
        assert answer.status_code == 200, answer.text
        return browser

    def restart(self) -> "Office":
        """The server over the same database, anew."""
        self.door.close()
        return Office(self.engine, self.clock, self.limits)

    def close(self) -> None:
        self.door.close()


def open_office(engine: Engine, *, providers: tuple[AnyProvider, ...] = ()) -> Office:
    office = Office(engine, Clock(), providers=providers)
    key = office.desk.first_run.issue_setup_key()
    answer = office.browser().post("/api/setup", json={"key": key, **SETUP})
    assert answer.status_code == 200, answer.text
    add_person(engine, COURIER_ID, "才让", COURIER)
    add_person(engine, SERVICE_ID, "报表", "", is_service=True)
    courier = office.desk.accounts.find_person(COURIER_ID)
    assert courier is not None
    office.desk.accounts.set_password(courier, COURIER_PASSWORD, by=COURIER_ID)
    return office


def add_person(engine: Engine, id_: ActorId, name: str, staff_number: str, *, is_service: bool = False) -> None:
    person = {"id": id_, "name": name, "staff_number": staff_number, "entity": "post", "phone": "13900001111"}
    state = {"home": COUNTY, "version": 1, "is_service": is_service, "has_left": False}
    with engine.begin() as connection:
        connection.execute(insert(PERSONS).values(**person, **state))
        connection.execute(insert(GRANTS).values(id=f"g-{id_}", person=id_, role="courier", org=COUNTY))
        raise_version(connection)
