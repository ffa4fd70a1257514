"""Jobs with nobody to ask and no chain: for tests of the rooms that order work."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.group import handle
from tianlu.command.receipt import Refusal
from tianlu.command.registry import Call, Registry, read_body
from tianlu.core.uuid7 import make_uuid7
from tianlu.db.engine import open_file
from tianlu.db.tables import METADATA
from tianlu.jobs.book import JobBook, Send
from tianlu.jobs.kinds import register_jobs
from tianlu.jobs.live import Live
from tianlu.plan.sender import PlanRefused

_numbers = count(1)


def now() -> datetime:
    return datetime.now(UTC)


def book_alone(folder: Path) -> JobBook:
    """A book in a file of the folder, whose commands are done without being asked for."""
    engine = open_file(folder / "jobs.sqlite")
    METADATA.create_all(engine)
    return JobBook(engine, sender_alone(engine), Live(), clock=now)


def sender_alone(engine: Engine) -> Send:
    registry = Registry()
    register_jobs(registry, {})

    def send(by: str, kind: str, org: str, body: Mapping[str, object]) -> object:
        id_ = CommandId(make_uuid7(unix_ms=next(_numbers), random_bits=0))
        envelope = Envelope(id=id_, kind=kind, schema=1, org=OrgId(org), made_at=now(), body=body)
        found = registry.find(envelope)
        assert not isinstance(found, Refusal)
        read = read_body(found, envelope)
        assert not isinstance(read, Refusal), read
        with engine.execution_options(writes=True).begin() as connection:
            outcome = handle(found, Call(connection, ActorId(by), envelope, read, envelope.made_at))
        if isinstance(outcome, Refusal):
            raise PlanRefused(outcome)
        return outcome

    return send
