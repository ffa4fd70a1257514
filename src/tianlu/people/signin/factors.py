"""A person's second factor: prepared, confirmed, used, removed."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from tianlu.command.envelope import ActorId
from tianlu.people.model import Person
from tianlu.people.signin import kinds, store, store_factors
from tianlu.people.signin.keys import make_id
from tianlu.people.signin.second_factor import (
    KIND,
    NewFactor,
    keep_paper_codes,
    make_factor,
    make_paper_codes,
    use_code,
)
from tianlu.people.signin.sending import Sender
from tianlu.people.signin.trouble import wrong_code


class Factors:
    """Safe for threads."""

    def __init__(self, engine: Engine, sender: Sender, *, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._writes = engine.execution_options(writes=True)
        self._sender = sender
        self._clock = clock

    def is_on(self, person: ActorId) -> bool:
        with self._engine.connect() as connection:
            return store_factors.find_factor_id(connection, person) is not None

    def count_paper_codes(self, person: ActorId) -> int:
        """How many are left."""
        with self._engine.connect() as connection:
            id_ = store_factors.find_factor_id(connection, person)
            return 0 if id_ is None else store_factors.count_recovery_codes(connection, id_)

    def prepare(self, person: Person) -> tuple[str, NewFactor]:
        """Its id and what the telephone is to scan; in force when it is confirmed."""
        now, factor = self._clock(), make_factor(person.staff_number)
        id_ = make_id(now)
        with self._writes.begin() as connection:
            store.put_secret(connection, id_=id_, person=person.id, kind=KIND, value=factor.secret, at=now)
        return id_, factor

    def confirm(self, person: Person, id_: str, code: str) -> tuple[str, ...]:
        """Put it in force, for the telephone gives right codes; returns the codes for paper. Raises SignInTrouble."""
        with self._writes.begin() as connection:
            secret = store.find_secret(connection, id_, person=person.id, kind=KIND)
            if secret is None or not use_code(connection, id_, secret, code, self._clock()):
                raise wrong_code()
            codes = make_paper_codes()
            keep_paper_codes(connection, id_, codes)
        body = {"person": person.id, "secret": id_}
        self._sender.send(person.id, kinds.SET_SECOND_FACTOR, person.home, body)
        return codes

    def use(self, person: ActorId, typed: str) -> bool:
        """Whether a code from the telephone or from paper is right; then it is used up."""
        with self._writes.begin() as connection:
            id_ = store_factors.find_factor_id(connection, person)
            secret = None if id_ is None else store.find_secret(connection, id_, person=person, kind=KIND)
            if id_ is None or secret is None:
                return False
            return use_code(connection, id_, secret, typed, self._clock())

    def remove(self, person: Person, *, by: ActorId) -> None:
        with self._engine.connect() as connection:
            id_ = store_factors.find_factor_id(connection, person.id)
        if id_ is None:
            return
        self._sender.send(by, kinds.REMOVE_SECOND_FACTOR, person.home, {"person": person.id})
        with self._writes.begin() as connection:
            store.drop_secret(connection, id_)
