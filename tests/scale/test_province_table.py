"""The province as table and map: every county a row, totals beneath, nothing lost on the way."""

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import polars as pl
import pytest

from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.province_table import COLUMNS, province_csv, province_excel, province_geojson, province_parquet
from tianlu.scale.province_totals import total

KEPT = CountyOutcome(
    "100001",
    code="100001",
    name="=甲县",
    lon=100.0,
    lat=35.0,
    outline="[[100, 35], [101, 35], [100.5, 36]]",
    stations=2,
    villages=4,
    week="2026-11-23",
    cost_fen=110_00,
    bound_fen=100_00,
    floors_met=5,
    floors_of=5,
    metres=12_500,
    minutes=90,
    g_co2e=2_500,
    cpu_s=3.0,
    memory_bytes=200_000_000,
)
MISSED = CountyOutcome(
    "100002", code="100002", name="乙县", villages=6, cost_fen=50_00, floors_met=7, floors_of=8, broken=1, cpu_s=1.5
)
TROUBLE = CountyOutcome("100003", trouble="no places\nno vehicles", trouble_zh="没有地点", memory_bytes=1)
ROWS = (KEPT, MISSED, TROUBLE)


def test_totals_are_sums_over_the_counties_that_have_a_plan() -> None:
    sums = total(ROWS)
    assert (sums.counties, sums.sound, sums.troubled) == (3, 1, 1)
    assert (sums.villages, sums.cost_fen, sums.floors_met, sums.floors_of) == (10, 160_00, 12, 13)
    assert (sums.cpu_s, sums.memory_bytes) == (4.5, 200_000_000)


def test_the_province_has_a_bound_only_if_every_county_has_one() -> None:
    assert total(ROWS).bound_fen is None
    assert total([KEPT, KEPT, TROUBLE]).gap == pytest.approx(0.1)
    assert total([]).gap is None


def test_csv_has_a_line_a_county_and_blanks_where_nothing_is_known() -> None:
    text = province_csv(ROWS).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["code"] for row in rows] == ["100001", "100002", ""]
    assert [row["cost_yuan"] for row in rows] == ["110.0", "50.0", ""]
    assert [row["gap"][:4] for row in rows] == ["0.10", "", ""]
    assert rows[2]["villages"] == ""
    assert rows[2]["trouble"] == "no places\nno vehicles"


def test_parquet_keeps_figures_as_figures() -> None:
    table = pl.read_parquet(BytesIO(province_parquet(ROWS)))
    assert table.columns == [column.name for column in COLUMNS]
    assert table["floors_met"].to_list() == [5, 7, None]
    assert table["km"].to_list() == [12.5, 0.0, None]
    assert table["bound_yuan"].to_list() == [100.0, None, None]
    assert table.schema["villages"] == pl.Int64


def test_a_table_of_troubles_alone_still_has_its_types() -> None:
    table = pl.read_parquet(BytesIO(province_parquet([TROUBLE])))
    assert table.schema["cost_yuan"] == pl.Float64


def test_the_workbook_has_totals_beneath_and_no_formula() -> None:
    page = openpyxl.load_workbook(BytesIO(province_excel(ROWS))).active
    assert page is not None
    lines = list(page.iter_rows())
    assert len(lines) == 5
    heads = [str(cell.value).split("\n")[0] for cell in lines[0]]
    foot = {head: cell.value for head, cell in zip(heads, lines[-1], strict=True)}
    assert (foot["数据包"], foot["村"], foot["每周成本（元）"], foot["达标项"]) == ("合计 Total", 10, 160, 12)
    name = lines[1][heads.index("县")]
    assert (name.value, name.data_type, name.quotePrefix) == ("=甲县", "s", True)


def test_the_map_has_an_area_a_county_that_says_it_is_no_boundary() -> None:
    layer = json.loads(province_geojson(ROWS))
    first, _, last = layer["features"]
    assert first["geometry"]["type"] == "Polygon"
    assert first["geometry"]["coordinates"][0][0] == first["geometry"]["coordinates"][0][-1] == [100, 35]
    assert first["properties"]["state"] == "kept"
    assert "no boundary" in first["properties"]["outline"]
    assert last["geometry"] is None
    assert [feature["properties"]["cost_yuan"] for feature in layer["features"]] == [110, 50, None]


def test_a_county_of_one_place_is_a_point() -> None:
    row = CountyOutcome("a", outline="[[100, 35]]")
    (feature,) = json.loads(province_geojson([row]))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [100, 35]}
