"""What a plan costs."""

import pytest

from tests.plan.rounds.builders import (
    MON,
    TUE,
    a_bag,
    a_hub,
    a_link,
    a_plan,
    a_problem,
    a_round,
    a_station,
    a_trip,
    a_vehicle,
    a_village,
    at,
    mail,
    small_county,
    small_plan,
)
from tianlu.plan.county import Terms
from tianlu.plan.lines.trip import FeeBasis
from tianlu.plan.rounds.cost import bag_cost, bags_filled, cost_of
from tianlu.plan.rounds.plan import Bag, Plan


def one_bag(pieces: int, *, g_a_piece: int, fee_basis: FeeBasis) -> int:
    """The fee of a consignment for village A at 500 fen."""
    problem = a_problem(
        a_hub(),
        a_village("A", mail=mail({MON: pieces}, g_a_piece=g_a_piece)),
        trips=[a_trip("out", [("h", at(MON, 9)), ("a", at(MON, 10))], fee_basis=fee_basis, fee_fen=500)],
        links=[a_link("H", "h"), a_link("A", "a")],
    )
    (bag,) = a_plan(problem, a_bag(problem, "out", "H", "A")).bags
    return bag_cost(problem, bag).fee_fen


@pytest.mark.parametrize(("pieces", "fee"), [(0, 500), (1, 500), (40, 500), (41, 1000), (80, 1000), (81, 1500)])
def test_fee_by_the_bag_counts_bags_of_forty_pieces(pieces: int, fee: int) -> None:
    assert one_bag(pieces, g_a_piece=1, fee_basis=FeeBasis.BAG) == fee


@pytest.mark.parametrize(("grams", "fee"), [(0, 500), (1, 500), (1000, 500), (1001, 1000), (2500, 1500)])
def test_fee_by_weight_counts_started_kilograms(grams: int, fee: int) -> None:
    assert one_bag(1, g_a_piece=grams, fee_basis=FeeBasis.KG) == fee


@pytest.mark.parametrize(("pieces", "fee"), [(0, 500), (1, 500), (7, 3500)])
def test_fee_by_the_piece_counts_pieces(pieces: int, fee: int) -> None:
    assert one_bag(pieces, g_a_piece=900, fee_basis=FeeBasis.PIECE) == fee


def test_bags_are_filled_by_weight_or_by_pieces() -> None:
    terms = Terms(bag_g_max=20_000, bag_pieces_max=40)
    assert bags_filled(terms, pieces=0, grams=0) == 1
    assert bags_filled(terms, pieces=41, grams=1) == 2
    assert bags_filled(terms, pieces=1, grams=40_001) == 3


def test_vehicle_pays_its_day_once_however_many_rounds() -> None:
    problem = small_county()
    plan = a_plan(
        problem, a_round(problem, "van", MON, at(MON, 8), "A"), a_round(problem, "van", MON, at(MON, 12), "B")
    )
    cost = cost_of(problem, plan)
    assert (cost.vehicle_days, cost.vehicle_days_fen) == (1, 10_000)
    assert (cost.metres, cost.km_fen) == (80_000, 8_000)
    assert (cost.minutes, cost.hours_fen) == (120, 2_400)


def test_waiting_is_paid_too() -> None:
    problem = a_problem(a_hub(), a_village("A", open_from_min=600), vehicles=(a_vehicle("van", "H"),))
    cost = cost_of(problem, a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A")))
    assert cost.minutes == 30 + 90 + 30


def test_kilometres_are_rounded_once_for_a_vehicles_day() -> None:
    problem = a_problem(
        a_hub(),
        a_village("A"),
        vehicles=(a_vehicle("van", "H", km_fen=101),),
        metres={("H", "A"): 1_003},
    )
    one = a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A"))
    two = a_plan(problem, *one.rounds, a_round(problem, "van", MON, at(MON, 12), "A"))
    assert cost_of(problem, one).km_fen == 203  # 2.006 km at 1.01 yuan
    assert cost_of(problem, two).km_fen == 405  # 4.012 km, not twice 203


def test_handling_is_paid_for_bags_and_for_feeds_by_van_alone() -> None:
    problem = small_county(terms=Terms(handling_fen=200))
    cost = cost_of(problem, small_plan(problem))
    assert cost.handling_fen == (4 + 2) * 200  # Four bags, two stops at S; C and D need no handling.


def test_stop_of_a_station_round_is_no_feed() -> None:
    problem = a_problem(a_hub(), a_station("S"), a_village("A"), vehicles=(a_vehicle("courier", "S"),))
    cost = cost_of(problem, a_plan(problem, a_round(problem, "courier", MON, at(MON, 8), "A")))
    assert cost.handling_fen == 0


def test_parts_add_up_to_the_total() -> None:
    problem = small_county()
    cost = cost_of(problem, small_plan(problem))
    parts = sum(each.total_fen for each in cost.by_vehicle_day) + sum(each.total_fen for each in cost.by_bag)
    assert cost.total_fen == parts


def test_vehicles_that_stand_still_cost_nothing() -> None:
    problem = small_county()
    assert cost_of(problem, Plan(problem.hash, (), ())).total_fen == 0
    assert cost_of(problem, a_plan(problem, a_round(problem, "van", TUE, at(TUE, 8), "A"))).vehicle_days == 1


def test_bag_of_a_loaded_plan_pays_for_its_load() -> None:
    problem = small_county()
    bag = Bag(problem.trips[1].id, MON, problem.hub.id, problem.sites[2].id, pieces=41, grams=100)
    assert bag_cost(problem, bag).bags == 2
