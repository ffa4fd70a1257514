"""A table as it stands in a file: heads and cells as text, with the row numbers that the reader sees there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RawTable:
    """Heads and columns of text; `rows[k]` is where row k of every column stands in the file, the first row being 1.

    Blank rows are left out. `head_row` is the row of the heads.
    """

    name: str
    heads: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]
    head_row: int = 1

    def __post_init__(self) -> None:
        if len(self.heads) != len(self.columns) or any(len(cells) != len(self.rows) for cells in self.columns):
            raise ValueError(f"table {self.name} has columns of different length")


def table_of_lines(name: str, lines: Iterable[tuple[int, Sequence[str]]]) -> RawTable | None:
    """The table of numbered lines, the first that is not blank being the heads; short lines are filled with blanks.

    None where every line is blank.
    """
    filled = [(number, line) for number, line in lines if "".join(line).strip()]
    if not filled:
        return None
    (head_row, heads), body = filled[0], filled[1:]
    width = max(len(line) for _, line in filled)
    full = [line if len(line) == width else [*line, *[""] * (width - len(line))] for _, line in body]
    columns = tuple(zip(*full, strict=True)) if full else ((),) * width
    heads = tuple(head.strip() for head in heads) + ("",) * (width - len(heads))
    return RawTable(name, heads, columns, tuple(number for number, _ in body), head_row)
