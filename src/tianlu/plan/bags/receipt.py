"""Handover receipts: at each stop where bags change hands, how many did of how many, when against the timetable, who
gave and who took.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tianlu.core.ids import PlaceId, StopId
from tianlu.plan.bags.custody import TripBook
from tianlu.plan.bags.event import HandedOver, Received
from tianlu.plan.bags.manifest import ManifestBag


@dataclass(frozen=True)
class Receipt:
    """A change of hands between a place and the bus at a stop. `due` is the cut-off for what gets on, the hour in hand
    for what gets off; `late_min` is how long after it the last bag was scanned, 0 if none was late."""

    is_boarding: bool
    stop: StopId
    place: PlaceId
    due: datetime
    done: datetime | None
    bags: int
    of: int
    pieces: int
    grams: int
    givers: tuple[str, ...]
    takers: tuple[str, ...]

    @property
    def late_min(self) -> int:
        return 0 if self.done is None else max(0, int((self.done - self.due).total_seconds() // 60))

    @property
    def is_complete(self) -> bool:
        return self.bags == self.of


def list_receipts(book: TripBook) -> tuple[Receipt, ...]:
    """In the order of the calls; what gets off at a call stands before what gets on."""
    return tuple(
        receipt
        for k in range(len(book.manifest.calls))
        for is_boarding in (False, True)
        for receipt in _at_call(book, k, is_boarding=is_boarding)
    )


def _at_call(book: TripBook, call: int, *, is_boarding: bool) -> Iterator[Receipt]:
    bags = [bag for bag in book.manifest.bags if (bag.first if is_boarding else bag.last) == call]
    for place in dict.fromkeys(bag.origin if is_boarding else bag.destination for bag in bags):
        here = [bag for bag in bags if place == (bag.origin if is_boarding else bag.destination)]
        yield _receipt(book, here, place, is_boarding=is_boarding)


def _receipt(book: TripBook, bags: list[ManifestBag], place: PlaceId, *, is_boarding: bool) -> Receipt:
    numbers = {bag.number for bag in bags}
    scans = [
        event
        for event in book.events
        if isinstance(event, HandedOver if is_boarding else Received) and event.bag in numbers
    ]
    scanned = {event.bag for event in scans}
    contents = [held.bag for held in book.custody if held.bag.number in scanned]
    first = bags[0]
    return Receipt(
        is_boarding=is_boarding,
        stop=first.origin_stop if is_boarding else first.destination_stop,
        place=place,
        due=book.manifest.at(first.cutoff_min if is_boarding else first.in_hand_min),
        done=max((event.at for event in scans), default=None),
        bags=len(scanned),
        of=len(bags),
        pieces=sum(bag.pieces for bag in contents),
        grams=sum(bag.grams for bag in contents),
        givers=tuple(dict.fromkeys(event.by if isinstance(event, HandedOver) else event.giver for event in scans)),
        takers=tuple(dict.fromkeys(event.taker if isinstance(event, HandedOver) else event.by for event in scans)),
    )
