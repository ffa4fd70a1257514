"""Something that the reader of a scenario should know, in both languages: what falls away, what could not be done
whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    en: str
    zh: str
