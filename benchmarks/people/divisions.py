"""The public division list of a province, as the package china-division has it (`dist/` of its unpacked archive)."""

import csv
from collections.abc import Iterator
from pathlib import Path

from tianlu.target.lists.address.division import DivisionTable, read_divisions

TABLES = ("provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv")


def read_province(folder: Path, province: str) -> DivisionTable:
    """The table of the province whose code begins so: 52 is Guizhou. Raises FileNotFoundError for a missing table."""
    return read_divisions(_rows(folder, province))


def _rows(folder: Path, province: str) -> Iterator[tuple[str, str]]:
    for table in TABLES:
        with (folder / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["code"].startswith(province):
                    yield row["code"], row["name"]
