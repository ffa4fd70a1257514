"""A year of orders of the e-commerce line."""

from collections import Counter

import pytest

from tianlu.sample import open_county
from tianlu.sample.customer_lists import CountyLists, make_lists
from tianlu.sample.parties import SHOP


@pytest.fixture(scope="module")
def made() -> CountyLists:
    return make_lists(open_county("632521"), seed=1, year=2024)


def test_orders_are_of_the_year_in_order_and_of_customers_of_the_list(made: CountyLists) -> None:
    shop = next(each for each in made.lists if each.kept.line == SHOP)
    assert {order.day.year for order in made.orders} == {2024}
    assert [order.day for order in made.orders] == sorted(order.day for order in made.orders)
    assert {order.key for order in made.orders} <= {row[0] for row in shop.rows}
    assert all(order.fen > 0 for order in made.orders)


def test_years_orders_add_up_to_about_what_the_list_says_a_month(made: CountyLists) -> None:
    shop = next(each for each in made.lists if each.kept.line == SHOP)
    year = 12 * sum(party.month_fen[SHOP] for party in shop.whose)
    assert 0.8 * year < sum(order.fen for order in made.orders) < 1.2 * year


def test_what_the_county_is_known_for_is_ordered_in_its_season(made: CountyLists) -> None:
    months = Counter(order.day.month for order in made.orders if "牦牛肉" in order.product)
    assert set(months) == {9, 10, 11}
