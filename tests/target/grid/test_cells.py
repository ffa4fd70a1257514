"""Cells of a territory, their neighbours and what they lie in."""

import h3.api.numpy_int as h3  # type: ignore[import-untyped]
import numpy as np
import pytest

from tianlu.target.grid.cells import cells_at, cells_within, neighbours, parents, rows_of

SQUARE = [(101.5, 36.5), (101.7, 36.5), (101.7, 36.7), (101.5, 36.7)]
GRID = cells_within(SQUARE, 8)


def test_centres_lie_in_the_outline_and_cells_cover_it() -> None:
    lon, lat = GRID.lon_lat.T
    assert ((lon >= 101.5) & (lon <= 101.7) & (lat >= 36.5) & (lat <= 36.7)).all()
    km2 = sum(h3.cell_area(cell, "km^2") for cell in GRID.cells.tolist())
    assert km2 == pytest.approx(0.2 * 111.2 * 0.2 * 111.2 * np.cos(np.radians(36.6)), rel=0.03)
    assert (np.diff(GRID.cells.astype(np.int64)) > 0).all()


def test_cell_of_a_centre_is_the_cell() -> None:
    assert (cells_at(GRID.lon_lat, 8) == GRID.cells).all()


def test_closed_outline_is_the_same_territory() -> None:
    assert (cells_within([*SQUARE, SQUARE[0]], 8).cells == GRID.cells).all()


def test_parents_are_h3s() -> None:
    for resolution in (5, 7, 8):
        expected = [h3.cell_to_parent(cell, resolution) for cell in GRID.cells.tolist()]
        assert (parents(GRID.cells, resolution) == np.array(expected, np.uint64)).all()


def test_neighbours_are_mutual_and_one_step_away() -> None:
    ring = neighbours(GRID.cells)
    for row, k in np.argwhere(ring >= 0)[::37]:
        assert row in ring[ring[row, k]]
        assert h3.grid_distance(int(GRID.cells[row]), int(GRID.cells[ring[row, k]])) == 1
    assert (ring < 0).any(axis=1).sum() > 10


def test_row_of_a_cell_outside_is_minus_one() -> None:
    assert rows_of(GRID.cells, np.array([GRID.cells[3], 7], np.uint64)).tolist() == [3, -1]
    assert rows_of(GRID.cells[:0], GRID.cells[:2]).tolist() == [-1, -1]


def test_outline_and_resolution_are_checked() -> None:
    with pytest.raises(ValueError, match="three corners"):
        cells_within(SQUARE[:2], 8)
    with pytest.raises(ValueError, match="0 to 15"):
        cells_within(SQUARE, 16)
