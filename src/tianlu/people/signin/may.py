"""Who may change whose account: oneself, who manages people at that unit, and the server's own command line."""

from collections.abc import Callable

from sqlalchemy import Connection, select

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.access import AccessBook
from tianlu.people.roles import PEOPLE_MANAGE, shipped_roles
from tianlu.people.signin.kinds import CHANGE, SERVER
from tianlu.people.tables import PERSONS

SERVER_MAY = frozenset({CHANGE}).union(*(role.may for role in shipped_roles().values()))


def may_with_accounts(book: AccessBook) -> Callable[[Connection, ActorId, str, OrgId], bool]:
    """The book's `may`, which knows roles, beside it what everybody may: change his own account; and what the server
    itself may: everything, for whoever has its machine has the data; what he does stands in the chain as its."""

    def may(connection: Connection, actor: ActorId, permission: str, org: OrgId) -> bool:
        if actor == SERVER and permission in SERVER_MAY:
            return True
        if permission != CHANGE:
            return book.may(connection, actor, permission, org)
        return _is_home(connection, actor, org) or book.may(connection, actor, PEOPLE_MANAGE, org)

    return may


def _is_home(connection: Connection, actor: ActorId, org: OrgId) -> bool:
    """Asked of the table, for it is asked within transactions that may change people and be rolled back."""
    is_it = (PERSONS.c.id == actor) & (PERSONS.c.home == org) & PERSONS.c.has_left.is_(False)
    return connection.execute(select(PERSONS.c.id).where(is_it)).first() is not None
