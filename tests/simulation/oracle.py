"""The province as it must be after each command that was accepted, by rules written a second time, from the books only.

It shares no code with the rooms but the list of roles. A command that should not have been accepted is a complaint.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tianlu.people.roles import shipped_roles

SERVER = "(server)"
ORDER = ("province", "prefecture", "county", "outlet", "station", "team")


@dataclass(frozen=True)
class Done:
    """An accepted command as the chain tells it."""

    nr: int
    chain: str
    actor: str
    kind: str
    org: str
    base: int | None
    made_at: str
    body: Mapping[str, Any]
    result: Mapping[str, Any]
    version: int | None

    @staticmethod
    def of(nr: int, chain: str, actor: str, content: str, outcome: str) -> "Done":
        said, answered = json.loads(content), json.loads(outcome)
        values = {name: said[name] for name in ("kind", "org", "base", "made_at", "body")}
        return Done(nr, chain, actor, **values, **answered)


@dataclass(frozen=True)
class Unit:
    id: str
    parent: str | None
    level: str
    name: str
    name_en: str
    entity: str
    version: int = 1
    is_closed: bool = False


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    staff_number: str
    entity: str
    phone: str
    home: str
    version: int = 1
    is_service: bool = False
    has_left: bool = False


@dataclass(frozen=True)
class Grant:
    id: str
    person: str
    role: str
    org: str


@dataclass(frozen=True)
class Plan:
    id: str
    county: str
    week: str
    state: str = "draft"
    published_by: str = ""
    note: str = ""
    version: int = 1


@dataclass
class Oracle:
    entities: set[str] = field(default_factory=set)
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def do(self, done: Done) -> None:
        """Let a command take its effect."""
        act: Callable[[Done], None] | None = getattr(self, "_" + done.kind.replace(".", "_"), None)
        permission = PERMISSIONS.get(done.kind.split(".")[0]) or ""
        if done.kind in NEEDS:
            permission = NEEDS[done.kind]
        if permission:
            self._need(done, self.may(done.actor, permission, done.org), f"{done.actor} may not {permission} there")
        if act is not None:
            act(done)
        chain = next((unit for unit in self.above(done.org) if self.units[unit].level == "county"), done.org)
        self._need(done, done.chain == chain, f"it stands in the chain {done.chain}, not {chain}")

    def above(self, unit: str) -> Iterator[str]:
        """A unit and all above it, upwards."""
        here: str | None = unit
        while here is not None and here in self.units:
            yield here
            here = self.units[here].parent

    def settled_at(self, org: str, sender: str) -> str:
        """Where what somebody sent to a unit is settled: at the nearest open one at or above it; where there is no such
        unit, at or above the sender's own."""
        start = org if org in self.units or sender not in self.people else self.people[sender].home
        return next((each for each in self.above(start) if not self.units[each].is_closed), org)

    def may(self, person: str, permission: str, org: str) -> bool:
        """Whether somebody may have something done there."""
        if person == SERVER:
            return True
        return org in self.units and not self.units[org].is_closed and self.has(person, permission, org)

    def has(self, person: str, permission: str, org: str) -> bool:
        """Whether somebody has a permission at a unit, by walking up from it."""
        if person not in self.people or self.people[person].has_left:
            return False
        above = set(self.above(org))
        return any(
            grant.person == person and grant.org in above and permission in shipped_roles()[grant.role].may
            for grant in self.grants.values()
        )

    def _need(self, done: Done, is_so: bool, words: str) -> None:
        if not is_so:
            self.complaints.append(f"{done.kind} at {done.org} (row {done.nr}) was accepted, but {words}")

    def _is_current(self, done: Done, version: int) -> None:
        self._need(done, done.base in (None, version), f"it saw version {done.base} of {version}")
        self._need(done, done.version == version + 1, f"its version is {done.version} after {version}")

    # Units

    def _signin_found(self, done: Done) -> None:
        body = done.body
        self._need(done, not self.people, "somebody was there already")
        self.entities.add(body["entity"])
        self.units[body["org"]] = Unit(body["org"], None, "province", body["org_name"], "", body["entity"])
        self.people[body["person"]] = Person(
            body["person"], body["person_name"], body["staff_number"], body["entity"], "", body["org"]
        )
        self.grants[body["grant"]] = Grant(body["grant"], body["person"], "administrator", body["org"])

    def _entity_add(self, done: Done) -> None:
        self._need(done, done.body["id"] not in self.entities, "there was one of this id")
        self.entities.add(done.body["id"])

    def _org_add(self, done: Done) -> None:
        body = done.body
        self._need(done, body["id"] not in self.units, "there was one of this id")
        self._need(done, body["entity"] in self.entities, "there is no such entity")
        self._need(done, self._fits(body["level"], done.org), "its level does not fit")
        self.units[body["id"]] = Unit(body["id"], done.org, body["level"], body["name"], "", body["entity"])

    def _org_change(self, done: Done) -> None:
        unit = self.units[done.org]
        self._is_current(done, unit.version)
        self.units[unit.id] = replace(unit, **done.body, version=unit.version + 1)

    def _org_move(self, done: Done) -> None:
        unit, to = self.units[done.org], done.body["to"]
        self._is_current(done, unit.version)
        self._need(done, self.may(done.actor, "org.manage", to), f"{done.actor} may not manage {to}")
        self._need(done, unit.id not in self.above(to), "it lies below itself")
        self._need(done, self._fits(unit.level, to), "its level does not fit")
        self.units[unit.id] = replace(unit, parent=to, version=unit.version + 1)

    def _org_close(self, done: Done) -> None:
        unit = self.units[done.org]
        self._is_current(done, unit.version)
        below = [each for each in self.units.values() if each.parent == unit.id and not each.is_closed]
        here = [each for each in self.people.values() if each.home == unit.id and not each.has_left]
        self._need(done, not below and not here, "it is not empty")
        self.units[unit.id] = replace(unit, is_closed=True, version=unit.version + 1)

    def _fits(self, level: str, above: str) -> bool:
        upper = self.units[above].level
        return ORDER.index(level) > ORDER.index(upper) or level == upper == "team"

    # People

    def _person_add(self, done: Done) -> None:
        body = done.body
        self._need(done, body["id"] not in self.people, "there was one of this id")
        self._has_number(done, body["staff_number"])
        self._is_of_own(done, {body["entity"]})
        self.people[body["id"]] = Person(
            body["id"], body["name"], body["staff_number"], body["entity"], body["phone"], done.org
        )

    def _person_change(self, done: Done) -> None:
        change = dict(done.body)
        person = self.people[change.pop("person")]
        self._is_here(done, person)
        if "staff_number" in change:
            self._has_number(done, change["staff_number"])
        if "home" in change:
            self._need(done, self.may(done.actor, "people.manage", change["home"]), "he may not there")
            self._need(done, person.id != done.actor, "it is himself")
        self._outranks(done, person.id)
        self.people[person.id] = replace(person, **change, version=person.version + 1)

    def _person_leave(self, done: Done) -> None:
        person = self.people[done.body["person"]]
        self._is_here(done, person)
        self._outranks(done, person.id)
        self.people[person.id] = replace(person, has_left=True, version=person.version + 1)

    def _is_here(self, done: Done, person: Person) -> None:
        self._is_current(done, person.version)
        self._need(done, person.home == done.org and not person.has_left, f"{person.id} is not there")

    def _has_number(self, done: Done, number: str) -> None:
        taken = any(each.staff_number == number and not each.has_left for each in self.people.values())
        self._need(done, not taken, "the staff number is taken")

    def _is_of_own(self, done: Done, entities: set[str]) -> None:
        own = self.people.get(done.actor)
        is_own = own is not None and entities == {own.entity}
        self._need(done, is_own or self.may(done.actor, "org.manage", done.org), "it is another entity's")

    def _outranks(self, done: Done, person: str) -> None:
        if person != done.actor:
            for grant in self.grants.values():
                if grant.person == person:
                    self._may_all(done, grant.role, grant.org)

    # Roles

    def _grant_give(self, done: Done) -> None:
        body = done.body
        self._need(done, not self.people[body["person"]].has_left, "he has left")
        self._need(done, body["id"] not in self.grants, "there was one of this id")
        self._may_all(done, body["role"], done.org)
        self.grants[body["id"]] = Grant(body["id"], body["person"], body["role"], done.org)

    def _grant_end(self, done: Done) -> None:
        grant = self.grants[done.body["id"]]
        self._need(done, grant.org == done.org, "it is of another unit")
        self._may_all(done, grant.role, grant.org)
        del self.grants[grant.id]

    def _may_all(self, done: Done, role: str, org: str) -> None:
        lacks = [each for each in shipped_roles()[role].may if not self.may(done.actor, each, org)]
        self._need(done, not lacks, f"{done.actor} has not {', '.join(lacks)} at {org} himself")

    # Plans

    def _plan_keep(self, done: Done) -> None:
        self.plans[done.body["plan"]] = Plan(done.body["plan"], done.org, done.body["week"])

    def _plan_publish(self, done: Done) -> None:
        plan = self._plan(done)
        self._need(done, plan.state != "published", "it was published")
        before = [each for each in self.plans.values() if each.state == "published" and _alike(each, plan)]
        for each in before:
            self.plans[each.id] = replace(each, state="superseded", version=each.version + 1)
        said = done.result["superseded"]
        self._need(done, said == (before[0].id if before else None), f"it is said to supersede {said}")
        self._change(plan, state="published", published_by=done.actor)

    def _plan_withdraw(self, done: Done) -> None:
        plan = self._plan(done)
        self._need(done, plan.state == "published", "it was not published")
        self._change(plan, state="withdrawn")

    def _plan_discard(self, done: Done) -> None:
        plan = self._plan(done)
        self._need(done, plan.state != "published", "it is published")
        self._change(plan, state="discarded")

    def _plan_note(self, done: Done) -> None:
        self._change(self._plan(done), note=done.body["note"])

    def _plan(self, done: Done) -> Plan:
        plan = self.plans[done.body["plan"]]
        self._is_current(done, plan.version)
        self._need(done, plan.county == done.org and plan.state != "discarded", "it is not there")
        return plan

    def _change(self, plan: Plan, **changes: str) -> None:
        self.plans[plan.id] = replace(plan, **changes, version=plan.version + 1)  # type: ignore[arg-type]


PERMISSIONS = {"org": "org.manage", "entity": "org.manage", "person": "people.manage", "grant": "people.manage"}
PERMISSIONS |= {"command": "command.manage"}
NEEDS = {"plan.publish": "plan.publish", "plan.withdraw": "plan.publish", "plan.discard": "plan.make"}
NEEDS |= {"plan.note": "plan.make", "plan.keep": "plan.make"}


def _alike(one: Plan, other: Plan) -> bool:
    return (one.county, one.week) == (other.county, other.week)
