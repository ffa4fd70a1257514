"""What sign-in opens over a workspace: its database, the door for its commands, other sign-ins as data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tianlu.command.door import Access, Door
from tianlu.command.registry import Registry
from tianlu.db.engine import open_engine, open_file
from tianlu.db.tables import METADATA
from tianlu.people.access import AccessBook
from tianlu.people.roles import shipped_roles
from tianlu.people.signin.desk import SignInDesk, open_sign_in
from tianlu.people.signin.first_found import register_founding
from tianlu.people.signin.kinds import register_sign_in
from tianlu.people.signin.may import may_with_accounts
from tianlu.people.signin.providers import read_providers

DATABASE, PROVIDERS = "tianlu.sqlite", "oidc.yaml"


@dataclass(frozen=True)
class SignInDoor:
    """The desk of sign-in, and the door to close when the server ends."""

    desk: SignInDesk
    door: Door


def open_sign_in_door(workspace: Path, *, clock: Callable[[], datetime], database: str | None = None) -> SignInDoor:
    """`clock` gives aware moments. Raises BadProviders."""
    engine = open_engine(database) if database else open_file(workspace / DATABASE)
    METADATA.create_all(engine)
    book = AccessBook(shipped_roles(), today=lambda: clock().astimezone().date())
    registry = Registry()
    register_sign_in(registry)
    register_founding(registry)
    door = Door(engine, registry, Access(may_with_accounts(book), book.chain_of), clock=clock)
    providers = read_providers(workspace / PROVIDERS)
    return SignInDoor(open_sign_in(engine, book, door.submit, clock=clock, providers=providers), door)
