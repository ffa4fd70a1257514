"""What a list of commands shows of their bodies: personal data of others is masked there for everybody."""

from collections.abc import Mapping
from typing import Any

from tianlu.command.envelope import ActorId, OrgId
from tianlu.people.fields import MASKS, mask_name, shipped_fields
from tianlu.people.kinds_person import ADD, CHANGE
from tianlu.people.snapshot import Snapshot

OF_A_PERSON = (ADD, CHANGE)
ELSEWHERE = {"signin.found": {"person_name": "name"}}
"""Fields of other kinds that hold a person's."""
WHO, WHERE = ("person", "actor"), ("to", "home", "org")
"""Fields that hold the id of a person, and of a unit."""


def masked_body(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as an auditor sees it; the chain itself keeps what was sent."""
    fields = {field: field for field in shipped_fields()} if kind in OF_A_PERSON else ELSEWHERE.get(kind, {})
    masks = {name: MASKS[shipped_fields()[field]] for name, field in fields.items()}
    return {
        name: masks[name](value) if name in masks and isinstance(value, str) else value for name, value in body.items()
    }


def named_in(body: Mapping[str, Any], snapshot: Snapshot) -> dict[str, str]:
    """By field of a body who or what its id means: a person by masked name and staff number, a unit by its name."""
    named: dict[str, str] = {}
    for field in body.keys() & {*WHO, *WHERE}:
        person = snapshot.persons.get(ActorId(str(body[field]))) if field in WHO else None
        node = snapshot.nodes.get(OrgId(str(body[field]))) if field in WHERE else None
        if person is not None:
            named[field] = " ".join(filter(None, (mask_name(person.name), person.staff_number)))
        elif node is not None:
            named[field] = node.name
    return named
