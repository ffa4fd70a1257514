"""Where a county's stations would best stand: a p-median over its places with the real travel matrix.

The hub serves whatever is nearest to it, as it does today. What is minimised is the sum over stations' and villages'
places of weight × minutes (or metres) from the site that serves them. It is a question of where to build, asked
before any round is driven; a plan with the stations moved answers the rest.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tianlu.core.ids import PlaceId
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.place.model import PlaceKind
from tianlu.place.p_median import PMedian, Sited, distance_costs, solve_p_median
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.whatif.named import refuse


class Weight(StrEnum):
    """What a place counts for: its week's pieces both ways (at least one), or the visits that it is owed."""

    PIECES = "pieces"
    VISITS = "visits"


class Measure(StrEnum):
    MINUTES = "minutes"
    METRES = "metres"


@dataclass(frozen=True)
class SitingOrder:
    """How many stations; where they may stand (none named: at any station's or village's place); those that stay; how
    many pieces a week a station takes at most (None: as many as come)."""

    stations: int
    weight: Weight = Weight.PIECES
    measure: Measure = Measure.MINUTES
    candidates: tuple[PlaceId, ...] = ()
    fixed: tuple[PlaceId, ...] = ()
    pieces_max: int | None = None


@dataclass(frozen=True)
class Siting:
    """The places chosen, which one (or the hub) serves each place, the total weight × measure with a proven bound,
    and what today's stations come to: `today_cost` with every place at its nearest station or the hub, whatever they
    take; `today_stations` of them."""

    order: SitingOrder
    open: tuple[PlaceId, ...]
    assigned: tuple[tuple[PlaceId, PlaceId], ...]
    cost: int
    bound: int
    is_proven: bool
    gap: float
    today_cost: int
    today_stations: int


def site_stations(
    problem: WeekProblem, order: SitingOrder, *, seconds: float, clock: Callable[[], float] = time.perf_counter
) -> Siting:
    """Raises ProblemsFound where the order cannot be met: unknown places, more stations than candidates, too little
    room."""
    clients = [site for site in problem.sites if site.kind is not PlaceKind.HUB]
    candidates = _candidates(problem, order, clients)
    weights = [_weight(site, order.weight) for site in clients]
    sites = [problem.hub.id, *candidates]
    costs = distance_costs(_distances(problem, order.measure, sites, clients), weights)
    found = solve_p_median(_median(order, sites, clients, costs), seconds=seconds, clock=clock)
    if found is None:
        raise refuse(
            "pieces_max",
            str(order.pieces_max),
            "room for all pieces in so many stations (none was found in the time given)",
            "这些站能容下全部件数（在给定时间内没有找到可行方案）",
        )
    return _siting(problem, order, found, sites, clients, weights)


def check_order(problem: WeekProblem, order: SitingOrder) -> None:
    """Raises ProblemsFound where the order names what is not there, or more stations than candidates."""
    _candidates(problem, order, [site for site in problem.sites if site.kind is not PlaceKind.HUB])


def _siting(
    problem: WeekProblem,
    order: SitingOrder,
    found: Sited,
    sites: list[PlaceId],
    clients: list[Site],
    weights: list[int],
) -> Siting:
    today = [site.id for site in problem.sites if site.kind is PlaceKind.STATION]
    at_today = distance_costs(_distances(problem, order.measure, [problem.hub.id, *today], clients), weights)
    return Siting(
        order=order,
        open=tuple(sites[k] for k in found.open if k),
        assigned=tuple((site.id, sites[k]) for site, k in zip(clients, found.assigned, strict=True)),
        cost=found.cost,
        bound=found.bound,
        is_proven=found.is_proven,
        gap=found.gap,
        today_cost=int(at_today.min(axis=1).sum()),
        today_stations=len(today),
    )


def _candidates(problem: WeekProblem, order: SitingOrder, clients: list[Site]) -> list[PlaceId]:
    known = {site.id for site in clients}
    for path, named in (("candidates", order.candidates), ("fixed", order.fixed)):
        for place in named:
            if place not in known:
                raise refuse(path, place, "the code of a station or village", "乡镇站或村的代码")
    candidates = sorted({*order.candidates, *order.fixed}) if order.candidates else [site.id for site in clients]
    if not max(1, len(set(order.fixed))) <= order.stations <= len(candidates):
        low = max(1, len(set(order.fixed)))
        raise ProblemsFound([_other_count(order.stations, low, len(candidates))])
    return candidates


def _other_count(stations: int, least: int, most: int) -> Problem:
    return Problem(
        code="station_count",
        table="siting",
        row=None,
        field="stations",
        found=str(stations),
        expected=f"{least} to {most} stations",
        how_to_fix="Open at least those that stay, and at most one at each candidate.",
        expected_zh=f"{least} 至 {most} 个站",
        how_to_fix_zh="至少包含保留的站，至多每个候选地点一个。",
    )


def _median(order: SitingOrder, sites: list[PlaceId], clients: list[Site], costs: NDArray[np.int64]) -> PMedian:
    """The hub, which is the first site, is open beside the stations, and takes all that comes."""
    must_open = frozenset({0, *(sites.index(place) for place in order.fixed)})
    if order.pieces_max is None:
        return PMedian(costs, order.stations + 1, must_open)
    loads = tuple(_pieces(site) for site in clients)
    capacities = (sum(loads), *(order.pieces_max,) * (len(sites) - 1))
    return PMedian(costs, order.stations + 1, must_open, loads, capacities)


def _distances(
    problem: WeekProblem, measure: Measure, origins: list[PlaceId], clients: list[Site]
) -> NDArray[np.int64]:
    """From each origin to each client, as (clients, origins)."""
    table = problem.travel.minutes if measure is Measure.MINUTES else problem.travel.metres
    rows, columns = [problem.index[place] for place in origins], [problem.index[site.id] for site in clients]
    return np.ascontiguousarray(table[rows][:, columns].T.astype(np.int64))


def _pieces(site: Site) -> int:
    return sum(site.mail.deliver_pieces) + sum(site.mail.collect_pieces)


def _weight(site: Site, weight: Weight) -> int:
    if weight is Weight.PIECES:
        return max(1, _pieces(site))
    return max(1, site.obligation.visits_min, site.obligation.fed_days_min)
