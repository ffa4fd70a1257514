"""The divisions of one province by code: what an address is parsed against. The table is data, so that another province
needs no code.

Codes are those of the statistics bureau (统计用区划代码): a division's code begins with the code of the one it is in,
and its length says its level.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum


class Level(IntEnum):
    """The levels of administration, from above."""

    PROVINCE = 0
    PREFECTURE = 1
    COUNTY = 2
    TOWNSHIP = 3
    VILLAGE = 4


CODE_LENGTHS = (2, 4, 6, 9, 12)
"""Digits of a code at each level."""


class DivisionNotInTable(ValueError):
    """A division's code is of no level, is there twice, or the one it should be in is not there."""


@dataclass(frozen=True)
class Division:
    """A province, prefecture, county, township or village by its official name, such as 大寨村村民委员会."""

    code: str
    name: str

    @property
    def level(self) -> Level:
        return Level(CODE_LENGTHS.index(len(self.code)))


@dataclass(frozen=True)
class DivisionTable:
    """All divisions of one province, in order of code. Raises DivisionNotInTable where the tree is not whole."""

    divisions: tuple[Division, ...]
    _names: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names: dict[str, str] = {}
        for division in sorted(self.divisions, key=lambda each: each.code):
            _check(division.code, names)
            names[division.code] = division.name
        object.__setattr__(self, "divisions", tuple(Division(*each) for each in names.items()))
        object.__setattr__(self, "_names", names)

    def get_name(self, code: str) -> str:
        """The official name; raises KeyError for a code that is not in the table."""
        return self._names[code]

    def list_above(self, code: str) -> Iterator[Division]:
        """The division itself and those it is in, from above."""
        for length in CODE_LENGTHS:
            if length <= len(code):
                yield Division(code[:length], self._names[code[:length]])


def read_divisions(rows: Iterable[tuple[str, str]]) -> DivisionTable:
    """The table of rows of code and name."""
    return DivisionTable(tuple(Division(code, name) for code, name in rows))


def _check(code: str, names: dict[str, str]) -> None:
    """In order of code the one above comes first."""
    if len(code) not in CODE_LENGTHS:
        raise DivisionNotInTable(f"code {code}: expected 2, 4, 6, 9 or 12 digits, found {len(code)}")
    if code in names:
        raise DivisionNotInTable(f"code {code} is in the table twice: keep one row of it")
    level = CODE_LENGTHS.index(len(code))
    if level and code[: CODE_LENGTHS[level - 1]] not in names:
        raise DivisionNotInTable(f"code {code}: {code[: CODE_LENGTHS[level - 1]]}, which it is in, is not in the table")
