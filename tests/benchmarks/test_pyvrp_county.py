"""The peer of the county benchmark is a fair one: where it can, it hands in weeks that keep every rule."""

from benchmarks.peers.pyvrp_county import plan_with_pyvrp
from tests.small_county import WEEK, small_county, small_problem
from tianlu.plan.rounds.check import check_plan
from tianlu.week import pose


def test_the_peer_keeps_every_rule_of_a_small_week() -> None:
    problem = small_problem()
    assert check_plan(problem, plan_with_pyvrp(problem, seconds=2, seed=1)).is_feasible


def test_the_peer_keeps_the_standard_of_a_small_county_and_uses_no_bus() -> None:
    problem = pose(small_county(), WEEK)
    plan = plan_with_pyvrp(problem, seconds=2, seed=1)
    assert check_plan(problem, plan).is_feasible
    assert plan.bags == ()
