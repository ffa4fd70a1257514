"""The roll of people as somebody sees it: by staff number, page by page, each page beginning after a place on it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.access import Reach
from tianlu.people.fields import is_clear, mask_name, seen, shipped_fields
from tianlu.people.gate import Actor, Gate
from tianlu.people.model import Grant, Person
from tianlu.people.roles import ORG_READ, PEOPLE_READ, PERSONAL_READ
from tianlu.people.snapshot import Snapshot

ROLLS_KEPT = 64
"""Rolls that are remembered of one state of the organisations."""
EVERYWHERE = Reach(("/",))

Place = tuple[str, str]
"""Where somebody stands on the roll: staff number, id. Neither is a name, so that it may stand in an address."""


class NoPlace(ValueError):
    """What is no place on the roll."""


@dataclass(frozen=True)
class Sight:
    """Who looks, and where he may see units, people, and personal fields as they are. `sees_all` is the machine's own
    command line: whoever has the machine has the data."""

    viewer: ActorId
    units: Reach
    people: Reach
    personal: Reach
    sees_all: bool = False


@dataclass(frozen=True)
class Wanted:
    """What the roll is narrowed to: a unit with all below it, part of a name or staff number, a role."""

    org: str | None = None
    text: str = ""
    role: str | None = None
    with_left: bool = False


@dataclass(frozen=True)
class PersonSeen:
    """A person as somebody sees him, with the grants at units that he sees; `is_masked` says that personal fields are
    hidden."""

    person: Person
    is_masked: bool
    grants: Sequence[Grant]


Roll = Sequence[Person]


def sight_of(gate: Gate, actor: Actor) -> Sight:
    units, people, personal = (gate.reach(actor, each) for each in (ORG_READ, PEOPLE_READ, PERSONAL_READ))
    return Sight(actor.id, units, people, personal)


def whole_sight(viewer: ActorId) -> Sight:
    return Sight(viewer, EVERYWHERE, EVERYWHERE, EVERYWHERE, sees_all=True)


def read_roll(snapshot: Snapshot, sight: Sight, wanted: Wanted) -> Roll:
    """Who is wanted, in the roll's order; remembered as long as the organisations stand as they are.

    Only what one is shown is searched: a masked name is not found by what the mask hides.
    """
    return _kept(snapshot, (sight, wanted), lambda: _narrow(snapshot, sight, wanted))


def lines_after(roll: Roll, place: Place | None, count: int) -> Roll:
    begin = 0 if place is None else bisect_right(roll, place, key=place_of)
    return roll[begin : begin + count]


def show(snapshot: Snapshot, sight: Sight, roll: Roll) -> Iterator[PersonSeen]:
    for person in roll:
        yield show_person(snapshot, sight, person, clear=sees_clear(snapshot, sight, person))


def show_person(snapshot: Snapshot, sight: Sight, person: Person, *, clear: bool) -> PersonSeen:
    return PersonSeen(seen(person, clear=clear), not clear, _grants_shown(snapshot, sight, person.id))


def sees_clear(snapshot: Snapshot, sight: Sight, person: Person) -> bool:
    home = snapshot.nodes.get(person.home)
    is_in_reach = home is not None and sight.personal.covers(home.path)
    return sight.sees_all or is_clear(person, snapshot.persons.get(sight.viewer), is_in_reach=is_in_reach)


def place_of(person: Person) -> Place:
    return person.staff_number, person.id


def write_place(place: Place) -> str:
    return urlsafe_b64encode(json.dumps(place, ensure_ascii=False).encode()).decode().rstrip("=")


def read_place(text: str) -> Place:
    """Raises NoPlace."""
    try:
        number, id_ = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, TypeError):
        raise NoPlace(text) from None
    if not (isinstance(number, str) and isinstance(id_, str)):
        raise NoPlace(text)
    return number, id_


def _narrow(snapshot: Snapshot, sight: Sight, wanted: Wanted) -> Roll:
    homes = _units_within(snapshot, sight.people)
    if wanted.org is not None:
        homes &= _units_below(snapshot, wanted.org)
    roll: Roll = [each for each in snapshot.by_number if each.home in homes and (wanted.with_left or not each.has_left)]
    if wanted.role is not None:
        holders = _holders(snapshot, sight, wanted.role)
        roll = [person for person in roll if person.id in holders]
    if wanted.text:
        roll = _search(snapshot, sight, roll, wanted.text.casefold())
    return roll


def _search(snapshot: Snapshot, sight: Sight, roll: Roll, text: str) -> Roll:
    """Of the roll those in whose shown name and number the text stands."""
    viewer, personal = snapshot.persons.get(sight.viewer), _units_within(snapshot, sight.personal)
    hides_name = shipped_fields()["name"] != "clear"
    found = []
    for person in roll:
        clear, masked = _words(snapshot, person)
        if text not in clear and text not in masked:
            continue
        sees = not hides_name or sight.sees_all or is_clear(person, viewer, is_in_reach=person.home in personal)
        if text in (clear if sees else masked):
            found.append(person)
    return found


def _words(snapshot: Snapshot, person: Person) -> tuple[str, str]:
    """What somebody is found by: with his name as it is, and with it masked."""
    words: tuple[str, str] | None = snapshot.words.get(person.id)
    if words is None:
        number = person.staff_number
        words = f"{person.name} {number}".casefold(), f"{mask_name(person.name)} {number}".casefold()
        snapshot.words[person.id] = words
    return words


def _units_within(snapshot: Snapshot, reach: Reach) -> set[OrgId]:
    return {node.id for node in snapshot.nodes.values() if reach.covers(node.path)}


def _units_below(snapshot: Snapshot, org: str) -> set[OrgId]:
    above = snapshot.nodes.get(OrgId(org))
    return set() if above is None else _units_within(snapshot, Reach((above.path,)))


def _holders(snapshot: Snapshot, sight: Sight, role: str) -> set[ActorId]:
    seen_units = _units_within(snapshot, sight.units)
    return {grant.person for grant in snapshot.grants.values() if grant.role == role and grant.org in seen_units}


def _grants_shown(snapshot: Snapshot, sight: Sight, person: ActorId) -> tuple[Grant, ...]:
    return tuple(
        grant
        for grant in snapshot.grants_of.get(person, ())
        if grant.org in snapshot.nodes and sight.units.covers(snapshot.nodes[grant.org].path)
    )


def _kept(snapshot: Snapshot, key: object, make: Callable[[], Roll]) -> Roll:
    rolls = snapshot.remembered
    found: Roll | None = rolls.get(key)
    if found is None:
        found = make()
        if len(rolls) >= ROLLS_KEPT:
            rolls.pop(next(iter(rolls)), None)
        rolls[key] = found
    return found
