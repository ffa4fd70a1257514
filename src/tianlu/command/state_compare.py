"""Two databases held against each other, row by row: the state as it is, and as the chains make it anew."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

Row = Mapping[str, object]


@dataclass(frozen=True)
class RowDiffers:
    """A row that is not the same in both; None where there is none. `key` is its primary key."""

    table: str
    key: tuple[object, ...]
    present: Row | None
    rebuilt: Row | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that differ, where the row stands in both."""
        if self.present is None or self.rebuilt is None:
            return ()
        return tuple(name for name, value in self.present.items() if self.rebuilt[name] != value)


def compare_state(present: Connection, rebuilt: Connection, tables: Iterable[Table]) -> Iterator[RowDiffers]:
    """The rows that differ, by table and key. A table is held in memory, for the two may sort differently."""
    for table in tables:
        left, right = _rows(present, table), _rows(rebuilt, table)
        for key in sorted(left.keys() | right.keys(), key=lambda key: tuple(map(str, key))):
            if left.get(key) != right.get(key):
                yield RowDiffers(table.name, key, left.get(key), right.get(key))


def _rows(connection: Connection, table: Table) -> dict[tuple[object, ...], Row]:
    names = [column.name for column in table.primary_key.columns]
    rows = connection.execute(select(table)).mappings()
    return {tuple(row[name] for name in names): dict(row) for row in rows}
