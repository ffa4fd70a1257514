"""All the tables of a package as text, from whatever files hold them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tianlu.core.problem import Problem
from tianlu.files.kinds import nearest
from tianlu.files.package_files import PackageFile, read_package_files
from tianlu.files.parquet_table import read_parquet_tables
from tianlu.files.raw_table import RawTable
from tianlu.files.schema import GTFS_COLUMNS, SCHEMA, gtfs_table_named, table_named
from tianlu.files.text_table import read_text_table
from tianlu.files.workbook import read_workbook


@dataclass(frozen=True)
class RawPackage:
    """A package's tables by their English names, and a feed's by GTFS's names (`stop_times`)."""

    tables: Mapping[str, RawTable]
    gtfs: Mapping[str, RawTable]


def read_tables(path: Path) -> tuple[RawPackage, tuple[Problem, ...]]:
    """The tables of a package and everything that hinders reading them."""
    files, problems = read_package_files(path)
    found: list[RawTable] = []
    parquet = [(file, _table_name(file)) for file in files if file.suffix == ".parquet"]
    others = [file for file in files if file.suffix != ".parquet"]
    for tables, trouble in (*map(_read, others), read_parquet_tables(parquet)):
        found += tables
        problems += tuple(_with_table_name(problem) for problem in trouble)
    gtfs = [replace(table, name=name) for table in found if (name := gtfs_table_named(table.name))]
    own = [replace(table, name=known.name) for table in found if (known := table_named(table.name))]
    package = RawPackage({table.name: table for table in own}, {table.name: table for table in gtfs})
    return package, (*problems, *_unknown(found), *_twice(own), *_twice(gtfs))


def _read(file: PackageFile) -> tuple[tuple[RawTable, ...], tuple[Problem, ...]]:
    if file.suffix == ".xlsx":
        return read_workbook(file)
    table, problems = read_text_table(file, _table_name(file))
    return ((table,) if table else ()), problems


def _table_name(file: PackageFile) -> str:
    return f"gtfs_{file.stem}" if file.is_gtfs else file.stem


def _with_table_name(problem: Problem) -> Problem:
    """A problem of the sheet 地点 is one of the table `places`."""
    known = table_named(problem.table)
    return replace(problem, table=known.name) if known else problem


def _unknown(tables: Iterable[RawTable]) -> Iterator[Problem]:
    known = [name for table in SCHEMA for name in (table.name, table.name_zh)]
    gtfs = [f"gtfs_{name}" for name in GTFS_COLUMNS]
    for table in tables:
        if table_named(table.name) is None and gtfs_table_named(table.name) is None:
            close = nearest(table.name.casefold(), [*known, *gtfs])
            yield Problem(
                "unknown_table",
                table.name,
                None,
                None,
                f"“{table.name}”",
                "one of the tables " + ", ".join(each.name for each in SCHEMA),
                f"Did you mean “{close}”?"
                if close
                else "Rename it, or take it out; a name with # before it is ignored.",
                "以下各表之一：" + "、".join(each.name_zh for each in SCHEMA),
                f"是否应为“{close}”？" if close else "请改名或移出；名称以 # 开头的会被忽略。",
            )


def _twice(tables: Iterable[RawTable]) -> Iterator[Problem]:
    for name, count in Counter(table.name for table in tables).items():
        if count > 1:
            yield Problem(
                "table_twice",
                name,
                None,
                None,
                f"the table {count} times",
                "every table once",
                "Keep one of the files or sheets.",
                "每张表只出现一次",
                "请只保留其中一个文件或工作表。",
            )
