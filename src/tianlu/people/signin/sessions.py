"""Who is signed in at which browser: begun, found by the cookie's key, ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Engine

from tianlu.command.envelope import ActorId
from tianlu.people.signin import store
from tianlu.people.signin.keys import digest_of, make_id, make_key
from tianlu.people.signin.limits import Limits
from tianlu.people.signin.recent import Recent
from tianlu.people.signin.store import Session

TOUCH = timedelta(seconds=60)
"""How exactly it is kept when a session was used last."""
ADDRESS_MOST, AGENT_MOST = 64, 300


class Sessions:
    """Safe for threads. The database keeps a key's digest only: who reads it cannot sign in by it."""

    def __init__(self, engine: Engine, limits: Limits, *, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._writes = engine.execution_options(writes=True)
        self._idle = timedelta(seconds=limits.idle_s)
        self._absolute = timedelta(seconds=limits.absolute_s)
        self._clock = clock
        self._recent: Recent[Session] = Recent(clock)

    def begin(self, person: ActorId, *, way: str, address: str, agent: str) -> str:
        """The key of a new session. Sessions that are over are cleared away."""
        key, now = make_key(), self._clock()
        session = Session(make_id(now), person, way, now, now, address[:ADDRESS_MOST], agent[:AGENT_MOST])
        with self._writes.begin() as connection:
            store.drop_old_sessions(connection, seen_before=now - self._idle, made_before=now - self._absolute)
            store.put_session(connection, digest_of(key), session)
        return key

    def find(self, key: str) -> Session | None:
        """The session of a key, if it is not over."""
        found = self._recent.get(digest_of(key), self._look_up)
        return found if found is not None and self._is_on(found, self._clock()) else None

    def list_of(self, person: ActorId) -> list[Session]:
        now = self._clock()
        with self._engine.connect() as connection:
            return [session for session in store.list_sessions(connection, person) if self._is_on(session, now)]

    def end(self, key: str) -> None:
        """Sign out."""
        session = self.find(key)
        if session is not None:
            self.end_one(session.person, session.id)

    def end_one(self, person: ActorId, id_: str) -> bool:
        """Whether there was such a session of that person."""
        with self._writes.begin() as connection:
            was = store.drop_session_of(connection, person, id_)
        self._recent.drop(lambda session: session.id == id_)
        return was

    def end_all(self, person: ActorId, *, but: str | None = None) -> None:
        """All of a person's sessions, but for the one with that id."""
        with self._writes.begin() as connection:
            store.drop_sessions_of(connection, person, but=but)
        self._recent.drop(lambda session: session.person == person and session.id != but)

    def _look_up(self, digest: str) -> Session | None:
        now = self._clock()
        with self._engine.connect() as connection:
            session = store.find_session(connection, digest)
        if session is None or not self._is_on(session, now):
            return None
        if now - session.seen_at < TOUCH:
            return session
        with self._writes.begin() as connection:
            store.touch_session(connection, digest, now)
        return replace(session, seen_at=now)

    def _is_on(self, session: Session, now: datetime) -> bool:
        return now - session.seen_at < self._idle and now - session.made_at < self._absolute
