"""The rows of sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from tianlu.command.envelope import ActorId
from tianlu.people.signin.tables import LINKS, PASSWORDS, SECRETS, SESSIONS, TOKEN_USES, TOKENS, TRIES

# Secrets


def put_secret(connection: Connection, *, id_: str, person: ActorId, kind: str, value: str, at: datetime) -> None:
    connection.execute(insert(SECRETS).values(id=id_, person=person, kind=kind, value=value, made_at=at))


def find_secret(connection: Connection, id_: str, *, person: ActorId, kind: str) -> str | None:
    """The secret of that id, if it was made for that person and purpose."""
    query = select(SECRETS.c.value).where(
        (SECRETS.c.id == id_) & (SECRETS.c.person == person) & (SECRETS.c.kind == kind)
    )
    return connection.execute(query).scalar_one_or_none()


def change_secret(connection: Connection, id_: str, value: str) -> None:
    connection.execute(update(SECRETS).where(SECRETS.c.id == id_).values(value=value))


def drop_secret(connection: Connection, id_: str) -> None:
    connection.execute(delete(SECRETS).where(SECRETS.c.id == id_))


# Passwords


def find_password_id(connection: Connection, person: ActorId) -> str | None:
    """The id of a person's password."""
    return connection.execute(select(PASSWORDS.c.secret).where(PASSWORDS.c.person == person)).scalar_one_or_none()


def set_password_id(connection: Connection, *, person: ActorId, secret: str, at: datetime) -> None:
    changed = connection.execute(update(PASSWORDS).where(PASSWORDS.c.person == person).values(secret=secret, set_at=at))
    if changed.rowcount == 0:
        connection.execute(insert(PASSWORDS).values(person=person, secret=secret, set_at=at))


# Sessions


@dataclass(frozen=True)
class Session:
    """Somebody signed in at a browser. `way` is how: `password`, `link`, or the name of another sign-in."""

    id: str
    person: ActorId
    way: str
    made_at: datetime
    seen_at: datetime
    address: str
    agent: str


def put_session(connection: Connection, digest: str, session: Session) -> None:
    connection.execute(insert(SESSIONS).values(digest=digest, **session.__dict__))


def find_session(connection: Connection, digest: str) -> Session | None:
    row = connection.execute(select(SESSIONS).where(SESSIONS.c.digest == digest)).one_or_none()
    return None if row is None else _session(row)


def list_sessions(connection: Connection, person: ActorId) -> list[Session]:
    """A person's, the one used last first."""
    query = select(SESSIONS).where(SESSIONS.c.person == person).order_by(SESSIONS.c.seen_at.desc(), SESSIONS.c.id)
    return [_session(row) for row in connection.execute(query)]


def touch_session(connection: Connection, digest: str, at: datetime) -> None:
    connection.execute(update(SESSIONS).where(SESSIONS.c.digest == digest).values(seen_at=at))


def drop_session(connection: Connection, digest: str) -> None:
    connection.execute(delete(SESSIONS).where(SESSIONS.c.digest == digest))


def drop_session_of(connection: Connection, person: ActorId, id_: str) -> bool:
    """Whether there was such a session of that person."""
    dropped = connection.execute(delete(SESSIONS).where((SESSIONS.c.person == person) & (SESSIONS.c.id == id_)))
    return dropped.rowcount == 1


def drop_sessions_of(connection: Connection, person: ActorId, *, but: str | None) -> None:
    """All of a person's, but for the one with that id."""
    connection.execute(delete(SESSIONS).where((SESSIONS.c.person == person) & (SESSIONS.c.id != (but or ""))))


def drop_old_sessions(connection: Connection, *, seen_before: datetime, made_before: datetime) -> None:
    connection.execute(delete(SESSIONS).where((SESSIONS.c.seen_at < seen_before) | (SESSIONS.c.made_at < made_before)))


def _session(row: object) -> Session:
    values = row._asdict()  # type: ignore[attr-defined]
    del values["digest"]
    return Session(**values)


# Tokens


@dataclass(frozen=True)
class Token:
    """A key by which a program acts as a person or a service. `scopes` are the permissions that it has at most."""

    id: str
    person: ActorId
    name: str
    scopes: frozenset[str]
    made_by: ActorId
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


def put_token(connection: Connection, token: Token) -> None:
    scopes = " ".join(sorted(token.scopes))
    connection.execute(insert(TOKENS).values(**{**token.__dict__, "scopes": scopes}))


def find_token(connection: Connection, id_: str) -> Token | None:
    row = connection.execute(select(TOKENS).where(TOKENS.c.id == id_)).one_or_none()
    return None if row is None else _token(row)


def list_tokens(connection: Connection, persons: Sequence[ActorId]) -> list[tuple[Token, datetime | None]]:
    """Theirs with when each was used last, the newest first."""
    query = (
        select(TOKENS, TOKEN_USES.c.used_at)
        .join(TOKEN_USES, TOKEN_USES.c.token == TOKENS.c.id, isouter=True)
        .where(TOKENS.c.person.in_(persons))
        .order_by(TOKENS.c.made_at.desc(), TOKENS.c.id)
    )
    return [(_token(row), row.used_at) for row in connection.execute(query)]


def revoke_token(connection: Connection, id_: str, at: datetime) -> None:
    connection.execute(update(TOKENS).where(TOKENS.c.id == id_).values(revoked_at=at))


def find_token_use(connection: Connection, id_: str) -> datetime | None:
    return connection.execute(select(TOKEN_USES.c.used_at).where(TOKEN_USES.c.token == id_)).scalar_one_or_none()


def note_token_use(connection: Connection, id_: str, at: datetime, address: str) -> None:
    used = update(TOKEN_USES).where(TOKEN_USES.c.token == id_).values(used_at=at, address=address)
    if connection.execute(used).rowcount == 0:
        connection.execute(insert(TOKEN_USES).values(token=id_, used_at=at, address=address))


def _token(row: object) -> Token:
    values = row._asdict()  # type: ignore[attr-defined]
    values.pop("used_at", None)
    return Token(**{**values, "scopes": frozenset(values["scopes"].split())})


# Tries


@dataclass(frozen=True)
class Tries:
    """How often in a row signing in has failed for a key, and until when nobody may try."""

    failures: int
    last_at: datetime
    until_at: datetime


def find_tries(connection: Connection, key: str) -> Tries | None:
    query = select(TRIES.c.failures, TRIES.c.last_at, TRIES.c.until_at).where(TRIES.c.key == key)
    row = connection.execute(query).one_or_none()
    return None if row is None else Tries(**row._asdict())


def set_tries(connection: Connection, key: str, tries: Tries) -> None:
    if connection.execute(update(TRIES).where(TRIES.c.key == key).values(**tries.__dict__)).rowcount == 0:
        connection.execute(insert(TRIES).values(key=key, **tries.__dict__))


def drop_tries(connection: Connection, key: str) -> None:
    connection.execute(delete(TRIES).where(TRIES.c.key == key))


def drop_old_tries(connection: Connection, before: datetime) -> None:
    connection.execute(delete(TRIES).where(TRIES.c.last_at < before))


# Links that work once


@dataclass(frozen=True)
class Link:
    purpose: str
    person: ActorId | None
    made_at: datetime
    expires_at: datetime


def put_link(connection: Connection, digest: str, link: Link) -> None:
    connection.execute(insert(LINKS).values(digest=digest, **link.__dict__))


def drop_links(connection: Connection, purpose: str, person: ActorId | None) -> None:
    """All of that purpose that nobody has used, for that person."""
    same = LINKS.c.person.is_(None) if person is None else LINKS.c.person == person
    connection.execute(delete(LINKS).where((LINKS.c.purpose == purpose) & same & LINKS.c.used_at.is_(None)))


def find_link(connection: Connection, digest: str, purpose: str, now: datetime) -> Link | None:
    """The link, if it still works."""
    columns = (LINKS.c.purpose, LINKS.c.person, LINKS.c.made_at, LINKS.c.expires_at)
    still = (LINKS.c.purpose == purpose) & LINKS.c.used_at.is_(None) & (LINKS.c.expires_at > now)
    row = connection.execute(select(*columns).where((LINKS.c.digest == digest) & still)).one_or_none()
    return None if row is None else Link(**row._asdict())


def use_link(connection: Connection, digest: str, now: datetime) -> bool:
    """Whether it was not used before."""
    used = update(LINKS).where((LINKS.c.digest == digest) & LINKS.c.used_at.is_(None)).values(used_at=now)
    return connection.execute(used).rowcount == 1


def count_passwords(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(PASSWORDS)).scalar_one()
