"""Which mail of a station rides with which feed: all that is ready, with the first feed that leaves (decision 0001).

Days on which a station is fed are a circulation, as a village's visits are. A day's mail goes with a feed of a day
before which no other feed was; so it pays that feed's fee, and cannot wait for a van that costs nothing more.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tianlu.core.calendar import DAYS_A_WEEK
from tianlu.plan.rounds.bounding.linear import Float, LinearProgram, Term

DAYS = range(DAYS_A_WEEK)


@dataclass
class FeedDays:
    """A station's days of feeding. `fed` are columns by day, `step` by day and days since the feed before."""

    fed: dict[int, int] = field(default_factory=dict)
    step: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Feed:
    """A way to feed a station on a day: a column of how often, and one of its load. It takes mail that is ready `lag`
    days before at the earliest; feeds of a day and `kind` are alike to the mail. Those that are `overnight` may be
    overtaken."""

    day: int
    kind: tuple[int, int]
    column: int
    load: int
    is_overnight: bool = False

    @property
    def lag(self) -> int:
        return self.kind[0]


def lay_feed_days(program: LinearProgram, possible: Iterable[int], *, owed: int) -> FeedDays:
    """Days of feeding, of those `possible`, at least as many as are owed, with the days between."""
    days = FeedDays()
    possible = sorted(possible)
    for day in possible:
        days.fed[day] = program.column(upper=1.0)
        for before in possible:
            gap = (day - before) % DAYS_A_WEEK or DAYS_A_WEEK
            days.step[day, gap] = program.column(upper=1.0)
    for day in possible:
        arriving = [(column, 1.0) for (to, _), column in days.step.items() if to == day]
        leaving = [(column, -1.0) for (to, gap), column in days.step.items() if (to - gap) % DAYS_A_WEEK == day]
        program.row([*arriving, *leaving], low=0.0, high=0.0)
        program.row([*arriving, (days.fed[day], -1.0)], low=0.0, high=0.0)
    program.row([(column, float(gap)) for (_, gap), column in days.step.items()], high=float(DAYS_A_WEEK))
    program.row([(column, 1.0) for column in days.fed.values()], low=owed)
    return days


def lay_own_mail(
    program: LinearProgram, days: FeedDays, feeds: list[Feed], mail: Float, *, unserved_fen: float
) -> None:
    """The station's own `mail` of each weekday, (7,), goes with feeds; `unserved_fen` for what nobody takes."""
    alike: dict[tuple[int, tuple[int, int]], list[Feed]] = defaultdict(list)
    for feed in feeds:
        alike[feed.day, feed.kind].append(feed)
    loads: dict[tuple[int, tuple[int, int]], list[Term]] = {
        key: [(feed.load, 1.0) for feed in group] for key, group in alike.items()
    }
    in_order = not any(feed.is_overnight for feed in feeds)
    for ready in DAYS:
        amount = float(mail[ready])
        if amount <= 0:
            continue
        taken: list[Term] = [(program.column(unserved_fen / max(1.0, amount), upper=amount), 1.0)]
        waiting: dict[tuple[int, int], list[Term]] = defaultdict(list)
        for (day, kind), group in alike.items():
            part = program.column(upper=amount)
            program.row([(part, 1.0), *((feed.column, -amount) for feed in group)], high=0.0)
            taken.append((part, 1.0))
            loads[day, kind].append((part, -1.0))
            waiting[(day - ready - kind[0]) % DAYS_A_WEEK + kind[0], day].append((part, 1.0))
        program.row(taken, low=amount, high=amount)
        if in_order:
            for (waits, day), parts in waiting.items():
                in_time = [(column, -amount) for (to, gap), column in days.step.items() if to == day and gap >= waits]
                program.row([*parts, *in_time], high=0.0)
    for terms in loads.values():
        program.row(terms, low=0.0)
