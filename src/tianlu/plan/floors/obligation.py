"""What one place is owed: the figures that follow from the standard's rules for its area class."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleRef:
    """The rule behind a figure, as the reader meets it: `mark` is `statute` or `operator`."""

    name: str
    clause: str
    mark: str


@dataclass(frozen=True)
class Obligation:
    """The floor under one place.

    A village: `visits_min` days of service a week, no more than `gap_days_max` days from one to the next.
    A station: open on `open_days_min` days and fed on `fed_days_min` days a week.
    `promise_deliver_min`: minutes from "ready at the hub" to "delivered", for every piece; None promises nothing.
    `promise_collect_days`: what a visit collects is at the hub before its evening cut-off this many days after
    the visit (0 the same day, 1 the next); None promises nothing.
    `rules` maps the names above to the rule that set them.
    """

    visits_min: int = 0
    gap_days_max: int = 7
    open_days_min: int = 0
    fed_days_min: int = 0
    promise_deliver_min: int | None = None
    promise_collect_days: int | None = None
    rules: tuple[tuple[str, RuleRef], ...] = ()

    def __post_init__(self) -> None:
        for days in (self.visits_min, self.open_days_min, self.fed_days_min):
            if not 0 <= days <= 7:
                raise ValueError(f"an obligation counts 0 to 7 days a week, not {days}")
        if not 1 <= self.gap_days_max <= 7:
            raise ValueError(f"a largest gap is 1 to 7 days, not {self.gap_days_max}")


NOTHING_OWED = Obligation()
