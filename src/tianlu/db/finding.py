"""What was looked at, what was found, and how to mend it: in both languages."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """A `note` is worth knowing and breaks nothing yet; a `fault` is to be mended."""

    SOUND = "sound"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """`check` names what was looked at. What is sound has nothing to mend."""

    check: str
    grade: Grade
    en: str
    zh: str
    mend_en: str = ""
    mend_zh: str = ""

    def __post_init__(self) -> None:
        is_sound = self.grade is Grade.SOUND
        if is_sound == bool(self.mend_en and self.mend_zh):
            raise ValueError(f"{self.check}: what is not sound has its mend in both languages, what is sound has none")


def sound(check: str, *, en: str, zh: str) -> Finding:
    return Finding(check, Grade.SOUND, en, zh)


def note(check: str, *, en: str, zh: str, mend_en: str, mend_zh: str) -> Finding:
    return Finding(check, Grade.NOTE, en, zh, mend_en, mend_zh)


def fault(check: str, *, en: str, zh: str, mend_en: str, mend_zh: str) -> Finding:
    return Finding(check, Grade.FAULT, en, zh, mend_en, mend_zh)
