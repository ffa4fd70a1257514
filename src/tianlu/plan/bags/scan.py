"""What somebody scans or types, made into an event of the book it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from tianlu.plan.bags.carriage import STOWAGE_NOTE, SecurityMark, Stowage
from tianlu.plan.bags.custody import Custody, TripBook
from tianlu.plan.bags.event import BagEvent, Boarded, EventId, Excepted, HandedOver, Received, Sealed, Settled
from tianlu.plan.bags.exceptions import GUIDE_OF, ExceptionKind, Outcome
from tianlu.plan.bags.label import read_number
from tianlu.plan.bags.number import BagNumber, shown_number
from tianlu.plan.bags.trouble import refused

Word = TypeVar("Word", bound=StrEnum)


class Act(StrEnum):
    """What can be done to a bag, as the buttons and the command line name it."""

    SEAL = "seal"
    HAND_OVER = "hand_over"
    BOARD = "board"
    RECEIVE = "receive"
    EXCEPT = "except"
    SETTLE = "settle"


@dataclass(frozen=True, kw_only=True)
class Scan:
    """An act as it comes in, in words. `bag` is a number or a whole label, `other` the one on the other side of a
    change of hands. `pieces` and `grams` are what was put in where it is not what was planned; a blank `stowage` is the
    hold."""

    id: EventId
    act: str
    at: datetime
    by: str
    bag: str = ""
    trip: str = ""
    other: str = ""
    seal: str = ""
    identity: bool = False
    inspection: bool = False
    registration: bool = False
    pieces: int | None = None
    grams: int | None = None
    stowage: str = ""
    exception: str = ""
    outcome: str = ""
    claim_fen: int | None = None
    note: str = ""


def event_of(books: Sequence[TripBook], scan: Scan) -> BagEvent:
    """The event that a scan means. Raises ProblemsFound for an unknown word, bag or trip."""
    act = _word(Act, scan.act, field="act")
    if not scan.by.strip():
        raise _blank("by", "who does it", "由谁办理")
    if not scan.id or scan.at.tzinfo is not None:
        raise _blank("id, at", "an id, and the local time without a zone", "编号，以及不带时区的当地时间")
    if act is Act.EXCEPT:
        return _exception(books, scan)
    number = read_number(scan.bag)
    stray = next((book for book in books if number in book.strays), None) if act is Act.SETTLE else None
    book = stray or find_bag(books, number)
    held = book.find(number)
    head = {"id": scan.id, "trip": book.manifest.trip, "at": scan.at, "by": scan.by.strip()}
    return _event(act, scan, number, held, head)


def find_bag(books: Sequence[TripBook], number: BagNumber) -> TripBook:
    """The book on whose manifest a bag stands. Raises ProblemsFound."""
    for book in books:
        if book.find(number):
            return book
    raise refused(
        "unknown_bag",
        field="bag",
        found=shown_number(number),
        expected="a bag of this week's manifests",
        expected_zh="本周装载清单上的邮袋",
        how_to_fix="If the bag is really here, report the exception “bag surplus” of the trip it came with.",
        how_to_fix_zh="若邮袋确实在此，请对它所乘的班次报告异常“邮袋多出”。",
    )


def find_book(books: Sequence[TripBook], trip: str) -> TripBook:
    """Raises ProblemsFound."""
    for book in books:
        if book.manifest.trip == trip:
            return book
    listed = ", ".join(book.manifest.trip for book in books[:6])
    raise refused(
        "unknown_trip",
        field="trip",
        found=repr(trip),
        expected=f"a trip with bags: {listed}{' …' if len(books) > 6 else ''}",
        expected_zh=f"有邮袋的班次：{listed}{'……' if len(books) > 6 else ''}",
        how_to_fix="Name the trip as it stands on the manifest.",
        how_to_fix_zh="请按装载清单上的写法填写班次。",
    )


def _event(act: Act, scan: Scan, number: BagNumber, held: Custody | None, head: dict[str, object]) -> BagEvent:
    fields: dict[str, object] = {**head, "bag": number}
    match act:
        case Act.SEAL:
            marks = SecurityMark(scan.identity, scan.inspection, scan.registration)
            pieces = scan.pieces if scan.pieces is not None else held.bag.pieces if held else 0
            grams = scan.grams if scan.grams is not None else held.bag.grams if held else 0
            if min(pieces, grams) < 0:
                raise _blank("pieces, grams", "numbers from 0", "不小于 0 的数")
            fields |= {"seal": scan.seal.strip(), "security": marks, "pieces": pieces, "grams": grams}
            return Sealed(**fields)  # type: ignore[arg-type]
        case Act.HAND_OVER:
            taker = scan.other.strip() or _raise_blank("other", "who takes it for the bus", "客车方接收人")
            return HandedOver(**fields, seal_seen=scan.seal, taker=taker)  # type: ignore[arg-type]
        case Act.BOARD:
            return Boarded(**fields, stowage=_stowage(scan.stowage))  # type: ignore[arg-type]
        case Act.RECEIVE:
            giver = scan.other.strip() or _raise_blank("other", "who hands it out of the bus", "客车方交出人")
            return Received(**fields, seal_seen=scan.seal, giver=giver)  # type: ignore[arg-type]
        case _:
            return _settled(scan, fields)


def _settled(scan: Scan, fields: dict[str, object]) -> Settled:
    outcome = _word(Outcome, scan.outcome, field="outcome")
    claim = scan.claim_fen
    if claim is not None and (claim < 0 or outcome is not Outcome.LOST):
        raise _blank("claim_fen", "a claim of at least 0 fen, for a lost bag only", "仅丢失邮袋可填，且不小于 0 分")
    words: dict[str, object] = {"outcome": outcome, "seal": scan.seal.strip(), "claim_fen": claim, "note": scan.note}
    return Settled(**fields, **words)  # type: ignore[arg-type]


def _exception(books: Sequence[TripBook], scan: Scan) -> Excepted:
    kind = _word(ExceptionKind, scan.exception, field="exception")
    head = {"id": scan.id, "at": scan.at, "by": scan.by.strip(), "exception": kind, "note": scan.note}
    if GUIDE_OF[kind].concerns_trip:
        book = find_book(books, scan.trip)
        return Excepted(**head, trip=book.manifest.trip, bag=None)  # type: ignore[arg-type]
    number = read_number(scan.bag)
    book = find_book(books, scan.trip) if kind is ExceptionKind.BAG_SURPLUS else find_bag(books, number)
    return Excepted(**head, trip=book.manifest.trip, bag=number)  # type: ignore[arg-type]


def _stowage(word: str) -> Stowage:
    """Raises ProblemsFound for the saloon, and for any other word."""
    if not word:
        return Stowage.HOLD
    try:
        return Stowage(word)
    except ValueError:
        raise refused(
            "forbidden_stowage",
            field="stowage",
            found=repr(word),
            expected=f"hold or roof_rack. {STOWAGE_NOTE.en} ({STOWAGE_NOTE.clause})",
            expected_zh=f"hold（货舱）或 roof_rack（车顶行李架）。{STOWAGE_NOTE.zh}（{STOWAGE_NOTE.clause}）",
            how_to_fix="Stow the bag in the hold, or report the exception “hold full”.",
            how_to_fix_zh="请装入货舱；装不下则报告异常“货舱已满”。",
        ) from None


def _word(kind: type[Word], word: str, *, field: str) -> Word:
    try:
        return kind(word)
    except ValueError:
        known = ", ".join(each.value for each in kind)
        raise refused(
            "unknown_word",
            field=field,
            found=repr(word),
            expected=f"one of {known}",
            expected_zh=f"{known} 之一",
            how_to_fix="Choose one of these words.",
            how_to_fix_zh="请选用其中一个。",
        ) from None


def _raise_blank(field: str, expected: str, expected_zh: str) -> str:
    raise _blank(field, expected, expected_zh)


def _blank(field: str, expected: str, expected_zh: str) -> Exception:
    return refused(
        "missing_field",
        field=field,
        found="—",
        expected=expected,
        expected_zh=expected_zh,
        how_to_fix="Fill it in.",
        how_to_fix_zh="请填写。",
    )
