"""A table that can go out as a sheet and come back: what a room gives, and what the door is asked for a file's rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine

from tianlu.command.door import BATCH_MOST
from tianlu.command.envelope import CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt, Standing
from tianlu.files.sheet_back import Outcome, Reason, RowBack, compare
from tianlu.files.sheet_column import SheetForm, SheetRow
from tianlu.files.sheet_file import SheetFile
from tianlu.files.sheet_ids import derive_id
from tianlu.people.access import Reach
from tianlu.people.roll import Sight
from tianlu.people.snapshot import Snapshot

Filter = Mapping[str, str]
"""What a list was narrowed to, by the names of `SheetTable.filters`."""


FILTER_LETTERS_MAX = 200


class BadFilter(ValueError):
    """A filter that the table does not have, or a value that it cannot have."""


@dataclass(frozen=True)
class Asked:
    """Who asks for rows: how he sees people and units, and where he may take this table's rows."""

    engine: Engine
    snapshot: Snapshot
    sight: Sight
    reach: Reach

    def covers(self, org: str) -> bool:
        node = self.snapshot.nodes.get(OrgId(org))
        return node is not None and self.reach.covers(node.path)


@dataclass(frozen=True)
class SheetTable:
    """A room's table. Who has `permission` sees the rows in its reach; `filters` are (name, 中文), as the list's route
    has them, `widest` those by which all rows come. `to_command` makes the command of a changed or new row, given the
    row as it stands (None: new), the command's id and when the file was made; what it asks for is checked by the
    command's own handler. Without it the table goes out only. `count` says how many rows there will be at most,
    None where that is not cheap."""

    form: SheetForm
    permission: str
    filters: tuple[tuple[str, str], ...]
    rows: Callable[[Asked, Filter], Iterator[SheetRow]]
    to_command: Callable[[RowBack, SheetRow | None, CommandId, datetime], Envelope] | None = None
    widest: tuple[tuple[str, str], ...] = ()
    count: Callable[[Asked, Filter], int | None] | None = None

    @property
    def sheet_names(self) -> tuple[str, str, str]:
        """Under which names the sheet is looked for; 结果 is that of a result workbook."""
        return (self.form.name_zh, self.form.name, "结果")


def preview(table: SheetTable, file: SheetFile, asked: Asked, *, made_at: datetime) -> tuple[RowBack, ...]:
    """What the file asks for; nothing is changed. Raises ProblemsFound."""
    return compare(table.form, file, current_rows(table, asked), made_at=made_at)


def current_rows(table: SheetTable, asked: Asked) -> dict[str, SheetRow]:
    """All rows in reach by id, whatever filter the sheet went out with."""
    return {row.id: row for row in table.rows(asked, dict(table.widest))}


def chosen_filters(table: SheetTable, said: Filter) -> Filter:
    """The filters that were chosen. Raises BadFilter for one that the table does not have: rows that nobody asked for
    would go out."""
    names = [name for name, _ in table.filters]
    unknown = sorted(set(said) - set(names))
    if unknown:
        raise BadFilter(f"{', '.join(unknown)} (there are: {', '.join(names) or '-'})")
    for name, value in said.items():
        if len(value) > FILTER_LETTERS_MAX or not value.isprintable():
            raise BadFilter(f"{name} (too long, or with signs that cannot be printed)")
    return {name: said[name] for name in names if said.get(name)}


def apply(
    table: SheetTable,
    rows: Sequence[RowBack],
    current: Mapping[str, SheetRow],
    submit: Callable[[Sequence[Envelope]], Sequence[Receipt]],
    *,
    made_at: datetime,
) -> tuple[RowBack, ...]:
    """Has done what the rows ask for, in batches; gives them back with what the door refused among the refused.

    Each row is a command of its own: one that is refused holds up no other. Sent again, it is the same command.
    """
    wanted = [row for row in rows if row.outcome in (Outcome.CHANGED, Outcome.NEW)]
    done: dict[int, RowBack] = {}
    for begin in range(0, len(wanted), BATCH_MOST):
        batch = wanted[begin : begin + BATCH_MOST]
        receipts = submit([_command(table, row, current.get(row.id), made_at) for row in batch])
        done |= {row.row: _settle(row, receipt) for row, receipt in zip(batch, receipts, strict=True)}
    return tuple(done.get(row.row, row) for row in rows)


def reach_of_both(first: Reach, second: Reach) -> Reach:
    """The units at which somebody has two permissions."""
    pairs = ((first, second), (second, first))
    return Reach(tuple(sorted({path for one, other in pairs for path in one.paths if other.covers(path)})))


def filters_said(table: SheetTable, chosen: Filter) -> tuple[tuple[str, str, str], ...]:
    """The filters that were chosen as the first sheet says them."""
    return tuple((zh, name, chosen[name]) for name, zh in table.filters if chosen.get(name))


def _command(table: SheetTable, row: RowBack, stands: SheetRow | None, made_at: datetime) -> Envelope:
    parts = _texts(table, ((cell.column, cell.new) for cell in row.cells))
    key = derive_id(made_at, table.form.name, "command", row.id, str(row.base), *parts)
    assert table.to_command is not None, "a table that goes out only is not brought back"
    return table.to_command(row, stands, CommandId(key), made_at)


def _texts(table: SheetTable, cells: Iterable[tuple[str, object]]) -> list[str]:
    columns = {column.name: column for column in table.form.columns}
    return [f"{name}={columns[name].write(value)}" for name, value in cells]


def _settle(row: RowBack, receipt: Receipt) -> RowBack:
    if receipt.standing is Standing.ACCEPTED:
        # A new row may have got an id of its own, such as a unit's code.
        return replace(row, base=receipt.version, id=str(receipt.result.get("id", row.id)))
    refusal = receipt.refusal
    if refusal is None:
        reason = Reason("held", "The command is held; send the file again later.", "命令暂缓，请稍后重新导入。")
    else:
        reason = Reason(
            refusal.code,
            f"{refusal.reason.rstrip('.')}; {refusal.mend}",
            f"{refusal.reason_zh.rstrip('。')}；{refusal.mend_zh}",
        )
    return replace(row, outcome=Outcome.REFUSED, reasons=(reason,))
