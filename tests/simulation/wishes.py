"""What a client wants done: mostly sound, sometimes outdated, forbidden, unreadable or meant for another."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.simulation.marks import NewMarks, pick
from tests.simulation.office import BANK, OBSERVER, POST
from tests.simulation.office import ROLES as CLIENTS

Wish = tuple[str, str, dict[str, Any], int | None]
"""Kind, unit, body and the version that was seen."""
LEVELS = ("outlet", "station", "team")
ROLES = ("manager", "planner", "courier", "auditor", "partner", "administrator", "no such role")


@dataclass
class Belief:
    """What a client has seen so far, which may be outdated: rows of units, people, plans and open letters; gaps."""

    units: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    people: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    plans: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    letters: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    gaps: list[Mapping[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Wisher:
    """Draws wishes by one client's chance. `everywhere` are units of the whole province, most of them not his."""

    chance: Random
    marks: NewMarks
    belief: Belief
    everywhere: tuple[str, ...]
    all_plans: tuple[tuple[str, str], ...]

    def draw(self) -> Wish:
        draw: Callable[[], Wish | None] = self.chance.choices(list(self._kinds()), list(self._kinds().values()))[0]
        return draw() or self.change_unit() or self.intrude()

    def _kinds(self) -> Mapping[Callable[[], Wish | None], int]:
        return {
            self.change_unit: 20,
            self.add_unit: 12,
            self.move_unit: 8,
            self.close_unit: 3,
            self.add_person: 12,
            self.change_person: 14,
            self.let_go: 2,
            self.give: 6,
            self.take: 4,
            self.see_to_plan: 12,
            self.intrude: 8,
            self.nonsense: 4,
            self.play_letter: 5,
            self.lay_aside: 3,
            self.skip: 10,
            self.add_entity: 1,
        }

    def change_unit(self) -> Wish | None:
        unit = self._unit()
        return unit and ("org.change", unit, {"name": self.marks.unit_name()}, self._base(self.belief.units[unit]))

    def add_unit(self) -> Wish | None:
        unit = self._unit()
        body = {"id": self.marks.unit(), "level": self.chance.choice(LEVELS), "name": self.marks.unit_name()}
        return unit and ("org.add", unit, {**body, "entity": POST}, None)

    def move_unit(self) -> Wish | None:
        unit, to = self._small_unit(), self._unit()
        return unit and to and ("org.move", unit, {"to": to}, self._base(self.belief.units[unit]))

    def close_unit(self) -> Wish | None:
        unit = self._small_unit()
        return unit and ("org.close", unit, {}, self._base(self.belief.units[unit]))

    def add_person(self) -> Wish | None:
        unit = self._unit()
        taken = [row["staff_number"] for row in self.belief.people.values()]
        number = pick(self.chance, taken) if self.chance.random() < 0.1 else None
        body = {"id": self.marks.person(), "name": self.marks.person_name(), "phone": self.marks.phone()}
        entity = BANK if self.chance.random() < 0.2 else POST
        return unit and (
            "person.add",
            unit,
            {**body, "entity": entity, "staff_number": number or self.marks.staff_number()},
            None,
        )

    def change_person(self) -> Wish | None:
        person = self._person()
        if person is None:
            return None
        change = self.chance.choice(("name", "phone", "staff_number", "home"))
        value = self._unit() if change == "home" else getattr(self.marks, NEW[change])()
        row = self.belief.people[person]
        return "person.change", row["home"], {"person": person, change: value}, self._base(row)

    def let_go(self) -> Wish | None:
        """Not of who plays a client: he would be answered no more."""
        person = self._person(but=PLAYERS)
        row = self.belief.people.get(person or "")
        return row and ("person.leave", row["home"], {"person": person}, self._base(row))

    def give(self) -> Wish | None:
        person, unit = self._person(), self._unit()
        body = {"id": f"g-{self.marks.number()}", "person": person, "role": self.chance.choice(ROLES)}
        return person and unit and ("grant.give", unit, body, None)

    def take(self) -> Wish | None:
        rows = [row for row in self.belief.people.values() if row["id"] != OBSERVER]
        grants = [(each["id"], each["org"]) for row in rows for each in row["grants"]]
        if not grants:
            return None
        grant, unit = self.chance.choice(sorted(grants))
        return "grant.end", unit, {"id": grant}, None

    def see_to_plan(self) -> Wish | None:
        plan = pick(self.chance, self.belief.plans)
        if plan is None:
            return None
        row = self.belief.plans[plan]
        kind = self.chance.choice(
            ("plan.note", "plan.note", "plan.publish", "plan.publish", "plan.withdraw", "plan.discard")
        )
        body = {"plan": plan, **({"note": self.marks.note()} if kind == "plan.note" else {})}
        return kind, row["county"], body, self._base({"version": row["revision"]})

    def intrude(self) -> Wish:
        """Where he has most likely no business."""
        unit = self.chance.choice(self.everywhere)
        county, plan = self.chance.choice(self.all_plans)
        return self.chance.choice(
            (
                ("org.change", unit, {"name": self.marks.unit_name()}, None),
                (
                    "org.add",
                    unit,
                    {"id": self.marks.unit(), "level": "team", "name": self.marks.unit_name(), "entity": POST},
                    None,
                ),
                ("grant.give", unit, {"id": f"g-{self.marks.number()}", "person": "p3", "role": "administrator"}, None),
                ("person.leave", unit, {"person": "p109"}, None),
                ("plan.publish", county, {"plan": plan}, None),
                ("plan.note", county, {"plan": plan, "note": self.marks.note()}, None),
            )
        )

    def nonsense(self) -> Wish:
        unit = self.chance.choice(self.everywhere)
        return self.chance.choice(
            (
                ("org.add", unit, {"id": "a/b", "level": "village"}, None),
                ("org.paint", unit, {"colour": "green"}, None),
                ("person.change", unit, {"person": 7}, None),
                ("org.change", "nowhere", {"name": self.marks.unit_name()}, None),
                ("command.skip_missing", unit, {"actor": "p8", "device": "p8-0", "missing_to": 1}, None),
            )
        )

    def play_letter(self) -> Wish | None:
        return self._settle("command.play_letter")

    def lay_aside(self) -> Wish | None:
        return self._settle("command.lay_letter_aside")

    def skip(self) -> Wish | None:
        unit = self._unit()
        if not self.belief.gaps or unit is None:
            return None
        gap = self.chance.choice(self.belief.gaps)
        body = {"actor": gap["actor"], "device": gap["device"], "missing_to": gap["first_held"] - 1}
        return "command.skip_missing", unit, body, None

    def add_entity(self) -> Wish | None:
        unit = self._unit()
        return unit and (
            "entity.add",
            unit,
            {"id": f"e{self.marks.number()}", "kind": "insurance", "name": "保险"},
            None,
        )

    def _settle(self, kind: str) -> Wish | None:
        letter, unit = pick(self.chance, self.belief.letters), self._unit()
        return letter and unit and (kind, unit, {"id": letter}, None)

    def _unit(self) -> str | None:
        return pick(self.chance, self.belief.units)

    def _small_unit(self) -> str | None:
        """One that was added by somebody: the province keeps its shape."""
        return pick(self.chance, (unit for unit in self.belief.units if unit not in self.everywhere))

    def _person(self, but: Container[str] = (OBSERVER,)) -> str | None:
        people = (id_ for id_, row in self.belief.people.items() if not row["has_left"] and id_ not in but)
        return pick(self.chance, people)

    def _base(self, row: Mapping[str, Any]) -> int | None:
        """Mostly the version that was seen, sometimes an older one or none."""
        return self.chance.choice((row["version"], row["version"], row["version"], max(1, row["version"] - 1), None))


PLAYERS = frozenset({OBSERVER, *(each.person for each in CLIENTS)})
NEW = {"name": "person_name", "phone": "phone", "staff_number": "staff_number"}
