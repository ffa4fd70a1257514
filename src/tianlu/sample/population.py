"""How many people live in each village and community: derived, because no open source lists them.

The province's total is shared out: the towns' people over the residents' committees, the land's people over the
villages, each by a weight with a seeded spread. Only the total is known; a county's own figure may be far off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from tianlu.sample.area import is_remote_station
from tianlu.sample.layout import Layout, Settlement
from tianlu.sample.point import distance_km


@dataclass(frozen=True)
class PopulationParams:
    """Weights say how many people a residents' committee counts beside one of a county seat: more in the districts of
    the capital, fewer in a town that is no seat, fewest where it is remote."""

    province: int = 5_920_000
    town_percent: int = 60
    capital_districts: frozenset[str] = frozenset({"630102", "630103", "630104", "630105"})
    capital_weight: float = 2.0
    small_town_weight: float = 0.35
    remote_town_weight: float = 0.1
    town_spread: float = 0.2
    land_spread: float = 0.45


PARAMS = PopulationParams()


def share_out_people(layouts: Iterable[Layout], rng: Random, params: PopulationParams = PARAMS) -> dict[str, int]:
    """People by village code; they add up to the province's total within rounding, each place has at least ten."""
    town: dict[str, float] = {}
    land: dict[str, float] = {}
    for layout in layouts:
        for each in layout.settlements:
            if each.village.is_residents:
                town[each.village.code] = _town_weight(layout, each, params) * rng.lognormvariate(0, params.town_spread)
            else:
                land[each.village.code] = rng.lognormvariate(0, params.land_spread)
    town_people = params.province * params.town_percent / 100
    return _shares(town, town_people) | _shares(land, params.province - town_people)


def _town_weight(layout: Layout, settlement: Settlement, params: PopulationParams) -> float:
    if layout.county.code in params.capital_districts:
        return params.capital_weight
    is_seat = settlement.depot == layout.hub or settlement.township.is_subdistrict
    if is_seat:
        return 1.0
    is_remote = is_remote_station(distance_km(layout.hub_point, layout.points[settlement.depot]))
    return params.remote_town_weight if is_remote else params.small_town_weight


def _shares(weights: dict[str, float], people: float) -> dict[str, int]:
    total = sum(weights.values())
    return {code: max(10, round(people * weight / total)) for code, weight in weights.items()}
