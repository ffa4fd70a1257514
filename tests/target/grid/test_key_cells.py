"""Key cells are worth their visits; those that touch are a market."""

import numpy as np
import polars as pl
import pytest

from tianlu.target.grid.cells import cells_within, neighbours
from tianlu.target.grid.key_cells import GapParams, KeyCell, find_key_cells, find_key_markets, measure_gap
from tianlu.target.grid.potential import PotentialParams, fit_market

GRID = cells_within([(101.0, 36.0), (101.8, 36.0), (101.8, 36.8), (101.0, 36.8)], 8)


def potential(*rows: tuple[float, float, float]) -> pl.DataFrame:
    return pl.DataFrame(
        [(k, *row) for k, row in enumerate(rows)], schema=["cell", "potential", "low", "high"], orient="row"
    )


def key_cell(cell: int, worth_fen: int) -> KeyCell:
    return KeyCell(cell, 2 * worth_fen, worth_fen, 3 * worth_fen, 0, 0, worth_fen, (("people", 120.0, 1.5),))


def test_gap_is_what_is_not_had_and_worth_is_less_the_visits() -> None:
    table = potential((1_000, 600, 2_000), (1_000, 600, 2_000), (0, 0, 0))
    gaps = measure_gap(table, np.array([400.0, 1_500.0, 0.0]), np.array([5.0, 5.0, 5.0]), GapParams(0.5, 10))
    assert gaps["penetration"].to_list() == [0.4, 1.0, 1.0]
    assert gaps["gap_fen"].to_list() == [600, 0, 0]
    assert gaps["gap_low_fen"].to_list() == [200, 0, 0]
    assert gaps["worth_fen"].to_list() == [250, -50, -50]


def test_cells_that_touch_are_one_market_and_the_best_is_first() -> None:
    middle = len(GRID) // 2
    beside = int(neighbours(GRID.cells)[middle].max())
    cells = [key_cell(int(GRID.cells[k]), worth) for k, worth in ((0, 500), (middle, 300), (beside, 400))]
    markets = find_key_markets(tuple(cells))
    assert [market.worth_fen for market in markets] == [700, 500]
    assert set(markets[0].cells) == {int(GRID.cells[middle]), int(GRID.cells[beside])}
    assert find_key_markets(()) == ()


def test_key_cells_are_those_worth_most_with_their_reasons() -> None:
    rng = np.random.default_rng(4)
    people = rng.poisson(rng.gamma(0.3, 200, len(GRID)))
    features = pl.DataFrame({"cell": GRID.cells, "people": people, "noise": rng.normal(size=len(GRID))})
    market = people * 1_000.0
    model = fit_market(GRID, features, market, seed=1, params=PotentialParams(trees=30, learn_max=2_000))
    gaps = measure_gap(model.predict(GRID, features), market * 0.5, np.full(len(GRID), 100.0))
    found = find_key_cells(gaps, model, features, most=5)
    worth = np.sort(gaps["worth_fen"].to_numpy())[::-1]
    assert [cell.worth_fen for cell in found] == pytest.approx(np.rint(worth[:5]))
    assert all(cell.reasons[0][0] == "people" and cell.reasons[0][2] > 1 for cell in found)
    dear = measure_gap(model.predict(GRID, features), market * 0.5, np.full(len(GRID), 1e12))
    assert find_key_cells(dear, model, features, most=5) == ()


def test_reason_is_said_in_both_languages() -> None:
    cell = key_cell(1, 1_000)
    assert "people living here 120 (x1.50)" in cell.text({"people": "people living here"})
    assert "渗透率 0%" in cell.text_zh({"people": "人口"})
    assert "人口 120（×1.50）" in cell.text_zh({"people": "人口"})
