"""A subsidy rule as data: a share of the investment at most, a cap, and what part of it each acceptance grade is
paid."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """The acceptance grade of a project (验收等级)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


@dataclass(frozen=True)
class SubsidyRule:
    """`percent_max` of the investment, no more than `cap_fen`, times the grade's per cent (in the order A, B, C, D)."""

    id: str
    name: str
    name_en: str
    percent_max: int
    cap_fen: int
    grade_percents: tuple[int, int, int, int]
    clause: str

    def __post_init__(self) -> None:
        if not all(0 <= percent <= 100 for percent in (self.percent_max, *self.grade_percents)) or self.cap_fen < 0:
            raise ValueError("a subsidy's shares are 0 to 100 per cent, its cap is not negative")

    def grade_percent(self, grade: Grade) -> int:
        return self.grade_percents[list(Grade).index(grade)]
