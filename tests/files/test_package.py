"""A package is read whole, from every form that it may have."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.files.package_builders import (
    problems_of,
    sound_tables,
    write_folder,
    write_parquet,
    write_workbook,
    write_zip,
)
from tianlu.core.calendar import DayPattern
from tianlu.files.package import read_package
from tianlu.files.schema import TABLES
from tianlu.plan.county import County


def without_travel(county: County) -> County:
    """A matrix equals itself only; its figures are compared by digest."""
    return replace(county, travel=None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(sound_tables(), tmp_path / "package")


def test_sound_package_is_read_into_values(folder: Path) -> None:
    county = read_package(folder)
    assert (county.code, county.name) == ("632521", "共和县")
    assert [place.id for place in county.places] == ["H", "S", "T", "V", "W"]
    assert county.places[3].depots == ("T",)
    assert county.demand[0].pieces == (3, 2, 0, 0, 0, 0, 0)
    assert county.demand[0].g_a_piece == 800
    assert county.seasons[0].months == {11, 12, 1, 2}
    assert county.vehicles[0].consumption_per_100km == 9500
    assert county.vehicles[1].days == DayPattern.of([0, 1, 2, 3, 4, 6])
    assert [freight.hold_g for freight in county.freight] == [60_000, 0]
    assert county.travel is not None
    assert county.travel.places == tuple(place.id for place in county.places)
    assert int(county.travel.metres[0, 1]) == 20_500
    assert county.travel.source == "straight lines"
    assert county.feed is not None
    assert len(county.feed.trips) == 1
    assert county.floor_overrides[0].figure == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_and_separators_people_use(
    folder: Path, tmp_path: Path, encoding: str, separator: str
) -> None:
    other = write_folder(sound_tables(), tmp_path / "other", encoding, separator)
    assert without_travel(read_package(other)) == without_travel(read_package(folder))


@pytest.mark.parametrize("inside", ["", "共和县/"])
def test_zip_is_the_folder_it_was_made_from(folder: Path, tmp_path: Path, inside: str) -> None:
    archive = write_zip(folder, tmp_path / "package.zip", inside)
    assert without_travel(read_package(archive)) == without_travel(read_package(folder))


def test_gtfs_may_be_a_zip_of_its_own(folder: Path, tmp_path: Path) -> None:
    expected = read_package(folder)
    write_zip(folder / "gtfs", folder / "gtfs.zip")
    for file in (folder / "gtfs").iterdir():
        file.unlink()
    assert read_package(folder).feed == expected.feed


def test_parquet_says_the_same_as_csv(folder: Path, tmp_path: Path) -> None:
    other = write_parquet(sound_tables(), tmp_path / "parquet")
    assert without_travel(read_package(other)) == without_travel(read_package(folder))


def test_workbook_says_the_same_as_csv(folder: Path, tmp_path: Path) -> None:
    book = write_workbook(sound_tables(), tmp_path / "package.xlsx")
    assert without_travel(read_package(book)) == without_travel(read_package(folder))


def test_chinese_heads_tables_and_words_are_taken(folder: Path, tmp_path: Path) -> None:
    tables = {}
    for name, (heads, *rows) in sound_tables().items():
        table = TABLES.get(name)
        if table is None:
            tables[name] = [heads, *rows]
        elif table.is_key_value:
            tables[table.name_zh] = [["项目", "内容"], *([table.column(key).name_zh, value] for key, value in rows)]
        else:
            words = {choice.word: choice.word_zh for column in table.columns for choice in column.kind.choices}
            translated = [[words.get(cell, cell) for cell in row] for row in rows]
            tables[table.name_zh] = [[table.column(head).name_zh for head in heads], *translated]
    book = write_workbook(tables, tmp_path / "数据包.xlsx")
    assert problems_of(book) == ()
    assert without_travel(read_package(book)) == without_travel(read_package(folder))


def test_blank_rows_and_columns_of_ones_own_are_passed_over(folder: Path, tmp_path: Path) -> None:
    tables = sound_tables()
    tables["demand"] = [[*line, "#mine" if k == 0 else "x"] for k, line in enumerate(tables["demand"])]
    tables["demand"] += [[""] * 7, [""] * 7]
    other = write_folder(tables, tmp_path / "other")
    assert without_travel(read_package(other)) == without_travel(read_package(folder))
