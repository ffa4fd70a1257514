"""A few hundred made records of people in the small province, prepared for linkage."""

from functools import cache

import polars as pl

from benchmarks.people.generate import generate
from tests.target.lists.small_province import small_province
from tianlu.target.lists.address.gazetteer import Gazetteer
from tianlu.target.lists.link.pairs import ID
from tianlu.target.lists.link.people import prepare_people


@cache
def made_people() -> tuple[pl.DataFrame, pl.DataFrame]:
    """What was made, with its truth, and the same as the linkage wants it."""
    rows = generate(small_province(), records=600, seed=11)
    return rows, prepare_people(rows.select(ID, "name", "phone", "address"), Gazetteer(small_province()))
