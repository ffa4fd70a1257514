"""A Spark cluster of two workers on the loopback gives the rows that the pool gives."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.loopback_cluster import QUIET_DRIVER, loopback_cluster
from tests.scale.packages import BROKEN, write_broken, write_province
from tests.small_county import WEEK
from tianlu.core.problem import ProblemsFound
from tianlu.scale.county_order import CountyBudget
from tianlu.scale.county_outcome import OUTCOME_FIELDS, FloorState, without_measures
from tianlu.scale.packages import list_packages
from tianlu.scale.pool import CountyPool, Planned
from tianlu.scale.province_order import ProvinceOrder
from tianlu.scale.spark import connect, outcome_schema, outcomes_frame, plan_on_spark

CODES = ("100001", "100002", "100003")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session on a cluster of its own. Without Java this fails: the figures of the house rest on it."""
    if shutil.which("java") is None:
        pytest.fail("the Spark test needs Java 17: on Debian, apt install openjdk-17-jre-headless")
    with loopback_cluster(2) as master:
        session = connect(master, {**QUIET_DRIVER, "spark.cores.max": "2"})
        yield session
        session.stop()


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> ProvinceOrder:
    """Three sound counties and a broken one."""
    folder = write_province(tmp_path_factory.mktemp("packages"), CODES)
    write_broken(folder)
    return ProvinceOrder(list_packages(str(folder)), WEEK, CountyBudget(iterations=400), seed=5)


def test_the_cluster_gives_the_same_rows_as_the_pool(spark: Any, order: ProvinceOrder) -> None:
    on_spark = [without_measures(row) for row in plan_on_spark(spark, order.orders())]
    with CountyPool(order.orders(), processes=1) as pool:
        on_pool = [without_measures(each.outcome) for each in pool.reports() if isinstance(each, Planned)]
    assert on_spark == sorted(on_pool, key=lambda row: row.key)
    assert [row.key for row in on_spark] == [*CODES, BROKEN]
    assert [row.state for row in on_spark] == [*[FloorState.KEPT] * 3, FloorState.TROUBLE]
    assert all(row.plan_json for row in on_spark[:3])


def test_rows_can_be_written_where_they_are_made_without_a_shuffle(
    spark: Any, order: ProvinceOrder, tmp_path: Path
) -> None:
    """What a nation's run does: no plan passes through the driver."""
    frame = outcomes_frame(spark, order.orders()[:2])
    frame.write.parquet(str(tmp_path / "rows"))
    read = spark.read.parquet(str(tmp_path / "rows"))
    assert read.columns == list(OUTCOME_FIELDS)
    assert read.count() == 2
    assert "Exchange" not in frame._jdf.queryExecution().executedPlan().toString()


def test_no_orders_give_no_rows(spark: Any) -> None:
    assert plan_on_spark(spark, ()) == ()


def test_every_column_has_a_type_that_spark_knows() -> None:
    schema = outcome_schema()
    assert "cost_fen bigint" in schema
    assert "lon double" in schema
    assert schema.count(",") == len(OUTCOME_FIELDS) - 1


def test_a_machine_without_java_says_so_in_both_languages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(ProblemsFound) as trouble:
        connect("spark://127.0.0.1:7077")
    (problem,) = trouble.value.problems
    assert "openjdk-17-jre-headless" in problem.how_to_fix
    assert "Java 17" in problem.expected_zh
