"""All commands of organisations, and the tables that they change."""

from tianlu.command.registry import Registry
from tianlu.people.kinds_org import register_orgs
from tianlu.people.kinds_person import register_persons
from tianlu.people.tables import ENTITIES, GRANTS, ORGS, PERSONS

STATE_TABLES = (ENTITIES, ORGS, PERSONS, GRANTS)
"""What a replay of the chains makes again; people_state only counts the transactions that changed them."""


def register_people(registry: Registry) -> None:
    register_orgs(registry)
    register_persons(registry)
