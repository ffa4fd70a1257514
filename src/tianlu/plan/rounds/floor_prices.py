"""What a missed floor is made to cost where not all can be kept: the law's dearer than the operator's own figures."""

from dataclasses import dataclass

from tianlu.core.calendar import DAYS_A_WEEK, DayPattern
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.problem import Site, WeekProblem

DEARER_THAN_A_VISIT = 10.0
STATUTE_OVER_OPERATOR = 30.0


@dataclass(frozen=True)
class FloorPrices:
    """Price of one day too few, or of one day that a gap is too long, in fen: no wage, but a weight in the search."""

    statute_fen: float
    operator_fen: float


def price_of_floors(problem: WeekProblem) -> FloorPrices:
    """An operator's figure costs many times the dearest visit there is, a statute's many times that."""
    farthest_km = float(problem.travel.metres[0].max(initial=0)) / 1000.0
    farthest_h = float(problem.travel.minutes[0].max(initial=0)) / 60.0
    visits = (v.day_fen + 2.0 * farthest_km * v.km_fen + 2.0 * farthest_h * v.hour_fen for v in problem.vehicles)
    operator_fen = DEARER_THAN_A_VISIT * max(visits, default=1.0)
    return FloorPrices(STATUTE_OVER_OPERATOR * operator_fen, operator_fen)


def price_of_misses(site: Site, pattern: DayPattern, prices: FloorPrices) -> float:
    """What a day pattern misses of a site's days a week and largest gap, priced by whose figure it is."""
    owed = site.obligation
    if site.kind is PlaceKind.STATION:
        return max(0, owed.fed_days_min - len(pattern)) * _price(site, "fed_days_min", prices)
    gap = pattern.largest_gap_days() if len(pattern) else DAYS_A_WEEK
    visits = max(0, owed.visits_min - len(pattern)) * _price(site, "visits_min", prices)
    return visits + max(0, gap - owed.gap_days_max) * _price(site, "gap_days_max", prices)


def _price(site: Site, field: str, prices: FloorPrices) -> float:
    mark = next((rule.mark for name, rule in site.obligation.rules if name == field), "operator")
    return prices.statute_fen if mark == "statute" else prices.operator_fen
