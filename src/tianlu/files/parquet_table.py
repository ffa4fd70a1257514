"""A Parquet file as a table of text."""

from io import BytesIO

import polars as pl
from polars.exceptions import PanicException, PolarsError

from tianlu.core.problem import Problem
from tianlu.files.package_files import PackageFile, too_large, unreadable
from tianlu.files.raw_table import RawTable

ROWS_MAX = 5_000_000


def read_parquet_table(file: PackageFile, name: str) -> tuple[RawTable | None, tuple[Problem, ...]]:
    """The table `name` in a file; None with a Problem where there is none. Rows count as if the heads were row 1."""
    try:
        scan = pl.scan_parquet(BytesIO(file.content))
        height = scan.select(pl.len()).collect().item()
        if height > ROWS_MAX:
            return None, (too_large(file.name, f"{height} rows"),)
        frame = scan.collect().select(pl.all().cast(pl.String).fill_null(""))
    # Polars panics, outside of Exception, where the pages of a file do not keep what its footer promises.
    except (PolarsError, PanicException, OSError) as error:
        return None, (unreadable(file.name, str(error).splitlines()[0]),)
    columns = tuple(tuple(frame[head]) for head in frame.columns)
    return RawTable(name, tuple(frame.columns), columns, tuple(range(2, height + 2))), ()
