"""The search comes near to the proven best of small weeks."""

import pytest

from tests.target.visits.test_week_visits import drawn
from tianlu.plan.rounds.mail import mail_flow
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.target.visits.candidate import VisitParams
from tianlu.target.visits.choose import choose_visits
from tianlu.target.visits.day_line import lines_of
from tianlu.target.visits.exact import TooManySets, best_worth
from tianlu.target.visits.limits import limits_of
from tianlu.target.visits.options import list_options

PARAMS = VisitParams(stops_tried=1, owner_minutes_max=120, rounds_of_search=400)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_search_has_95_per_cent_of_the_best_and_never_more(planned_county: tuple[WeekProblem, Plan], seed: int) -> None:
    problem, plan = planned_county
    candidates = drawn(problem, 10, seed)
    lines = lines_of(problem, plan, limits_of(problem, plan, mail_flow(problem, plan)))
    options = list_options(problem, lines, candidates, PARAMS)
    best = best_worth(lines, candidates, options, PARAMS)
    found = choose_visits(lines, candidates, options, PARAMS, seed=1).worth_fen
    assert 0.95 * best <= found <= best + 1e-3
    assert best > 0


def test_too_large_a_week_says_so(planned_county: tuple[WeekProblem, Plan]) -> None:
    problem, plan = planned_county
    candidates = drawn(problem, 60, 1)
    lines = lines_of(problem, plan, limits_of(problem, plan, mail_flow(problem, plan)))
    options = list_options(problem, lines, candidates, PARAMS)
    with pytest.raises(TooManySets):
        best_worth(lines, candidates, options, PARAMS, sets_max=200)
