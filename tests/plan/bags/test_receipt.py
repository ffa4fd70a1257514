"""Handover receipts."""

from datetime import datetime

from tests.plan.bags.builders import a_book, an_act, way
from tests.plan.bags.test_custody import after
from tianlu.plan.bags.receipt import list_receipts

BOOK = a_book()


def test_each_change_of_hands_has_its_receipt_in_the_order_of_the_calls() -> None:
    receipts = list_receipts(BOOK)
    assert [(receipt.is_boarding, receipt.place, receipt.of) for receipt in receipts] == [
        (True, "H", 4),
        (False, "A", 2),
        (False, "B", 2),
    ]
    assert not any(receipt.bags for receipt in receipts)


def test_a_receipt_says_who_gave_who_took_and_how_late() -> None:
    number = BOOK.manifest.bags[0].number
    book = after(BOOK, [an_act("seal", number), an_act("hand_over", number, minute=55)])
    given = list_receipts(book)[0]
    assert (given.givers, given.takers, given.bags, given.is_complete) == (("卓玛",), ("司机",), 1, False)
    assert (given.due, given.late_min) == (datetime(2026, 11, 23, 8, 50), 5)


def test_a_receipt_is_complete_when_every_bag_is_in() -> None:
    book = BOOK
    for bag in book.manifest.bags:
        book = after(book, way(bag.number))
    assert all(receipt.is_complete for receipt in list_receipts(book))
    assert sum(receipt.pieces for receipt in list_receipts(book) if not receipt.is_boarding) == book.manifest.pieces
