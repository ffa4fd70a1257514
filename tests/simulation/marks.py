"""Names by which whatever is shown can be told: each stands for one unit, person, number or plan, wherever it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

MARK = re.compile(
    r"\b(?:Unit|Herder|Note)\d+\b|\b[ups]\d+\b|\bplan-\d+\b|\b139\d{8}\b|(?<![\w.])63\d{4}(?!\w)", re.ASCII
)
"""Names of units, people and notes; ids of units and people, staff numbers; plans; telephones; counties."""


def marks_in(text: str) -> Iterator[str]:
    return (found[0] for found in MARK.finditer(text))


@dataclass
class NewMarks:
    """Numbers that one client alone uses."""

    first: int
    used: int = 0

    def number(self) -> int:
        self.used += 1
        return self.first + self.used

    def unit(self) -> str:
        return f"u{self.number()}"

    def unit_name(self) -> str:
        return f"Unit{self.number()}"

    def person(self) -> str:
        return f"p{self.number()}"

    def person_name(self) -> str:
        return f"Herder{self.number()}"

    def staff_number(self) -> str:
        return f"s{self.number()}"

    def phone(self) -> str:
        return f"139{self.number():08d}"

    def note(self) -> str:
        return f"Note{self.number()}"


def pick(chance: Random, values: Iterable[str]) -> str | None:
    """One of them, the same from the same seed whatever their order; None where there is none."""
    listed = sorted(values)
    return chance.choice(listed) if listed else None
