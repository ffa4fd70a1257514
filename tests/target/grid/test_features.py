"""Features of a cell count what lies in it and around it."""

import numpy as np
import polars as pl
import pytest

from tianlu.target.grid.cells import cells_within, neighbours, parents
from tianlu.target.grid.features import Sources, features_of

GRID = cells_within([(101.5, 36.5), (101.7, 36.5), (101.7, 36.7), (101.5, 36.7)], 8)
INNER = int(np.argmin(np.hypot(*(GRID.lon_lat - [101.6, 36.6]).T)))
LON, LAT = GRID.lon_lat[INNER]
HERE = {"lon": [LON, LON, 100.0], "lat": [LAT, LAT, 30.0]}
SOURCES = Sources(
    places=pl.DataFrame({**HERE, "population": [100, 50, 9_999], "altitude_m": [2_600, 2_600, 4_000]}),
    merchants=pl.DataFrame({**HERE, "industry": ["food", "farm", "food"]}),
    products=pl.DataFrame(
        {**HERE, "product": ["yak", "goji", "yak"], "tons": [3.0, 5.0, 7.0], "months": [[9, 10], [8], [9]]}
    ),
    own=pl.DataFrame({**HERE, "pieces": [10, 20, 1], "fen": [1_000, 500, 1]}),
    outlets=pl.DataFrame({"lon": [LON], "lat": [LAT + 0.1]}),
    stops=pl.DataFrame({**HERE, "visits_a_week": [3, 2, 7]}),
)
FEATURES = features_of(GRID, SOURCES, month=9)
MINE = FEATURES.row(INNER, named=True)


def test_cell_counts_what_lies_in_it_and_nothing_outside_the_territory() -> None:
    assert FEATURES["cell"].to_numpy().tolist() == GRID.cells.tolist()
    assert (MINE["places"], MINE["population"], MINE["visits_a_week"]) == (2, 150, 5)
    assert (MINE["merchants"], MINE["merchants_food"], MINE["merchants_farm"]) == (2, 1, 1)
    assert (MINE["own_pieces"], MINE["own_fen"]) == (30, 1_500)
    assert FEATURES["population"].sum() == 150


def test_only_what_is_in_season_counts_for_the_season() -> None:
    assert (MINE["tons_yak"], MINE["tons_goji"], MINE["in_season_tons"]) == (3.0, 5.0, 3.0)
    assert features_of(GRID, SOURCES, month=8)["in_season_tons"].sum() == 5.0


def test_ring_and_larger_cell_see_their_neighbour() -> None:
    ring = neighbours(GRID.cells)[INNER]
    assert FEATURES["population_ring"].to_numpy()[ring].tolist() == [150.0] * 6
    assert MINE["population_ring"] == 0
    siblings = parents(GRID.cells, 6) == parents(GRID.cells, 6)[INNER]
    assert (FEATURES["population_around"].to_numpy() == np.where(siblings, 150.0, 0.0)).all()


def test_kilometres_to_the_outlet_are_over_the_ground() -> None:
    assert MINE["outlet_km"] == pytest.approx(11.12, abs=0.01)
    assert MINE["station_km"] > 20_000
    assert MINE["altitude_m"] == pytest.approx(2_600, abs=2)


def test_territory_of_which_nothing_is_known_has_features_still() -> None:
    found = features_of(GRID, Sources(), month=1)
    assert len(found) == len(GRID)
    assert found["population"].sum() == 0
    assert found.select(pl.all().is_finite().all()).row(0) == (True,) * found.width
