"""Expected trouble as data: what was found where, what was expected, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

NOTHING = "nothing"
"""What is found where nothing is."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what came in, said so that the reader can mend it.

    `code` names the kind (`unknown_parent`); `row` is the row as the reader sees it in the file, the head being
    row 1, or None where the whole table is meant; the texts are plain English, `*_zh` the same in Chinese.
    """

    code: str
    table: str
    row: int | None
    field: str | None
    found: str
    expected: str
    how_to_fix: str
    expected_zh: str = ""
    how_to_fix_zh: str = ""

    def __str__(self) -> str:
        where = self.table
        if self.row is not None:
            where += f" row {self.row}"
        if self.field:
            where += f", {self.field}"
        return f"{where}: found {self.found}; expected {self.expected}. {self.how_to_fix}"

    @property
    def text_zh(self) -> str:
        """The same in Chinese; in English where no Chinese was written."""
        if not self.expected_zh:
            return str(self)
        where = self.table
        if self.row is not None:
            where += f" 第 {self.row} 行"
        if self.field:
            where += f" {self.field}"
        found = "空" if self.found == NOTHING else self.found
        return f"{where}：实际为 {found}；应为 {self.expected_zh}。{self.how_to_fix_zh}"


class ProblemsFound(Exception):
    """What came in cannot be used; `problems` says all of what is wrong, not the first thing only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
