"""Organisation nodes, legal entities, people and their grants, as values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tianlu.command.envelope import ActorId, OrgId


class Level(StrEnum):
    """What a node of the tree is, from the top down. A node lies under an earlier level, or a team under a team."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    OUTLET = "outlet"
    STATION = "station"
    TEAM = "team"


class EntityKind(StrEnum):
    """The business of a legal entity."""

    POST = "post"
    BANK = "bank"
    ECOMMERCE = "ecommerce"
    INSURANCE = "insurance"


@dataclass(frozen=True)
class Entity:
    """A legal entity beside the tree: it employs people, runs outlets, and may not be given another's personal data
    without consent (个人信息保护法 23)."""

    id: str
    kind: EntityKind
    name: str
    name_en: str


@dataclass(frozen=True)
class OrgNode:
    """A unit. `path` names all units from the top to it, `/63/6325/632521/`: what begins with it lies below it."""

    id: OrgId
    parent: OrgId | None
    level: Level
    name: str
    name_en: str
    entity: str
    path: str
    version: int
    is_closed: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody who acts, or a service that does (`is_service`); `home` is the unit that manages the record. Who has
    left may do nothing."""

    id: ActorId
    name: str
    staff_number: str
    entity: str
    phone: str
    home: OrgId
    version: int
    is_service: bool = False
    has_left: bool = False


@dataclass(frozen=True)
class Grant:
    """A role at a unit and all below it, from a day to a day (inclusive; None: open)."""

    id: str
    person: ActorId
    role: str
    org: OrgId
    since: date | None = None
    until: date | None = None
