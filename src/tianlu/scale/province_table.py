"""The province as a table, a county a row, and as a map layer: what a run can be taken away as."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tianlu.files.features import Feature, features_geojson
from tianlu.files.flat_table import Cell, FlatColumn, Form, flat_csv, flat_excel, flat_parquet
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.province_totals import ProvinceTotals, total

STATES_ZH = {"kept": "全部守住", "broken": "违反规则", "missed": "未达标", "trouble": "未能规划"}


@dataclass(frozen=True)
class _Column:
    """How a county's cell and the total beneath are made."""

    name: str
    zh: str
    en: str
    form: Form
    cell: Callable[[CountyOutcome], Cell]
    foot: Callable[[ProvinceTotals], Cell] = lambda _: None


def _planned(value: Callable[[CountyOutcome], Cell]) -> Callable[[CountyOutcome], Cell]:
    """Blank where there is no plan: a county in trouble costs not nothing but something unknown."""
    return lambda row: None if row.trouble else value(row)


COLUMNS: tuple[_Column, ...] = (
    _Column("package", "数据包", "Package", "text", lambda row: row.key, lambda _: "合计 Total"),
    _Column("code", "代码", "Code", "text", lambda row: row.code),
    _Column("name", "县", "County", "text", lambda row: row.name),
    _Column("name_en", "英文名", "Name in English", "text", lambda row: row.name_en),
    _Column("state", "状态", "State", "text", lambda row: f"{STATES_ZH[row.state]} {row.state}"),
    _Column("stations", "乡镇站", "Stations", "whole", _planned(lambda row: row.stations), lambda t: t.stations),
    _Column("villages", "村", "Villages", "whole", _planned(lambda row: row.villages), lambda t: t.villages),
    _Column(
        "cost_yuan",
        "每周成本（元）",
        "Cost a week (¥)",
        "yuan",
        lambda row: None if row.cost_fen is None else row.cost_fen / 100,
        lambda t: t.cost_fen / 100,
    ),
    _Column(
        "bound_yuan",
        "成本下界（元）",
        "Bound (¥)",
        "yuan",
        lambda row: None if row.bound_fen is None else row.bound_fen / 100,
        lambda t: None if t.bound_fen is None else t.bound_fen / 100,
    ),
    _Column("gap", "差距", "Gap", "share", lambda row: row.gap, lambda t: t.gap),
    _Column(
        "floors_met", "达标项", "Floors kept", "whole", _planned(lambda row: row.floors_met), lambda t: t.floors_met
    ),
    _Column(
        "floors_of", "应达标项", "Floors owed", "whole", _planned(lambda row: row.floors_of), lambda t: t.floors_of
    ),
    _Column(
        "places_met", "达标地点", "Places kept", "whole", _planned(lambda row: row.places_met), lambda t: t.places_met
    ),
    _Column(
        "places_of", "应达标地点", "Places owed", "whole", _planned(lambda row: row.places_of), lambda t: t.places_of
    ),
    _Column("broken", "违规次数", "Rules broken", "whole", _planned(lambda row: row.broken), lambda t: t.broken),
    _Column("rules_broken", "违反的规则", "Which rules", "text", lambda row: row.rules_broken),
    _Column(
        "km",
        "里程（公里）",
        "Distance (km)",
        "tenths",
        _planned(lambda row: row.metres / 1000),
        lambda t: t.metres / 1000,
    ),
    _Column(
        "hours", "工时（小时）", "Hours (h)", "tenths", _planned(lambda row: row.minutes / 60), lambda t: t.minutes / 60
    ),
    _Column(
        "vehicle_days",
        "车日",
        "Vehicle-days",
        "whole",
        _planned(lambda row: row.vehicle_days),
        lambda t: t.vehicle_days,
    ),
    _Column("bags", "邮袋", "Bags by bus", "whole", _planned(lambda row: row.bags), lambda t: t.bags),
    _Column(
        "kg_co2e",
        "碳排（kg CO2e）",
        "Carbon (kg CO2e)",
        "tenths",
        _planned(lambda row: row.g_co2e / 1000),
        lambda t: t.g_co2e / 1000,
    ),
    _Column("seconds", "用时（秒）", "Time (s)", "tenths", lambda row: row.seconds),
    _Column("cpu_s", "处理器（秒）", "Processor (s)", "tenths", lambda row: row.cpu_s, lambda t: t.cpu_s),
    _Column(
        "memory_mb",
        "内存（MB）",
        "Memory (MB)",
        "tenths",
        lambda row: row.memory_bytes / 1e6,
        lambda t: t.memory_bytes / 1e6,
    ),
    _Column("trouble", "问题", "Trouble", "text", lambda row: row.trouble),
    _Column("trouble_zh", "问题（中文）", "Trouble in Chinese", "text", lambda row: row.trouble_zh),
)


def province_columns(outcomes: Sequence[CountyOutcome]) -> tuple[FlatColumn, ...]:
    """The table, with totals as feet."""
    sums = total(outcomes)
    return tuple(
        FlatColumn(
            name=column.name,
            zh=column.zh,
            en=column.en,
            form=column.form,
            cells=tuple(column.cell(row) for row in outcomes),
            foot=column.foot(sums),
        )
        for column in COLUMNS
    )


def province_excel(outcomes: Sequence[CountyOutcome]) -> bytes:
    weeks = " ".join(sorted({row.week for row in outcomes}))
    return flat_excel(province_columns(outcomes), sheet="全省 Province", title=f"全省一周 The province's week {weeks}")


def province_csv(outcomes: Sequence[CountyOutcome]) -> bytes:
    return flat_csv(province_columns(outcomes))


def province_parquet(outcomes: Sequence[CountyOutcome]) -> bytes:
    return flat_parquet(province_columns(outcomes))


def province_geojson(outcomes: Iterable[CountyOutcome]) -> bytes:
    """Each county as the hull of its places, which is no boundary, with its figures; `outline` says so."""
    rows = list(outcomes)
    columns = province_columns(rows)
    features = [
        Feature(
            id=row.key,
            corners=tuple((lon, lat) for lon, lat in json.loads(row.outline)),
            properties={
                **{column.name: column.cells[k] for column in columns},
                "state": row.state.value,
                "outline": "illustrative: the hull of the county's places, no boundary",
            },
        )
        for k, row in enumerate(rows)
    ]
    return features_geojson(features).encode()


@dataclass(frozen=True)
class ProvinceExport:
    """A kind of file: how its name ends, what a browser is told, and how its bytes are made."""

    suffix: str
    media_type: str
    write: Callable[[Sequence[CountyOutcome]], bytes]


PROVINCE_EXPORTS = (
    ProvinceExport(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", province_excel),
    ProvinceExport(".csv", "text/csv; charset=utf-8", province_csv),
    ProvinceExport(".parquet", "application/vnd.apache.parquet", province_parquet),
    ProvinceExport(".geojson", "application/geo+json", province_geojson),
)
