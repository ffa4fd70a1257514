"""Why a place is served as it is."""

from dataclasses import replace

from tests.plan.rounds.builders import (
    MON,
    WED,
    a_bag,
    a_hub,
    a_plan,
    a_problem,
    a_round,
    a_vehicle,
    a_village,
    at,
    days,
    mail,
    small_county,
    small_plan,
)
from tianlu.core.ids import PlaceId
from tianlu.plan.floors.obligation import Obligation, RuleRef
from tianlu.plan.rounds.cost import cost_of
from tianlu.plan.rounds.explain import Explanation, OtherMode, explain_place, explain_plan
from tianlu.plan.rounds.mail import Mode

PROBLEM = small_county()
PLAN = small_plan(PROBLEM)


def about(place: str) -> Explanation:
    return explain_place(PROBLEM, PLAN, PlaceId(place))


def other(explanation: Explanation, mode: Mode) -> OtherMode:
    return next(each for each in explanation.other_modes if each.mode is mode)


def test_every_place_but_the_hub_is_explained_in_both_languages() -> None:
    explained = explain_plan(PROBLEM, PLAN)
    assert list(explained) == [site.id for site in PROBLEM.sites[1:]]
    assert all(len(each.reasons) == len(each.reasons_zh) > 0 for each in explained.values())


def test_one_place_is_explained_as_in_the_whole() -> None:
    assert explain_place(PROBLEM, PLAN, PlaceId("D")) == explain_plan(PROBLEM, PLAN)[PlaceId("D")]


def test_shares_of_all_places_are_the_cost() -> None:
    shares = [each.share.total_fen for each in explain_plan(PROBLEM, PLAN).values()]
    assert sum(shares) == cost_of(PROBLEM, PLAN).total_fen


def test_courier_visit_names_the_feed_behind_it() -> None:
    (service,) = about("D").services
    assert (service.mode, service.day, service.vehicle, service.station) == (Mode.STATION_ROUND, MON, "courier", "S")
    assert [(feed.vehicle, feed.there_min) for feed in service.feeds] == [("van", at(MON, 8))]


def test_bag_visit_names_its_trip_and_the_bag_home() -> None:
    explanation = about("A")
    assert [service.trip for service in explanation.services] == ["out"]
    assert [(bag.trip, bag.pieces, bag.minute) for bag in explanation.bags_home] == [("back", 1, at(MON, 14, 17))]


def test_floor_names_its_clause_and_margin() -> None:
    owed = Obligation(visits_min=1, rules=(("visits_min", RuleRef("visits_a_week", "clause 7", "statute")),))
    problem = a_problem(a_hub(), a_village("A", owed=owed), vehicles=(a_vehicle("van", "H"),))
    plan = a_plan(problem, *(a_round(problem, "van", day, at(day, 8), "A") for day in (MON, WED)))
    explanation = explain_place(problem, plan, PlaceId("A"))
    assert explanation.days == days(MON, WED)
    assert "Floor visits_a_week (clause 7, statute): days a week 1, found 2: kept, margin +1." in explanation.reasons


def test_village_without_keeper_says_why_no_bag() -> None:
    found = other(about("C"), Mode.BAG)
    assert (found.more_fen, found.why_not) == (None, "there is no keeper to take it")


def test_village_away_from_the_bus_says_so() -> None:
    village = a_village("A", has_keeper=True, depots=("H",))
    problem = a_problem(a_hub(), village, vehicles=(a_vehicle("van", "H"),))
    explanation = explain_place(problem, a_plan(problem, a_round(problem, "van", MON, at(MON, 8), "A")), PlaceId("A"))
    assert other(explanation, Mode.BAG).why_not == "no bus stop is near enough"
    assert other(explanation, Mode.STATION_ROUND).why_not == "no station may serve the village"


def test_day_without_a_bus_is_named() -> None:
    plan = a_plan(PROBLEM, a_round(PROBLEM, "van", WED, at(WED, 8), "A"))
    found = other(explain_place(PROBLEM, plan, PlaceId("A")), Mode.BAG)
    assert found.why_not == "no bus comes here from the hub on Wednesday"
    assert found.why_not_zh == "周三没有从县级中心来的班次"


def test_other_mode_is_priced_against_what_is_done() -> None:
    # By bus A costs 14 yuan: two bags at 5 and their handling. On the van's way it would add 20 km and 30 minutes.
    assert other(about("A"), Mode.HUB_ROUND).more_fen == 2_000 + 600 - 1_400


def test_place_that_nobody_serves_says_so() -> None:
    explanation = explain_place(PROBLEM, replace(PLAN, rounds=(), bags=()), PlaceId("C"))
    assert explanation.reasons[0] == "C is not served."
    assert explanation.share.total_fen == 0


def test_bag_home_alone_is_no_visit() -> None:
    problem = small_county()
    plan = a_plan(problem, a_bag(problem, "back", "A", "H"))
    explanation = explain_place(problem, plan, PlaceId("A"))
    assert not explanation.services
    assert len(explanation.bags_home) == 1


def test_empty_bag_is_said_to_be_empty() -> None:
    problem = small_county(sites=(a_hub(), a_village("A", mail=mail(), has_keeper=True), a_village("B")), vehicles=())
    plan = a_plan(problem, a_bag(problem, "out", "H", "A"))
    assert "pieces delivered 0" in explain_place(problem, plan, PlaceId("A")).reasons[0]
