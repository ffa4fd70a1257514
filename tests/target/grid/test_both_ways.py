"""From a list to its cells and back."""

import numpy as np
import polars as pl

from tianlu.target.grid.both_ways import cells_behind, customers_behind, with_cells
from tianlu.target.grid.cells import cells_at

LIST = with_cells(pl.DataFrame({"id": ["a", "b", "c"], "lon": [101.0, 101.5, 101.0], "lat": [36.0, 36.5, 36.0]}), 8)


def test_customers_of_a_cell_are_found_and_their_cells_again() -> None:
    here = cells_at(np.array([[101.0, 36.0]]), 8)
    theirs = customers_behind(LIST, here)
    assert theirs["id"].to_list() == ["a", "c"]
    assert cells_behind(theirs).tolist() == here.tolist()
    assert len(cells_behind(LIST)) == 2


def test_no_cells_have_no_customers() -> None:
    assert customers_behind(LIST, np.zeros(0, np.uint64)).is_empty()
