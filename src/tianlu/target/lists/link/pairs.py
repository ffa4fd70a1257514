"""Pairs of records that may belong together, with the pattern of levels of each: Splink's blocking and comparisons.

Splink's own weights are not used. Each level is given the weight of its number, so that what Splink calls the match
weight of a comparison is which level the pair is at; what the levels are worth is `mixture.py`'s to find.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from tianlu.target.lists.link.model import Comparison, LinkModel

if TYPE_CHECKING:
    from splink import SettingsCreator

ID = "record"
"""The column of record numbers: whole numbers, each once."""

LEAST = 2.0**-40
"""The probability that the weights of levels are counted from; any that keeps all of them below 1."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Each pair once, in order: `left` < `right`, record numbers; `pattern` as of LinkModel.levels_of."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    pattern: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.left)

    def only(self, kept: NDArray[np.bool_]) -> "Pairs":
        return Pairs(self.left[kept], self.right[kept], self.pattern[kept])


def find_pairs(records: pl.DataFrame, model: LinkModel, *, threads: int = 1, memory: str = "4GB") -> Pairs:
    """All pairs of the model's blocks, on DuckDB in memory. `records` has ID and the columns that the model names."""
    from splink import DuckDBAPI  # only when lists are joined: it is slow to load

    with duckdb.connect(":memory:") as connection:
        connection.execute(f"SET threads = {threads}; SET memory_limit = '{memory}'")
        return find_pairs_on(DuckDBAPI(connection), records.to_arrow(), model)


def find_pairs_on(engine: Any, records: Any, model: LinkModel) -> Pairs:
    """The same on an engine of Splink's, with a table as that engine takes it: DuckDBAPI, or SparkAPI on a session."""
    from splink import Linker

    linker = Linker(engine.register(records), _settings(model), log_level=None)
    predicted = linker.inference.predict(warning_mode="never")
    sql = f"SELECT {ID}_l, {ID}_r, {_pattern_sql(model.comparisons)} AS pattern FROM {{this}}"
    counted: Any = predicted.query_sql(sql)
    table = pl.DataFrame(counted.as_pyarrow_table())
    left, right, pattern = (table[:, k].cast(pl.Int64).to_numpy() for k in range(3))
    return sorted_pairs(left, right, pattern)


def sorted_pairs(left: NDArray[np.int64], right: NDArray[np.int64], pattern: NDArray[np.int64]) -> Pairs:
    """Pairs in order, the smaller number left; levels are the same either way round."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((high, low))
    return Pairs(low[order], high[order], pattern[order])


def _settings(model: LinkModel) -> "SettingsCreator":
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=ID,
        comparisons=[_comparison(each) for each in model.comparisons],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in model.blocks],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(comparison: Comparison) -> dict[str, Any]:
    unknown = {"sql_condition": comparison.unknown, "is_null_level": True}
    levels: list[dict[str, Any]] = [
        {"sql_condition": level.sql or "ELSE", "m_probability": LEAST * 2.0**number, "u_probability": LEAST}
        for number, level in enumerate(comparison.levels, start=1)
    ]
    return {"output_column_name": comparison.name, "comparison_levels": [unknown, *levels]}


def _pattern_sql(comparisons: Sequence[Comparison]) -> str:
    """The levels' numbers as digits of one number."""
    terms, base = [], 1
    for comparison in comparisons:
        terms.append(f"CAST(ROUND(mw_{comparison.name}) AS BIGINT) * {base}")
        base *= len(comparison.levels) + 1
    return " + ".join(terms)
