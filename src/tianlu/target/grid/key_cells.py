"""Where to go first: penetration and gap of each cell, the key cells with reasons, and the markets they form."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from tianlu.core.money import yuan
from tianlu.target.grid.cells import neighbours
from tianlu.target.grid.potential import Potential

Floats = NDArray[np.float64]

REASONS = 3


@dataclass(frozen=True)
class GapParams:
    """`winnable` is the share of a gap that a year's work is thought to close, `visits` how many visits that takes."""

    winnable: float = 0.2
    visits: int = 12


@dataclass(frozen=True)
class KeyCell:
    """A cell with what it could bring beyond today and the reasons, strongest first, as (feature, figure, factor): by
    what the figure multiplies the potential."""

    cell: int
    potential_fen: int
    low_fen: int
    high_fen: int
    own_fen: int
    reach_fen: int
    worth_fen: int
    reasons: tuple[tuple[str, float, float], ...]

    @property
    def penetration(self) -> float:
        return min(1.0, self.own_fen / self.potential_fen) if self.potential_fen else 1.0

    def text(self, names: Mapping[str, str]) -> str:
        """Why it is a key cell, in English; `names` says features in words."""
        because = "; ".join(
            f"{names.get(f, f)} {_figure(figure)} (x{factor:.2f})" for f, figure, factor in self.reasons
        )
        return (
            f"Could bring {yuan(self.potential_fen)} a year ({yuan(self.low_fen)} to {yuan(self.high_fen)}), brings"
            f" {yuan(self.own_fen)} ({self.penetration:.0%}); a visit costs {yuan(self.reach_fen)}. {because}."
        )

    def text_zh(self, names: Mapping[str, str]) -> str:
        """The same in Chinese."""
        because = "；".join(
            f"{names.get(f, f)} {_figure(figure)}（×{factor:.2f}）" for f, figure, factor in self.reasons
        )
        return (
            f"年潜力 {yuan(self.potential_fen)}（{yuan(self.low_fen)} 至 {yuan(self.high_fen)}），现有"
            f" {yuan(self.own_fen)}（渗透率 {self.penetration:.0%}）；每次到访成本 {yuan(self.reach_fen)}。{because}。"
        )


@dataclass(frozen=True)
class KeyMarket:
    """Key cells that touch, by what they are worth together, the best first."""

    cells: tuple[int, ...]
    worth_fen: int
    gap_fen: int


def measure_gap(
    potential: pl.DataFrame, own_fen: Floats, reach_fen: Floats, params: GapParams | None = None
) -> pl.DataFrame:
    """`potential` (see `Potential.predict`, in fen a year) with `own_fen`, `penetration` (0 to 1), `gap_fen`,
    `gap_low_fen` (by the interval's lower end: what is safe to say), `reach_fen` and `worth_fen`: the winnable part of
    the gap less the visits that it takes."""
    params = params or GapParams()
    return potential.with_columns(own_fen=own_fen, reach_fen=reach_fen).with_columns(
        penetration=pl.when(pl.col("potential") > 0)
        .then((pl.col("own_fen") / pl.col("potential")).clip(0.0, 1.0))
        .otherwise(1.0),
        gap_fen=(pl.col("potential") - pl.col("own_fen")).clip(0.0),
        gap_low_fen=(pl.col("low") - pl.col("own_fen")).clip(0.0),
        worth_fen=(pl.col("potential") - pl.col("own_fen")).clip(0.0) * params.winnable
        - params.visits * pl.col("reach_fen"),
    )


def find_key_cells(gaps: pl.DataFrame, model: Potential, features: pl.DataFrame, *, most: int) -> tuple[KeyCell, ...]:
    """The cells that are worth most, none that is not worth its visits; `gaps` and `features` row for row."""
    worth = gaps["worth_fen"].to_numpy()
    best = np.argsort(-worth, kind="stable")[:most]
    best = best[worth[best] > 0]
    if not len(best):
        return ()
    theirs = features[best.tolist()]
    parts = model.parts(theirs)
    rows = gaps[best.tolist()].iter_rows(named=True)
    return tuple(_key_cell(row, theirs.row(k, named=True), parts[k], model.features) for k, row in enumerate(rows))


def find_key_markets(key_cells: tuple[KeyCell, ...]) -> tuple[KeyMarket, ...]:
    """Key cells that touch, put together; the market that is worth most first."""
    if not key_cells:
        return ()
    ordered = sorted(key_cells, key=lambda each: each.cell)
    ring = neighbours(np.array([each.cell for each in ordered], np.uint64))
    here, k = np.nonzero(ring >= 0)
    links = coo_array((np.ones(len(here)), (here, ring[here, k])), shape=(len(ordered), len(ordered)))
    count, market = connected_components(links, directed=False)
    found = [_market([ordered[row] for row in np.flatnonzero(market == each)]) for each in range(count)]
    return tuple(sorted(found, key=lambda each: (-each.worth_fen, each.cells)))


def _key_cell(
    gap: Mapping[str, float], features: Mapping[str, float], parts: Floats, names: tuple[str, ...]
) -> KeyCell:
    strongest = [k for k in np.argsort(-np.abs(parts))[:REASONS] if parts[k] != 0.0]
    return KeyCell(
        cell=int(gap["cell"]),
        potential_fen=round(gap["potential"]),
        low_fen=round(gap["low"]),
        high_fen=round(gap["high"]),
        own_fen=round(gap["own_fen"]),
        reach_fen=round(gap["reach_fen"]),
        worth_fen=round(gap["worth_fen"]),
        reasons=tuple((names[k], float(features[names[k]]), float(np.exp(parts[k]))) for k in strongest),
    )


def _figure(value: float) -> str:
    """Three digits that count, and no fraction of what is large."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _market(cells: list[KeyCell]) -> KeyMarket:
    return KeyMarket(
        cells=tuple(each.cell for each in cells),
        worth_fen=sum(each.worth_fen for each in cells),
        gap_fen=sum(max(0, each.potential_fen - each.own_fen) for each in cells),
    )
