"""How alike two people's names are: the ladder that the linkage's comparison climbs, with words for each rung."""

from enum import IntEnum

from tianlu.target.lists.names.looks import look_key
from tianlu.target.lists.names.person import PersonName
from tianlu.target.lists.sound import loose_sound, sounds_of


class NameLikeness(IntEnum):
    """From another name to the same one."""

    DIFFERENT = 0
    SAME_SURNAME = 1
    ONE_CHARACTER_SHARED = 2
    TITLE_ONLY = 3
    LOOKS_ALIKE = 4
    SOUNDS_NEARLY_ALIKE = 5
    SOUNDS_ALIKE = 6
    SAME = 7


SAID = {
    NameLikeness.SAME: ("same name", "姓名相同"),
    NameLikeness.SOUNDS_ALIKE: ("names sound alike", "姓名同音"),
    NameLikeness.SOUNDS_NEARLY_ALIKE: ("names sound nearly alike", "姓名音近"),
    NameLikeness.LOOKS_ALIKE: ("names look alike", "姓名形近"),
    NameLikeness.TITLE_ONLY: ("same surname, one is a form of address", "同姓，其一为称谓"),
    NameLikeness.ONE_CHARACTER_SHARED: ("same surname, one character of the given name shared", "同姓，名有一字相同"),
    NameLikeness.SAME_SURNAME: ("same surname, another given name", "同姓不同名"),
    NameLikeness.DIFFERENT: ("another surname", "姓氏不同"),
}


def compare_people(one: PersonName, other: PersonName) -> NameLikeness:
    """The highest rung that holds."""
    if one.full == other.full and one.given:
        return NameLikeness.SAME
    if one.given and other.given and len(one.full) == len(other.full):
        rung = _by_sound_or_look(one.full, other.full)
        if rung is not None:
            return rung
    if one.surname != other.surname:
        return NameLikeness.DIFFERENT
    if one.title or other.title:
        return NameLikeness.TITLE_ONLY
    return NameLikeness.ONE_CHARACTER_SHARED if _shares(one.given, other.given) else NameLikeness.SAME_SURNAME


def _by_sound_or_look(one: str, other: str) -> NameLikeness | None:
    sounds, others = sounds_of(one), sounds_of(other)
    if sounds == others:
        return NameLikeness.SOUNDS_ALIKE
    if [loose_sound(each) for each in sounds] == [loose_sound(each) for each in others]:
        return NameLikeness.SOUNDS_NEARLY_ALIKE
    return NameLikeness.LOOKS_ALIKE if look_key(one) == look_key(other) else None


def _shares(one: str, other: str) -> bool:
    return any(a == b for a, b in zip(one, other, strict=False))
