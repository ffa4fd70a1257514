"""Reads a data package: whole and sound, or not at all and with everything that is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.files.cells import ReadTable, empty, missing_table, read_cells
from tianlu.files.checks import CHECKS
from tianlu.files.county_rows import county_of
from tianlu.files.draft import Draft
from tianlu.files.raw_table import RawTable
from tianlu.files.schema import GTFS_COLUMNS, SCHEMA
from tianlu.files.tables import RawPackage, read_tables
from tianlu.plan.county import County
from tianlu.plan.lines.feed import Feed
from tianlu.plan.lines.gtfs import read_feed

REPEATS_MAX = 1000
"""So often the same mistake is reported row by row; the rest are counted in one more Problem."""


def read_package(path: Path | str) -> County:
    """The county of a folder of CSV or Parquet files, a zip of them, or an Excel workbook.

    Raises ProblemsFound with all the problems, in the order of tables and rows.
    """
    raw, problems = read_tables(Path(path))
    if not raw.tables and problems:
        raise ProblemsFound(problems)
    draft, trouble = _read(raw, unopened={problem.table for problem in problems})
    problems += trouble
    problems += tuple(problem for check in CHECKS for problem in check(draft))
    if problems:
        raise ProblemsFound(_fewer_repeats(sorted(problems, key=_order)))
    return county_of(draft.tables, draft.feed)


def _read(raw: RawPackage, unopened: set[str]) -> tuple[Draft, tuple[Problem, ...]]:
    """The draft and the problems of single cells, heads and tables."""
    tables: dict[str, ReadTable] = {}
    problems: list[Problem] = []
    for table in SCHEMA:
        if table.name in raw.tables:
            tables[table.name], trouble = read_cells(raw.tables[table.name], table)
            problems += trouble
        else:
            tables[table.name] = empty(table)
            if table.required and not _is_among(table.name, unopened):
                problems.append(missing_table(table))
    feed, trouble = _read_feed(raw.gtfs)
    has_gtfs = feed is not None or bool(trouble)
    return Draft(tables, feed, has_gtfs), (*problems, *trouble)


def _is_among(table: str, files: Iterable[str]) -> bool:
    """Whether a file that could not be opened is this table's: it is not missing as well."""
    return any(name.rsplit("/")[-1].split(".")[0].casefold() == table for name in files)


def _read_feed(gtfs: Mapping[str, RawTable]) -> tuple[Feed | None, tuple[Problem, ...]]:
    """The feed; None without a problem where the package has no row of any."""
    filled = {name: table for name, table in gtfs.items() if table.rows and name in GTFS_COLUMNS}
    if not filled:
        return None, ()
    feed, problems = read_feed({name: tuple(_row_texts(table)) for name, table in filled.items()})
    return feed, tuple(_as_in_file(problem, filled) for problem in problems)


def _row_texts(table: RawTable) -> Iterator[dict[str, str]]:
    heads = [head.casefold() for head in table.heads]
    return (dict(zip(heads, cells, strict=True)) for cells in zip(*table.columns, strict=True))


def _as_in_file(problem: Problem, gtfs: Mapping[str, RawTable]) -> Problem:
    """A feed's problem under the package's name of the table, with the row as it stands in the file: the feed's
    reader counts rows without blank ones, from 2."""
    table = gtfs.get(problem.table)
    row = problem.row
    if table is not None and row is not None and 0 <= row - 2 < len(table.rows):
        row = table.rows[row - 2]
    return replace(problem, table=f"gtfs_{problem.table}", row=row)


def _order(problem: Problem) -> tuple[int, str, int]:
    """Tables as in the schema, then the others; rows as in the table, what concerns the whole table first."""
    names = [table.name for table in SCHEMA]
    place = names.index(problem.table) if problem.table in names else len(names)
    return place, problem.table, problem.row or 0


def _fewer_repeats(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, the same mistake in very many rows said only so often."""
    seen: Counter[tuple[str, str, str | None]] = Counter()
    last: dict[tuple[str, str, str | None], Problem] = {}
    for problem in problems:
        kind = (problem.code, problem.table, problem.field)
        seen[kind] += 1
        if seen[kind] <= REPEATS_MAX:
            yield problem
        last[kind] = problem
    for kind, count in seen.items():
        if count > REPEATS_MAX:
            yield replace(
                last[kind], row=None, found=f"{count - REPEATS_MAX} more of this kind (另有 {count - REPEATS_MAX} 处)"
            )
