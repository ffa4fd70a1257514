"""Which customers one would like to see this week: who is on the list and still owed a visit, and what it may bring."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from tianlu.core.calendar import MINUTES_A_DAY, DayPattern
from tianlu.core.ids import PlaceId
from tianlu.target.lists.customers.model import Stage, Tier, Work
from tianlu.target.lists.customers.walk import Due
from tianlu.target.visits.candidate import Candidate


@dataclass(frozen=True)
class VisitWish:
    """What a visit at a tier's customer takes and may bring; `share` of the monthly figure, `least_fen` at least."""

    minutes: int
    share: float
    least_fen: int
    from_min: int
    to_min: int
    days: DayPattern

    def __post_init__(self) -> None:
        if not (self.minutes > 0 and 0 <= self.share <= 1 and self.least_fen >= 0):
            raise ValueError("a visit takes minutes, brings a share of 0 to 1, and at least nothing")

    def gain_fen(self, monthly_fen: int) -> int:
        return max(self.least_fen, round(self.share * monthly_fen))


@dataclass(frozen=True)
class WantedVisits:
    """`elsewhere` are customers whose place is not known or not in this week: they need a place first."""

    candidates: tuple[Candidate, ...]
    elsewhere: tuple[str, ...]


@cache
def shipped_wishes() -> Mapping[Tier, VisitWish]:
    """Those of `wishes.yaml`."""
    rows = yaml.safe_load(resources.files(__package__).joinpath("wishes.yaml").read_text(encoding="utf-8"))
    return {
        tier: VisitWish(
            minutes=rows[tier]["minutes"],
            share=rows[tier]["share"],
            least_fen=rows[tier]["least_fen"],
            from_min=_minute(rows[tier]["from"]),
            to_min=_minute(rows[tier]["to"]),
            days=DayPattern.of(day - 1 for day in rows[tier]["days"]),
        )
        for tier in Tier
    }


def list_wanted(due: Iterable[Due], places: Collection[PlaceId], wishes: Mapping[Tier, VisitWish]) -> WantedVisits:
    """A candidate for each open customer who is owed a visit; who is nobody's is seen too, by whoever comes by."""
    candidates, elsewhere = [], []
    for each in due:
        customer = each.customer
        if customer.stage is not Stage.OPEN or Work.VISIT not in each.missing:
            continue
        if customer.place not in places:
            elsewhere.append(customer.id)
            continue
        wish = wishes[customer.tier]
        candidates.append(
            Candidate(
                id=customer.id,
                place=PlaceId(customer.place),
                gain_fen=wish.gain_fen(customer.monthly_fen),
                minutes=wish.minutes,
                from_min=wish.from_min,
                to_min=wish.to_min,
                days=wish.days,
                tier=customer.tier.value,
                owner="" if each.claim is None else each.claim.owner,
            )
        )
    return WantedVisits(tuple(candidates), tuple(elsewhere))


def _minute(text: str) -> int:
    """Of the day, from HH:MM."""
    hour, minute = map(int, text.split(":"))
    if not 0 <= 60 * hour + minute <= MINUTES_A_DAY:
        raise ValueError(f"{text} is no time of day")
    return 60 * hour + minute
