"""The rows of second factors, known browsers and other sign-ins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from tianlu.command.envelope import ActorId
from tianlu.people.signin.tables import DEVICES, IDENTITIES, RECOVERY_CODES, SECOND_FACTORS, USED_STEPS, VISITS

# Second factors


def find_factor_id(connection: Connection, person: ActorId) -> str | None:
    """The id of the secret of a person's second factor."""
    query = select(SECOND_FACTORS.c.secret).where(SECOND_FACTORS.c.person == person)
    return connection.execute(query).scalar_one_or_none()


def set_factor_id(connection: Connection, *, person: ActorId, secret: str, at: datetime) -> None:
    drop_factor_id(connection, person)
    connection.execute(insert(SECOND_FACTORS).values(person=person, secret=secret, set_at=at))


def drop_factor_id(connection: Connection, person: ActorId) -> None:
    connection.execute(delete(SECOND_FACTORS).where(SECOND_FACTORS.c.person == person))


def find_used_step(connection: Connection, secret: str) -> int:
    query = select(USED_STEPS.c.step).where(USED_STEPS.c.secret == secret)
    return connection.execute(query).scalar_one_or_none() or 0


def set_used_step(connection: Connection, secret: str, step: int) -> None:
    if connection.execute(update(USED_STEPS).where(USED_STEPS.c.secret == secret).values(step=step)).rowcount == 0:
        connection.execute(insert(USED_STEPS).values(secret=secret, step=step))


def set_recovery_codes(connection: Connection, secret: str, digests: Iterable[str]) -> None:
    """In place of those that there were."""
    connection.execute(delete(RECOVERY_CODES).where(RECOVERY_CODES.c.secret == secret))
    connection.execute(insert(RECOVERY_CODES), [{"secret": secret, "digest": digest} for digest in digests])


def use_recovery_code(connection: Connection, secret: str, digest: str, at: datetime) -> bool:
    """Whether there was such a code that nobody had used."""
    is_it = (RECOVERY_CODES.c.secret == secret) & (RECOVERY_CODES.c.digest == digest)
    used = update(RECOVERY_CODES).where(is_it & RECOVERY_CODES.c.used_at.is_(None)).values(used_at=at)
    return connection.execute(used).rowcount == 1


def count_recovery_codes(connection: Connection, secret: str) -> int:
    """How many are left."""
    left = (RECOVERY_CODES.c.secret == secret) & RECOVERY_CODES.c.used_at.is_(None)
    return connection.execute(select(func.count()).select_from(RECOVERY_CODES).where(left)).scalar_one()


# Known browsers


def put_device(connection: Connection, digest: str, person: ActorId, at: datetime) -> None:
    connection.execute(insert(DEVICES).values(digest=digest, person=person, made_at=at))


def is_device_of(connection: Connection, digest: str, person: ActorId) -> bool:
    query = select(DEVICES.c.digest).where((DEVICES.c.digest == digest) & (DEVICES.c.person == person))
    return connection.execute(query).first() is not None


def list_devices_of(connection: Connection, person: ActorId) -> list[str]:
    """Their digests."""
    return list(connection.execute(select(DEVICES.c.digest).where(DEVICES.c.person == person)).scalars())


def drop_devices_of(connection: Connection, person: ActorId) -> None:
    connection.execute(delete(DEVICES).where(DEVICES.c.person == person))


# Other sign-ins


@dataclass(frozen=True)
class Identity:
    """As whom another sign-in, its issuer, knows a person."""

    issuer: str
    subject: str
    person: ActorId
    linked_at: datetime


def find_identity(connection: Connection, issuer: str, subject: str) -> Identity | None:
    is_it = (IDENTITIES.c.issuer == issuer) & (IDENTITIES.c.subject == subject)
    row = connection.execute(select(IDENTITIES).where(is_it)).one_or_none()
    return None if row is None else Identity(**row._asdict())


def list_identities(connection: Connection, person: ActorId) -> list[Identity]:
    query = select(IDENTITIES).where(IDENTITIES.c.person == person).order_by(IDENTITIES.c.issuer, IDENTITIES.c.subject)
    return [Identity(**row._asdict()) for row in connection.execute(query)]


def put_identity(connection: Connection, identity: Identity) -> None:
    connection.execute(insert(IDENTITIES).values(**identity.__dict__))


def drop_identity(connection: Connection, issuer: str, subject: str) -> None:
    connection.execute(delete(IDENTITIES).where((IDENTITIES.c.issuer == issuer) & (IDENTITIES.c.subject == subject)))


@dataclass(frozen=True)
class Visit:
    """A browser that was sent to another sign-in. `browser` is the digest of what its cookie holds."""

    provider: str
    browser: str
    nonce: str
    verifier: str
    back_to: str
    person: ActorId | None
    expires_at: datetime


def put_visit(connection: Connection, digest: str, visit: Visit, now: datetime) -> None:
    """Those that are over are cleared away."""
    connection.execute(delete(VISITS).where(VISITS.c.expires_at <= now))
    connection.execute(insert(VISITS).values(digest=digest, **visit.__dict__))


def take_visit(connection: Connection, digest: str) -> Visit | None:
    """The visit, which is expected no more."""
    row = connection.execute(select(VISITS).where(VISITS.c.digest == digest)).one_or_none()
    if row is None or connection.execute(delete(VISITS).where(VISITS.c.digest == digest)).rowcount == 0:
        return None
    values = row._asdict()
    del values["digest"]
    return Visit(**values)
