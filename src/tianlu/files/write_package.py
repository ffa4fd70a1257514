"""Writes a county as a data package: a folder of CSV files, with its bus timetable as GTFS."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tianlu.files.columns import Table
from tianlu.files.county_rows import rows_of_county
from tianlu.files.schema import GTFS_COLUMNS, TABLES
from tianlu.plan.county import County
from tianlu.plan.lines.feed import Feed
from tianlu.plan.lines.gtfs import feed_rows

TextRow = Mapping[str, str]


def write_package(county: County, folder: Path | str) -> None:
    """Writes the county's tables into a folder, which is made; tables without rows are left out.

    `read_package` of the folder is the county again, but for the words of a travel matrix's source where the
    table `sources` says them otherwise. Files of an earlier package that would be read with it are removed.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tables = package_texts(county)
    for name in TABLES:
        path = folder / f"{name}.csv"
        path.unlink(missing_ok=True)
        if name in tables:
            # Excel takes a CSV without the mark for the machine's own encoding.
            _write_csv(path, tables[name], encoding="utf-8-sig")
    _write_gtfs(county.feed, folder / "gtfs")


def package_texts(county: County) -> dict[str, list[TextRow]]:
    """The rows of the package's own tables as text, GTFS apart; `county` as key, value rows."""
    return {name: texts_of(TABLES[name], rows) for name, rows in rows_of_county(county).items()}


def texts_of(table: Table, rows: Iterable[Mapping[str, object]]) -> list[TextRow]:
    """Rows of values as rows of text. A table of key, value rows leaves out what is as it is without a row."""
    written = [
        {
            column.name: write_cell(table, column.name, row[column.name])
            for column in table.columns
            if column.name in row
        }
        for row in rows
    ]
    if not table.is_key_value:
        return list(written)
    row = next(iter(rows))
    return [
        {"key": name, "value": value}
        for name, value in written[0].items()
        if table.column(name).required or row[name] != table.column(name).default
    ]


def write_cell(table: Table, column: str, value: object) -> str:
    """A value as its column's kind writes it; None is a blank cell."""
    return "" if value is None else table.column(column).kind.write(value)


def _write_gtfs(feed: Feed | None, folder: Path) -> None:
    for name in GTFS_COLUMNS:
        (folder / f"{name}.txt").unlink(missing_ok=True)
    if feed is not None:
        folder.mkdir(exist_ok=True)
        for name, rows in feed_rows(feed).items():
            _write_csv(folder / f"{name}.txt", rows, encoding="utf-8")


def _write_csv(path: Path, rows: Sequence[TextRow], *, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
