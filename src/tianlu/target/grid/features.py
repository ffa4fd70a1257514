"""Features of each cell, from tables of points: a frame in, a frame out."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.grid.cells import Cells2D, cells_at, neighbours, parents, rows_of
from tianlu.target.grid.nearest import nearest_m

AROUND_LEVELS = 2
"""Beside its own, a cell has the sums of its ring and of the larger cell two resolutions up (49 cells)."""

M_A_KM = 1_000.0


def _points(**columns: pl.DataType | type[pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(schema={"lon": pl.Float64, "lat": pl.Float64, **columns})


NO_PLACES = _points(population=pl.Int64, altitude_m=pl.Int64)
NO_MERCHANTS = _points(industry=pl.String)
NO_PRODUCTS = _points(product=pl.String, tons=pl.Float64, months=pl.List(pl.Int64))
NO_BUSINESS = _points(pieces=pl.Int64, fen=pl.Int64)
NO_POINTS = _points()
NO_STOPS = _points(visits_a_week=pl.Int64)


@dataclass(frozen=True, eq=False)
class Sources:
    """What is known of the territory; every table has `lon`, `lat` in degrees WGS84.

    `places` with population and altitude_m; `merchants` of the lists with their industry; `products` of the playbooks
    with tons a year and the months of their season; `own` business with pieces and fen of a year; `outlets`,
    `stations`; `stops` of the rounds with visits a week.
    """

    places: pl.DataFrame = field(default_factory=lambda: NO_PLACES)
    merchants: pl.DataFrame = field(default_factory=lambda: NO_MERCHANTS)
    products: pl.DataFrame = field(default_factory=lambda: NO_PRODUCTS)
    own: pl.DataFrame = field(default_factory=lambda: NO_BUSINESS)
    outlets: pl.DataFrame = field(default_factory=lambda: NO_POINTS)
    stations: pl.DataFrame = field(default_factory=lambda: NO_POINTS)
    stops: pl.DataFrame = field(default_factory=lambda: NO_STOPS)


def features_of(grid: Cells2D, sources: Sources, *, month: int) -> pl.DataFrame:
    """A row a cell in the grid's order: `cell`, then features as numbers.

    Counted in the cell: places, population, merchants and one column an industry, tons of each product and of what is
    in season in `month`, own pieces and fen, visits a week. Then `_ring` and `_around` sums of some of them, kilometres
    to the nearest outlet, station, stop and place, altitude of the nearest places and how much it differs among them.
    """
    counted = {**_in_cells(grid, sources), **_products(grid, sources.products, month)}
    ring, wide = neighbours(grid.cells), _wide_rows(grid)
    around = {
        name: values
        for key in ("population", "merchants", "visits_a_week", "in_season_tons")
        for name, values in (
            (f"{key}_ring", _ring_sum(counted[key], ring)),
            (f"{key}_around", np.bincount(wide, counted[key])[wide]),
        )
    }
    return pl.DataFrame(
        {"cell": grid.cells, **counted, **around, **_distances(grid, sources), **_heights(grid, sources)}
    )


def _in_cells(grid: Cells2D, sources: Sources) -> dict[str, NDArray[np.float64]]:
    places = _rows(grid, sources.places)
    merchants = _rows(grid, sources.merchants)
    own, stops = _rows(grid, sources.own), _rows(grid, sources.stops)
    industries = sources.merchants["industry"]
    return {
        "places": _sum(grid, places),
        "population": _sum(grid, places, sources.places["population"]),
        "merchants": _sum(grid, merchants),
        **{
            f"merchants_{industry}": _sum(grid, merchants, industries == industry)
            for industry in sorted(industries.unique())
        },
        "own_pieces": _sum(grid, own, sources.own["pieces"]),
        "own_fen": _sum(grid, own, sources.own["fen"]),
        "visits_a_week": _sum(grid, stops, sources.stops["visits_a_week"]),
    }


def _products(grid: Cells2D, products: pl.DataFrame, month: int) -> dict[str, NDArray[np.float64]]:
    rows, tons = _rows(grid, products), products["tons"]
    in_season = products["months"].list.contains(month)
    each = {
        f"tons_{product}": _sum(grid, rows, tons * (products["product"] == product))
        for product in sorted(products["product"].unique())
    }
    return {**each, "in_season_tons": _sum(grid, rows, tons * in_season)}


def _distances(grid: Cells2D, sources: Sources) -> dict[str, NDArray[np.float64]]:
    tables = {"outlet": sources.outlets, "station": sources.stations, "stop": sources.stops, "place": sources.places}
    return {
        f"{name}_km": nearest_m(grid.lon_lat, lon_lat_of(table))[0][:, 0] / M_A_KM for name, table in tables.items()
    }


def _heights(grid: Cells2D, sources: Sources) -> dict[str, NDArray[np.float64]]:
    """The altitude of the three nearest places, the nearer counting more; 0 where none is known."""
    metres, rows = nearest_m(grid.lon_lat, lon_lat_of(sources.places), most=3)
    heights = np.append(sources.places["altitude_m"].to_numpy().astype(float), 0.0)[rows]
    weights = np.where(rows < 0, 0.0, 1.0 / (metres + 100.0))
    total = np.maximum(weights.sum(axis=1), 1e-30)
    return {
        "altitude_m": (heights * weights).sum(axis=1) / total,
        "altitude_span_m": np.where((rows < 0).any(axis=1), 0.0, np.ptp(heights, axis=1)),
    }


def lon_lat_of(table: pl.DataFrame) -> NDArray[np.float64]:
    """(rows, 2) of a table of points."""
    return table.select("lon", "lat").to_numpy().astype(float)


def _rows(grid: Cells2D, table: pl.DataFrame) -> NDArray[np.int64]:
    return rows_of(grid.cells, cells_at(lon_lat_of(table), grid.resolution))


def _sum(grid: Cells2D, rows: NDArray[np.int64], values: pl.Series | None = None) -> NDArray[np.float64]:
    """The sum of values, or the count, of what lies in each cell; what lies outside the territory is left out."""
    inside = rows >= 0
    weights = None if values is None else values.to_numpy().astype(float)[inside]
    return np.bincount(rows[inside], weights, minlength=len(grid)).astype(float)


def _ring_sum(values: NDArray[np.float64], ring: NDArray[np.int64]) -> NDArray[np.float64]:
    total: NDArray[np.float64] = np.append(values, 0.0)[ring].sum(axis=1)
    return total


def _wide_rows(grid: Cells2D) -> NDArray[np.int64]:
    """A number for the larger cell around each cell."""
    coarse = parents(grid.cells, max(0, grid.resolution - AROUND_LEVELS))
    return np.unique(coarse, return_inverse=True)[1].astype(np.int64)
