"""Many counties on many machines: the same function as the pool's, mapped over a Spark cluster, a county a task.

Needs the extra `tianlu[spark]` and Java 17 where the driver runs; Tianlu must be installed on every machine, and a
package's path must mean the same there. Nothing is shuffled: an order goes out, a row comes back.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, get_type_hints

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.scale.county_order import CountyOrder
from tianlu.scale.county_outcome import CountyOutcome
from tianlu.scale.plan_county import plan_county

SPARK_TYPES = {str: "string", int: "bigint", float: "double"}


def connect(master: str, settings: dict[str, str] | None = None) -> Any:
    """A SparkSession on the master at this address, as `spark://host:7077`, with Spark's own settings.

    The cluster's machines run the Python of this path, unless the environment's PYSPARK_PYTHON names another.
    Raises ProblemsFound where PySpark or Java is missing.
    """
    _need_java()
    session = _spark_session()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = session.builder.master(master).appName("tianlu")
    for name, value in (settings or {}).items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def outcomes_frame(spark: Any, orders: Sequence[CountyOrder]) -> Any:
    """A DataFrame with a row a county, computed when it is used: collect it, or write it from where it is made.

    Each order is a partition of its own, so that a county that is done frees its core; give the largest first. The
    columns are those of `CountyOutcome`.
    """
    texts = [json.dumps(order.to_row()) for order in orders]

    def plan_frames(frames: Iterator[Any]) -> Iterator[Any]:
        """Runs on the cluster: numbers of orders in, a row out for each."""
        for frame in frames:
            for number in frame["id"]:
                yield _planned_frame(texts[number])

    numbers = spark.range(0, len(texts), 1, max(1, len(texts)))
    return numbers.mapInPandas(plan_frames, outcome_schema())


def plan_on_spark(spark: Any, orders: Sequence[CountyOrder]) -> tuple[CountyOutcome, ...]:
    """The counties' rows in order of their keys, brought to the driver with their plans."""
    rows = outcomes_frame(spark, orders).collect() if orders else []
    return tuple(sorted((CountyOutcome.from_row(row.asDict()) for row in rows), key=lambda outcome: outcome.key))


def outcome_schema() -> str:
    """The columns of `CountyOutcome` as Spark declares them."""
    hints = get_type_hints(CountyOutcome)
    return ", ".join(f"{field.name} {_spark_type(hints[field.name])}" for field in fields(CountyOutcome))


def _spark_type(hint: Any) -> str:
    """`int | None` is stored as `int` is: every column may be null."""
    return next(name for kind, name in SPARK_TYPES.items() if hint in (kind, kind | None))


def _planned_frame(order_json: str) -> Any:
    """A pandas frame with one county's row; of objects, for pandas would turn a column of None into floats."""
    import pandas as pd

    outcome = plan_county(CountyOrder.from_row(json.loads(order_json)))
    return pd.DataFrame([outcome.to_row()], dtype=object)


def _spark_session() -> Any:
    """The class."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ProblemsFound([_no_pyspark()]) from None
    return SparkSession


def _need_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if shutil.which(os.path.join(home, "bin", "java") if home else "java") is None:
        raise ProblemsFound([_no_java()])


def _no_pyspark() -> Problem:
    return Problem(
        code="no_pyspark",
        table="spark",
        row=None,
        field=None,
        found="no PySpark",
        expected="the extra tianlu[spark]",
        how_to_fix="Install it: pip install 'tianlu[spark]'.",
        expected_zh="附加组件 tianlu[spark]",
        how_to_fix_zh="请安装：pip install 'tianlu[spark]'。",
    )


def _no_java() -> Problem:
    return Problem(
        code="no_java",
        table="spark",
        row=None,
        field=None,
        found="no Java",
        expected="Java 17, which Spark runs on, on the PATH or under JAVA_HOME",
        how_to_fix="Install it; on Debian: apt install openjdk-17-jre-headless.",
        expected_zh="Spark 所需的 Java 17（在 PATH 中或由 JAVA_HOME 指定）",
        how_to_fix_zh="请安装；Debian 上：apt install openjdk-17-jre-headless。",
    )
