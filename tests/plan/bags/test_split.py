"""The split of cost: exact to the fen, by a declared rule, with its reason."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.bags.builders import RULE, WEEK, a_manifest, a_week, way
from tests.plan.bags.test_custody import after
from tests.plan.bags.test_statement import NOVEMBER
from tianlu.core.ids import LineId, PlaceId, TripId
from tianlu.core.problem import ProblemsFound
from tianlu.plan.bags.custody import open_book
from tianlu.plan.bags.manifest import list_manifests
from tianlu.plan.bags.split import Carried, Part, split_mail, split_month, split_trip, split_week
from tianlu.plan.bags.split_rule import MailBasis, SplitRule, UniversalShare, parse_rule
from tianlu.plan.county import Direction
from tianlu.plan.rounds.cost import cost_of

THE_RULE = parse_rule(RULE)
HUB = PlaceId("H")


def test_the_whole_cost_of_a_plan_is_split_in_its_two_parts() -> None:
    problem, plan = a_week()
    week = split_week(problem, plan, list_manifests(problem, plan, WEEK), THE_RULE)
    assert week.total_fen == cost_of(problem, plan).total_fen
    assert week.fen_of(Part.UNIVERSAL) + week.fen_of(Part.COMMERCIAL) == week.total_fen
    assert len(week.vehicle_days) == len(cost_of(problem, plan).by_vehicle_day)


def test_a_trip_is_split_by_the_declared_shares() -> None:
    """4 pieces to A of which 35 %, 4 to B of which all, are universal: 5.4 of 8, so 1,620 of 2,400 fen."""
    trip = split_trip(a_manifest(), THE_RULE, hub=HUB, handling_fen=200)
    assert [(part.part, part.fen) for part in trip.post.parts] == [(Part.UNIVERSAL, 1620), (Part.COMMERCIAL, 780)]
    assert "67.50 %" in trip.post.reason_en
    assert "67.50 %" in trip.post.reason_zh
    assert (trip.post.rule, trip.post.version, trip.post.digest) == ("test split", "1", THE_RULE.digest)


def test_passengers_bear_their_seats_over_the_way() -> None:
    """19 seats of 25 kg over 30 km against 4 kg over 15 and 4 kg over 30 km."""
    run = split_trip(a_manifest(), THE_RULE, hub=HUB, handling_fen=200).run
    assert run is not None
    assert run.total_fen == sum(part.fen for part in run.parts) == 42_001
    assert run.fen_of(Part.PASSENGERS) == round(42_001 * (19 * 25 * 30) / (19 * 25 * 30 + 4 * 15 + 4 * 30))


def test_passengers_may_be_counted_by_head_instead_of_seat() -> None:
    assert THE_RULE.passengers is not None
    by_head = parse_rule(RULE.replace("seat-km", "kg-km"))
    seats = split_trip(a_manifest(), THE_RULE, hub=HUB, handling_fen=200).run
    heads = split_trip(a_manifest(), by_head, hub=HUB, handling_fen=200).run
    assert seats is not None
    assert heads is not None
    assert heads.fen_of(Part.PASSENGERS) < seats.fen_of(Part.PASSENGERS)


@pytest.mark.parametrize(
    ("rule", "metres", "said"),
    [
        (RULE.split("passengers:")[0], True, "no basis for passengers"),
        (RULE.replace("line: line", "line: other"), True, "No seats"),
        (RULE, False, "no distances"),
    ],
)
def test_without_passengers_figures_only_the_posts_part_is_split_and_that_is_said(
    rule: str, metres: bool, said: str
) -> None:
    manifest = a_manifest() if metres else replace(a_manifest(), metres=())
    trip = split_trip(manifest, parse_rule(rule), hub=HUB, handling_fen=200)
    assert trip.run is None
    assert said in trip.without_run_en
    assert trip.without_run_zh
    assert trip.post.total_fen == 2400


def test_a_share_that_nobody_entered_is_asked_for() -> None:
    rule = parse_rule(RULE.replace('    - {place: "*", direction: collect, percent: 20}\n', ""))
    with pytest.raises(ProblemsFound) as trouble:
        split_trip(a_manifest("back"), rule, hub=HUB, handling_fen=200)
    assert trouble.value.problems[0].code == "share_missing"
    assert "collect" in trouble.value.problems[0].how_to_fix_zh


def test_kg_km_needs_the_timetables_distances() -> None:
    rule = parse_rule(RULE.replace("basis: pieces", "basis: kg-km"))
    with pytest.raises(ProblemsFound) as trouble:
        split_trip(replace(a_manifest(), metres=()), rule, hub=HUB, handling_fen=200)
    assert trouble.value.problems[0].code == "no_metres"


def test_farther_mail_weighs_more_by_kg_km() -> None:
    by_way = parse_rule(RULE.replace("basis: pieces", "basis: kg-km"))
    near = split_trip(a_manifest(), THE_RULE, hub=HUB, handling_fen=200).post
    far = split_trip(a_manifest(), by_way, hub=HUB, handling_fen=200).post
    assert far.fen_of(Part.UNIVERSAL) > near.fen_of(Part.UNIVERSAL)


def test_the_fees_of_a_month_are_split_by_what_was_carried() -> None:
    book = open_book(a_manifest())
    for bag in book.manifest.bags[:3]:
        book = after(book, way(bag.number))
    month = split_month([book], NOVEMBER, THE_RULE, hub=HUB)
    assert month.total_fen == 1500
    assert month.fen_of(Part.UNIVERSAL) == round(1500 * (4 * 0.35 + 2) / 6)


def test_digest_changes_with_any_figure_whatever_the_version_says() -> None:
    assert parse_rule(RULE).digest == THE_RULE.digest
    assert parse_rule(RULE.replace("percent: 35", "percent: 36")).digest != THE_RULE.digest


def test_the_most_exact_row_counts() -> None:
    assert THE_RULE.universal_per_10000(PlaceId("B"), Direction.DELIVER) == 10_000
    assert THE_RULE.universal_per_10000(PlaceId("B"), Direction.COLLECT) == 2000
    assert THE_RULE.find_run(LineId("other"), TripId("t")) is None


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("name: test split", "nom: x", "nom"),
        ('version: "1"', "", "version"),
        ("basis: pieces", "basis: boxes", "mail.basis"),
        ("percent: 35", "percent: 101", "mail.universal[0].percent"),
        ("percent: 35", "percent: 35.555", "mail.universal[0].percent"),
        ("percent: 35", "percent: many", "mail.universal[0].percent"),
        ("direction: collect", "direction: deliver", "mail.universal"),
        ("direction: collect", "direction: up", "mail.universal[1].direction"),
        ("kg_each: 25", "kg_each: 0", "passengers.kg_each"),
        ("seats: 19", "seats: -1", "passengers.runs[0].seats"),
        ("cost_fen: 42001", "cost_fen: 4.5", "passengers.runs[0].cost_fen"),
        ("seat-km", "seats", "passengers.basis"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(old: str, new: str, field: str) -> None:
    with pytest.raises(ProblemsFound) as trouble:
        parse_rule(RULE.replace(old, new))
    assert field in {problem.field for problem in trouble.value.problems}
    assert all(problem.expected_zh and problem.how_to_fix_zh for problem in trouble.value.problems)


@pytest.mark.parametrize("text", ["", "[]", "a: [", "5"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ProblemsFound):
        parse_rule(text)


def a_rule(basis: MailBasis, shares: list[int]) -> tuple[SplitRule, list[PlaceId]]:
    places = [PlaceId(f"p{k}") for k in range(len(shares))]
    rows = tuple(UniversalShare(place, "*", share) for place, share in zip(places, shares, strict=True))
    return replace(THE_RULE, mail_basis=basis, universal=rows), places


AMOUNTS = st.tuples(st.integers(0, 10_000), st.integers(0, 10**7), st.integers(0, 10**6), st.integers(0, 10_000))


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 10**9), st.lists(AMOUNTS, min_size=1, max_size=12), st.sampled_from(list(MailBasis)))
def test_any_split_adds_up_and_is_fair_to_the_fen(
    total: int, amounts: list[tuple[int, int, int, int]], basis: MailBasis
) -> None:
    rule, places = a_rule(basis, [share for *_, share in amounts])
    carried = tuple(
        Carried(place, Direction.DELIVER, pieces, grams, metres, share)
        for place, (pieces, grams, metres, share) in zip(places, amounts, strict=True)
    )
    split = split_mail("x", total, carried, rule)
    assert sum(part.fen for part in split.parts) == total
    whole = sum(part.weight for part in split.parts)
    assert all(abs(part.fen * whole - total * part.weight) < whole for part in split.parts)


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 10**8), st.integers(0, 60), st.integers(0, 60), st.integers(1, 10**5))
def test_a_run_splits_three_ways_to_the_fen(cost: int, seats: int, passengers: int, g_each: int) -> None:
    assert THE_RULE.passengers is not None
    (figures,) = THE_RULE.passengers.runs
    run = replace(figures, seats=seats, passengers=passengers, cost_fen=cost)
    rule = replace(THE_RULE, passengers=replace(THE_RULE.passengers, g_each=g_each, runs=(run,)))
    found = split_trip(a_manifest(), rule, hub=HUB, handling_fen=200).run
    assert found is not None
    assert [part.part for part in found.parts] == [Part.UNIVERSAL, Part.COMMERCIAL, Part.PASSENGERS]
    assert sum(part.fen for part in found.parts) == cost
    assert all(part.fen >= 0 for part in found.parts)
