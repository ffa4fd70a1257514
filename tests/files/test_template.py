"""The Excel template can be filled, and what is filled in is read back."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.files.package_builders import problems_of
from tianlu.core.language import Language
from tianlu.files.example import example_county
from tianlu.files.package import read_package
from tianlu.files.schema import GTFS_COLUMNS, SCHEMA
from tianlu.files.template import write_template


@pytest.mark.parametrize("language", Language)
def test_template_filled_with_the_example_is_read_back_the_same(language: Language, tmp_path: Path) -> None:
    expected = example_county()
    write_template(tmp_path / "filled.xlsx", language=language, county=expected)
    county = read_package(tmp_path / "filled.xlsx")
    assert county.travel is not None
    assert expected.travel is not None
    assert county.travel.digest() == expected.travel.digest()
    assert replace(county, travel=None) == replace(expected, travel=None)


@pytest.mark.parametrize("language", Language)
def test_blank_template_lacks_rows_only(language: Language, tmp_path: Path) -> None:
    write_template(tmp_path / "blank.xlsx", language=language)
    assert [(problem.code, problem.table) for problem in problems_of(tmp_path / "blank.xlsx")] == [
        ("blank_cell", "county"),
        ("blank_cell", "county"),
        ("empty_table", "places"),
        ("empty_table", "demand"),
        ("empty_table", "vehicles"),
    ]


@pytest.mark.parametrize("language", Language)
def test_template_has_a_sheet_for_every_table_and_one_that_explains(language: Language, tmp_path: Path) -> None:
    write_template(tmp_path / "blank.xlsx", language=language)
    sheets = openpyxl.load_workbook(tmp_path / "blank.xlsx").sheetnames
    tables = [language.pick(zh=table.name_zh, en=table.name) for table in SCHEMA]
    assert sheets == [language.pick(zh="说明", en="README"), *tables, *(f"gtfs_{name}" for name in GTFS_COLUMNS)]


def test_choices_are_offered_as_a_list_and_heads_have_notes(tmp_path: Path) -> None:
    write_template(tmp_path / "blank.xlsx", language=Language.ZH)
    places = openpyxl.load_workbook(tmp_path / "blank.xlsx")["地点"]
    offered = [validation.formula1 for validation in places.data_validations.dataValidation]
    assert '"县级中心,乡镇站,村"' in offered
    assert all(head.comment is not None for head in places[1])
