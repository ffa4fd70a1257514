"""The first run: an address with a random key, printed where the server starts, sets up the first unit and person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.model import Person
from tianlu.people.signin import first_found, store
from tianlu.people.signin.accounts import Accounts, Browser
from tianlu.people.signin.keys import digest_of, make_id, make_key
from tianlu.people.signin.kinds import SERVER
from tianlu.people.signin.passwords import check_password
from tianlu.people.signin.sending import Sender
from tianlu.people.signin.store import Link
from tianlu.people.signin.trouble import already_founded, used_key

SETUP, ENTER = "setup", "enter"
SETUP_FOR, ENTER_FOR = timedelta(hours=24), timedelta(minutes=10)
WAY = "link"


@dataclass(frozen=True)
class FirstUnit:
    """What the first page asks for. `org` is a division code."""

    entity_name: str
    entity_kind: str
    org: str
    org_name: str
    org_name_en: str
    person_name: str
    staff_number: str


class FirstRun:
    """There is no default password: whoever starts the server is shown the key, once."""

    def __init__(self, engine: Engine, accounts: Accounts, sender: Sender, *, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._writes = engine.execution_options(writes=True)
        self._accounts = accounts
        self._sender = sender
        self._clock = clock

    def is_due(self) -> bool:
        """Whether there is nobody yet."""
        return not self._accounts.snapshot().persons

    def find_login(self, login: str) -> Person | None:
        return self._accounts.find_login(login)

    def issue_setup_key(self) -> str | None:
        """A new key for the first page, after which earlier ones work no more; None where there is somebody."""
        return self._issue(SETUP, None, SETUP_FOR) if self.is_due() else None

    def issue_enter_key(self, person: ActorId) -> str:
        """A key by which one browser is signed in as that person, within ten minutes."""
        return self._issue(ENTER, person, ENTER_FOR)

    def found(self, key: str, unit: FirstUnit, password: str, *, browser: Browser) -> tuple[Person, str]:
        """The administrator and the key of his session. Raises SignInTrouble; the key is used up by success only."""
        if not self.is_due():
            raise already_founded()
        digest, now = digest_of(key), self._clock()
        with self._engine.connect() as connection:
            if store.find_link(connection, digest, SETUP, now) is None:
                raise used_key()
        check_password(password, (unit.staff_number, unit.person_name, unit.org_name, unit.org_name_en))
        person = self._found(unit)
        self._accounts.set_password(person, password, by=person.id)
        with self._writes.begin() as connection:
            store.use_link(connection, digest, now)
        return person, self._accounts.begin_session(person, way=WAY, browser=browser)

    def found_without_password(self, unit: FirstUnit) -> Person:
        """For a demonstration: whoever runs it enters by a key. Raises SignInTrouble."""
        return self._found(unit)

    def _found(self, unit: FirstUnit) -> Person:
        now = self._clock()
        person_id = make_id(now)
        body = {**unit.__dict__, "entity": make_id(now), "person": person_id, "grant": make_id(now)}
        self._sender.send(SERVER, first_found.FOUND, OrgId(unit.org), body)
        person = self._accounts.find_person(ActorId(person_id))
        assert person is not None
        return person

    def enter(self, key: str, *, browser: Browser) -> tuple[Person, str]:
        """Sign in by such a key. Raises SignInTrouble."""
        digest, now = digest_of(key), self._clock()
        with self._writes.begin() as connection:
            link = store.find_link(connection, digest, ENTER, now)
            is_first = link is not None and store.use_link(connection, digest, now)
        person = None if link is None or link.person is None else self._accounts.find_person(link.person)
        if not is_first or person is None:
            raise used_key()
        return person, self._accounts.begin_session(person, way=WAY, browser=browser)

    def _issue(self, purpose: str, person: ActorId | None, lasts: timedelta) -> str:
        key, now = make_key(), self._clock()
        with self._writes.begin() as connection:
            store.drop_links(connection, purpose, person)
            store.put_link(connection, digest_of(key), Link(purpose, person, now, now + lasts))
        return key
