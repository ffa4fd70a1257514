"""`tianlu validate` and `tianlu template` on the command line: counts, problems, exit codes, no traceback."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from tests.cli.command import tianlu_process
from tests.files.package_builders import parquet_without_pages, set_cell, sound_tables, write_folder, write_parquet
from tianlu.cli.plain_words import PlainWords
from tianlu.cli.template import template
from tianlu.cli.validate import validate

app = typer.Typer(cls=PlainWords, pretty_exceptions_enable=False)
app.command()(validate)
app.command()(template)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def broken(tmp_path: Path) -> str:
    tables = sound_tables()
    set_cell(tables, "places", 5, "parent", "X9")
    set_cell(tables, "demand", 2, "mon", "-3")
    return str(write_folder(tables, tmp_path / "broken"))


def test_sound_package_is_summed_up(tmp_path: Path) -> None:
    result = run("validate", str(write_folder(sound_tables(), tmp_path / "sound")), "--language", "en")
    assert result.exit_code == 0
    assert "villages: 2" in result.output
    assert "No problems" in result.output


def test_damaged_parquet_is_said_in_our_words_alone(tmp_path: Path) -> None:
    package = write_parquet(sound_tables(), tmp_path)
    (package / "places.parquet").write_bytes(parquet_without_pages())
    said = tianlu_process("validate", package)
    assert (said.code, said.err) == (2, "")
    assert "places.parquet" in said.out


def test_sample_county_is_a_package_too() -> None:
    assert run("validate", "sample:632521").exit_code == 0


@pytest.mark.parametrize(("language", "head"), [("en", "How to fix"), ("zh", "怎么改")])
def test_broken_package_ends_with_code_2_and_all_its_problems(broken: str, language: str, head: str) -> None:
    result = run("validate", broken, "--language", language)
    assert result.exit_code == 2
    assert head in result.output
    assert "X9" in result.output
    assert "-3" in result.output
    assert "Traceback" not in result.output


def test_problems_as_json_have_the_names_of_the_value(broken: str) -> None:
    result = run("validate", broken, "--json")
    assert result.exit_code == 2
    assert [(problem["code"], problem["row"]) for problem in json.loads(result.output)] == [
        ("unknown_parent", 5),
        ("negative", 2),
    ]


@pytest.mark.parametrize("name", ["nowhere", "sample:999999", "moon:1"])
def test_name_of_nothing_is_a_problem(name: str) -> None:
    result = run("validate", name)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)


def test_template_filled_with_the_example_validates(tmp_path: Path) -> None:
    path = str(tmp_path / "county.xlsx")
    assert run("template", path, "--fill", "example", "--language", "zh").exit_code == 0
    assert run("validate", path).exit_code == 0


def test_template_is_a_workbook_by_name(tmp_path: Path) -> None:
    assert run("template", str(tmp_path / "county.csv")).exit_code == 2


def test_template_cannot_be_filled_with_a_broken_package(broken: str, tmp_path: Path) -> None:
    result = run("template", str(tmp_path / "county.xlsx"), "--fill", broken)
    assert result.exit_code == 2
    assert not (tmp_path / "county.xlsx").exists()
