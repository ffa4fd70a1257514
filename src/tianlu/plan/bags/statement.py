"""The bus company's month: what was planned and what it carried, consignment by consignment, in fen; what it lost.

Carried is every bag that the bus company signed for and that did not return to the post: it is counted whether it has
arrived, is still on its way, or was lost. The fee follows from what was sealed in the bags, by the tariff of the trip.
Claims stand beside the fees and are not set off against them: whether they may be is a matter of the contract.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tianlu.core.ids import LineId, PlaceId, TripId
from tianlu.plan.bags.custody import Custody, TripBook
from tianlu.plan.bags.exceptions import ENDED, BagState
from tianlu.plan.bags.manifest import ManifestBag, Tariff
from tianlu.plan.bags.number import BagNumber
from tianlu.plan.bags.trouble import refused

Key = TypeVar("Key", LineId, TripId)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; a trip belongs to the month of its date."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.year <= 9999):
            raise ValueError(f"{self.year}-{self.month} is no month")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)


def parse_month(text: str) -> Month:
    """`2026-11`. Raises ProblemsFound."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text.strip())
    if found is None or int(found[1]) == 0:
        raise refused(
            "bad_month",
            field="month",
            found=repr(text[:20]),
            expected="a month, as 2026-11",
            expected_zh="月份，如 2026-11",
            how_to_fix="Write year and month.",
            how_to_fix_zh="请写明年和月。",
        )
    return Month(int(found[1]), int(found[2]))


@dataclass(frozen=True)
class Amount:
    """Bags with what is in them and their fee; the difference of two may be negative."""

    bags: int = 0
    pieces: int = 0
    grams: int = 0
    fee_fen: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.bags + other.bags,
            self.pieces + other.pieces,
            self.grams + other.grams,
            self.fee_fen + other.fee_fen,
        )

    def __sub__(self, other: "Amount") -> "Amount":
        return self + Amount(-other.bags, -other.pieces, -other.grams, -other.fee_fen)


NOTHING = Amount()


@dataclass(frozen=True)
class StatementRow:
    """One consignment: planned, carried, and how many of its bags are still on their way."""

    line: LineId
    line_name: str
    trip: TripId
    date: date
    origin: PlaceId
    destination: PlaceId
    tariff: Tariff
    planned: Amount
    carried: Amount
    under_way: int

    @property
    def difference(self) -> Amount:
        return self.carried - self.planned


@dataclass(frozen=True)
class Claim:
    """A lost bag. `claim_fen` is None while nobody has worked it out: what is owed depends on what was in it
    (邮政法 46, 47), and is never guessed."""

    number: BagNumber
    line_name: str
    trip: TripId
    date: date
    origin: PlaceId
    destination: PlaceId
    seal: str
    pieces: int
    grams: int
    claim_fen: int | None


@dataclass(frozen=True)
class Sum:
    """A trip or a line with its sums."""

    id: str
    name: str
    date: date | None
    planned: Amount
    carried: Amount


@dataclass(frozen=True)
class Statement:
    """A month. Rows by line, date and trip. The sums of trips and of lines are the sum of the rows, asserted."""

    month: Month
    rows: tuple[StatementRow, ...]
    claims: tuple[Claim, ...]
    trips: tuple[Sum, ...]
    lines: tuple[Sum, ...]
    planned: Amount
    carried: Amount

    def __post_init__(self) -> None:
        for parts in (self.rows, self.trips, self.lines):
            assert sum((part.planned for part in parts), NOTHING) == self.planned, "planned sums differ"
            assert sum((part.carried for part in parts), NOTHING) == self.carried, "carried sums differ"

    @property
    def difference(self) -> Amount:
        return self.carried - self.planned

    @property
    def claimed_fen(self) -> int:
        return sum(claim.claim_fen or 0 for claim in self.claims)

    @property
    def claims_open(self) -> int:
        return sum(claim.claim_fen is None for claim in self.claims)

    @property
    def under_way(self) -> int:
        return sum(row.under_way for row in self.rows)


def make_statement(books: Iterable[TripBook], month: Month) -> Statement:
    """The statement of a month from trips' books; each trip at most once, trips of other months are left out."""
    chosen = sorted(
        (book for book in books if book.manifest.date in month),
        key=lambda book: (book.manifest.line, book.manifest.date, book.manifest.trip),
    )
    assert len({book.manifest.trip for book in chosen}) == len(chosen), "a trip is settled once"
    rows = tuple(row for book in chosen for row in _rows(book))
    return Statement(
        month=month,
        rows=rows,
        claims=tuple(_claim(book, held) for book in chosen for held in book.custody if held.state is BagState.LOST),
        trips=_sums(rows, lambda row: row.trip, with_date=True),
        lines=_sums(rows, lambda row: row.line, with_date=False),
        planned=sum((row.planned for row in rows), NOTHING),
        carried=sum((row.carried for row in rows), NOTHING),
    )


def choose_books(books: Iterable[TripBook]) -> tuple[TripBook, ...]:
    """Of each trip one book, from several plans: the one in which something happened, else the first.

    Raises ProblemsFound where bags of one trip were scanned under two plans: it would be paid twice."""
    chosen: dict[TripId, TripBook] = {}
    for book in books:
        trip = book.manifest.trip
        if trip not in chosen or not chosen[trip].is_under_way:
            chosen[trip] = book if trip not in chosen or book.is_under_way else chosen[trip]
        elif book.is_under_way:
            raise refused(
                "trip_twice",
                field="trip",
                found=trip,
                expected="scans of a trip under one plan only",
                expected_zh="同一班次只在一个计划下扫描",
                how_to_fix="Settle with the plan under which the trip's bags were scanned, and leave the other out.",
                how_to_fix_zh="请只用该班次邮袋实际扫描所在的计划结算，去掉另一个计划。",
            )
    return tuple(chosen.values())


def _rows(book: TripBook) -> Iterable[StatementRow]:
    manifest = book.manifest
    for bags in manifest.consignments():
        numbers = {bag.number for bag in bags}
        held = [each for each in book.custody if each.bag.number in numbers]
        carried = tuple(each.bag for each in held if each.is_carried)
        yield StatementRow(
            line=manifest.line,
            line_name=manifest.line_name,
            trip=manifest.trip,
            date=manifest.date,
            origin=bags[0].origin,
            destination=bags[0].destination,
            tariff=manifest.tariff,
            planned=_amount(bags, manifest.fee_fen(bags)),
            carried=_amount(carried, manifest.fee_fen(carried)),
            under_way=sum(each.was_taken and each.state not in ENDED for each in held),
        )


def _amount(bags: tuple[ManifestBag, ...], fee_fen: int) -> Amount:
    return Amount(len(bags), sum(bag.pieces for bag in bags), sum(bag.grams for bag in bags), fee_fen)


def _claim(book: TripBook, held: Custody) -> Claim:
    return Claim(
        number=held.bag.number,
        line_name=book.manifest.line_name,
        trip=book.manifest.trip,
        date=book.manifest.date,
        origin=held.bag.origin,
        destination=held.bag.destination,
        seal=held.seal,
        pieces=held.bag.pieces,
        grams=held.bag.grams,
        claim_fen=held.claim_fen,
    )


def _sums(rows: Iterable[StatementRow], key: Callable[[StatementRow], Key], *, with_date: bool) -> tuple[Sum, ...]:
    found: dict[Key, Sum] = {}
    for row in rows:
        so_far = found.get(key(row)) or Sum(key(row), row.line_name, row.date if with_date else None, NOTHING, NOTHING)
        found[key(row)] = Sum(
            so_far.id, so_far.name, so_far.date, so_far.planned + row.planned, so_far.carried + row.carried
        )
    return tuple(found.values())
