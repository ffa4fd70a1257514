"""Going to a cell costs the stop and the way there and back."""

import numpy as np
import polars as pl
import pytest

from tianlu.target.grid.cells import Cells2D
from tianlu.target.grid.reach import ReachPrices, cost_to_reach

PRICES = ReachPrices(km_fen=100, hour_fen=3_000, km_an_hour=30.0, circuity=1.0)


def grid(*lon_lat: tuple[float, float]) -> Cells2D:
    return Cells2D(8, np.arange(len(lon_lat), dtype=np.uint64), np.array(lon_lat))


def test_cell_at_the_stop_costs_the_stop() -> None:
    stops = pl.DataFrame({"lon": [100.0], "lat": [36.0], "fen": [250]})
    assert cost_to_reach(grid((100.0, 36.0)), stops, PRICES)[0] == pytest.approx(250.0)


def test_way_there_and_back_is_by_kilometre_and_hour() -> None:
    stops = pl.DataFrame({"lon": [100.0], "lat": [36.0], "fen": [0]})
    found = cost_to_reach(grid((100.0, 36.1)), stops, PRICES)[0]
    assert found == pytest.approx(2 * 11.12 * (100 + 3_000 / 30), rel=0.001)


def test_dear_stop_nearby_loses_to_a_cheap_one_farther_off() -> None:
    stops = pl.DataFrame({"lon": [100.0, 100.0], "lat": [36.0, 36.01], "fen": [9_000, 10]})
    found = cost_to_reach(grid((100.0, 36.0)), stops, PRICES)[0]
    assert found == pytest.approx(10 + 2 * 1.112 * 200, rel=0.001)


def test_where_no_round_stops_no_cell_is_reached() -> None:
    stops = pl.DataFrame(schema={"lon": pl.Float64, "lat": pl.Float64, "fen": pl.Int64})
    assert np.isinf(cost_to_reach(grid((100.0, 36.0)), stops, PRICES)[0])
