"""Models for two published sets of records, written as a user would write one for a list of his own: which columns,
which levels, which blocks. No label is read and no probability is fixed.
"""

from pathlib import Path

import polars as pl

from tianlu.target.lists.link.model import Comparison, Level, LinkModel, PairClass
from tianlu.target.lists.link.pairs import ID

HONOURS = (
    r"\b(?:1st|2nd|3rd|\d+th|sir|baron|baronet|bt|lord|earl|viscount|of|the|lady|duke|and|rev|rt|dr|hon|count"
    r"|marquess|jr)\b"
)
NO_DAY = "-01-01"
"""The first of January stands for a day that is not known."""


def read_historical(path: Path) -> pl.DataFrame:
    """historical_50k (splink_datasets, MIT) with the columns that HISTORICAL compares, and its truth `cluster`."""
    whole = pl.col("full_name").str.replace_all(r"[^a-z0-9 ]", " ").str.replace_all(HONOURS, " ")
    names = pl.read_parquet(path).with_row_index(ID).with_columns(words=whole.str.extract_all(r"\S+"))
    count = pl.col("words").list.len()
    is_dated = ~pl.col("dob").str.ends_with(NO_DAY)
    columns = names.with_columns(
        pl.col(ID).cast(pl.Int64),
        given=pl.when(count > 1).then(pl.col("words").list.first()),
        middle=pl.when(count > 2).then(pl.col("words").list.get(1, null_on_oob=True)),
        family=pl.when(count > 0).then(pl.col("words").list.last()),
        year=pl.col("dob").str.slice(0, 4),
        month_day=pl.when(is_dated).then(pl.col("dob").str.slice(5)),
        full_dob=pl.when(is_dated).then(pl.col("dob")),
        postcode=pl.col("postcode_fake"),
        outward=pl.col("postcode_fake").str.extract(r"^(\S+) "),
        sector=pl.col("postcode_fake").str.extract(r"^(.+)..$"),
    ).with_columns(initial=pl.col("given").str.slice(0, 1), family_begun=pl.col("family").str.slice(0, 3))
    often = [pl.len().over(each).alias(f"{each}_often") for each in ("family", "given", "birth_place", "occupation")]
    return columns.with_columns(often).drop("words", "unique_id", "full_name", "postcode_fake")


def read_febrl(folder: Path) -> pl.DataFrame:
    """Febrl 4 (dataset4a.csv, dataset4b.csv): `file` is which of the two, `entity` the truth."""
    files = [
        pl.read_csv(folder / f"dataset4{letter}.csv", infer_schema=False).with_columns(file=pl.lit(letter))
        for letter in "ab"
    ]
    table = pl.concat([each.rename({name: name.strip() for name in each.columns}) for each in files])
    table = table.with_columns(pl.all().str.strip_chars()).with_columns(pl.all().replace("", None))
    entity = pl.col("rec_id").str.extract(r"rec-(\d+)-").cast(pl.Int64)
    return table.with_columns(entity=entity).with_row_index(ID).with_columns(pl.col(ID).cast(pl.Int64))


def _level(sql: str, *met: float) -> Level:
    return Level(sql, sql or "otherwise", sql or "其他", met)


def _unknown(*columns: str) -> str:
    return " OR ".join(f"{column}_{side} IS NULL" for column in columns for side in "lr")


def _text(column: str) -> Comparison:
    """Any text, for two classes."""
    apart = f"levenshtein({column}_l, {column}_r)"
    levels = (
        _level(f"{column}_l = {column}_r", 75, 1),
        _level(f"{apart} <= 1", 8, 1),
        _level(f"{apart} <= 2 AND length({column}_l) > 4", 5, 1),
        _level("", 12, 97),
    )
    return Comparison(column, _unknown(column), levels)


HISTORICAL = LinkModel(
    classes=(PairClass("person", 0.3), PairClass("relative", 0.2), PairClass("stranger", 0.5)),
    comparisons=(
        Comparison(
            "family",
            _unknown("family"),
            (
                _level("family_l = family_r AND family_often_l <= 40", 40, 30, 2),
                _level("family_l = family_r AND family_often_l <= 200", 25, 30, 5),
                _level("family_l = family_r", 10, 20, 10),
                _level("levenshtein(family_l, family_r) <= 1", 10, 5, 2),
                _level("family_l IN (given_r, middle_r) OR family_r IN (given_l, middle_l)", 5, 5, 2),
                _level("levenshtein(family_l, family_r) <= 2 AND length(family_l) > 5", 5, 2, 2),
                _level("family_begun_l = family_begun_r", 5, 2, 2),
                _level("", 5, 2, 80),
            ),
        ),
        Comparison(
            "given",
            _unknown("given"),
            (
                _level("given_l = given_r AND given_often_l <= 300", 30, 2, 2),
                _level("given_l = given_r", 30, 5, 5),
                _level("levenshtein(given_l, given_r) <= 1", 10, 1, 1),
                _level("given_l = middle_r OR middle_l = given_r", 5, 1, 1),
                _level("initial_l = initial_r", 15, 10, 10),
                _level("", 20, 80, 80),
            ),
        ),
        Comparison(
            "born",
            _unknown("dob"),
            (
                _level("dob_l = dob_r AND month_day_l IS NOT NULL", 40, 1, 3),
                _level("dob_l = dob_r", 15, 1, 5),
                _level("levenshtein(dob_l, dob_r) = 1", 25, 2, 5),
                _level("levenshtein(dob_l, dob_r) = 2", 10, 5, 5),
                _level("year_l = year_r OR month_day_l = month_day_r", 5, 5, 5),
                _level("", 5, 80, 80),
            ),
        ),
        Comparison(
            "lived",
            _unknown("postcode"),
            (
                _level("postcode_l = postcode_r", 50, 30, 5),
                _level("levenshtein(postcode_l, postcode_r) = 1", 10, 2, 1),
                _level("outward_l = outward_r", 15, 10, 5),
                _level("", 25, 50, 90),
            ),
        ),
        Comparison(
            "birth_place",
            _unknown("birth_place"),
            (
                _level("birth_place_l = birth_place_r AND birth_place_often_l <= 100", 40, 30, 5),
                _level("birth_place_l = birth_place_r AND birth_place_often_l <= 600", 30, 20, 5),
                _level("birth_place_l = birth_place_r", 10, 10, 10),
                _level("", 20, 40, 80),
            ),
        ),
        Comparison(
            "occupation",
            _unknown("occupation"),
            (
                _level("occupation_l = occupation_r AND occupation_often_l <= 300", 40, 5, 5),
                _level("occupation_l = occupation_r", 40, 20, 20),
                _level("", 20, 75, 75),
            ),
        ),
    ),
    blocks=(
        ("postcode",),
        ("sector",),
        ("full_dob",),
        ("dob", "birth_place"),
        ("dob", "initial"),
        ("dob", "family_begun"),
        ("dob", "occupation"),
        ("family", "birth_place"),
        ("family", "year"),
        ("family", "given"),
        ("family", "outward"),
        ("family", "occupation"),
        ("given", "outward"),
        ("given", "year", "birth_place"),
        ("given", "middle"),
        ("given", "birth_place", "occupation"),
        ("middle", "birth_place"),
        ("middle", "year"),
        ("outward", "year"),
        ("outward", "occupation", "birth_place"),
        ("outward", "initial", "birth_place"),
        ("family_begun", "outward"),
        ("family_begun", "birth_place", "occupation"),
        ("family_begun", "year", "birth_place"),
        ("birth_place", "year", "occupation"),
    ),
)

FEBRL = LinkModel(
    classes=(PairClass("person", 0.3), PairClass("stranger", 0.7)),
    comparisons=(
        Comparison(
            "name",
            _unknown("given_name", "surname"),
            (
                _level("given_name_l = given_name_r AND surname_l = surname_r", 50, 1),
                _level("given_name_l = surname_r AND surname_l = given_name_r", 10, 1),
                _level("surname_l = surname_r OR given_name_l = given_name_r", 20, 5),
                _level("levenshtein(surname_l, surname_r) <= 2 OR levenshtein(given_name_l, given_name_r) <= 2", 10, 5),
                _level("", 10, 88),
            ),
        ),
        *map(
            _text,
            ("date_of_birth", "soc_sec_id", "postcode", "suburb", "address_1", "address_2", "street_number"),
        ),
    ),
    blocks=(
        ("soc_sec_id",),
        ("date_of_birth",),
        ("address_1",),
        ("address_2",),
        ("given_name", "surname"),
        ("surname", "postcode"),
        ("given_name", "postcode"),
        ("suburb", "street_number"),
        ("suburb", "surname"),
        ("suburb", "given_name"),
        ("surname", "street_number"),
        ("given_name", "street_number"),
        ("postcode", "street_number"),
    ),
)
