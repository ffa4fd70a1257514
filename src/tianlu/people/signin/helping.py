"""Whom one may help with his sign-in: a new password, a lost second factor, a wait to lift."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from tianlu.command.envelope import ActorId, OrgId
from tianlu.command.receipt import Refusal
from tianlu.people.access import AccessBook
from tianlu.people.gate import Actor, Gate, NotAllowed
from tianlu.people.kinds_person import across_entities, outranked
from tianlu.people.model import Person
from tianlu.people.roles import PEOPLE_MANAGE
from tianlu.people.signin.accounts import Accounts
from tianlu.people.signin.trouble import own_account, service_account


@dataclass(frozen=True)
class _Asking:
    """What the rules of people look at."""

    connection: Connection
    actor: ActorId


class Helping:
    """Reads only; what is then done goes through the door, which asks the same rules again."""

    def __init__(self, engine: Engine, book: AccessBook, accounts: Accounts, gate: Gate) -> None:
        self._engine = engine
        self._book = book
        self._accounts = accounts
        self._gate = gate

    def get_person(self, actor: Actor, id_: str) -> Person:
        """Somebody where the actor manages people. Raises NotAllowed, alike where there is nobody of that id, and
        SignInTrouble for oneself, whose own account asks for the password first, and for a service, which has none."""
        person = self._accounts.find_person(ActorId(id_))
        home = None if person is None else self._gate.snapshot().nodes.get(person.home)
        if person is None or home is None or not self._gate.reach(actor, PEOPLE_MANAGE).covers(home.path):
            raise NotAllowed(PEOPLE_MANAGE, id_)
        if person.id == actor.id:
            raise own_account()
        if person.is_service:
            raise service_account()
        return person

    def why_not(self, actor: Actor, person: Person) -> Refusal | None:
        """Nobody resets what he could not do himself, or somebody of another legal entity."""
        with self._engine.connect() as connection:
            asking = _Asking(connection, actor.id)

            def asks(permission: str, org: OrgId, *, of: ActorId | None = None) -> bool:
                return self._book.may(connection, of or actor.id, permission, org)

            return outranked(asking, person.id, asks) or across_entities(asking, {person.entity}, person.home, asks)
