"""The grid of a unit's ground: cells in which there is anything, their features, and what they could bring.

What a cell brings today is known, what it could bring is not. So the potential is a frontier: what the best-served of
cells alike bring (`fit_frontier`), learnt from cells that bring something. A cell that brings nothing is not known to
have nothing: nobody may have asked there. Decision 0024.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.grid.cells import Cells2D, cells_at, rows_of, with_centres
from tianlu.target.grid.features import features_of, lon_lat_of
from tianlu.target.grid.held_out import HeldOut, check_frontier
from tianlu.target.grid.key_cells import KeyCell, KeyMarket, find_key_cells, find_key_markets, measure_gap
from tianlu.target.grid.potential import Potential, PotentialParams, TooLittleKnown, fit_frontier
from tianlu.target.grid.reach import cost_to_reach
from tianlu.target.map.ground import Ground

Floats = NDArray[np.float64]
OnShare = Callable[[float, str], None]
WhyNot = Literal["", "few_cells", "few_blocks", "no_better_than_chance"]

RESOLUTIONS = (5, 6, 7, 8, 9)
CELLS_MOST = 20_000
KEY_CELLS_MOST = 60
KNOWN_LEAST = 60
"""A county has some hundred inhabited cells: below the library's own least, because every forecast is held against
cells left out, and one that does no better than chance is not shown."""
CLASS_LEAST = 40
"""Known cells in a class of the interval: of fewer its width is luck."""


def go_on(share: float, at: str) -> None:
    """For who does not follow."""


@dataclass(frozen=True)
class Quality:
    """How far the potential may be trusted. `because` says why there is none: too few known cells, in too few blocks of
    the map, or a forecast of held-back cells that chance would give as well. `found` of `needed` are the figures."""

    known: int
    cells: int
    because: WhyNot
    found: float
    needed: float
    by_cells: HeldOut | None
    by_blocks: HeldOut | None
    asked_coverage: float


@dataclass(frozen=True, eq=False)
class GridFound:
    """Columns of `layers` are row for row the grid's; a potential is there only where it could be learnt."""

    grid: Cells2D
    layers: pl.DataFrame
    key_cells: tuple[KeyCell, ...]
    key_markets: tuple[KeyMarket, ...]
    quality: Quality


@dataclass(frozen=True, eq=False)
class GridTask:
    """All that the grid is made of, fit to be sent to another process. `month` says what is in season."""

    ground: Ground
    resolution: int
    month: int
    seed: int
    params: PotentialParams = field(default_factory=lambda: PotentialParams(known_min=KNOWN_LEAST))

    def cells(self) -> Cells2D:
        """The cells in which there is a place, and so everything that is known."""
        places = [(place.lon, place.lat) for place in self.ground.places.values()]
        return with_centres(cells_at(np.array(places, float).reshape(-1, 2), self.resolution), self.resolution)

    def solve(self, on_share: OnShare = go_on) -> GridFound:
        return make_grid(self, on_share)


def make_grid(task: GridTask, on_share: OnShare = go_on) -> GridFound:
    ground, grid = task.ground, task.cells()
    on_share(0.05, "features")
    features = features_of(grid, ground.sources, month=task.month)
    reach = cost_to_reach(grid, ground.stops, ground.prices)
    own = features["own_fen"].to_numpy()
    on_share(0.15, "potential")
    model, quality = _learn(task, grid, _telling(features), np.where(own > 0, own, np.nan), on_share)
    layers = _known_layers(task, grid, features, reach)
    if model is None:
        return GridFound(grid, layers, (), (), quality)
    on_share(0.95, "key_cells")
    gaps = measure_gap(model.predict(grid, features), own, reach)
    key_cells = find_key_cells(gaps, model, features, most=KEY_CELLS_MOST)
    return GridFound(grid, _with_potential(layers, gaps), key_cells, find_key_markets(key_cells), quality)


def _learn(
    task: GridTask, grid: Cells2D, features: pl.DataFrame, measured: Floats, on_share: OnShare
) -> tuple[Potential | None, Quality]:
    """The model, or None and why there is none."""
    known = int(np.sum(~np.isnan(measured)))
    params = _fit_for(task.params, known)
    silent = Quality(known, len(grid), "", 0, 0, None, None, params.coverage)
    try:
        model = fit_frontier(grid, features, measured, seed=task.seed, params=params)
    except TooLittleKnown as few:
        because: WhyNot = "few_cells" if few.what == "cells" else "few_blocks"
        return None, replace(silent, because=because, found=few.found, needed=few.needed)

    def held_out(begin: float, *, by_block: bool) -> HeldOut | None:
        def tell(share: float) -> None:
            on_share(begin + 0.35 * share, "held_back")

        return check_frontier(grid, features, measured, by_block=by_block, seed=task.seed, params=params, tell=tell)

    by_cells, by_blocks = held_out(0.25, by_block=False), held_out(0.6, by_block=True)
    checked = replace(silent, by_cells=by_cells, by_blocks=by_blocks)
    if by_cells is None:  # what cannot be checked is not shown
        return None, replace(checked, because="few_cells", found=known, needed=params.known_min)
    if by_cells.spearman < by_cells.chance:
        return None, replace(checked, because="no_better_than_chance", found=by_cells.spearman, needed=by_cells.chance)
    return model, checked


def _fit_for(params: PotentialParams, known: int) -> PotentialParams:
    """With no class of the interval of fewer than some cells."""
    shares = tuple(each for each in params.class_shares if min(each, 1 - each) * known >= CLASS_LEAST)
    return replace(params, class_shares=shares)


def _telling(features: pl.DataFrame) -> pl.DataFrame:
    """Without what is the same in every cell, such as the distance to a stop where no round is known."""
    return features.select(name for name in features.columns if name == "cell" or features[name].n_unique() > 1)


def _known_layers(task: GridTask, grid: Cells2D, features: pl.DataFrame, reach: Floats) -> pl.DataFrame:
    customers = rows_of(grid.cells, cells_at(lon_lat_of(task.ground.customers), grid.resolution))
    count = np.bincount(customers[customers >= 0], minlength=len(grid))
    kept = ("own_fen", "own_pieces", "population", "merchants", "visits_a_week", "in_season_tons", "altitude_m")
    return features.select(kept).with_columns(customers=count, reach_fen=reach)


def _with_potential(layers: pl.DataFrame, gaps: pl.DataFrame) -> pl.DataFrame:
    """`certainty` is the interval's lower end over its upper: 1 where both are one, near 0 where it is wide open."""
    low, high = gaps["low"], gaps["high"]
    return layers.with_columns(
        potential_fen=gaps["potential"],
        low_fen=low,
        high_fen=high,
        gap_fen=gaps["gap_fen"],
        penetration=gaps["penetration"],
        certainty=pl.when(high > 0).then(low / high).otherwise(1.0),
    )
