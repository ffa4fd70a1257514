"""The grid of a province: `python benchmarks/grid.py [--resolution 8] [--counties 630121,632222]`.

The sample province's outline (the hull of its places) in H3 cells; places and stations are the sample's, merchants,
products and own business are drawn around them with a seed. A market is planted in every cell: a function of its
features, a field over the ground that no feature shows, and noise. 30 % of the cells are hidden, once scattered, once
in whole blocks, and the model's rank correlation with what was planted is printed, beside the best that the noise lets.
"""

import argparse
import time

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.place.hull import convex_hull
from tianlu.place.model import Place, PlaceKind
from tianlu.sample import list_counties, open_county
from tianlu.target.grid.cells import Cells2D, cells_within, parents
from tianlu.target.grid.features import Sources, features_of
from tianlu.target.grid.potential import fit_market, weighted_spearman

INDUSTRIES = ("food", "farm", "craft", "hotel", "shop", "school")
PRODUCTS = {"yak": [9, 10, 11], "barley": [8, 9], "goji": [8], "cordyceps": [5]}
HIDDEN = 0.3
PER = 400_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resolution", type=int, default=8)
    parser.add_argument("--counties", help="codes with commas; all without it")
    parser.add_argument("--seeds", default="1,2,3")
    asked = parser.parse_args()
    places = read_places(asked.counties.split(",") if asked.counties else [each.code for each in list_counties()])
    print(
        "| seed | hidden | cells | features | Spearman hidden | most that noise lets | where people live"
        " | by held-back blocks | by cells | interval holds, hidden"
        " | where people live | features s | model s | CPU s a 400,000 cells |"
    )
    print("|--:|---|" + "--:|" * 12)
    for seed in (int(each) for each in asked.seeds.split(",")):
        for hidden in ("scattered", "blocks"):
            print(row(places, asked.resolution, seed, hidden), flush=True)


def read_places(codes: list[str]) -> list[Place]:
    return [place for code in codes for place in open_county(code).places]


def row(places: list[Place], resolution: int, seed: int, hidden: str) -> str:
    """A line of the table: cells, features and model anew, and how it ranks what it has not seen."""
    sources = sources_around(places, seed)
    began = time.process_time()
    grid = cells_within(convex_hull([(each.lon, each.lat) for each in places]), resolution)
    features = features_of(grid, sources, month=9)
    featured = time.process_time()
    market, best = plant(grid, features, seed)
    mask = hide(grid, hidden, seed)
    planted = time.process_time()
    model = fit_market(grid, features, np.where(mask, np.nan, market), seed=seed)
    forecast = model.predict(grid, features)
    found, low, high = (forecast[name].to_numpy() for name in ("potential", "low", "high"))
    done = time.process_time()
    features_s, model_s = featured - began, done - planted
    held, lived = model.held_back, mask & (features["population"].to_numpy() > 0)
    figures = (
        seed,
        hidden,
        len(grid),
        features.width - 1,
        f"{weighted_spearman(found[mask], market[mask], np.ones(mask.sum())):.3f}",
        f"{weighted_spearman(best[mask], market[mask], np.ones(mask.sum())):.3f}",
        f"{weighted_spearman(found[lived], market[lived], np.ones(lived.sum())):.3f}",
        f"{held.spearman_blocks:.3f}",
        f"{held.spearman_cells:.3f}",
        f"{np.mean((low <= market) & (market <= high), where=mask):.0%}",
        f"{np.mean((low <= market) & (market <= high), where=lived):.0%}",
        f"{features_s:.1f}",
        f"{model_s:.1f}",
        f"{(features_s + model_s) * PER / len(grid):.1f}",
    )
    return f"| {' | '.join(map(str, figures))} |"


def sources_around(places: list[Place], seed: int) -> Sources:
    """The sample's places with merchants, products and business drawn around them, more where more people live."""
    rng = np.random.default_rng(seed)
    at = np.array([(each.lon, each.lat) for each in places])
    people = np.array([each.population for each in places], float)
    table = pl.DataFrame(
        {
            "lon": at[:, 0],
            "lat": at[:, 1],
            "population": people.astype(int),
            "altitude_m": [each.altitude_m for each in places],
        }
    )
    stations = table.filter(pl.Series([each.kind is not PlaceKind.VILLAGE for each in places]))
    merchants = _scattered(rng, at, rng.poisson(people / 60), spread_deg=0.01)
    farms = _scattered(rng, at, rng.poisson(2.0, len(at)), spread_deg=0.05)
    own = _scattered(rng, at, rng.poisson(people / 200), spread_deg=0.01)
    products = rng.choice(list(PRODUCTS), len(farms))
    return Sources(
        places=table,
        merchants=merchants.with_columns(industry=pl.Series(rng.choice(INDUSTRIES, len(merchants)))),
        products=farms.with_columns(
            product=pl.Series(products),
            tons=rng.gamma(1.5, 2.0, len(farms)),
            months=pl.Series([PRODUCTS[each] for each in products]),
        ),
        own=own.with_columns(pieces=rng.poisson(40, len(own)), fen=rng.integers(10_000, 90_000, len(own))),
        outlets=stations.select("lon", "lat"),
        stations=stations.select("lon", "lat"),
        stops=table.select("lon", "lat", visits_a_week=pl.lit(3)),
    )


def plant(grid: Cells2D, features: pl.DataFrame, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The market of each cell, and what it would be without noise: nobody can rank the cells better."""
    rng = np.random.default_rng(1_000 + seed)

    def of(name: str) -> NDArray[np.float64]:
        return features[name].to_numpy().astype(float)

    level = 2.0 + 0.5 * np.log1p(of("population")) + 0.3 * np.log1p(of("population_around"))
    for industry in INDUSTRIES:
        level += rng.uniform(0.1, 0.6) * np.log1p(of(f"merchants_{industry}"))
    level += 0.8 * np.log1p(of("in_season_tons")) * np.exp(-of("station_km") / 30)
    level -= np.maximum(of("altitude_m") - 3_000, 0) / 1_000 + 0.01 * of("place_km")
    for _ in range(8):
        wave, phase = rng.normal(0, 20, 2), rng.uniform(0, 2 * np.pi)
        level += 0.2 * np.sin(grid.lon_lat @ wave + phase)
    return np.exp(level + rng.normal(0, 0.4, len(grid))) * 100, level


def hide(grid: Cells2D, how: str, seed: int) -> NDArray[np.bool_]:
    """30 % of the cells, one by one or by blocks of 343."""
    rng = np.random.default_rng(2_000 + seed)
    if how == "scattered":
        return rng.random(len(grid)) < HIDDEN
    block = np.unique(parents(grid.cells, max(0, grid.resolution - 3)), return_inverse=True)[1]
    return (rng.random(int(block.max()) + 1) < HIDDEN)[block]


def _scattered(
    rng: np.random.Generator, at: NDArray[np.float64], counts: NDArray[np.int64], *, spread_deg: float
) -> pl.DataFrame:
    points = np.repeat(at, counts, axis=0) + rng.normal(0, spread_deg, (int(counts.sum()), 2))
    return pl.DataFrame({"lon": points[:, 0], "lat": points[:, 1]})


if __name__ == "__main__":
    main()
