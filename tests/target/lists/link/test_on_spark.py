"""Spark, with two workers on the loopback, finds the pairs that DuckDB finds, at the same levels."""

import shutil

import numpy as np
import pytest

from benchmarks.loopback_cluster import QUIET_DRIVER, loopback_cluster
from tests.target.lists.link.made_people import made_people
from tianlu.scale.spark import connect
from tianlu.target.lists.link.on_spark import find_pairs_on_spark
from tianlu.target.lists.link.pairs import find_pairs
from tianlu.target.lists.link.people import PEOPLE


def test_spark_finds_the_pairs_that_duckdb_finds() -> None:
    if shutil.which("java") is None:
        pytest.fail("the Spark test needs Java 17: on Debian, apt install openjdk-17-jre-headless")
    _, prepared = made_people()
    here = find_pairs(prepared, PEOPLE)
    with loopback_cluster(2) as master:
        session = connect(master, {**QUIET_DRIVER, "spark.cores.max": "2", "spark.sql.shuffle.partitions": "2"})
        there = find_pairs_on_spark(session, session.createDataFrame(prepared.to_arrow()), PEOPLE)
        session.stop()
    assert len(here) > 1000
    for each in ("left", "right", "pattern"):
        assert np.array_equal(getattr(here, each), getattr(there, each)), each
