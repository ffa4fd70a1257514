"""What is known of the ground: whose money counts, where customers stand, what a season brings, what a visit costs."""

import pytest

from tests.target.map.ground_of import CODE, customer, draw_county, drive
from tianlu.target.lists.customers.model import Customer, CustomerKind, Relation, Stage
from tianlu.target.map.ground import Ground, gather_ground, spot_of
from tianlu.target.map.industries import industry_group, shipped_industries
from tianlu.target.map.words import feature_words

COUNTY = draw_county(12)


def ground_of(*customers: Customer, stops: tuple[str, ...] = ("v0", "v1")) -> Ground:
    plan = drive(*stops) if stops else None
    return gather_ground([(COUNTY, plan)], [(CODE, each) for each in customers], visit_min=30)


def test_money_is_a_years_of_who_is_ours_or_was() -> None:
    ground = ground_of(
        customer("a", "v0", monthly_fen=100),
        customer("b", "v1", monthly_fen=10, relation=Relation.LOST),
        customer("c", "v2", monthly_fen=5_000, relation=Relation.NEW),
        customer("d", "v3", monthly_fen=7_000, stage=Stage.ENTERING),
        customer("e", "v3", monthly_fen=7_000, stage=Stage.LEFT),
    )
    assert ground.sources.own["fen"].sum() == 12 * 110
    assert len(ground.customers) == 3, "who waits for entry and who has left are not on the list"


def test_customer_stands_at_his_place_else_at_his_village_else_nowhere() -> None:
    places = {(CODE, "v0"): 1, (CODE, "v1"): 1}
    assert spot_of(CODE, "v0", "v1", places) == (CODE, "v0")
    assert spot_of(CODE, "", "v1", places) == (CODE, "v1")
    assert spot_of("other", "v0", "v1", places) is None
    assert ground_of(customer("a", "gone"), customer("b", "", division="v1")).elsewhere == 1


def test_merchants_are_companies_by_the_group_of_their_industry() -> None:
    ground = ground_of(customer("a", "v0"), customer("b", "v0", kind=CustomerKind.PERSON, name="王小丽"))
    assert ground.sources.merchants["industry"].to_list() == ["farm"]


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("鑫源农牧专业合作社", "farm"),
        ("雪域牦牛肉加工厂", "speciality"),
        ("高原红餐饮店", "food"),
        ("天路商贸有限公司", "trade"),
        ("扎西", "other"),
    ],
)
def test_industry_of_a_name_is_of_a_group(name: str, group: str) -> None:
    assert industry_group(name) == group


def test_season_is_a_product_of_its_months_and_mail_of_the_whole_year_is_none() -> None:
    products = ground_of().sources.products
    assert products["product"].to_list() == ["虫草"]
    assert products["months"].to_list() == [[5, 6]]
    assert products["tons"][0] == pytest.approx(70 * 1000 * 2 * 52 / 12 / 1e6)
    assert ground_of().sources.own["pieces"].sum() == 7 * 52 + round(70 * 2 * 52 / 12)


def test_visit_costs_the_vehicle_in_the_middle_where_a_round_stops() -> None:
    ground = ground_of()
    assert (ground.prices.km_fen, ground.prices.hour_fen) == (200, 5000)
    assert ground.by_rounds
    assert ground.stops["visits_a_week"].to_list() == [2, 2]
    assert set(ground.stops["fen"]) == {2500.0}


def test_without_a_plan_every_way_begins_at_hub_or_station() -> None:
    ground = ground_of(stops=())
    assert not ground.by_rounds
    assert len(ground.stops) == 2
    assert ground.sources.stops.is_empty(), "nobody passes by: it is no feature"


def test_every_feature_has_words_in_both_languages() -> None:
    names = [
        "population_ring",
        "merchants_farm",
        "in_season_tons_around",
        "tons_虫草",
        *(f"merchants_{each}" for each in shipped_industries()),
    ]
    words = feature_words(names)
    assert words["population_ring"] == ("相邻网格的人口", "people in the cells beside")
    assert words["merchants_farm"] == ("农牧类商户", "merchants of farming and herding")
    assert all(zh and en for zh, en in words.values())
