"""The churn alarm sounds for who falls more than a tenth on the year, and says what fell."""

from datetime import date

import polars as pl
import pytest

from tianlu.target.lists.value.alarm import DeclineParams
from tianlu.target.lists.value.decline import COLUMNS, find_declines


def figures(*rows: tuple[str, str, date, int, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=list(COLUMNS), orient="row")


LAST, THIS = date(2025, 3, 1), date(2026, 3, 1)


def test_exactly_a_tenth_is_no_alarm_and_a_fen_more_is() -> None:
    table = figures(
        ("a", "parcel", LAST, 10, 1_000),
        ("a", "parcel", THIS, 9, 900),
        ("b", "parcel", LAST, 10, 1_000),
        ("b", "parcel", THIS, 9, 899),
    )
    assert [each.customer for each in find_declines(table, THIS)] == ["b"]


def test_customer_who_brings_nothing_more_has_fallen_whole() -> None:
    (found,) = find_declines(figures(("a", "parcel", LAST, 10, 1_000)), THIS)
    assert (found.fen, found.fall_percent, found.by_pieces_fen, found.by_price_fen) == (0, 100.0, 1_000, 0)


def test_fall_is_laid_to_pieces_and_price_and_to_the_product_that_fell_most() -> None:
    table = figures(
        ("a", "parcel", LAST, 100, 10_000),
        ("a", "letter", LAST, 100, 2_000),
        ("a", "parcel", THIS, 80, 6_000),
        ("a", "letter", THIS, 120, 2_400),
    )
    (found,) = find_declines(table, THIS)
    assert found.by_pieces_fen + found.by_price_fen == 12_000 - 8_400
    assert found.by_pieces_fen == 0
    assert (found.product, found.product_fall_fen) == ("parcel", 4_000)
    assert "¥84.00 against ¥120.00" in found.reason
    assert "下降最多的是parcel" in found.reason_zh


def test_months_in_a_row_are_counted_across_the_year() -> None:
    rows = []
    for year, fen in ((2024, 1_000), (2025, 1_000), (2026, 500)):
        rows += [("a", "parcel", date(year, month, 1), 10, fen) for month in (1, 2)]
    rows += [("a", "parcel", date(2024, 12, 1), 10, 1_000), ("a", "parcel", date(2025, 12, 1), 10, 600)]
    rows += [("a", "parcel", date(2024, 11, 1), 10, 1_000), ("a", "parcel", date(2025, 11, 1), 10, 990)]
    (found,) = find_declines(figures(*rows), date(2026, 2, 1))
    assert found.months == 3


def test_largest_fall_in_money_comes_first_and_small_customers_can_be_left_out() -> None:
    table = figures(("small", "parcel", LAST, 1, 100), ("large", "parcel", LAST, 9, 9_000))
    assert [each.customer for each in find_declines(table, THIS)] == ["large", "small"]
    assert [each.customer for each in find_declines(table, THIS, DeclineParams(base_fen_min=1_000))] == ["large"]


def test_a_month_is_its_first_day() -> None:
    with pytest.raises(ValueError, match="first day"):
        find_declines(figures(("a", "parcel", LAST, 1, 1)), date(2026, 3, 2))
