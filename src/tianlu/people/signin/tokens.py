"""The keys of programs: `tianlu_ID_KEY`, shown once, kept as a digest, limited in what they may and how long."""

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from tianlu.people.signin import store
from tianlu.people.signin.keys import digest_of, make_key
from tianlu.people.signin.recent import Recent
from tianlu.people.signin.store import Token

PREFIX = "tianlu_"
KIND = "token"
TOUCH = timedelta(seconds=60)
ID_LENGTH = 36


class Tokens:
    """Safe for threads."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._writes = engine.execution_options(writes=True)
        self._clock = clock
        self._recent: Recent[Token] = Recent(clock)

    def prepare(self, token: Token) -> str:
        """The text to hand out for a token that is about to be issued; only its digest is kept."""
        key = make_key()
        with self._writes.begin() as connection:
            store.put_secret(
                connection, id_=token.id, person=token.person, kind=KIND, value=digest_of(key), at=token.made_at
            )
        return f"{PREFIX}{token.id}_{key}"

    def forget(self, id_: str) -> None:
        """A token is no longer in force, or was not issued."""
        with self._writes.begin() as connection:
            store.drop_secret(connection, id_)
        self._recent.drop(lambda token: token.id == id_)

    def find(self, text: str, *, address: str) -> Token | None:
        """The token, if it is in force; that it was used is kept to the minute."""
        now = self._clock()
        token = self._recent.get(digest_of(text), lambda _: self._look_up(text, address))
        return token if token is not None and now < token.expires_at else None

    def _look_up(self, text: str, address: str) -> Token | None:
        id_, _, key = text.removeprefix(PREFIX).partition("_")
        if not text.startswith(PREFIX) or len(id_) != ID_LENGTH:
            return None
        now = self._clock()
        with self._engine.connect() as connection:
            token = store.find_token(connection, id_)
            if token is None or token.revoked_at is not None or now >= token.expires_at:
                return None
            kept = store.find_secret(connection, id_, person=token.person, kind=KIND)
            used_at = store.find_token_use(connection, id_)
        if kept is None or not hmac.compare_digest(kept, digest_of(key)):
            return None
        if used_at is None or now - used_at >= TOUCH:
            with self._writes.begin() as connection:
                store.note_token_use(connection, id_, now, address)
        return token
