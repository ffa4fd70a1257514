"""Which place costs what: every fen of a plan's cost laid to one place, so that the shares add up to the total.

Of a vehicle's day, a stop bears what the day would cost less without it (its detour and service, no less than
nothing). What is then left (the vehicle's day, the way that all share, waits) is split evenly over the day's stops.
Where detours come to more than the day costs, they are scaled down to it. A bag, and the handling of a feed, is borne
by the place it is for, and a village bears what its further drivers and hours apart weigh, where that is priced. A
station bears its feeding; the villages behind it bear the rounds from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tianlu.core.ids import PlaceId
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.cost import Cost, VehicleDayCost, cost_of
from tianlu.plan.rounds.detour import stop_fen
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem


@dataclass(frozen=True)
class Share:
    """What a place costs a week: what would be saved without it, and its part of what all share."""

    detour_fen: int = 0
    shared_fen: int = 0
    bus_fen: int = 0
    handling_fen: int = 0
    consistency_fen: int = 0

    @property
    def total_fen(self) -> int:
        return self.own_fen + self.shared_fen

    @property
    def own_fen(self) -> int:
        """What would be saved without the place, its way being driven for others."""
        return self.detour_fen + self.bus_fen + self.handling_fen + self.consistency_fen


NO_SHARE = Share()


def cost_shares(problem: WeekProblem, plan: Plan) -> dict[PlaceId, Share]:
    """A share for every place but the hub; they add up to the plan's cost to the fen."""
    shares = {site.id: NO_SHARE for site in problem.sites[1:]}
    cost = cost_of(problem, plan)
    for day in cost.by_vehicle_day:
        _share_day(problem, plan, day, shares)
    _share_bags(problem, cost, shares)
    for village in cost.by_village:
        shares[village.place] = replace(shares[village.place], consistency_fen=village.total_fen)
    return shares


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of `total` in proportion to weights (evenly where all are 0), by largest remainder."""
    weights = weights if any(weights) else [1] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda k: (-(total * weights[k] % whole), k))
    for k in by_remainder[: total - sum(parts)]:
        parts[k] += 1
    return parts


def _share_day(problem: WeekProblem, plan: Plan, day: VehicleDayCost, shares: dict[PlaceId, Share]) -> None:
    vehicle = next(each for each in problem.vehicles if each.id == day.vehicle)
    rounds = [each for each in plan.rounds if (each.vehicle, each.day) == (day.vehicle, day.day)]
    stops = [
        (stop.place, max(0, stop_fen(problem, vehicle, each, k)))
        for each in rounds
        for k, stop in enumerate(each.stops)
    ]
    driving = day.total_fen - day.handling_fen
    detours = [fen for _, fen in stops]
    if sum(detours) > driving:
        detours = apportion(driving, detours)
    shared = apportion(driving - sum(detours), [1] * len(stops))
    fed = [place for place, _ in stops if _is_feed(problem, rounds[0].depot, place)]
    for (place, _), detour, part in zip(stops, detours, shared, strict=True):
        share = shares[place]
        shares[place] = replace(share, detour_fen=share.detour_fen + detour, shared_fen=share.shared_fen + part)
    for place, part in zip(fed, apportion(day.handling_fen, [1] * len(fed)), strict=True):
        shares[place] = replace(shares[place], handling_fen=shares[place].handling_fen + part)


def _is_feed(problem: WeekProblem, depot: PlaceId, place: PlaceId) -> bool:
    """Whether a stop of a round from `depot` is a feed of a station."""
    return depot == problem.hub.id and problem.site(place).kind is PlaceKind.STATION


def _share_bags(problem: WeekProblem, cost: Cost, shares: dict[PlaceId, Share]) -> None:
    for bag in cost.by_bag:
        place = bag.destination if bag.origin == problem.hub.id else bag.origin
        share = shares[place]
        shares[place] = replace(
            share, bus_fen=share.bus_fen + bag.fee_fen, handling_fen=share.handling_fen + bag.handling_fen
        )
