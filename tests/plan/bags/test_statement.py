"""The bus company's month: planned, carried, lost; every total is the sum of its parts."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.bags.builders import WEEK, a_book, a_week, an_act, way
from tests.plan.bags.test_custody import after
from tianlu.core.problem import ProblemsFound
from tianlu.plan.bags.custody import TripBook, open_book
from tianlu.plan.bags.manifest import list_manifests
from tianlu.plan.bags.statement import NOTHING, Amount, Month, Statement, choose_books, make_statement, parse_month
from tianlu.plan.lines.trip import FeeBasis

NOVEMBER = Month(2026, 11)


def both_books(basis: FeeBasis) -> list[TripBook]:
    problem, plan = a_week(basis=basis)
    return [open_book(manifest) for manifest in list_manifests(problem, plan, WEEK)]


def carry(book: TripBook, which: int, until: str = "receive") -> TripBook:
    return after(book, way(book.manifest.bags[which].number, until=until))


def test_what_was_carried_is_paid_and_what_was_planned_stands_beside_it() -> None:
    out = carry(carry(a_book(), 0), 2, "hand_over")
    statement = make_statement([out], NOVEMBER)
    assert statement.planned == Amount(bags=4, pieces=8, grams=8000, fee_fen=2000)
    assert statement.carried == Amount(bags=2, pieces=4, grams=4000, fee_fen=1000)
    assert statement.difference == Amount(-2, -4, -4000, -1000)
    assert statement.under_way == 1


@pytest.mark.parametrize(("basis", "fee"), [(FeeBasis.BAG, 500), (FeeBasis.KG, 1000), (FeeBasis.PIECE, 1000)])
def test_the_fee_is_by_bag_kilogram_or_piece(basis: FeeBasis, fee: int) -> None:
    assert make_statement([carry(a_book(basis=basis), 0)], NOVEMBER).carried.fee_fen == fee


def test_a_started_kilogram_is_paid_whole_by_what_was_sealed() -> None:
    book = a_book(basis=FeeBasis.KG)
    bag = book.manifest.bags[0].number
    book = after(book, [an_act("seal", bag, grams=2001), an_act("hand_over", bag, minute=20)])
    assert make_statement([book], NOVEMBER).carried == Amount(1, 2, 2001, 1500)


def test_a_bag_that_returned_is_not_paid() -> None:
    book = carry(a_book(), 0, "hand_over")
    bag = book.manifest.bags[0].number
    book = after(book, [an_act("except", bag, minute=40, exception="hold_full")])
    book = after(book, [an_act("settle", bag, minute=50, outcome="returned")])
    assert make_statement([book], NOVEMBER).carried == NOTHING


def test_a_lost_bag_is_listed_as_a_claim_and_never_guessed() -> None:
    book = carry(a_book(), 0, "board")
    bag = book.manifest.bags[0].number
    missing = after(book, [an_act("except", bag, minute=60, exception="bag_missing")])
    unknown = make_statement([after(missing, [an_act("settle", bag, minute=70, outcome="lost")])], NOVEMBER)
    assert [(claim.number, claim.claim_fen) for claim in unknown.claims] == [(bag, None)]
    assert (unknown.claimed_fen, unknown.claims_open) == (0, 1)
    known = make_statement(
        [after(missing, [an_act("settle", bag, minute=70, outcome="lost", claim_fen=900)])], NOVEMBER
    )
    assert (known.claimed_fen, known.claims_open) == (900, 0)
    assert known.carried.fee_fen == 500


def test_trips_of_another_month_are_left_out() -> None:
    assert make_statement([a_book()], Month(2026, 12)).rows == ()


def test_a_statement_whose_totals_are_wrong_cannot_be_made() -> None:
    statement = make_statement([a_book()], NOVEMBER)
    with pytest.raises(AssertionError):
        replace(statement, planned=statement.planned + Amount(fee_fen=1))
    with pytest.raises(AssertionError):
        replace(statement, trips=())


def test_of_two_plans_the_one_that_was_scanned_counts() -> None:
    scanned = carry(a_book(), 0)
    assert choose_books([a_book(), scanned]) == (scanned,)
    assert choose_books([scanned, a_book()]) == (scanned,)
    with pytest.raises(ProblemsFound) as trouble:
        choose_books([scanned, carry(a_book(), 1)])
    assert trouble.value.problems[0].code == "trip_twice"


@pytest.mark.parametrize("wrong", ["", "2026", "2026-13", "November", "2026-1", "0000-01"])
def test_what_is_no_month_is_refused(wrong: str) -> None:
    with pytest.raises(ProblemsFound):
        parse_month(wrong)


def test_a_month_is_read_as_it_is_written() -> None:
    assert str(parse_month("2026-11")) == "2026-11"


WAYS = st.lists(st.sampled_from(["", "seal", "hand_over", "board", "receive"]), min_size=6, max_size=6)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(WAYS, st.sampled_from(list(FeeBasis)))
def test_sums_of_trips_and_lines_are_the_sum_of_rows(untils: list[str], basis: FeeBasis) -> None:
    books = both_books(basis)
    for k, until in enumerate(untils):
        which, bag = (0, k) if k < 4 else (1, k - 4)
        if until:
            books[which] = carry(books[which], bag, until)
    statement: Statement = make_statement(books, NOVEMBER)
    taken = sum(until in ("hand_over", "board", "receive") for until in untils)
    assert statement.carried.bags == taken
    assert sum((row.difference for row in statement.rows), NOTHING) == statement.difference
    assert statement.carried.fee_fen <= statement.planned.fee_fen
