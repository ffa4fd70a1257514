"""Sign-in as the server opens it: one bundle over one database, and the gate that all routes ask."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from tianlu.people.access import AccessBook
from tianlu.people.gate import Gate
from tianlu.people.roles import Role, shipped_roles
from tianlu.people.signin.accounts import Accounts
from tianlu.people.signin.elsewhere import AnyProvider, Elsewhere
from tianlu.people.signin.first_run import FirstRun
from tianlu.people.signin.helping import Helping
from tianlu.people.signin.limits import DEFAULT_LIMITS, Limits
from tianlu.people.signin.sending import Sender, Submit
from tianlu.people.signin.who import Who


@dataclass(frozen=True)
class SignInDesk:
    """What the routes of sign-in need."""

    accounts: Accounts
    first_run: FirstRun
    elsewhere: Elsewhere
    helping: Helping
    who: Who
    gate: Gate
    roles: Mapping[str, Role]
    limits: Limits


def open_sign_in(
    engine: Engine,
    book: AccessBook,
    submit: Submit,
    *,
    clock: Callable[[], datetime],
    limits: Limits = DEFAULT_LIMITS,
    providers: Sequence[AnyProvider] = (),
) -> SignInDesk:
    """`submit` is the door's; `clock` gives aware moments. The door's `may` is `may_with_accounts(book)`."""
    sender = Sender(submit, clock=clock)
    accounts = Accounts(engine, book, sender, limits, clock=clock)
    who = Who(accounts, limits)
    gate = Gate(engine, book, who)
    return SignInDesk(
        accounts=accounts,
        first_run=FirstRun(engine, accounts, sender, clock=clock),
        elsewhere=Elsewhere(engine, accounts, sender, providers, clock=clock),
        helping=Helping(engine, book, accounts, gate),
        who=who,
        gate=gate,
        roles=shipped_roles(),
        limits=limits,
    )
