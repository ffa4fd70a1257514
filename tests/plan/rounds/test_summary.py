"""A plan in a few figures."""

from tests.plan.rounds.builders import small_county, small_plan
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.summary import summarise


def test_summary_counts_visits_and_pieces_by_bus() -> None:
    problem = small_county()
    summary = summarise(problem, small_plan(problem))
    assert (summary.visits, summary.visits_by_bus, summary.visits_above_floor) == (4, 2, 0)
    assert (summary.pieces, summary.pieces_by_bus) == (18, 8)
    assert summary.visits_by_bus_share == 0.5
    assert (summary.places_met, summary.places_of, summary.violations) == (5, 5, 0)


def test_summary_repeats_the_judge() -> None:
    problem = small_county()
    plan = small_plan(problem)
    report = check_plan(problem, plan)
    summary = summarise(problem, plan, report)
    assert summary == summarise(problem, plan)
    assert (summary.total_fen, summary.metres) == (report.cost.total_fen, report.cost.metres)


def test_week_without_anything_has_no_shares() -> None:
    problem = small_county()
    summary = summarise(problem, Plan(problem.hash, (), ()))
    assert (summary.visits_by_bus_share, summary.pieces_by_bus_share, summary.visits_above_floor) == (0.0, 0.0, -4)
