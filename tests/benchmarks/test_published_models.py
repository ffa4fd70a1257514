"""The models for published sets find people in rows of those sets' form."""

from pathlib import Path

import polars as pl

from benchmarks.linkage import link, measure_febrl
from benchmarks.people.published import HISTORICAL, read_historical

PEOPLE = (
    ("Q1", "thomas clifford, 1st baron clifford", "1630-08-01", "devon", "tq13 8df", "politician"),
    ("Q1", "tom clifford", "1630-08-01", "devon", "tq13 8df", None),
    ("Q2", "frank edward brightman", "1856-06-18", "bristol", "bs2 0el", "liturgist"),
    ("Q2", "feank brightman", "1856-06-18", "bristol", "bs2 0el", "liturgist"),
    ("Q3", "nina layard", None, "london", "ip3 0ea", "archaeologist"),
)


def test_historical_rows_become_words_and_dates(tmp_path: Path) -> None:
    columns = ["cluster", "full_name", "dob", "birth_place", "postcode_fake", "occupation"]
    table = pl.DataFrame(PEOPLE, schema=columns, orient="row").with_columns(unique_id=pl.lit("x"))
    table.write_parquet(tmp_path / "historical.parquet")
    read = read_historical(tmp_path / "historical.parquet")
    assert read.select("given", "middle", "family").rows()[:3] == [
        ("thomas", "clifford", "clifford"),
        ("tom", None, "clifford"),
        ("frank", "edward", "brightman"),
    ]
    assert read["sector"].to_list()[0] == "tq13 8"
    assert link(read.drop("cluster"), HISTORICAL).to_list() == [0, 0, 2, 2, 4]


def test_febrl_pairs_one_file_with_the_other(tmp_path: Path) -> None:
    head = "rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state"
    head += ", date_of_birth, soc_sec_id\n"
    row = "rec-{k}-{kind}, given{k}, family{k}, {k}, street {k}, , suburb{k}, 20{k:02}, nsw, 1930010{k}, 53042{k}\n"
    for letter, kind in (("a", "org"), ("b", "dup-0")):
        rows = "".join(row.format(k=k, kind=kind) for k in range(1, 9))
        (tmp_path / f"dataset4{letter}.csv").write_text(head + rows, encoding="utf-8")
    found, _ = measure_febrl(tmp_path)
    assert (found.precision, found.recall) == (1, 1)
