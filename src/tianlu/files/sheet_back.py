"""What a sheet that comes back asks for, row by row: changed, new, unchanged, or refused with the reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.files.kinds import Unfit, plain
from tianlu.files.raw_table import RawTable
from tianlu.files.sheet_column import ID_HEAD, VERSION_HEAD, Edit, SheetColumn, SheetForm, SheetRow, plain_head
from tianlu.files.sheet_file import SheetFile
from tianlu.files.sheet_ids import derive_id


class Outcome(Enum):
    """What becomes of a row; the value is its words in both languages."""

    UNCHANGED = "未变 unchanged"
    CHANGED = "已改 changed"
    NEW = "新增 new"
    REFUSED = "退回 refused"


@dataclass(frozen=True)
class CellChange:
    """A cell's value as it stands and as it is to be, None being blank."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Reason:
    """Why a row is refused and how to mend it, in both languages."""

    code: str
    text: str
    text_zh: str


@dataclass(frozen=True)
class RowBack:
    """A row's outcome. `row` is its number in the file; `id` and `base` (the version it was edited from) are those of
    the row that is meant: the id of a new row follows from its content, `base` is None. `cells` are the changes, for a
    new row all that is filled in."""

    row: int
    outcome: Outcome
    id: str = ""
    base: int | None = None
    cells: tuple[CellChange, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class _Heads:
    """Where the file has what."""

    id: int
    version: int
    columns: Mapping[int, SheetColumn] = field(hash=False)


class _Refused(Exception):
    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons
        super().__init__()


def compare(
    form: SheetForm, file: SheetFile, current: Mapping[str, SheetRow], *, made_at: datetime
) -> tuple[RowBack, ...]:
    """Every row of the file against the rows as they stand (those that who sends may see), by their ids.

    `made_at` is when the file was made, as the client says. Raises ProblemsFound where the heads are not the table's.
    """
    heads = _find_heads(form, file.table)
    lines = list(zip(*file.table.columns, strict=True))
    ids = [plain(line[heads.id]) for line in lines]
    twice = {key for key, count in Counter(ids).items() if key and count > 1}
    rows_of = _rows_of(twice, ids, file.table.rows)
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for number, line, key in zip(file.table.rows, lines, ids, strict=True):
        try:
            if key in twice:
                raise _Refused(_twice(key, rows_of[key]))
            _refuse_untrusted(file, number)
            if key:
                found.append(_compare_row(form, heads, line, number, _known(current, key)))
            else:
                found.append(_new_row(form, heads, line, number, current, made_at, seen))
        except _Refused as refused:
            found.append(RowBack(number, Outcome.REFUSED, key, reasons=refused.reasons))
    return tuple(found)


def _find_heads(form: SheetForm, table: RawTable) -> _Heads:
    heads = [plain_head(head) for head in table.heads]
    known = {place: form.by_head[head] for place, head in enumerate(heads) if head in form.by_head}
    problems = [*_missing(table, heads), *_twice_heads(table, heads, known)]
    if problems:
        raise ProblemsFound(problems)
    return _Heads(heads.index(ID_HEAD), heads.index(VERSION_HEAD), known)


def _missing(table: RawTable, heads: Sequence[str]) -> Iterator[Problem]:
    for head in (ID_HEAD, VERSION_HEAD):
        if head not in heads:
            yield Problem(
                "missing_column",
                table.name,
                table.head_row,
                head,
                "no such column",
                f"the column “{head}” of the sheet that was exported",
                "Export the table again and edit that; for new rows only, add the columns #id and #version, blank.",
                f"导出文件中的“{head}”列",
                "请重新导出后再编辑；若只新增，请补上空白的 #id 和 #version 列。",
            )


def _twice_heads(table: RawTable, heads: Sequence[str], known: Mapping[int, SheetColumn]) -> Iterator[Problem]:
    names = [head for head in heads if head in (ID_HEAD, VERSION_HEAD)] + [column.name for column in known.values()]
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(
                "column_twice",
                table.name,
                table.head_row,
                name,
                f"the column {count} times",
                "every column once",
                "Take all but one of them out.",
                "每列只出现一次",
                "请只保留其中一列。",
            )


def _rows_of(keys: Iterable[str], ids: Sequence[str], rows: Sequence[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {key: [] for key in keys}
    for key, row in zip(ids, rows, strict=True):
        if key in found:
            found[key].append(row)
    return found


def _refuse_untrusted(file: SheetFile, row: int) -> None:
    if row in file.merged:
        raise _Refused(
            Reason(
                "merged_cells",
                "The row has merged cells: take the merge apart and fill each cell.",
                "本行有合并单元格：请取消合并并逐格填写。",
            )
        )
    if row in file.errors:
        raise _Refused(
            Reason(
                "formula_error",
                f"A formula in the row gives {file.errors[row]}: mend it or write the value.",
                f"本行公式出错（{file.errors[row]}）：请修正公式或直接填写数值。",
            )
        )


def _known(current: Mapping[str, SheetRow], key: str) -> SheetRow:
    if key not in current:
        raise _Refused(
            Reason(
                "unknown_row",
                "There is no such row, or it is not yours to see. Leave #id blank to make a new row.",
                "没有此记录，或您无权查看。如要新增，请将 #id 留空。",
            )
        )
    return current[key]


def _compare_row(form: SheetForm, heads: _Heads, line: Sequence[str], number: int, row: SheetRow) -> RowBack:
    changes: list[CellChange] = []
    reasons: list[Reason] = []
    for place, column in heads.columns.items():
        try:
            changes += _changed_cell(column, line[place], row)
        except _Refused as refused:
            reasons += refused.reasons
    if reasons:
        raise _Refused(*reasons)
    if not changes:
        return RowBack(number, Outcome.UNCHANGED, row.id, row.version)
    _refuse_stale(form, plain(line[heads.version]), row, changes)
    return RowBack(number, Outcome.CHANGED, row.id, row.version, tuple(changes))


def _changed_cell(column: SheetColumn, text: str, row: SheetRow) -> list[CellChange]:
    """The change of a cell, if it is one. A masked cell that comes back as it went out is unchanged."""
    if text.strip() == row.text(column).strip():
        return []
    is_masked = column.name in row.masked
    old = row.values.get(column.name)
    if is_masked or column.edit is not Edit.ALWAYS:
        if not is_masked and _parses_to(column, text, old):
            return []
        raise _Refused(_locked(column, row.text(column), text))
    new = _parse(column, text)
    return [] if new == old else [CellChange(column.name, old, new)]


def _parses_to(column: SheetColumn, text: str, value: Any) -> bool:
    try:
        return bool((column.kind.parse(text) if text.strip() else None) == value)
    except Unfit:
        return False


def _parse(column: SheetColumn, text: str) -> Any:
    if not text.strip():
        if column.required:
            raise _Refused(
                Reason(
                    "blank",
                    f"{column.name} is blank; expected {column.kind.expected}.",
                    f"“{column.name_zh}”为空；应为{column.kind.expected_zh}。",
                )
            )
        return None
    try:
        return column.kind.parse(text)
    except Unfit as unfit:
        raise _Refused(
            Reason(
                unfit.code,
                f"{column.name}: found “{text}”, expected {column.kind.expected}. {unfit.how_to_fix}",
                f"“{column.name_zh}”：实际为“{text}”，应为{column.kind.expected_zh}。{unfit.how_to_fix_zh}",
            )
        ) from None


def _refuse_stale(form: SheetForm, version: str, row: SheetRow, changes: Sequence[CellChange]) -> None:
    """Who edited another version than the one that stands may not know what he overwrites."""
    if version.removesuffix(".0") == str(row.version):
        return
    by_name = {column.name: column for column in form.columns}
    shown = [(by_name[each.column], each) for each in changes]
    both = "; ".join(f"{c.name} is now “{c.write(each.old)}”, yours “{c.write(each.new)}”" for c, each in shown)
    both_zh = "；".join(f"“{c.name_zh}”现为“{c.write(each.old)}”，您填“{c.write(each.new)}”" for c, each in shown)
    raise _Refused(
        Reason(
            "stale",
            f"Somebody changed the row since it was exported: {both}. "
            f"If yours is to stand, write {row.version} under #version and send it again.",
            f"导出后他人已修改本行：{both_zh}。如以您的为准，请将 #version 改为 {row.version} 后重新导入。",
        )
    )


def _new_row(
    form: SheetForm,
    heads: _Heads,
    line: Sequence[str],
    number: int,
    current: Mapping[str, SheetRow],
    made_at: datetime,
    seen: Counter[tuple[str, ...]],
) -> RowBack:
    """The id follows from the row's content, and from how many equal rows stand above it."""
    texts = tuple(f"{column.name}={line[place].strip()}" for place, column in sorted(heads.columns.items()))
    seen[texts] += 1
    key = derive_id(made_at, form.name, *texts, str(seen[texts]))
    if key in current:
        return _compare_row(form, heads, _as_made(heads, line, current[key]), number, current[key])
    by_name = {column.name: line[place] for place, column in heads.columns.items()}
    cells: list[CellChange] = []
    reasons: list[Reason] = []
    for column in form.columns:
        try:
            cells += _new_cell(column, by_name.get(column.name, ""))
        except _Refused as refused:
            reasons += refused.reasons
    if reasons:
        raise _Refused(*reasons)
    return RowBack(number, Outcome.NEW, key, None, tuple(cells))


def _as_made(heads: _Heads, line: Sequence[str], row: SheetRow) -> Sequence[str]:
    """A new row that was sent before, with what was filled in for it where it was left blank."""
    filled = list(line)
    for place, column in heads.columns.items():
        if column.edit is not Edit.ALWAYS and not line[place].strip():
            filled[place] = row.text(column)
    return filled


def _new_cell(column: SheetColumn, text: str) -> list[CellChange]:
    if column.edit is Edit.NEVER:
        if text.strip():
            raise _Refused(_locked(column, "", text))
        return []
    value = _parse(column, text)
    return [] if value is None else [CellChange(column.name, None, value)]


def _locked(column: SheetColumn, stands: str, text: str) -> Reason:
    return Reason(
        "locked",
        f"{column.name} cannot be edited here: it is “{stands}”, yours “{text}”. Put it back as it was.",
        f"“{column.name_zh}”不能在此修改：现为“{stands}”，您填“{text}”。请恢复原值。",
    )


def _twice(key: str, rows: Sequence[int]) -> Reason:
    numbers = ", ".join(map(str, rows))
    return Reason(
        "row_twice",
        f"The rows {numbers} have the same #id {key}: keep one; of a copy that is to be a new row, blank #id.",
        f"第 {numbers} 行的 #id 相同（{key}）：请只保留一行；若副本是新增行，请清空其 #id。",
    )
