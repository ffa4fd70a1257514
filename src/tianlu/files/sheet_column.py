"""What a table that goes out as a sheet and comes back is: its columns, which of them may be edited, and its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from tianlu.files.kinds import Kind, plain

ID_HEAD = "#id"
VERSION_HEAD = "#version"
RESULT_HEAD = "结果 Result"
REASON_HEAD = "原因 Reason"
OWN_HEADS = (ID_HEAD, VERSION_HEAD)
"""Heads of the two columns by which a row that comes back is known; they are hidden in Excel."""


class Edit(Enum):
    """When a column's cells may be written by who sends the sheet back."""

    ALWAYS = "always"
    WHEN_NEW = "when new"
    NEVER = "never"


@dataclass(frozen=True)
class SheetColumn:
    """A column: its heads, what its cells hold, its unit, and when it may be edited. A required cell is not blank."""

    name: str
    name_zh: str
    kind: Kind
    edit: Edit = Edit.ALWAYS
    required: bool = False
    unit: str = ""

    @property
    def head(self) -> str:
        return f"{self.name_zh} {self.name}" + (f" ({self.unit})" if self.unit else "")

    def write(self, value: Any) -> str:
        return "" if value is None else self.kind.write(value)


@dataclass(frozen=True)
class SheetForm:
    """A table's name in both languages and its columns. Raises ValueError where two heads are alike."""

    name: str
    name_zh: str
    columns: tuple[SheetColumn, ...]

    def __post_init__(self) -> None:
        heads = [head for column in self.columns for head in {plain_head(column.name), plain_head(column.name_zh)}]
        if len(set(heads)) < len(heads):
            raise ValueError(f"two columns of {self.name} have one head")

    @cached_property
    def by_head(self) -> Mapping[str, SheetColumn]:
        """Every head that is understood, in its plain form."""
        return {
            plain_head(head): column for column in self.columns for head in (column.name, column.name_zh, column.head)
        }


@dataclass(frozen=True)
class SheetRow:
    """A row as it stands: None is a blank cell. Of a column in `masked` the value is the masked text that is shown."""

    id: str
    version: int
    values: Mapping[str, Any] = field(hash=False)
    masked: frozenset[str] = frozenset()

    def text(self, column: SheetColumn) -> str:
        """The cell as it is written."""
        value = self.values.get(column.name)
        if column.name in self.masked:
            return str(value)
        return column.write(value)


def plain_head(head: str) -> str:
    """A head as it is compared: no matter how wide its letters are, how it is broken, or in which case."""
    return " ".join(plain(head).casefold().split())
