"""What it costs to go to each cell a time: from the stop of a round that passes near, there and back."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.grid.cells import Cells2D
from tianlu.target.grid.features import M_A_KM, lon_lat_of
from tianlu.target.grid.nearest import nearest_m

STOPS_TRIED = 4


@dataclass(frozen=True)
class ReachPrices:
    """`km_fen` and `hour_fen` of a vehicle, `km_an_hour` off the round, and `circuity`: road over straight line."""

    km_fen: int
    hour_fen: int
    km_an_hour: float
    circuity: float = 1.4


def cost_to_reach(grid: Cells2D, stops: pl.DataFrame, prices: ReachPrices) -> NDArray[np.float64]:
    """Fen a visit for each cell: the cheapest of the stops near, what stopping costs there (`fen` of `stops`, the
    plan's) and the way there and back. Infinite where no round stops anywhere."""
    metres, rows = nearest_m(grid.lon_lat, lon_lat_of(stops), STOPS_TRIED)
    km = 2 * metres / M_A_KM * prices.circuity
    stop_fen = np.append(stops["fen"].to_numpy().astype(float), np.inf)[rows]
    cheapest: NDArray[np.float64] = (stop_fen + km * prices.km_fen + km / prices.km_an_hour * prices.hour_fen).min(
        axis=1
    )
    return cheapest
