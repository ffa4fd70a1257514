"""The planned week: minutes from Monday 00:00, weekdays 0 to 6, and patterns of days.

The week is a cycle: Sunday is followed by Monday, and gaps wrap round.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_A_WEEK = 7
MINUTES_A_DAY = 1440
MINUTES_A_WEEK = DAYS_A_WEEK * MINUTES_A_DAY


@dataclass(frozen=True, order=True)
class DayPattern:
    """A set of weekdays, Monday = 0, kept as a bit mask."""

    mask: int

    def __post_init__(self) -> None:
        if not 0 <= self.mask < 1 << DAYS_A_WEEK:
            raise ValueError(f"a day pattern has bits 0 to 6, not {self.mask}")

    @classmethod
    def of(cls, days: Iterable[int]) -> "DayPattern":
        """The pattern with exactly these weekdays."""
        mask = 0
        for day in days:
            if not 0 <= day < DAYS_A_WEEK:
                raise ValueError(f"a weekday is 0 to 6, not {day}")
            mask |= 1 << day
        return cls(mask)

    def __iter__(self) -> Iterator[int]:
        return (day for day in range(DAYS_A_WEEK) if self.mask >> day & 1)

    def __len__(self) -> int:
        return self.mask.bit_count()

    def __contains__(self, day: int) -> bool:
        return bool(self.mask >> day & 1)

    def largest_gap_days(self) -> int:
        """Most days from one visit to the next, across the week's seam; 7 for one visit a week.

        Raises ValueError for an empty pattern, which has no gap.
        """
        days = list(self)
        if not days:
            raise ValueError("an empty pattern has no gap")
        following = [*days[1:], days[0] + DAYS_A_WEEK]
        return max(later - earlier for earlier, later in zip(days, following, strict=True))


EVERY_DAY = DayPattern((1 << DAYS_A_WEEK) - 1)


@dataclass(frozen=True, order=True)
class Week:
    """A calendar week by its Monday."""

    monday: date

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            raise ValueError(f"{self.monday} is not a Monday")

    @classmethod
    def containing(cls, day: date) -> "Week":
        return cls(day - timedelta(days=day.weekday()))

    def date_of(self, day: int) -> date:
        """The date of weekday `day`, Monday = 0."""
        return self.monday + timedelta(days=day)


def clock(minute: int) -> str:
    """A minute of the day or week as the time of day, `08:05`."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
