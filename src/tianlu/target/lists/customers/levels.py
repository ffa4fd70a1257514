"""The work levels (工作层级) as data: what each tier is owed before strike-off, how long a claim may idle, capacity."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources

import yaml

from tianlu.target.lists.customers.model import Tier, Work, WorkDone


@dataclass(frozen=True)
class Level:
    """`needs` are works with how often each; of those in `proven` the evidence must be named."""

    needs: Mapping[Work, int]
    proven: frozenset[Work]
    idle: timedelta
    capacity: int
    """Customers of this tier that one person may own."""

    def __post_init__(self) -> None:
        if not self.proven <= self.needs.keys():
            raise ValueError(f"proven works that are not needed: {sorted(self.proven - self.needs.keys())}")
        if self.idle <= timedelta(0) or self.capacity < 1:
            raise ValueError("idle_days and capacity are at least 1")

    def missing(self, done: Iterable[WorkDone]) -> tuple[Work, ...]:
        """What is still owed, each work as often as it is missing, in the order of `needs`."""
        counts = Counter(each.work for each in done if each.work not in self.proven or each.evidence)
        return tuple(work for work, times in self.needs.items() for _ in range(times - counts[work]))


@cache
def shipped_levels() -> Mapping[Tier, Level]:
    """Those of `levels.yaml`. Raises ValueError where the file is not sound."""
    rows = yaml.safe_load(resources.files(__package__).joinpath("levels.yaml").read_text(encoding="utf-8"))
    return {
        tier: Level(
            needs=Counter(Work(each) for each in rows[tier]["needs"]),
            proven=frozenset(Work(each) for each in rows[tier]["proven"]),
            idle=timedelta(days=rows[tier]["idle_days"]),
            capacity=rows["capacity"][tier],
        )
        for tier in Tier
    }
