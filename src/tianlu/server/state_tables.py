"""The tables that commands change, and nothing else does: what a replay of the chains makes again."""

from sqlalchemy import Table

from tianlu.people.register import STATE_TABLES as PEOPLE
from tianlu.people.signin.kinds import STATE_TABLES as SIGN_IN
from tianlu.plan.kinds import STATE_TABLES as PLANS
from tianlu.plan.kinds_package import STATE_TABLES as PACKAGES
from tianlu.target.lists.customers.tables import STATE_TABLES as CUSTOMERS
from tianlu.target.lists.intake.tables import STATE_TABLES as INTAKE
from tianlu.target.plots.kept.tables import STATE_TABLES as PLOTS


def all_state_tables() -> tuple[Table, ...]:
    """Those of every room whose kinds `all_kinds` registers. Secrets, sessions, tries and contents by their digest are
    not among them: no command carries them."""
    return (*PEOPLE, *SIGN_IN, *PLANS, *PACKAGES, *CUSTOMERS, *INTAKE, *PLOTS)
