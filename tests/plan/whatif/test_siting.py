"""Siting: proven best places, stations that stay, room for the mail."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.rounds.random_county import random_county
from tianlu.core.ids import PlaceId
from tianlu.core.problem import ProblemsFound
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.whatif.siting import Measure, SitingOrder, Weight, site_stations


def best_of_all(problem: WeekProblem, stations: int) -> int:
    """Pieces × minutes of the best choice among all, by trying each."""
    clients = [site for site in problem.sites if site.kind is not PlaceKind.HUB]
    weight = {s.id: max(1, sum(s.mail.deliver_pieces) + sum(s.mail.collect_pieces)) for s in clients}
    minutes = problem.travel.minutes
    return min(
        sum(
            weight[s.id] * min(int(minutes[problem.index[at], problem.index[s.id]]) for at in ("H", *chosen))
            for s in clients
        )
        for chosen in combinations([s.id for s in clients], stations)
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 200), st.integers(1, 4))
def test_sites_are_the_best_of_all_choices(seed: int, stations: int) -> None:
    problem = random_county(seed, stations=2, villages=8)
    siting = site_stations(problem, SitingOrder(stations), seconds=20)
    assert siting.is_proven
    assert siting.cost == siting.bound == best_of_all(problem, stations)
    assert len(siting.open) == stations
    assert {site for _, site in siting.assigned} <= {"H", *siting.open}
    assert len(siting.assigned) == len(problem.sites) - 1


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 200), st.sampled_from(Weight), st.sampled_from(Measure))
def test_as_many_stations_as_today_never_cost_more_than_todays(seed: int, weight: Weight, measure: Measure) -> None:
    problem = random_county(seed)
    siting = site_stations(problem, SitingOrder(3, weight, measure), seconds=20)
    assert siting.today_stations == 3
    assert siting.cost <= siting.today_cost
    kept = site_stations(
        problem, SitingOrder(3, weight, measure, fixed=(PlaceId("S0"), PlaceId("S1"), PlaceId("S2"))), seconds=20
    )
    assert kept.cost == siting.today_cost
    assert set(kept.open) == {"S0", "S1", "S2"}


def test_stations_stand_among_the_candidates_and_those_that_stay() -> None:
    problem = random_county(5)
    candidates = tuple(PlaceId(f"V{k}") for k in range(6))
    siting = site_stations(problem, SitingOrder(3, candidates=candidates, fixed=(PlaceId("S0"),)), seconds=20)
    assert "S0" in siting.open
    assert set(siting.open) <= {"S0", *candidates}


def test_no_station_takes_more_than_it_holds() -> None:
    problem = random_county(6, stations=2, villages=6)
    loads = {s.id: sum(s.mail.deliver_pieces) + sum(s.mail.collect_pieces) for s in problem.sites}
    room = sum(loads.values()) // 3 + max(loads.values())
    siting = site_stations(problem, SitingOrder(3, pieces_max=room), seconds=30)
    free = site_stations(problem, SitingOrder(3), seconds=30)
    assert siting.is_proven
    assert siting.cost >= free.cost
    for station in siting.open:
        assert sum(loads[place] for place, at in siting.assigned if at == station) <= room


@pytest.mark.parametrize(
    "order",
    [
        SitingOrder(0),
        SitingOrder(99),
        SitingOrder(1, fixed=(PlaceId("S0"), PlaceId("S1"))),
        SitingOrder(1, candidates=(PlaceId("H"),)),
        SitingOrder(1, fixed=(PlaceId("X"),)),
    ],
)
def test_order_that_cannot_be_met_is_refused_in_both_languages(order: SitingOrder) -> None:
    with pytest.raises(ProblemsFound) as caught:
        site_stations(random_county(7), order, seconds=5)
    assert caught.value.problems[0].expected_zh
