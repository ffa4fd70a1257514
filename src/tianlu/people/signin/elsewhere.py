"""Signing in elsewhere: a browser is sent to another sign-in, comes back with a code, and is whom that names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from sqlalchemy import Engine

from tianlu.command.envelope import ActorId
from tianlu.people.model import Person
from tianlu.people.signin import kinds, store_factors
from tianlu.people.signin.accounts import Accounts, Browser
from tianlu.people.signin.keys import digest_of, make_key
from tianlu.people.signin.kinds import SERVER
from tianlu.people.signin.openid import Return, Said, ask_who, page_address
from tianlu.people.signin.providers import OpenIdProvider, StepsProvider
from tianlu.people.signin.sending import Sender
from tianlu.people.signin.steps import ask_who_by_steps, page_of_steps
from tianlu.people.signin.store_factors import Identity, Visit
from tianlu.people.signin.trouble import not_linked, unknown_item, visit_over

VISIT_FOR = timedelta(minutes=10)
ANSWER_S = 10.0
BACK_MOST = 500

AnyProvider = OpenIdProvider | StepsProvider


@dataclass(frozen=True)
class Sent:
    """Where a browser goes, and what its cookie is to hold until it is back."""

    address: str
    browser_key: str


@dataclass(frozen=True)
class Came:
    """Who came back, the key of his session, and the page of the desk he wanted."""

    person: Person
    key: str
    back_to: str


class Elsewhere:
    """Safe for threads."""

    def __init__(
        self,
        engine: Engine,
        accounts: Accounts,
        sender: Sender,
        providers: Sequence[AnyProvider],
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._writes = engine.execution_options(writes=True)
        self._accounts = accounts
        self._sender = sender
        self._clock = clock
        self._http = httpx.Client(timeout=ANSWER_S, follow_redirects=False)
        self.providers = {provider.id: provider for provider in providers}

    def send(self, provider_id: str, *, redirect_uri: str, back_to: str, person: ActorId | None = None) -> Sent:
        """Begin a visit; with a `person`, to link the account that he has there to his own. Raises SignInTrouble."""
        provider = self._provider(provider_id)
        back = Return(make_key(), make_key(), make_key(), redirect_uri)
        address = (
            page_address(provider, self._http, back)
            if isinstance(provider, OpenIdProvider)
            else page_of_steps(provider, back)
        )
        browser_key, now = make_key(), self._clock()
        visit = Visit(
            provider_id, digest_of(browser_key), back.nonce, back.verifier, _own_page(back_to), person, now + VISIT_FOR
        )
        with self._writes.begin() as connection:
            store_factors.put_visit(connection, digest_of(back.state), visit, now)
        return Sent(address, browser_key)

    def receive(
        self, provider_id: str, *, state: str, code: str, browser_key: str, redirect_uri: str, browser: Browser
    ) -> Came:
        """End a visit: each is taken once, and only from the browser that began it. Raises SignInTrouble."""
        provider = self._provider(provider_id)
        with self._writes.begin() as connection:
            visit = store_factors.take_visit(connection, digest_of(state))
        is_theirs = visit is not None and visit.browser == digest_of(browser_key) and visit.provider == provider_id
        if visit is None or not is_theirs or visit.expires_at <= self._clock() or not code:
            raise visit_over()
        back = Return(state, visit.nonce, visit.verifier, redirect_uri)
        said = (
            ask_who(provider, self._http, back, code, clock=self._clock)
            if isinstance(provider, OpenIdProvider)
            else ask_who_by_steps(provider, self._http, back, code)
        )
        person = self._link(provider, said, visit.person) if visit.person else self._find(provider, said)
        key = self._accounts.begin_session(person, way=provider_id, browser=browser)
        return Came(person, key, visit.back_to)

    def list_of(self, person: ActorId) -> list[Identity]:
        with self._engine.connect() as connection:
            return store_factors.list_identities(connection, person)

    def link(self, person: Person, *, issuer: str, subject: str, by: ActorId) -> None:
        """Raises SignInTrouble."""
        body = {"person": person.id, "issuer": issuer, "subject": subject}
        self._sender.send(by, kinds.LINK_IDENTITY, person.home, body)

    def unlink(self, person: Person, *, issuer: str, subject: str, by: ActorId) -> None:
        """Raises SignInTrouble."""
        body = {"person": person.id, "issuer": issuer, "subject": subject}
        self._sender.send(by, kinds.UNLINK_IDENTITY, person.home, body)

    def _provider(self, id_: str) -> AnyProvider:
        if id_ not in self.providers:
            raise unknown_item("sign-in", "登录方式")
        return self.providers[id_]

    def _link(self, provider: AnyProvider, said: Said, id_: ActorId) -> Person:
        person = self._accounts.find_person(id_)
        if person is None:
            raise not_linked()
        self.link(person, issuer=provider.issuer, subject=said.subject, by=person.id)
        return person

    def _find(self, provider: AnyProvider, said: Said) -> Person:
        """The person who is linked; else the one with that staff number, who is linked by it from now on."""
        with self._engine.connect() as connection:
            known = store_factors.find_identity(connection, provider.issuer, said.subject)
        if known is not None:
            person = self._accounts.find_person(known.person)
        else:
            person = self._accounts.find_login(said.staff_number) if said.staff_number else None
            if person is not None:
                self.link(person, issuer=provider.issuer, subject=said.subject, by=SERVER)
        if person is None:
            raise not_linked()
        return person


def _own_page(back_to: str) -> str:
    """A page of the desk, never another site's."""
    is_own = back_to.startswith("/") and not back_to.startswith(("//", "/\\")) and len(back_to) <= BACK_MOST
    return back_to if is_own and back_to.isprintable() else "/"
