"""The list behind the cells, and the cells behind the list."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.grid.cells import Cells, cells_at, rows_of
from tianlu.target.grid.features import lon_lat_of


def with_cells(customers: pl.DataFrame, resolution: int) -> pl.DataFrame:
    """A list of customers (lon, lat and whatever else) with the `cell` that each stands in."""
    return customers.with_columns(cell=pl.Series(cells_at(lon_lat_of(customers), resolution)))


def customers_behind(customers: pl.DataFrame, cells: NDArray[np.uint64]) -> pl.DataFrame:
    """The customers of `with_cells` who stand in any of these cells, in the list's order."""
    return customers.filter(rows_of(np.unique(cells), customers["cell"].to_numpy()) >= 0)


def cells_behind(customers: pl.DataFrame) -> Cells:
    """The cells of `with_cells` in which anybody of a list stands, in order, each once."""
    return np.unique(customers["cell"].to_numpy().astype(np.uint64))
