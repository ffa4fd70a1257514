"""Who has which bag: one step after another, each refused with its reason where it cannot follow from the one before.

    planned → sealed → handed over → on board → received
                 ↘ exception ↙  → goes on as before · returned · lost

`apply_event` is pure: a trip's book and an event in, the next book out. Equal events in equal order give equal books.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from tianlu.core.problem import ProblemsFound
from tianlu.plan.bags.carriage import PRIORITY_NOTE, SECURITY_NOTE, SecurityMark
from tianlu.plan.bags.event import BagEvent, Boarded, Excepted, HandedOver, Received, Sealed, Settled
from tianlu.plan.bags.exceptions import GUIDE_OF, STATE_ZH, BagState, ExceptionKind, Outcome
from tianlu.plan.bags.manifest import CallLoad, Manifest, ManifestBag, call_loads
from tianlu.plan.bags.number import BagNumber, shown_number
from tianlu.plan.bags.trouble import refused

OneBag = TypeVar("OneBag", Sealed, HandedOver, Boarded, Received, Excepted, Settled)


@dataclass(frozen=True)
class Custody:
    """A bag as it stands. `bag` holds what was planned until it is sealed, then what was sealed in it.

    `seal` and `security` are there once it is sealed. `before` is where it goes on after an exception; `holder` is who
    has it; `was_taken` whether the bus company ever signed for it; `at` when the last step was."""

    bag: ManifestBag
    planned: ManifestBag
    state: BagState = BagState.PLANNED
    before: BagState = BagState.PLANNED
    seal: str = ""
    security: SecurityMark | None = None
    holder: str = ""
    was_taken: bool = False
    exception: ExceptionKind | None = None
    claim_fen: int | None = None
    at: datetime | None = None

    @property
    def is_carried(self) -> bool:
        """Whether the bus company carries it, carried it, or lost it: what its fee is counted for."""
        return self.was_taken and self.state is not BagState.RETURNED


@dataclass(frozen=True)
class TripBook:
    """A trip's manifest and what became of its bags. `strays` are surplus bags not yet settled."""

    manifest: Manifest
    custody: tuple[Custody, ...]
    strays: tuple[BagNumber, ...] = ()
    events: tuple[BagEvent, ...] = ()

    def find(self, number: str) -> Custody | None:
        return next((each for each in self.custody if each.bag.number == number), None)

    @property
    def is_under_way(self) -> bool:
        return bool(self.events)

    @property
    def calls(self) -> tuple[CallLoad, ...]:
        """The hold stop by stop with what is or will be aboard: bags that ended elsewhere are left out."""
        return call_loads(self.manifest.calls, (each.bag for each in self.custody if _rides(each)))


def open_book(manifest: Manifest) -> TripBook:
    """The book of a trip of which nothing has happened yet."""
    return TripBook(manifest, tuple(Custody(bag, bag) for bag in manifest.bags))


def replay(manifest: Manifest, events: Iterable[BagEvent]) -> TripBook:
    """The book after the trip's events. Raises ProblemsFound at the first that cannot be."""
    book = open_book(manifest)
    for event in events:
        book = apply_event(book, event)
    return book


def apply_event(book: TripBook, event: BagEvent) -> TripBook:
    """The book after one more step. Raises ProblemsFound, with the reason in both languages, where it cannot be."""
    if event.trip != book.manifest.trip:
        raise ValueError(f"an event of trip {event.trip} in the book of {book.manifest.trip}")
    match event:
        case Excepted(bag=None):
            changed = _except_trip(book, event)
        case Excepted(exception=ExceptionKind.BAG_SURPLUS):
            changed = _note_stray(book, event)
        case Settled() if event.bag in book.strays:
            changed = replace(book, strays=tuple(each for each in book.strays if each != event.bag))
        case Sealed():
            changed = _step(book, event, _seal)
        case HandedOver():
            changed = _step(book, event, _hand_over)
        case Boarded():
            changed = _step(book, event, _board)
        case Received():
            changed = _step(book, event, _receive)
        case Excepted():
            changed = _step(book, event, _except_bag)
        case Settled():
            changed = _step(book, event, _settle)
    return replace(changed, events=(*book.events, event))


# One bag's steps


def _step(book: TripBook, event: OneBag, move: Callable[[TripBook, Custody, OneBag], Custody]) -> TripBook:
    assert event.bag is not None
    held = book.find(event.bag)
    if held is None:
        raise _unknown_bag(book, event.bag)
    if held.at is not None and event.at < held.at:
        raise _back_in_time(held, event.at)
    moved = replace(move(book, held, event), at=event.at)
    return replace(book, custody=tuple(moved if each is held else each for each in book.custody))


def _seal(book: TripBook, held: Custody, event: Sealed) -> Custody:
    _must_be(held, BagState.PLANNED, step="seal", step_zh="封签")
    if event.security.missing:
        raise _security_missing(held, event)
    _fresh_seal(book, held, event.seal)
    filled = replace(held.bag, pieces=event.pieces, grams=event.grams)
    return replace(
        held, bag=filled, state=BagState.SEALED, seal=event.seal.strip(), security=event.security, holder=event.by
    )


def _hand_over(book: TripBook, held: Custody, event: HandedOver) -> Custody:
    _must_be(held, BagState.SEALED, step="hand over", step_zh="交接")
    _same_seal(held, event.seal_seen)
    _room_for(book, held)
    return replace(held, state=BagState.HANDED_OVER, holder=event.taker, was_taken=True)


def _board(book: TripBook, held: Custody, event: Boarded) -> Custody:
    _must_be(held, BagState.HANDED_OVER, step="load", step_zh="上车")
    return replace(held, state=BagState.ON_BOARD)


def _receive(book: TripBook, held: Custody, event: Received) -> Custody:
    _must_be(held, BagState.ON_BOARD, step="receive", step_zh="签收")
    _same_seal(held, event.seal_seen)
    return replace(held, state=BagState.RECEIVED, holder=event.by)


def _except_bag(book: TripBook, held: Custody, event: Excepted) -> Custody:
    guide = GUIDE_OF[event.exception]
    _must_be(held, *guide.states, step=f"report “{guide.en.lower()}”", step_zh=f"报告“{guide.zh}”")
    return _excepted(held, event.exception)


def _settle(book: TripBook, held: Custody, event: Settled) -> Custody:
    _must_be(held, BagState.EXCEPTION, step="settle an exception", step_zh="处理异常")
    match event.outcome:
        case Outcome.RETURNED:
            return replace(held, state=BagState.RETURNED, exception=None, holder=event.by)
        case Outcome.LOST:
            return replace(held, state=BagState.LOST, exception=None, claim_fen=event.claim_fen)
        case Outcome.GOES_ON:
            return _go_on(book, held, event.seal.strip())


def _go_on(book: TripBook, held: Custody, seal: str) -> Custody:
    """As before, with its seal; with a new one where the old was broken. A bag never sealed has none."""
    if held.exception is ExceptionKind.SEAL_BROKEN:
        if seal == held.seal:
            raise _seal_used(held, seal)
        _fresh_seal(book, held, seal)
        held = replace(held, seal=seal)
    elif held.seal:
        _same_seal(held, seal)
    return replace(held, state=held.before, exception=None)


def _excepted(held: Custody, kind: ExceptionKind) -> Custody:
    return replace(held, state=BagState.EXCEPTION, before=held.state, exception=kind)


# The bus, and bags that are on no manifest


def _except_trip(book: TripBook, event: Excepted) -> TripBook:
    guide = GUIDE_OF[event.exception]
    if not guide.stops_bag:
        return book
    custody = tuple(
        replace(_excepted(each, event.exception), at=max(event.at, each.at or event.at))
        if each.state in guide.states
        else each
        for each in book.custody
    )
    return replace(book, custody=custody)


def _note_stray(book: TripBook, event: Excepted) -> TripBook:
    assert event.bag is not None
    if book.find(event.bag) or event.bag in book.strays:
        raise refused(
            "not_surplus",
            field="bag",
            found=f"{shown_number(event.bag)}",
            expected="a bag that is not on this trip's manifest, and not yet noted",
            expected_zh="不在本班次清单上、也未登记过的邮袋",
            how_to_fix="It belongs to this trip: go on with its own steps.",
            how_to_fix_zh="它属于本班次：请按它自己的步骤继续。",
        )
    return replace(book, strays=(*book.strays, event.bag))


# Reasons to refuse


def _rides(held: Custody) -> bool:
    state = held.before if held.state is BagState.EXCEPTION else held.state
    return state not in (BagState.RETURNED, BagState.LOST)


def _room_for(book: TripBook, held: Custody) -> None:
    """The hold, at every call, with this bag and all that were taken before it."""
    aboard = [each.bag for each in book.custody if each.was_taken and _rides(each)]
    for call in call_loads(book.manifest.calls, [*aboard, held.bag]):
        if call.is_overfull:
            raise refused(
                "hold_full",
                field="hold",
                found=f"{call.aboard_g / 1000:.1f} kg, {call.aboard_pieces} pcs ({call.stop})",
                expected=f"at most {call.hold_g / 1000:.1f} kg and {call.hold_pieces} pieces after stop {call.stop}",
                expected_zh=f"过 {call.stop} 站后不超过 {call.hold_g / 1000:.1f} 千克、{call.hold_pieces} 件",
                how_to_fix=f"Report the exception “hold full”. {PRIORITY_NOTE.en} ({PRIORITY_NOTE.clause})",
                how_to_fix_zh=f"请报告异常“货舱已满”。{PRIORITY_NOTE.zh}（{PRIORITY_NOTE.clause}）",
            )


def _must_be(held: Custody, *states: BagState, step: str, step_zh: str) -> None:
    if held.state in states:
        return
    wanted = [state for state in BagState if state in states]
    raise refused(
        "impossible_step",
        field="bag",
        found=f"{shown_number(held.bag.number)} {STATE_ZH[held.state]} {held.state.value}",
        expected=f"{' or '.join(state.value for state in wanted)}, to {step}",
        expected_zh=f"{'或'.join(STATE_ZH[state] for state in wanted)}，才能{step_zh}",
        how_to_fix=_HOW_TO_FIX[held.state][0],
        how_to_fix_zh=_HOW_TO_FIX[held.state][1],
    )


_HOW_TO_FIX = {
    BagState.PLANNED: ("Seal the bag first.", "请先封签。"),
    BagState.SEALED: ("Hand the bag over to the bus first.", "请先与客车交接。"),
    BagState.HANDED_OVER: ("Confirm first that the bag is stowed on the bus.", "请先确认邮袋已上车。"),
    BagState.ON_BOARD: ("The bag is on the bus; receive it, or report an exception.", "邮袋在车上；请签收或报告异常。"),
    BagState.EXCEPTION: ("Settle the bag's exception first.", "请先处理该邮袋的异常。"),
    BagState.RECEIVED: (
        "The bag has been received; nothing more happens on this trip.",
        "邮袋已签收，本班次不再有后续步骤。",
    ),
    BagState.RETURNED: (
        "The bag went back to the post; send it with another trip.",
        "邮袋已退回邮政；请改由其他班次运送。",
    ),
    BagState.LOST: ("The bag was found lost; see the month's statement.", "邮袋已判定丢失；见月度结算单。"),
}


def _same_seal(held: Custody, seen: str) -> None:
    if seen.strip() != held.seal:
        raise refused(
            "seal_differs",
            field="seal",
            found=seen.strip() or "—",
            expected=f"{held.seal}, the seal of {shown_number(held.bag.number)}",
            expected_zh=f"{held.seal}，即 {shown_number(held.bag.number)} 的封签号",
            how_to_fix="Read the seal again; if it is another one or broken, report the exception “seal broken”.",
            how_to_fix_zh="请重读封签；若不符或破损，请报告异常“封签破损或不符”。",
        )


def _fresh_seal(book: TripBook, held: Custody, seal: str) -> None:
    used = {each.seal for each in book.custody if each is not held}
    if not seal.strip() or seal.strip() in used:
        raise _seal_used(held, seal)


def _seal_used(held: Custody, seal: str) -> ProblemsFound:
    return refused(
        "seal_used",
        field="seal",
        found=f"{shown_number(held.bag.number)}: {seal.strip() or '—'}",
        expected="a seal's number that no other bag of the trip has, and not the broken one's",
        expected_zh="封签号，不与本班次其他邮袋相同，也不是已破损的那一个",
        how_to_fix="Read the number on the new seal.",
        how_to_fix_zh="请读取新封签上的号码。",
    )


def _security_missing(held: Custody, event: Sealed) -> ProblemsFound:
    zh, en = zip(*event.security.missing, strict=True)
    return refused(
        "security_missing",
        field="security",
        found=f"{shown_number(held.bag.number)}: {'、'.join(zh)} / {', '.join(en)} ✗",
        expected=f"{SECURITY_NOTE.en} ({SECURITY_NOTE.clause})",
        expected_zh=f"{SECURITY_NOTE.zh}（{SECURITY_NOTE.clause}）",
        how_to_fix="Do what is missing, then seal the bag.",
        how_to_fix_zh="请补做后再封签。",
    )


def _unknown_bag(book: TripBook, number: BagNumber) -> ProblemsFound:
    return refused(
        "unknown_bag",
        field="bag",
        found=shown_number(number),
        expected=f"a bag of the manifest of {book.manifest.trip}",
        expected_zh=f"{book.manifest.trip} 装载清单上的邮袋",
        how_to_fix="If the bag is really here, report the exception “bag surplus”.",
        how_to_fix_zh="若邮袋确实在此，请报告异常“邮袋多出”。",
    )


def _back_in_time(held: Custody, at: datetime) -> ProblemsFound:
    assert held.at is not None
    return refused(
        "back_in_time",
        field="at",
        found=f"{shown_number(held.bag.number)} {at:%Y-%m-%d %H:%M}",
        expected=f"no earlier than its last step, {held.at:%Y-%m-%d %H:%M}",
        expected_zh=f"不早于上一步 {held.at:%Y-%m-%d %H:%M}",
        how_to_fix="Check the clock of the device.",
        how_to_fix_zh="请核对设备的时钟。",
    )
