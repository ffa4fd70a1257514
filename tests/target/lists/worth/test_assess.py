"""Orders tell who is still there, what is to be expected, what fell, and which product comes next: by a known rule."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from tests.target.lists.worth.shop import MEAT, TEA, UNTIL, shop_orders
from tianlu.plan.whatif.planned import Stopped
from tianlu.target.lists.worth.assess import Assessed, assess, last_whole_month
from tianlu.target.lists.worth.next_product import next_products
from tianlu.target.lists.worth.view import view_worths

CUSTOMERS = 1_200
MADE_AT = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def orders() -> pl.DataFrame:
    return shop_orders(CUSTOMERS, seed=3)


@pytest.fixture(scope="module")
def assessed(orders: pl.DataFrame) -> Assessed:
    return assess(orders, until=UNTIL, days_ahead=90, seed=1)


def test_who_is_quiet_for_long_is_thought_lost_and_who_buys_often_is_not(
    orders: pl.DataFrame, assessed: Assessed
) -> None:
    assert assessed.forecast is not None
    last = orders.group_by("customer").agg(pl.col("day").max(), pl.len())
    told = assessed.forecast.table.join(last, on="customer")
    lost = told.filter((pl.col("day") < UNTIL - timedelta(days=200)) & (pl.col("len") > 10))["chance_alive"]
    here = told.filter((pl.col("day") > UNTIL - timedelta(days=10)) & (pl.col("len") > 10))["chance_alive"]
    assert float(lost.mean()) < 0.2 < 0.8 < float(here.mean())  # type: ignore[arg-type]


def test_next_product_is_likeliest_for_who_buys_much(orders: pl.DataFrame) -> None:
    found = next_products(orders, until=UNTIL, days_ahead=90, seed=1)
    learnt = {each.product: each for each in found.products}
    assert learnt[MEAT].held_back is not None
    assert learnt[MEAT].held_back.area > 0.75
    assert learnt[TEA].held_back is None, "nobody took it up lately"
    had = set(orders.filter(pl.col("product") == MEAT)["customer"])
    assert not had & set(found.of), "who has it is not offered it"
    often = orders.group_by("customer").len().filter(pl.col("len") > 35)["customer"]
    seldom = orders.group_by("customer").len().filter(pl.col("len") < 10)["customer"]
    chance = {customer: each.chance for customer, each in found.of.items()}
    mean = lambda those: sum(chance[each] for each in those if each in chance) / sum(each in chance for each in those)  # noqa: E731
    assert mean(often) > 3 * mean(seldom)


def test_decline_is_of_the_last_whole_month_against_the_year_before(assessed: Assessed) -> None:
    assert last_whole_month(date(2026, 6, 29)) == date(2026, 5, 1)
    assert last_whole_month(UNTIL) == assessed.month == date(2026, 6, 1)
    assert assessed.declines
    assert all(each.fall_percent > 10 for each in assessed.declines.values())


def test_short_past_tells_of_no_decline(orders: pl.DataFrame) -> None:
    told = assess(orders.filter(pl.col("day") > date(2026, 1, 1)), until=UNTIL, days_ahead=30, seed=1)
    assert told.month is None
    assert told.declines == {}


def test_nobody_who_came_back_leaves_the_forecast_out_and_says_so() -> None:
    once = pl.DataFrame(
        {"customer": ["a", "b"], "day": [UNTIL] * 2, "product": [""] * 2, "pieces": [1, 1], "fen": [5, 9]}
    )
    told = assess(once, until=UNTIL, days_ahead=30, seed=1)
    assert told.forecast is None
    view = view_worths(told, org="o", source="s", seed=1, made_at=MADE_AT, rows=2, unknown=0)
    assert [(each.customer, each.expected_fen, each.alive) for each in view.customers] == [
        ("a", None, None),
        ("b", None, None),
    ]
    assert not view.is_forecast


def test_every_figure_has_its_reason_in_both_languages(assessed: Assessed) -> None:
    view = view_worths(assessed, org="o", source="s", seed=1, made_at=MADE_AT, rows=1, unknown=0)
    assert len(view.customers) == CUSTOMERS
    for each in view.customers[:50]:
        assert each.reason
        assert each.reason_zh
        assert "active" in each.outlook
        assert "活跃" in each.outlook_zh
        assert (each.fall_percent is None) == (each.fall == "")
        assert (each.chance is None) == (each.product == "")


def test_listener_may_end_it(orders: pl.DataFrame) -> None:
    def stop(share: float, at: str) -> None:
        if at == "forecast":
            raise Stopped

    with pytest.raises(Stopped):
        assess(orders, until=UNTIL, days_ahead=30, seed=1, on_share=stop)
