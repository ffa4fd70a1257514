"""What is known of a unit's ground, as tables of points: places, merchants, products, own business, stops of rounds."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import polars as pl

from tianlu.core.ids import PlaceId
from tianlu.place.model import Place, PlaceKind
from tianlu.plan.county import County, Direction
from tianlu.plan.rounds.plan import Plan
from tianlu.target.grid import features
from tianlu.target.grid.features import Sources
from tianlu.target.grid.reach import ReachPrices
from tianlu.target.lists.customers.model import Customer, CustomerKind, Relation, Stage
from tianlu.target.map.industries import industry_group

MONTHS_A_YEAR = 12
WEEKS_A_YEAR = 52
WEEKS_A_MONTH = WEEKS_A_YEAR / MONTHS_A_YEAR
G_A_TON = 1_000_000
MIN_AN_HOUR = 60
OFF_ROUND_KM_AN_HOUR = 30.0
"""Mark B: a van on a village road, between the rounds' own stops."""

Spot = tuple[str, str]
"""A place as (county, id): ids are a county's own."""


@dataclass(frozen=True, eq=False)
class Ground:
    """`places` by spot; `stops` with `fen`, what a visit of some minutes costs where a round stops anyway. `by_rounds`
    is False where no plan is kept: then every way begins at a hub or a station. `elsewhere` counts customers on the
    list whose place is not known."""

    places: Mapping[Spot, Place]
    sources: Sources
    customers: pl.DataFrame
    stops: pl.DataFrame
    prices: ReachPrices
    by_rounds: bool
    elsewhere: int


def is_on_list(customer: Customer) -> bool:
    """Neither waiting for entry nor gone."""
    return customer.stage not in (Stage.ENTERING, Stage.LEFT)


def spot_of(county: str, place: str, division: str, places: Mapping[Spot, object]) -> Spot | None:
    """Where a customer stands: his place, else his village by its code, else nowhere that is known."""
    return next((spot for id_ in (place, division) if (spot := (county, id_)) in places), None)


def gather_ground(
    counties: Sequence[tuple[County, Plan | None]], customers: Iterable[tuple[str, Customer]], *, visit_min: int
) -> Ground:
    """`customers` come each with the county in which he lies; `visit_min` is what a visit takes."""
    places = {(county.code, str(place.id)): place for county, _ in counties for place in county.places}
    here: list[tuple[Place, Customer]] = []
    elsewhere = 0
    for county, customer in customers:
        if not is_on_list(customer):
            continue
        spot = spot_of(county, customer.place, customer.division, places)
        if spot is None:
            elsewhere += 1
        else:
            here.append((places[spot], customer))
    prices = _prices([county for county, _ in counties])
    by_rounds = any(plan is not None and plan.rounds for _, plan in counties)
    stops = _stops(counties, by_rounds=by_rounds).with_columns(
        fen=pl.lit(float(prices.hour_fen * visit_min / MIN_AN_HOUR))
    )
    return Ground(
        places=places,
        sources=_sources(counties, here, stops if by_rounds else features.NO_STOPS),
        customers=_points([place for place, _ in here], pl.DataFrame({"one": [1] * len(here)})),
        stops=stops,
        prices=prices,
        by_rounds=by_rounds,
        elsewhere=elsewhere,
    )


def _sources(
    counties: Sequence[tuple[County, Plan | None]], here: Sequence[tuple[Place, Customer]], stops: pl.DataFrame
) -> Sources:
    all_places = [place for county, _ in counties for place in county.places]
    merchants = [(place, each) for place, each in here if each.kind is CustomerKind.COMPANY]
    return Sources(
        places=_points(
            all_places,
            pl.DataFrame(
                {
                    "population": [place.population for place in all_places],
                    "altitude_m": [place.altitude_m for place in all_places],
                },
                schema={"population": pl.Int64, "altitude_m": pl.Int64},
            ),
        ),
        merchants=_points(
            [place for place, _ in merchants],
            pl.DataFrame({"industry": [industry_group(each.name) for _, each in merchants]}, {"industry": pl.String}),
        ),
        products=_products([county for county, _ in counties]),
        own=pl.concat([_own_money(here), _own_mail([county for county, _ in counties])]),
        outlets=_points([place for place in all_places if place.kind is PlaceKind.HUB]),
        stations=_points([place for place in all_places if place.kind is PlaceKind.STATION]),
        stops=stops.select("lon", "lat", "visits_a_week"),
    )


def _own_money(here: Sequence[tuple[Place, Customer]]) -> pl.DataFrame:
    """A year's, by the monthly figure of the last twelve; who is still to be won has brought none."""
    ours = [(place, each) for place, each in here if each.relation is not Relation.NEW and each.monthly_fen > 0]
    fen = [MONTHS_A_YEAR * each.monthly_fen for _, each in ours]
    return _points(
        [place for place, _ in ours],
        pl.DataFrame({"pieces": [0] * len(ours), "fen": fen}, schema={"pieces": pl.Int64, "fen": pl.Int64}),
    )


def _own_mail(counties: Sequence[County]) -> pl.DataFrame:
    """A year's pieces, by the packages' mail: of a season only in its weeks."""
    found: list[tuple[Place, int]] = []
    for county in counties:
        place_of = {place.id: place for place in county.places}
        for row in county.demand:
            found.append((place_of[row.place], round(sum(row.pieces) * _weeks(county, row.season))))
    pieces = [pieces for _, pieces in found]
    return _points(
        [place for place, _ in found],
        pl.DataFrame({"pieces": pieces, "fen": [0] * len(found)}, schema={"pieces": pl.Int64, "fen": pl.Int64}),
    )


def _products(counties: Sequence[County]) -> pl.DataFrame:
    """What goes out in a season only, named by it: until there are playbooks of products, a package says no more."""
    rows: list[dict[str, Any]] = []
    for county in counties:
        place_of, months = {place.id: place for place in county.places}, {s.name: s.months for s in county.seasons}
        for row in county.demand:
            if row.direction is Direction.COLLECT and row.season in months:
                tons = sum(row.pieces) * row.g_a_piece * _weeks(county, row.season) / G_A_TON
                at = place_of[row.place]
                rows.append(
                    {
                        "lon": at.lon,
                        "lat": at.lat,
                        "product": row.season,
                        "tons": tons,
                        "months": sorted(months[row.season]),
                    }
                )
    return pl.DataFrame(rows, schema=features.NO_PRODUCTS.schema)


def _weeks(county: County, season: str) -> float:
    months = next((each.months for each in county.seasons if each.name == season), None)
    return float(WEEKS_A_YEAR) if months is None else len(months) * WEEKS_A_MONTH


def _stops(counties: Sequence[tuple[County, Plan | None]], *, by_rounds: bool) -> pl.DataFrame:
    """Places at which rounds stop and how often a week; without any plan hubs and stations, where nobody passes by."""
    at: list[tuple[Place, int]] = []
    for county, plan in counties:
        visits = _visits(plan) if plan is not None else Counter()
        if by_rounds:
            at += [(place, visits[place.id]) for place in county.places if visits[place.id]]
        else:
            at += [(place, 0) for place in county.places if place.kind is not PlaceKind.VILLAGE]
    return _points(
        [place for place, _ in at], pl.DataFrame({"visits_a_week": [n for _, n in at]}, {"visits_a_week": pl.Int64})
    )


def _visits(plan: Plan) -> Counter[PlaceId]:
    return Counter(stop.place for _, stop in plan.stops())


def _prices(counties: Sequence[County]) -> ReachPrices:
    """The vehicle in the middle of all."""
    vehicles = [vehicle for county in counties for vehicle in county.vehicles]
    return ReachPrices(
        km_fen=round(median(each.km_fen for each in vehicles)) if vehicles else 0,
        hour_fen=round(median(each.hour_fen for each in vehicles)) if vehicles else 0,
        km_an_hour=OFF_ROUND_KM_AN_HOUR,
    )


def _points(places: Sequence[Place], columns: pl.DataFrame | None = None) -> pl.DataFrame:
    """A table of these places, with further columns row for row."""
    at = pl.DataFrame(
        {"lon": [place.lon for place in places], "lat": [place.lat for place in places]},
        schema={"lon": pl.Float64, "lat": pl.Float64},
    )
    return at if columns is None else pl.concat([at, columns], how="horizontal")
