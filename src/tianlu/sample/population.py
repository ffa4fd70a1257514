"""How many people live in each village and community: derived, because no open source lists them.

The province's total is shared out: the towns' people over the residents' committees, the land's people over the
villages, each by an even share with a seeded spread. Only the total is known; a county's own figure may be far off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from tianlu.sample.divisions import CountyDivision, Village


@dataclass(frozen=True)
class PopulationParams:
    """`capital_weight` is how many times more people a committee of the capital's districts counts than elsewhere."""

    province: int = 5_920_000
    town_percent: int = 60
    capital_districts: frozenset[str] = frozenset({"630102", "630103", "630104", "630105"})
    capital_weight: float = 2.2
    town_spread: float = 0.35
    land_spread: float = 0.45


def share_out_people(
    counties: Iterable[CountyDivision], rng: Random, params: PopulationParams | None = None
) -> dict[str, int]:
    """People by village code; they add up to the province's total within rounding, each place has at least ten."""
    params = params or PopulationParams()
    town: dict[str, float] = {}
    land: dict[str, float] = {}
    for county in counties:
        for township in county.townships:
            for village in township.villages:
                (town if village.is_residents else land)[village.code] = _weight(village, county.code, rng, params)
    town_people = params.province * params.town_percent / 100
    return _shares(town, town_people) | _shares(land, params.province - town_people)


def _weight(village: Village, county: str, rng: Random, params: PopulationParams) -> float:
    if not village.is_residents:
        return rng.lognormvariate(0, params.land_spread)
    capital = params.capital_weight if county in params.capital_districts else 1.0
    return capital * rng.lognormvariate(0, params.town_spread)


def _shares(weights: dict[str, float], people: float) -> dict[str, int]:
    total = sum(weights.values())
    return {code: max(10, round(people * weight / total)) for code, weight in weights.items()}
