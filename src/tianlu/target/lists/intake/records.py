"""The rows of a source's file as records: cleaned, counted in fen a month, or named with what is wrong and the mend."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from tianlu.core.problem import NOTHING, Problem
from tianlu.target.lists.intake.source import Says, Source

KEY_LENGTH = 16
FEN_MAX = 10**15
LENGTHS = {Says.KEY: 100, Says.NAME: 200, Says.PHONE: 40, Says.ADDRESS: 300}
"""Characters at most, as the list keeps them."""
_NOT_A_NUMBER = re.compile(r"[¥￥元,，\s]")


@dataclass(frozen=True)
class Record:
    """A row that can be used. `fen` a month, `before_fen` the same a year before (0: not known); `phone` and
    `address` are empty where the source has none."""

    source: str
    key: str
    line: str
    name: str
    phone: str
    address: str
    fen: int
    before_fen: int = 0


@dataclass(frozen=True)
class RecordsRead:
    """`problems` name the rows that were left out, by the file's own numbers."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def read_records(source: Source, rows: Iterable[tuple[int, Mapping[str, str]]]) -> RecordsRead:
    """Rows with their numbers, each cell as text by its heading. Blank rows are passed over; of two rows with one key
    the first counts."""
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    for number, row in rows:
        cells = {says: _clean(row.get(heading, "")) for says, heading in source.columns.items()}
        if not any(cells.values()):
            continue
        found = _read(source, number, cells)
        if isinstance(found, Problem):
            problems.append(found)
        elif found.key in records and records[found.key] != found:
            problems.append(
                Problem(
                    "key_twice",
                    source.name,
                    number,
                    source.columns.get(Says.KEY),
                    found.key,
                    "each key once",
                    "Give each customer one row, or leave out the column of keys.",
                    "每个编号只出现一次",
                    "请将同一客户合并为一行，或不使用编号列。",
                )
            )
        else:
            records[found.key] = found
    return RecordsRead(tuple(records.values()), tuple(problems))


def _read(source: Source, number: int, cells: Mapping[Says, str]) -> Record | Problem:
    too_long = next((says for says, most in LENGTHS.items() if len(cells.get(says, "")) > most), None)
    if too_long is not None:
        return _too_long(source, number, too_long, len(cells[too_long]))
    if not cells[Says.NAME]:
        return Problem(
            "no_name",
            source.name,
            number,
            source.columns[Says.NAME],
            NOTHING,
            "a name",
            "Fill in the name, or delete the row.",
            "客户名称",
            "请填写名称，或删除该行。",
        )
    fen, before_fen = (_fen(source, cells.get(says, "")) for says in (Says.MONEY, Says.BEFORE))
    if fen is None or before_fen is None:
        return _bad_money(source, number, Says.MONEY if fen is None else Says.BEFORE, cells)
    said = {says: cells.get(says, "") for says in (Says.NAME, Says.PHONE, Says.ADDRESS)}
    key = cells.get(Says.KEY) or _key_of(said.values())
    name, phone, address = said[Says.NAME], said[Says.PHONE], said[Says.ADDRESS]
    return Record(source.name, key, source.line, name, phone, address, fen, before_fen)


def _bad_money(source: Source, number: int, says: Says, cells: Mapping[Says, str]) -> Problem:
    return Problem(
        "bad_money",
        source.name,
        number,
        source.columns[says],
        cells[says],
        "an amount of 0 or more",
        "Write a plain number such as 1234.50, or leave the cell blank.",
        "不小于 0 的金额",
        "请填写数字，例如 1234.50，或留空。",
    )


def _too_long(source: Source, number: int, says: Says, length: int) -> Problem:
    return Problem(
        "too_long",
        source.name,
        number,
        source.columns[says],
        f"{length} characters",
        f"{LENGTHS[says]} at most",
        "Shorten the cell.",
        f"最多 {LENGTHS[says]} 字",
        "请缩短该单元格。",
    )


def _clean(text: str) -> str:
    """Full-width signs as plain ones, without what cannot be printed, blanks at the ends or in rows."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(each if each.isprintable() else " " for each in plain).split())


def _fen(source: Source, text: str) -> int | None:
    """Fen a month; None for what is no amount."""
    if not text:
        return 0
    try:
        amount = Decimal(_NOT_A_NUMBER.sub("", text)) * source.fen_per_unit / source.months
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount <= FEN_MAX:
        return None
    return int(amount.to_integral_value(ROUND_HALF_UP))


def _key_of(said: Iterable[str]) -> str:
    """For a source without keys: the same words are the same record."""
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:KEY_LENGTH]
