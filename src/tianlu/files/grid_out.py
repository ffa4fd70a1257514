"""Key cells of a grid as Excel and as GeoJSON: what they could bring, and why; nobody's name."""

from collections.abc import Callable

from tianlu.core.language import Language
from tianlu.files.features import Feature, features_geojson
from tianlu.files.flat_table import Cell, FlatColumn, Form, flat_excel
from tianlu.target.map.view import GridView, KeyCellView, outline_of

FEN_A_YUAN = 100


def key_cells_excel(grid: GridView, language: Language) -> bytes:
    """A row a key cell, the best first."""
    title = f"重点网格 Key cells · {grid.org} · {grid.made_at:%Y-%m-%d}"
    return flat_excel(_columns(grid, language), sheet="重点网格 Key cells", title=title)


def key_cells_geojson(grid: GridView, language: Language) -> bytes:
    """The same as areas."""
    columns = _columns(grid, language)
    return features_geojson(
        Feature(
            id=grid.cells[cell.row],
            corners=outline_of(grid.cells[cell.row]),
            properties={column.name: column.cells[number] for column in columns},
        )
        for number, cell in enumerate(grid.key_cells)
    ).encode()


def _columns(grid: GridView, language: Language) -> tuple[FlatColumn, ...]:
    names: dict[int, list[str]] = {}
    for place in grid.places:
        names.setdefault(place.row, []).append(language.pick(zh=place.name, en=place.name_en or place.name))

    def column(name: str, zh: str, en: str, form: Form, cell: Callable[[KeyCellView], Cell]) -> FlatColumn:
        return FlatColumn(name, zh, en, form, tuple(cell(each) for each in grid.key_cells))

    def yuan(name: str, zh: str, en: str, fen: Callable[[KeyCellView], int]) -> FlatColumn:
        return column(f"{name}_yuan", f"{zh}（元）", f"{en} (¥)", "yuan", lambda each: fen(each) / FEN_A_YUAN)

    return (
        column("rank", "名次", "Rank", "whole", lambda each: each.rank),
        column("cell", "网格", "Cell (H3)", "text", lambda each: grid.cells[each.row]),
        column("places", "村镇", "Places", "text", lambda each: "、".join(names.get(each.row, []))),
        column("market", "重点市场", "Key market", "whole", lambda each: each.market),
        yuan("potential", "年潜力", "Potential a year", lambda each: each.potential_fen),
        yuan("low", "区间下限", "Interval from", lambda each: each.low_fen),
        yuan("high", "区间上限", "Interval to", lambda each: each.high_fen),
        yuan("own", "现有年收入", "Brings a year", lambda each: each.own_fen),
        yuan("reach", "每次到访成本", "Cost of a visit", lambda each: each.reach_fen),
        yuan("worth", "预计净增", "Worth of a year's work", lambda each: each.worth_fen),
        column("why", "理由", "Why", "text", lambda each: language.pick(zh=each.text_zh, en=each.text)),
    )
