"""A row as a line of JSON and back: the same line from both databases."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Date, DateTime, LargeBinary, Numeric, Time
from sqlalchemy.types import TypeEngine

Way = tuple[type[TypeEngine[Any]], Callable[[Any], Any], Callable[[Any], Any]]

WAYS: tuple[Way, ...] = (
    (DateTime, lambda value: value.isoformat(timespec="microseconds"), datetime.fromisoformat),
    (Date, date.isoformat, date.fromisoformat),
    (Time, time.isoformat, time.fromisoformat),
    (LargeBinary, lambda value: base64.b64encode(value).decode(), lambda text: base64.b64decode(text, validate=True)),
)
"""A type, how its values are written, how they are read. What is not listed JSON knows by itself."""


def line_of(row: Sequence[Any], columns: Sequence[Column[Any]]) -> bytes:
    values = [_as(value, column, written=True) for value, column in zip(row, columns, strict=True)]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def row_of(line: bytes, columns: Sequence[Column[Any]]) -> Mapping[str, Any]:
    """Raises ValueError for a line that is no row of these columns."""
    values = json.loads(line)
    if not isinstance(values, list) or len(values) != len(columns):
        raise ValueError(f"a row of {len(columns)} values was expected")
    return {column.name: _as(value, column, written=False) for value, column in zip(values, columns, strict=True)}


def _as(value: Any, column: Column[Any], *, written: bool) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Numeric) and column.type.asdecimal:
        return str(value) if written else Decimal(value)
    for type_, write, read in WAYS:
        if isinstance(column.type, type_):
            return write(value) if written else read(value)
    return value
