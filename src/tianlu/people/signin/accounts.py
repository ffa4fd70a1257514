"""A person's account: signing in by password, changing it, issuing and revoking tokens; each change is a command."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from tianlu.command.envelope import ActorId
from tianlu.db.reading import seeing_everything
from tianlu.people.access import AccessBook
from tianlu.people.model import Person
from tianlu.people.signin import kinds, store, store_factors
from tianlu.people.signin.factors import Factors
from tianlu.people.signin.keys import digest_of, make_id, make_key
from tianlu.people.signin.limits import Limits
from tianlu.people.signin.logins import LoginBook, fold_login
from tianlu.people.signin.passwords import Hasher, check_password
from tianlu.people.signin.recent import Recent
from tianlu.people.signin.sending import Sender
from tianlu.people.signin.sessions import Sessions
from tianlu.people.signin.store import Link, Session, Token
from tianlu.people.signin.tokens import Tokens
from tianlu.people.signin.tries import TryBook
from tianlu.people.signin.trouble import (
    bad_value,
    code_needed,
    too_many_tries,
    unknown_item,
    used_key,
    wrong_code,
    wrong_login,
    wrong_old_password,
)
from tianlu.people.snapshot import Snapshot

PASSWORD = "password"
RESET = "reset"
RESET_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Browser:
    """From where somebody signs in; `device` is the key by which this browser is known, if it is."""

    address: str
    agent: str
    device: str = ""


@dataclass(frozen=True)
class SignedIn:
    """Who it is, the key of the new session, and the key by which the browser is known from now on."""

    person: Person
    key: str
    device: str


class Accounts:
    """Safe for threads. Secrets are kept first, then the command that names them is submitted."""

    def __init__(
        self,
        engine: Engine,
        book: AccessBook,
        sender: Sender,
        limits: Limits,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._writes = engine.execution_options(writes=True)
        self._book = book
        self._sender = sender
        self._limits = limits
        self._clock = clock
        self._hasher = Hasher(limits.hashing)
        self._logins = LoginBook()
        self._recent_persons: Recent[Person] = Recent(clock)
        self.sessions = Sessions(engine, limits, clock=clock)
        self.tokens = Tokens(engine, clock=clock)
        self.factors = Factors(engine, sender, clock=clock)
        self.tries = TryBook(engine, limits, clock=clock)

    # Signing in

    def sign_in(self, login: str, password: str, *, code: str | None, browser: Browser) -> SignedIn:
        """By password, and by code where the account has a second factor. Raises SignInTrouble.

        While an account has to wait, a password is not looked at unless a code comes with it: then both must be right,
        and it does not tell which was wrong. So strangers who guess do not lock out whom they pretend to be.
        """
        name = fold_login(login)
        person = self._logins.find(self.snapshot(), name)
        account = self._try_name(name, person, browser)
        wait_s = self.tries.begin(account, browser.address)
        has_factor = person is not None and self.factors.is_on(person.id)
        if wait_s > 0 and not (has_factor and code):
            raise too_many_tries(wait_s)
        if not self._is_password(person, password) or person is None:
            raise too_many_tries(wait_s) if wait_s > 0 else wrong_login()
        if has_factor and not code:
            self.tries.take_back(account, browser.address)
            raise code_needed()
        if has_factor and not self.factors.use(person.id, code or ""):
            raise too_many_tries(wait_s) if wait_s > 0 else wrong_code()
        self.tries.succeed(account, browser.address)
        key = self.begin_session(person, way=PASSWORD, browser=browser)
        return SignedIn(person, key, self._known_device(person, browser))

    def _try_name(self, name: str, person: Person | None, browser: Browser) -> str:
        """Under which name tries are counted: a browser at which this person has signed in before counts by itself."""
        return f"{name} at {digest_of(browser.device)}" if self._is_known(person, browser) else name

    def _is_known(self, person: Person | None, browser: Browser) -> bool:
        if person is None or not browser.device:
            return False
        with self._engine.connect() as connection:
            return store_factors.is_device_of(connection, digest_of(browser.device), person.id)

    def _known_device(self, person: Person, browser: Browser) -> str:
        if self._is_known(person, browser):
            return browser.device
        device = make_key()
        with self._writes.begin() as connection:
            store_factors.put_device(connection, digest_of(device), person.id, self._clock())
        return device

    def begin_session(self, person: Person, *, way: str, browser: Browser) -> str:
        return self.sessions.begin(person.id, way=way, address=browser.address, agent=browser.agent)

    def find_person(self, id_: ActorId) -> Person | None:
        """Somebody who is still there."""
        person = self.snapshot().persons.get(id_)
        return None if person is None or person.has_left else person

    def recent_person(self, id_: ActorId) -> Person | None:
        """The same as of at most two seconds ago: for what every request asks."""
        return self._recent_persons.get(id_, lambda _: self.find_person(id_))

    def find_login(self, login: str) -> Person | None:
        return self._logins.find(self.snapshot(), fold_login(login))

    def snapshot(self) -> Snapshot:
        with seeing_everything(), self._engine.connect() as connection:
            return self._book.snapshot(connection)

    def _is_password(self, person: Person | None, password: str) -> bool:
        id_, kept = (None, None) if person is None else self._find_hash(person.id)
        if not self._hasher.is_right(password, kept):
            return False
        if id_ is not None and kept is not None and self._hasher.is_outdated(kept):
            renewed = self._hasher.hash(password)
            with self._writes.begin() as connection:
                store.change_secret(connection, id_, renewed)
        return True

    def _find_hash(self, person: ActorId) -> tuple[str | None, str | None]:
        with self._engine.connect() as connection:
            id_ = store.find_password_id(connection, person)
            return id_, None if id_ is None else store.find_secret(connection, id_, person=person, kind=PASSWORD)

    # Passwords

    def change_password(self, person: Person, *, old: str, new: str, session: Session, browser: Browser) -> None:
        """All other sessions of that person end. Raises SignInTrouble."""
        self.need_password(person, old, browser=browser)
        self.set_password(person, new, by=person.id)
        self.sessions.end_all(person.id, but=session.id)

    def need_password(self, person: Person, password: str, *, browser: Browser) -> None:
        """Ask once more who it is, before something grave. Raises SignInTrouble."""
        account = self._try_name(fold_login(person.staff_number), person, browser)
        wait_s = self.tries.begin(account, browser.address)
        if wait_s > 0:
            raise too_many_tries(wait_s)
        if not self._is_password(person, password):
            raise wrong_old_password()
        self.tries.succeed(account, browser.address)

    def has_password(self, person: Person) -> bool:
        """Somebody who signs in elsewhere only has none."""
        return self._find_hash(person.id)[1] is not None

    def set_password(self, person: Person, password: str, *, by: ActorId) -> None:
        """Raises SignInTrouble where the password is weak."""
        check_password(password, self._names_of(person))
        before, _ = self._find_hash(person.id)
        now, hashed = self._clock(), self._hasher.hash(password)
        id_ = make_id(now)
        with self._writes.begin() as connection:
            store.put_secret(connection, id_=id_, person=person.id, kind=PASSWORD, value=hashed, at=now)
        try:
            self._sender.send(by, kinds.SET_PASSWORD, person.home, {"person": person.id, "secret": id_})
        except BaseException:
            self._drop_secret(id_)
            raise
        if before is not None:
            self._drop_secret(before)

    def issue_reset_link(self, person: Person, *, by: ActorId) -> str:
        """The key of an address that sets a new password once; earlier ones work no more."""
        now, key = self._clock(), make_key()
        expires_at = now + RESET_FOR
        body = {"person": person.id, "expires_at": expires_at.isoformat()}
        self._sender.send(by, kinds.ISSUE_LINK, person.home, body)
        with self._writes.begin() as connection:
            store.drop_links(connection, RESET, person.id)
            store_factors.drop_devices_of(connection, person.id)
            store.put_link(connection, digest_of(key), Link(RESET, person.id, now, expires_at))
        return key

    def unlock(self, person: Person, *, by: ActorId) -> None:
        """Tries may go on at once. Raises SignInTrouble."""
        self._sender.send(by, kinds.UNLOCK, person.home, {"person": person.id})
        self._lift_waits(person)

    def wait_s(self, person: Person) -> int:
        """For how long nobody may try his password, anywhere or at one of the browsers that know him."""
        return max(map(self.tries.wait_s, self._try_names(person)))

    def _lift_waits(self, person: Person) -> None:
        for name in self._try_names(person):
            self.tries.unlock(name)

    def _try_names(self, person: Person) -> list[str]:
        """All names under which his tries are counted."""
        name = fold_login(person.staff_number)
        with self._engine.connect() as connection:
            digests = store_factors.list_devices_of(connection, person.id)
        return [name, *(f"{name} at {digest}" for digest in digests)]

    def reset_password(self, key: str, password: str) -> Person:
        """Set a password by such an address; all sessions end. Raises SignInTrouble."""
        now, digest = self._clock(), digest_of(key)
        with self._engine.connect() as connection:
            link = store.find_link(connection, digest, RESET, now)
        person = None if link is None or link.person is None else self.find_person(link.person)
        if person is None:
            raise used_key()
        check_password(password, self._names_of(person))
        with self._writes.begin() as connection:
            if not store.use_link(connection, digest, now):
                raise used_key()
        self.set_password(person, password, by=person.id)
        self.sessions.end_all(person.id)
        self._lift_waits(person)
        return person

    def _names_of(self, person: Person) -> list[str]:
        node = self.snapshot().nodes.get(person.home)
        units = [] if node is None else [node.name, *node.name_en.split()]
        return [person.staff_number, person.name, *person.name.split(), person.phone, *units]

    def _drop_secret(self, id_: str) -> None:
        with self._writes.begin() as connection:
            store.drop_secret(connection, id_)

    # Tokens

    def issue_token(
        self, person: Person, *, name: str, scopes: frozenset[str], days: int, by: ActorId
    ) -> tuple[Token, str]:
        """The token and its text, which is shown this once. Raises SignInTrouble."""
        if not 1 <= days <= self._limits.token_days_max:
            most = self._limits.token_days_max
            raise bad_value(f"{days} days; a token lasts 1 to {most}", f"有效期 {days} 天，应为 1 至 {most} 天")
        now = self._clock()
        token = Token(make_id(now), person.id, name, scopes, by, now, now + timedelta(days=days))
        text = self.tokens.prepare(token)
        body = {
            "id": token.id,
            "person": token.person,
            "name": token.name,
            "scopes": sorted(scopes),
            "expires_at": token.expires_at.isoformat(),
        }
        try:
            self._sender.send(by, kinds.ISSUE_TOKEN, person.home, body)
        except BaseException:
            self.tokens.forget(token.id)
            raise
        return token, text

    def list_tokens(self, persons: Sequence[ActorId]) -> list[tuple[Token, datetime | None]]:
        """Theirs, with when each was used last."""
        with self._engine.connect() as connection:
            return store.list_tokens(connection, persons)

    def revoke_token(self, person: Person, id_: str, *, by: ActorId) -> None:
        """Raises SignInTrouble where there is no such token of that person."""
        with self._engine.connect() as connection:
            token = store.find_token(connection, id_)
        if token is None or token.person != person.id:
            raise unknown_item("token", "令牌")
        self._sender.send(by, kinds.REVOKE_TOKEN, person.home, {"id": id_, "person": person.id})
        self.tokens.forget(id_)
