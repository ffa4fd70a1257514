"""What is asked of one county's planning: which package, which week, how much searching, which seed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tianlu.core.calendar import Week
from tianlu.plan.rounds.result import Budget

SECONDS_PER_VILLAGE = 0.3
SECONDS_MIN = 10.0


@dataclass(frozen=True)
class CountyBudget:
    """How long a county is searched for: so many seconds a village and never less than `seconds_min`, or a number of
    iterations whatever its size, which makes the plan the same on every run.

    With `seconds_per_village` 0 every county is searched for `seconds_min`.
    """

    seconds_per_village: float = 0.0
    seconds_min: float = 0.0
    iterations: int | None = None

    def __post_init__(self) -> None:
        if min(self.seconds_per_village, self.seconds_min) < 0:
            raise ValueError("a budget's seconds are not below 0")
        if (self.iterations is None) == (max(self.seconds_per_village, self.seconds_min) == 0):
            raise ValueError("a budget is seconds or iterations, one of them")

    def of(self, villages: int) -> Budget:
        """The budget of a county with so many villages; one without any counts as having one."""
        if self.iterations is not None:
            return Budget(iterations=self.iterations)
        return Budget(seconds=max(self.seconds_min, self.seconds_per_village * max(1, villages)))


SCALED_BUDGET = CountyBudget(seconds_per_village=SECONDS_PER_VILLAGE, seconds_min=SECONDS_MIN)
"""What a province is given when nothing else is said: 44 counties of the sample in 15 minutes on two cores."""


@dataclass(frozen=True)
class CountyOrder:
    """One county to be planned. `key` names it within its run; `package` is a path, or `sample:CODE`.

    A plain value: it is pickled, written as JSON, and sent to other machines, where `package` must mean the same.
    """

    key: str
    package: str
    week: Week
    budget: CountyBudget
    seed: int

    def to_row(self) -> dict[str, Any]:
        """As flat figures and text."""
        return {
            "key": self.key,
            "package": self.package,
            "week": self.week.monday.isoformat(),
            "seconds_per_village": self.budget.seconds_per_village,
            "seconds_min": self.budget.seconds_min,
            "iterations": self.budget.iterations,
            "seed": self.seed,
        }

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "CountyOrder":
        iterations = row["iterations"]
        return cls(
            key=row["key"],
            package=row["package"],
            week=Week(date.fromisoformat(row["week"])),
            budget=CountyBudget(
                seconds_per_village=row["seconds_per_village"],
                seconds_min=row["seconds_min"],
                iterations=None if iterations is None else int(iterations),
            ),
            seed=int(row["seed"]),
        )
