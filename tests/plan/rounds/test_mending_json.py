"""How a week was mended is written and read as it was, and leads to the same problem."""

import json

import pytest

from tests.plan.rounds.random_county import random_county
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.core.problem import ProblemsFound
from tianlu.plan.rounds.disruption import Disruption, MailSurge, PlaceClosed, TripCancelled, VehicleAway, WayClosed
from tianlu.plan.rounds.mend import Mending, Step, mended_again, mended_problem, week_under_way
from tianlu.plan.rounds.mending_json import disruption_form, mending_body, read_disruption, read_mending
from tianlu.plan.rounds.problem import Driven
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.solve import solve

PROBLEM = random_county(0)
PLAN = solve(PROBLEM, budget=Budget(iterations=3_000), seed=1).plan
NOW = 2 * 1440 + 600
EVERY_KIND: list[Disruption] = [
    PlaceClosed(PlaceId("V1"), NOW, NOW + 600, NOW, "landslide"),
    WayClosed(PlaceId("H"), PlaceId("S0"), NOW, NOW + 600, NOW),
    TripCancelled(next(trip.id for trip in PROBLEM.trips if trip.stops[0].leave_min > NOW), NOW),
    VehicleAway(VehicleId("van0"), (3, 4), NOW),
    MailSurge(PlaceId("V2"), 40, NOW),
]


@pytest.mark.parametrize("disruption", EVERY_KIND)
def test_a_disruption_is_read_as_it_was_written(disruption: Disruption) -> None:
    assert read_disruption(disruption_form(disruption)) == disruption


def test_a_mending_read_back_leads_to_the_same_problem() -> None:
    problem = week_under_way(PROBLEM, PLAN, EVERY_KIND, at_min=NOW).problem
    mending = mended_again(None, Step(NOW, tuple(EVERY_KIND)), problem)
    read = read_mending(json.loads(json.dumps(mending_body(mending))))
    assert read == mending
    assert mended_problem(PROBLEM, read).hash == problem.hash
    assert mended_problem(PROBLEM, None) is PROBLEM


def test_what_makes_no_sense_is_named_by_its_path() -> None:
    body = mending_body(Mending((Step(NOW, tuple(EVERY_KIND)),), Driven(NOW)))
    body["steps"][0]["disruptions"][0]["kind"] = "earthquake"
    with pytest.raises(ProblemsFound, match=r"mended\.steps\[0\]\.disruptions\[0\]\.kind"):
        read_mending(json.loads(json.dumps(body)))
    with pytest.raises(ProblemsFound, match="driven"):
        read_mending({"steps": []})
