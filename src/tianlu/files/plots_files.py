"""A county's plots to take away: an Excel workbook of plots and places, or GeoJSON (RFC 7946) for any map program."""

from io import BytesIO
from typing import Any

import xlsxwriter

from tianlu.core.language import Language
from tianlu.files.features import Feature, features_geojson
from tianlu.target.plots.kept.model import SECONDS_A_MINUTE
from tianlu.target.plots.kept.view import DrawingView, PlotPlaceView, PlotView

PLOT_HEADS = (
    ("编号", "number"),
    ("名称", "name"),
    ("责任人", "who"),
    ("责任单位", "unit"),
    ("地点数", "places"),
    ("每周分钟", "minutes a week"),
    ("占均值 %", "% of the mean"),
    ("在允许偏差内", "within tolerance"),
    ("锁定地点", "locked places"),
    ("与邻块相接（对）", "pairs with other plots"),
)
PLACE_HEADS = (
    ("责任田", "plot"),
    ("地点编号", "place"),
    ("地点", "name"),
    ("英文名", "English name"),
    ("每周分钟", "minutes a week"),
    ("锁定", "locked"),
    ("经度", "lon"),
    ("纬度", "lat"),
)


def plots_excel(drawing: DrawingView, places: tuple[PlotPlaceView, ...], language: Language) -> bytes:
    """Two sheets, plots and their places."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plots = book.add_worksheet(language.pick(zh="责任田", en="Plots"))
    _write(plots, head, PLOT_HEADS, [_plot_row(plot, language) for plot in drawing.plots], language)
    own = sorted((each for each in places if each.plot), key=lambda each: (each.plot, each.place))
    sheet = book.add_worksheet(language.pick(zh="地点", en="Places"))
    _write(sheet, head, PLACE_HEADS, [_place_row(place, language) for place in own], language)
    book.close()
    return out.getvalue()


def plots_geojson(drawing: DrawingView, places: tuple[PlotPlaceView, ...], language: Language) -> bytes:
    """A point a place with its plot; the area about it is an illustration, not a boundary, and stays out."""
    plot_of = {plot.number: plot for plot in drawing.plots}
    features = [
        Feature(
            place.place,
            ((place.lon, place.lat),),
            {
                "name": place.name,
                "name_en": place.name_en,
                "plot": place.plot,
                "plot_name": plot_of[place.plot].name,
                "who": plot_of[place.plot].person_name,
                "minutes_a_week": _minutes(place.seconds),
                "is_locked": place.is_locked,
            },
        )
        for place in places
        if place.plot and place.lon is not None and place.lat is not None
    ]
    return features_geojson(features).encode()


def _plot_row(plot: PlotView, language: Language) -> tuple[Any, ...]:
    return (
        plot.number,
        plot.name,
        plot.person_name,
        plot.unit_name,
        plot.places,
        _minutes(plot.seconds),
        round(100 * plot.share, 1),
        _yes_or_no(plot.is_even, language),
        plot.locked,
        plot.cut_edges,
    )


def _place_row(place: PlotPlaceView, language: Language) -> tuple[Any, ...]:
    return (
        place.plot,
        place.place,
        place.name,
        place.name_en,
        _minutes(place.seconds),
        _yes_or_no(place.is_locked, language),
        place.lon,
        place.lat,
    )


def _minutes(seconds: int) -> float:
    return round(seconds / SECONDS_A_MINUTE, 1)


def _yes_or_no(fact: bool, language: Language) -> str:
    return language.pick(zh="是", en="yes") if fact else language.pick(zh="否", en="no")


def _write(
    sheet: Any, head: Any, heads: tuple[tuple[str, str], ...], rows: list[tuple[Any, ...]], language: Language
) -> None:
    sheet.write_row(0, 0, [language.pick(zh=zh, en=en) for zh, en in heads], head)
    for row, cells in enumerate(rows, start=1):
        sheet.write_row(row, 0, cells)
    sheet.set_column(0, len(heads) - 1, 14)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
