"""A planted market is found in cells that were hidden, and the interval holds as often as it says."""

import numpy as np
import polars as pl
import pytest

from tianlu.target.grid.cells import cells_within, parents
from tianlu.target.grid.potential import PotentialParams, fit_frontier, fit_market, weighted_spearman

GRID = cells_within([(101.0, 36.0), (101.8, 36.0), (101.8, 36.8), (101.0, 36.8)], 8)
RNG = np.random.default_rng(5)
PEOPLE = RNG.poisson(RNG.gamma(0.3, 200, len(GRID)))
FEATURES = pl.DataFrame({"cell": GRID.cells, "people": PEOPLE, "noise": RNG.normal(size=len(GRID)), "own_fen": PEOPLE})
FIELD = 0.8 * np.sin(GRID.lon_lat[:, 0] * 40)
MARKET = np.expm1(np.log1p(PEOPLE) + FIELD + RNG.normal(0, 0.3, len(GRID))) * 100 * (PEOPLE > 0)
HIDDEN = RNG.random(len(GRID)) < 0.3
PARAMS = PotentialParams(trees=60, learn_max=4_000)
MODEL = fit_market(GRID, FEATURES, np.where(HIDDEN, np.nan, MARKET), seed=1, params=PARAMS)
FOUND = MODEL.predict(GRID, FEATURES)


def test_hidden_cells_are_ranked_as_planted() -> None:
    rank = weighted_spearman(FOUND["potential"].to_numpy()[HIDDEN], MARKET[HIDDEN], np.ones(HIDDEN.sum()))
    assert rank > 0.9
    assert MODEL.held_back.spearman_cells == pytest.approx(rank, abs=0.04)
    assert MODEL.held_back.spearman_blocks <= MODEL.held_back.spearman_cells


def test_interval_holds_in_hidden_cells_as_often_as_asked() -> None:
    low, high = (FOUND[name].to_numpy()[HIDDEN] for name in ("low", "high"))
    held = (low - 1e-6 <= MARKET[HIDDEN]) & (MARKET[HIDDEN] <= high + 1e-6)
    assert held.mean() == pytest.approx(0.8, abs=0.06)
    assert (low <= FOUND["potential"].to_numpy()[HIDDEN]).all()
    assert (FOUND["potential"].to_numpy()[HIDDEN] <= high).all()


def test_sum_of_the_market_is_kept() -> None:
    assert FOUND["potential"].to_numpy()[HIDDEN].sum() == pytest.approx(MARKET[HIDDEN].sum(), rel=0.15)


def test_cell_without_people_has_no_market() -> None:
    assert FOUND["potential"].to_numpy()[PEOPLE == 0].mean() < 0.05 * MARKET[PEOPLE > 0].mean()


def test_reasons_name_what_makes_the_market() -> None:
    rich = np.argsort(-MARKET)[:20]
    parts = np.abs(MODEL.parts(FEATURES[rich.tolist()]))
    strongest = {MODEL.features[k] for k in parts.argmax(axis=1)}
    assert strongest <= {"people", "own_fen"}


def test_frontier_is_above_most_cells_and_does_not_look_at_own_figures() -> None:
    own = MARKET * RNG.uniform(0, 1, len(GRID))
    model = fit_frontier(GRID, FEATURES, own, seed=1, params=PARAMS)
    assert model.features == ("people", "noise")
    found = model.predict(GRID, FEATURES)["potential"].to_numpy()
    assert np.mean(own[PEOPLE > 0] <= found[PEOPLE > 0]) == pytest.approx(0.9, abs=0.05)


def test_same_seed_gives_the_same_potential() -> None:
    again = fit_market(GRID, FEATURES, np.where(HIDDEN, np.nan, MARKET), seed=1, params=PARAMS)
    assert again.predict(GRID, FEATURES).equals(FOUND)


def test_too_few_known_cells_or_blocks_are_refused() -> None:
    with pytest.raises(ValueError, match="3 cells are known"):
        fit_market(GRID, FEATURES, np.where(np.arange(len(GRID)) < 3, MARKET, np.nan), seed=1)
    one = parents(GRID.cells, 5) == parents(GRID.cells, 5)[len(GRID) // 2]
    with pytest.raises(ValueError, match="1 blocks"):
        fit_market(GRID, FEATURES, np.where(one, MARKET, np.nan), seed=1)
