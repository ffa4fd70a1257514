"""Field-level rules for personal data: what is shown clear to whom, and masked to everybody else."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources

import yaml

from tianlu.people.model import Person

MASK = "*"
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十百〇零]+")
_OF_A_HOUSE = ("组", "社", "队", "号", "栋", "幢", "座", "楼", "层", "室", "户", "单元")
"""What Chinese numerals count where they are part of an address; elsewhere they may be of a name (三江村)."""
DIGITS_HIDDEN = 6
DIGITS_LEFT_AT_END = 2


def mask_name(name: str) -> str:
    """All but the first character; a name of one character is hidden whole."""
    if len(name) < 2:
        return MASK * len(name)
    return name[0] + "".join(each if each.isspace() else MASK for each in name[1:])


def mask_phone(phone: str) -> str:
    """At least six digits hidden, the last two shown where the number is long enough."""
    digits = [place for place, each in enumerate(phone) if each.isdigit()]
    if not digits:
        return ""
    ends = len(digits) - DIGITS_LEFT_AT_END
    first = max(0, min(ends - DIGITS_HIDDEN, 3))
    hidden = set(digits[first:ends] if ends >= DIGITS_HIDDEN else digits)
    return "".join(MASK if place in hidden else each for place, each in enumerate(phone))


def mask_address(address: str) -> str:
    """All numbers hidden, of house, unit and room, in figures and in Chinese numerals."""
    return _NUMBERS.sub(_hide_number, address)


def _hide_number(found: re.Match[str]) -> str:
    is_hidden = found[0].isdigit() or found.string.startswith(_OF_A_HOUSE, found.end())
    return MASK * len(found[0]) if is_hidden else found[0]


MASKS: Mapping[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "address": mask_address,
    "clear": lambda value: value,
}


@cache
def shipped_fields() -> Mapping[str, str]:
    """By field of a person which mask it gets."""
    rules = yaml.safe_load(resources.files("tianlu.people").joinpath("fields.yaml").read_text(encoding="utf-8"))
    unknown = {mask for mask in rules.values() if mask not in MASKS}
    if unknown:
        raise ValueError(f"fields.yaml names masks that there are not: {', '.join(sorted(unknown))}")
    return dict(rules)


def is_clear(person: Person, viewer: Person | None, *, is_in_reach: bool) -> bool:
    """Whether `viewer` sees this person's fields as they are; `is_in_reach`: he has `personal.read` at the home."""
    if viewer is None:
        return False
    return person.is_service or viewer.id == person.id or (is_in_reach and viewer.entity == person.entity)


def seen(person: Person, *, clear: bool) -> Person:
    """The person as somebody sees him."""
    if clear:
        return person
    masked = {field: MASKS[mask](getattr(person, field)) for field, mask in shipped_fields().items()}
    return replace(person, **masked)  # type: ignore[arg-type]
