"""What the routes of every room ask before they answer: who is asking, and whether he may see that unit."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine

from tianlu.command.envelope import ActorId, OrgId
from tianlu.db.reading import narrow_reads, seeing_everything
from tianlu.people import store
from tianlu.people.access import NOWHERE, AccessBook, Reach
from tianlu.people.model import Entity
from tianlu.people.snapshot import Snapshot


class NotSignedIn(Exception):
    """Nobody is signed in, or not any more: 401."""


class NotAllowed(Exception):
    """Signed in, but not allowed this at that unit: 403."""

    def __init__(self, permission: str, org: str) -> None:
        self.permission, self.org = permission, org
        super().__init__(f"you may not do this at {org} (it needs {permission})")


@dataclass(frozen=True)
class Actor:
    """Who asks. `scopes` are the permissions to which a service token is limited; None: all that the roles give."""

    id: ActorId
    name: str
    scopes: frozenset[str] | None = None


class Gate:
    """Handed to the routers; used as a dependency of each route: `actor: Annotated[Actor, Depends(gate)]`.

    `who` reads the request's cookie or token and raises NotSignedIn.
    """

    def __init__(self, engine: Engine, book: AccessBook, who: Callable[[Request], Actor]) -> None:
        self._engine = engine
        self._book = book
        self._who = who

    async def __call__(self, request: Request) -> Actor:
        """The dependency. What the route reads from here on lies within the actor's reach, on PostgreSQL by the
        database's own rules too."""
        actor, paths = await run_in_threadpool(self._ask, request)
        if paths is not None:
            narrow_reads(paths)
        return actor

    def ask(self, request: Request) -> Actor:
        """Who asks. Raises NotSignedIn."""
        actor = self._who(request)
        request.state.person = str(actor.id)  # the record of what was refused names him
        return actor

    def _ask(self, request: Request) -> tuple[Actor, tuple[str, ...] | None]:
        actor = self.ask(request)
        if self._engine.dialect.name != "postgresql":
            return actor, None
        with self._engine.connect() as connection:
            return actor, self._book.whole_reach(connection, actor.id).paths

    def reach(self, actor: Actor, permission: str) -> Reach:
        """Where the actor has the permission."""
        if actor.scopes is not None and permission not in actor.scopes:
            return NOWHERE
        with seeing_everything(), self._engine.connect() as connection:
            return self._book.reach(connection, actor.id, permission)

    def need(self, actor: Actor, permission: str, org: str) -> None:
        """Raises NotAllowed, also where there is no such unit: who may not see it learns nothing of it."""
        node = self.snapshot().nodes.get(OrgId(org))
        if node is None or not self.reach(actor, permission).covers(node.path):
            raise NotAllowed(permission, org)

    def need_anywhere(self, actor: Actor, permission: str) -> None:
        """Raises NotAllowed where the actor has the permission at no unit."""
        if not self.reach(actor, permission).paths:
            raise NotAllowed(permission, "any unit")

    def holders(self, permission: str, org: str) -> list[ActorId]:
        """Who has the permission at a unit, by staff number; none where there is no such unit."""
        with seeing_everything(), self._engine.connect() as connection:
            return self._book.holders(connection, permission, OrgId(org))

    def entities(self) -> list[Entity]:
        """The legal entities by name."""
        with seeing_everything(), self._engine.connect() as connection:
            return store.list_entities(connection)

    def snapshot(self) -> Snapshot:
        """Organisations as they stand."""
        with seeing_everything(), self._engine.connect() as connection:
            return self._book.snapshot(connection)
