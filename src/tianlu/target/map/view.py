"""The grid of a unit as it is kept and shown: cells, figures and places; nobody's name, telephone or address."""

from collections.abc import Mapping
from datetime import datetime

import h3.api.basic_str as h3  # type: ignore[import-untyped]
import polars as pl
from pydantic import BaseModel, ConfigDict

from tianlu.target.grid.held_out import HeldOut
from tianlu.target.grid.key_cells import KeyCell
from tianlu.target.map.ground import Ground
from tianlu.target.map.make_grid import GridFound, Quality, WhyNot
from tianlu.target.map.words import Words, feature_words

DEGREES_DIGITS = 5
"""About a metre."""
SHARES = ("penetration", "certainty")
SHARE_DIGITS = 3

LonLat = tuple[float, float]


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class ReasonView(View):
    """A feature, its figure in the cell, and by what it multiplies the potential."""

    feature: str
    words: str
    words_zh: str
    figure: float
    factor: float


class KeyCellView(View):
    """`row` is the cell's among the cells; money in fen a year, `reach_fen` a visit. `worth_fen` is what a year's work
    is thought to win, less its visits."""

    rank: int
    row: int
    potential_fen: int
    low_fen: int
    high_fen: int
    own_fen: int
    reach_fen: int
    worth_fen: int
    market: int
    text: str
    text_zh: str
    reasons: tuple[ReasonView, ...]


class KeyMarketView(View):
    """Key cells that touch, by their rows."""

    rank: int
    rows: tuple[int, ...]
    worth_fen: int
    gap_fen: int


class HeldOutView(View):
    """Cells that were forecast by a model that had not seen them."""

    cells: int
    spearman: float
    coverage: float


class QualityView(View):
    """`because` is empty where a potential was learnt; otherwise `found` and `needed` are the figures of why not."""

    known: int
    cells: int
    because: WhyNot
    found: float
    needed: float
    by_cells: HeldOutView | None
    by_blocks: HeldOutView | None
    asked_coverage: float


class PlaceOfCellView(View):
    county: str
    id: str
    name: str
    name_en: str
    row: int


class GridView(View):
    """A value of a layer stands in the row of its cell (an H3 index), None where it is not known. `plans` are the plans
    whose rounds were looked at, by county; `by_rounds` is False where there was none. `elsewhere` are customers whose
    place is not known. `made_at` is when it was made, `month` what was in season."""

    org: str
    resolution: int
    month: int
    seed: int
    made_at: datetime
    plans: dict[str, str]
    by_rounds: bool
    cells: tuple[str, ...]
    layers: dict[str, tuple[float | None, ...]]
    places: tuple[PlaceOfCellView, ...]
    key_cells: tuple[KeyCellView, ...]
    key_markets: tuple[KeyMarketView, ...]
    quality: QualityView
    elsewhere: int


def view_grid(
    found: GridFound,
    ground: Ground,
    *,
    org: str,
    plans: Mapping[str, str],
    month: int,
    seed: int,
    made_at: datetime,
) -> GridView:
    cells = tuple(h3.int_to_str(cell) for cell in found.grid.cells.tolist())
    row_of = {cell: row for row, cell in enumerate(found.grid.cells.tolist())}
    market_of = {cell: rank for rank, market in enumerate(found.key_markets, 1) for cell in market.cells}
    names = feature_words({feature for each in found.key_cells for feature, _, _ in each.reasons})
    return GridView(
        org=org,
        resolution=found.grid.resolution,
        month=month,
        seed=seed,
        made_at=made_at,
        plans=dict(plans),
        by_rounds=ground.by_rounds,
        cells=cells,
        layers={name: _rounded(found.layers[name]) for name in found.layers.columns},
        places=tuple(_places(found, ground)),
        key_cells=tuple(
            _key_cell(rank, row_of[each.cell], market_of[each.cell], each, names)
            for rank, each in enumerate(found.key_cells, 1)
        ),
        key_markets=tuple(
            KeyMarketView(
                rank=rank,
                rows=tuple(row_of[cell] for cell in market.cells),
                worth_fen=market.worth_fen,
                gap_fen=market.gap_fen,
            )
            for rank, market in enumerate(found.key_markets, 1)
        ),
        quality=_quality(found.quality),
        elsewhere=ground.elsewhere,
    )


def outline_of(cell: str) -> tuple[LonLat, ...]:
    """The corners of a cell (an H3 index), counter-clockwise and not closed."""
    return tuple((round(lon, DEGREES_DIGITS), round(lat, DEGREES_DIGITS)) for lat, lon in h3.cell_to_boundary(cell))


def _places(found: GridFound, ground: Ground) -> list[PlaceOfCellView]:
    row_of = {h3.int_to_str(cell): row for row, cell in enumerate(found.grid.cells.tolist())}
    return [
        PlaceOfCellView(
            county=county,
            id=id_,
            name=place.name,
            name_en=place.name_en,
            row=row_of[h3.latlng_to_cell(place.lat, place.lon, found.grid.resolution)],
        )
        for (county, id_), place in sorted(ground.places.items())
    ]


def _rounded(values: pl.Series) -> tuple[float | None, ...]:
    digits = SHARE_DIGITS if values.name in SHARES else 0
    return tuple(round(value, digits) for value in values.cast(pl.Float64).to_list())


def _key_cell(rank: int, row: int, market: int, cell: KeyCell, names: Mapping[str, Words]) -> KeyCellView:
    return KeyCellView(
        rank=rank,
        row=row,
        potential_fen=cell.potential_fen,
        low_fen=cell.low_fen,
        high_fen=cell.high_fen,
        own_fen=cell.own_fen,
        reach_fen=cell.reach_fen,
        worth_fen=cell.worth_fen,
        market=market,
        text=cell.text({name: en for name, (_, en) in names.items()}),
        text_zh=cell.text_zh({name: zh for name, (zh, _) in names.items()}),
        reasons=tuple(
            ReasonView(
                feature=feature,
                words=names[feature][1],
                words_zh=names[feature][0],
                figure=round(figure, 1),
                factor=round(factor, 3),
            )
            for feature, figure, factor in cell.reasons
        ),
    )


def _quality(quality: Quality) -> QualityView:
    return QualityView(
        **{
            **quality.__dict__,
            "by_cells": _held_out(quality.by_cells),
            "by_blocks": _held_out(quality.by_blocks),
        }
    )


def _held_out(held_out: HeldOut | None) -> HeldOutView | None:
    return None if held_out is None else HeldOutView(**held_out.__dict__)


def why_no_potential(quality: QualityView) -> Words:
    """In Chinese and English; empty where there is one."""
    if quality.because == "few_cells":
        return (
            f"只有 {quality.found:.0f} 个网格有自有收入，至少需要 {quality.needed:.0f} 个才能学习潜力；"
            "可改选上级机构（县更多）或更高的分辨率",
            f"{quality.found:.0f} cells bring anything; {quality.needed:.0f} at least are needed to learn a potential;"
            " choose the unit above, which has more counties, or a higher resolution",
        )
    if quality.because == "few_blocks":
        return (
            f"有收入的网格只分布在 {quality.found:.0f} 个片区，至少需要 {quality.needed:.0f} 个才能留出检验",
            f"the cells that bring anything lie in {quality.found:.0f} blocks of the map; {quality.needed:.0f} at least"
            " are needed to hold some back",
        )
    if quality.because == "no_better_than_chance":
        return (
            f"对留出网格的排序（秩相关 {quality.found:.2f}）不比偶然更好（{quality.needed:.2f}）",
            f"held-back cells are ranked (correlation {quality.found:.2f}) no better than by chance"
            f" ({quality.needed:.2f})",
        )
    return "", ""
