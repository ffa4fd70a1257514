"""Roles as data: what each may do, read from `roles.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml

ORG_READ, ORG_MANAGE = "org.read", "org.manage"
PEOPLE_READ, PEOPLE_MANAGE, PERSONAL_READ = "people.read", "people.manage", "personal.read"
AUDIT_READ = "audit.read"
DATA_READ, DATA_IMPORT, DATA_EXPORT = "data.read", "data.import", "data.export"
PLAN_READ, PLAN_MAKE, PLAN_PUBLISH, BAGS_SCAN = "plan.read", "plan.make", "plan.publish", "bags.scan"
LIST_READ, LIST_WORK, LIST_MANAGE, LIST_APPROVE = "list.read", "list.work", "list.manage", "list.approve"

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Role:
    name: str
    name_en: str
    may: frozenset[str]


@cache
def shipped_roles() -> Mapping[str, Role]:
    """The roles by their id."""
    text = resources.files("tianlu.people").joinpath("roles.yaml").read_text(encoding="utf-8")
    rows = yaml.safe_load(text)
    return MappingProxyType(
        {id_: Role(row["name"], row["name_en"], frozenset(row["may"])) for id_, row in rows.items()}
    )
