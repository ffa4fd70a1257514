"""The same pairs on Spark, for lists too long for one machine; imports PySpark only when it is called."""

from typing import Any

from tianlu.target.lists.link.model import LinkModel
from tianlu.target.lists.link.pairs import Pairs, find_pairs_on


def find_pairs_on_spark(session: Any, records: Any, model: LinkModel) -> Pairs:
    """All pairs of the model's blocks among the rows of a Spark DataFrame, brought to the driver.

    Read long lists from files that the workers reach (`session.read.parquet`): a frame made of the driver's own rows
    goes out with every step.

    Steps between are kept in the workers' memory: no folder that all machines share is needed. Needs no library of
    Java's beside Spark's own, since levels use only what Spark's SQL knows.
    """
    from splink import SparkAPI

    engine: Any = SparkAPI
    engine = engine(spark_session=session, break_lineage_method="persist", register_udfs_automatically=False)
    return find_pairs_on(engine, records, model)
