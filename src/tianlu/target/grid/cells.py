"""The cells of a territory: H3 hexagons of one resolution, their centres, neighbours and larger cells around them.

A cell is its H3 index as a whole number (UInt64). Cells stand in ascending order; everything of a cell has its row.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import h3.api.numpy_int as h3  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray

LonLat = tuple[float, float]
Cells = NDArray[np.uint64]

RESOLUTION_MAX = 15
_RESOLUTION_AT = np.uint64(52)
_BITS_A_DIGIT = 3


@dataclass(frozen=True, eq=False)
class Cells2D:
    """Cells with `lon_lat` (cells, 2) of their centres, degrees WGS84."""

    resolution: int
    cells: Cells
    lon_lat: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.cells)


def cells_within(outline: Iterable[LonLat], resolution: int) -> Cells2D:
    """The cells whose centre lies within an outline of corners (lon, lat), which may be open or closed.

    Raises ValueError for a resolution outside 0 to 15, or an outline of fewer than three corners.
    """
    corners = list(dict.fromkeys(outline))
    if not 0 <= resolution <= RESOLUTION_MAX:
        raise ValueError(f"an H3 resolution is 0 to {RESOLUTION_MAX}, found {resolution}")
    if len(corners) < 3:
        raise ValueError(f"an outline has at least three corners, found {len(corners)}")
    found = h3.h3shape_to_cells(h3.LatLngPoly([(lat, lon) for lon, lat in corners]), resolution)
    return with_centres(np.asarray(found, np.uint64), resolution)


def with_centres(cells: Cells, resolution: int) -> Cells2D:
    """Cells in order with their centres; each once."""
    ordered = np.unique(cells)
    centres = np.array([h3.cell_to_latlng(cell) for cell in ordered.tolist()]).reshape(-1, 2)
    return Cells2D(resolution, ordered, centres[:, ::-1].copy())


def cells_at(lon_lat: NDArray[np.float64], resolution: int) -> Cells:
    """The cell of each point: (points, 2) of lon, lat to (points,)."""
    found = (h3.latlng_to_cell(lat, lon, resolution) for lon, lat in lon_lat.tolist())
    return np.fromiter(found, np.uint64, len(lon_lat))


def parents(cells: Cells, resolution: int) -> Cells:
    """The coarser cell that each lies in: the digits below its resolution are set to 7, as H3 writes them."""
    unused = np.uint64((1 << (_BITS_A_DIGIT * (RESOLUTION_MAX - resolution))) - 1)
    kept = cells & ~(np.uint64(0xF) << _RESOLUTION_AT)
    coarser: Cells = kept | (np.uint64(resolution) << _RESOLUTION_AT) | unused
    return coarser


def rows_of(among: Cells, cells: Cells) -> NDArray[np.int64]:
    """The row of each of `cells` in `among`, which is in order; -1 where it is not there."""
    if not len(among):
        return np.full(len(cells), -1, np.int64)
    at = np.minimum(np.searchsorted(among, cells), len(among) - 1)
    return np.where(among[at] == cells, at, -1).astype(np.int64)


def neighbours(cells: Cells) -> NDArray[np.int64]:
    """Rows of the cells around each: (cells, 6), -1 where the territory ends or a pentagon has five."""
    around = np.zeros((len(cells), 6), np.uint64)
    for k, cell in enumerate(cells.tolist()):
        ring = [each for each in h3.grid_disk(cell, 1).tolist() if each != cell]
        around[k, : len(ring)] = ring
    return rows_of(cells, around.ravel()).reshape(-1, 6)
