"""Which place costs what: the shares add up."""

from hypothesis import given
from hypothesis import strategies as st

from tests.plan.rounds.builders import (
    MON,
    THU,
    TUE,
    a_bag,
    a_hub,
    a_plan,
    a_problem,
    a_round,
    a_vehicle,
    a_village,
    at,
    small_county,
    small_plan,
)
from tianlu.plan.rounds.cost import cost_of
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.shares import apportion, cost_shares


def total_of_shares(problem: WeekProblem, plan: Plan) -> int:
    return sum(share.total_fen for share in cost_shares(problem, plan).values())


def test_shares_add_up_to_the_total() -> None:
    problem = small_county()
    plan = small_plan(problem)
    assert total_of_shares(problem, plan) == cost_of(problem, plan).total_fen


orders = st.lists(st.permutations("ABCD").flatmap(lambda names: st.integers(1, 4).map(lambda n: names[:n])), max_size=5)


@given(orders, st.integers(1, 9_999), st.lists(st.integers(1, 500), min_size=6, max_size=6))
def test_shares_add_up_whatever_the_way(drawn: list[list[str]], km_fen: int, minutes: list[int]) -> None:
    pairs = [("H", "A"), ("H", "B"), ("A", "C"), ("B", "D"), ("C", "D"), ("A", "B")]
    problem = small_county(
        vehicles=(a_vehicle("van", "H", km_fen=km_fen),),
        minutes=dict(zip(pairs, minutes, strict=True)),
        metres={pair: figure * 777 for pair, figure in zip(pairs, minutes, strict=True)},
    )
    parts: list[Round | Bag] = [
        a_round(problem, "van", day, at(day, 8), "S", *names) for day, names in enumerate(drawn)
    ]
    plan = a_plan(problem, *parts, a_bag(problem, "out", "H", "A"))
    assert total_of_shares(problem, plan) == cost_of(problem, plan).total_fen


def test_far_village_bears_its_detour_and_a_near_one_does_not() -> None:
    minutes = {("H", "A"): 10, ("A", "B"): 60, ("H", "B"): 70}
    problem = a_problem(
        a_hub(),
        *(a_village(name) for name in "AB"),
        vehicles=(a_vehicle("van", "H"),),
        minutes=minutes,
        metres={pair: figure * 1000 for pair, figure in minutes.items()},
    )
    shares = cost_shares(problem, a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A", "B")))
    assert shares[problem.sites[1].id].detour_fen == 0  # A lies on the way to B.
    assert shares[problem.sites[2].id].detour_fen == 12_000 + 2_400
    assert shares[problem.sites[1].id].shared_fen > 0


def test_bag_is_borne_by_its_village() -> None:
    problem = small_county()
    share = cost_shares(problem, small_plan(problem))[problem.sites[2].id]
    assert (share.bus_fen, share.handling_fen, share.detour_fen, share.shared_fen) == (1_000, 400, 0, 0)


def test_feed_is_borne_by_its_station() -> None:
    problem = small_county()
    plan = a_plan(
        problem,
        *(a_round(problem, "van", day, at(day, 8), "S") for day in (MON, TUE)),
        a_round(problem, "van", THU, at(THU, 8), "A"),
    )
    shares = cost_shares(problem, plan)
    assert shares[problem.sites[1].id].handling_fen == 400
    assert shares[problem.sites[2].id].handling_fen == 0


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_parts_are_whole_and_add_up(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert all(part >= 0 for part in parts)
    whole = sum(weights)
    if whole:
        assert all(abs(part - total * weight / whole) < 1 for part, weight in zip(parts, weights, strict=True))
