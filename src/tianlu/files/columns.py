"""What a table and a column of the schema are, and the kinds of cell that several tables have."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from typing import Any

from tianlu.files import kinds
from tianlu.files.kinds import Choice, Kind
from tianlu.place.model import AreaClass, Basis, PlaceKind


@dataclass(frozen=True)
class Column:
    """A column: its heads, what its cells hold, and what a blank cell means.

    A required cell may not be blank; another blank cell is `default`. `refers_to` names the table whose key its
    cells repeat.
    """

    name: str
    name_zh: str
    kind: Kind
    doc: str
    doc_zh: str
    required: bool = False
    default: Any = None
    unit: str = ""
    refers_to: str = ""

    @property
    def unit_zh(self) -> str:
        return UNITS_ZH[self.unit]


@dataclass(frozen=True)
class Table:
    """A table of a package. `key` are the columns by which its rows differ. A table of `key, value` rows, one for
    each of its columns, is written sideways: `is_key_value`."""

    name: str
    name_zh: str
    purpose: str
    purpose_zh: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False
    is_key_value: bool = False

    @cached_property
    def by_head(self) -> dict[str, Column]:
        """Every head that is understood, in lower case."""
        return {head.casefold(): column for column in self.columns for head in (column.name, column.name_zh)}

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


KEY_HEADS = {"key": "key", "项目": "key", "value": "value", "内容": "value"}
"""Heads of a table of key, value rows."""

UNITS_ZH = {
    "": "",
    "°": "°",
    "m": "米",
    "min": "分钟",
    "pieces": "件",
    "kg": "公斤",
    "yuan": "元",
    "yuan a day": "元/天",
    "yuan a km": "元/公里",
    "yuan an hour": "元/小时",
    "L or kWh": "升或千瓦时",
    "km": "公里",
    "%": "%",
    "g CO2e/tkm": "克CO2e/吨公里",
    "people": "人",
    "m a minute": "米/分钟",
}


def choices_of(members: Iterable[StrEnum], words_zh: Iterable[str]) -> Kind:
    return kinds.one_of(*(Choice(m.value, zh, m) for m, zh in zip(members, words_zh, strict=True)))


def default_of(of: type[Any], field: str) -> Any:
    """The value that a dataclass gives where nothing is said."""
    return next(each.default for each in fields(of) if each.name == field)


TEXT = kinds.text()
CODE = kinds.code()
CODES = kinds.several(CODE)
YES_NO = kinds.yes_no()
HOUR = kinds.hour()
COUNT = kinds.whole(0, 1_000_000)
MINUTES = kinds.whole(0, 1440)
GRAMS = kinds.amount("0", 1_000_000, per_unit=1000)
SOME_GRAMS = kinds.amount("0.001", 1_000_000, per_unit=1000)
FEN = kinds.amount("0", 1_000_000, per_unit=100)
BASIS = choices_of(Basis, ("已知", "推算"))
PLACE_KIND = choices_of(PlaceKind, ("县级中心", "乡镇站", "村"))
AREA_CLASS = choices_of(AreaClass, ("城市", "乡镇", "农村", "边远"))

BASIS_COLUMN = Column(
    "basis",
    "数据依据",
    BASIS,
    "How the row's figures are known: read in a source, or derived by a stated method.",
    "本行数据的依据：从来源读取（已知），或按说明的方法推算。",
    default=Basis.DERIVED,
)
