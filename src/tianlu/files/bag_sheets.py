"""The papers of a bus: its manifest (装载清单) with the hold stop by stop, and a label for every bag."""

from collections.abc import Iterable
from dataclasses import dataclass

from tianlu.core.calendar import clock
from tianlu.core.language import Language
from tianlu.files.sheets import TO_TICK, WEEKDAYS_EN, WEEKDAYS_ZH, Sheet
from tianlu.plan.bags.carriage import PRIORITY_NOTE, SECURITY_NOTE, STOWAGE_NOTE, Note
from tianlu.plan.bags.custody import Custody, TripBook
from tianlu.plan.bags.exceptions import STATE_ZH, BagState
from tianlu.plan.bags.label import label_of, label_text
from tianlu.plan.bags.manifest import CallLoad, Manifest
from tianlu.plan.bags.names import Names
from tianlu.plan.bags.number import shown_number
from tianlu.plan.bags.receipt import Receipt, list_receipts

TICKED = "√"
FRESH = frozenset({BagState.PLANNED, BagState.SEALED})


@dataclass(frozen=True)
class LabelCard:
    """One bag's label: big words from and to, lines of facts, and what the code holds."""

    number: str
    origin: str
    destination: str
    count: str
    lines: tuple[str, ...]
    marks: str
    code: str


def manifest_sheet(book: TripBook, names: Names, language: Language) -> Sheet:
    """The loading list of one trip, to be signed at every change of hands."""
    manifest, pick = book.manifest, language.pick
    return Sheet(
        title=pick(zh=f"装载清单 · {manifest.line_name}", en=f"Manifest · {manifest.line_name}"),
        subtitle=f"{pick(zh=WEEKDAYS_ZH[manifest.day], en=WEEKDAYS_EN[manifest.day])} {manifest.date}",
        facts=(
            (pick(zh="班次", en="Trip"), manifest.trip),
            (pick(zh="发车", en="Leaves"), clock(manifest.calls[0].leave_min)),
            (pick(zh="邮袋", en="Bags"), str(len(manifest.bags))),
            (pick(zh="合计", en="In all"), _load(manifest.pieces, manifest.grams, language)),
        ),
        heads=(
            pick(zh="袋号", en="Bag"),
            pick(zh="从", en="From"),
            pick(zh="最迟交运", en="By"),
            pick(zh="到", en="To"),
            pick(zh="交接", en="In hand"),
            pick(zh="件", en="Pcs"),
            pick(zh="千克", en="kg"),
            pick(zh="安检", en="Sec."),
            pick(zh="封签号", en="Seal"),
            pick(zh="交", en="Out"),
            pick(zh="收", en="In"),
        ),
        rows=tuple(_bag_cells(held, names, language) for held in book.custody),
        numeric=frozenset({2, 4, 5, 6}),
        notes=(
            *(_call_line(call, names, language) for call in book.calls),
            *(_receipt_line(receipt, names, language) for receipt in list_receipts(book) if receipt.bags),
            *(_note_line(note, language) for note in (STOWAGE_NOTE, SECURITY_NOTE, PRIORITY_NOTE)),
        ),
        foot=pick(
            zh="交运人：________    驾驶员：________    接收人：________    异常：____________________",
            en="Handed over: ________    Driver: ________    Received: ________    Exceptions: ______________",
        ),
    )


def label_cards(manifest: Manifest, names: Names, language: Language) -> tuple[LabelCard, ...]:
    """A label for every bag of a trip, in the order of the manifest."""
    pick = language.pick
    return tuple(
        LabelCard(
            number=shown_number(bag.number),
            origin=names.place(bag.origin),
            destination=names.place(bag.destination),
            count=f"{bag.index}/{bag.of}",
            lines=(
                f"{manifest.date} {clock(bag.leave_min)} · {manifest.line_name}",
                _load(bag.pieces, bag.grams, language),
                pick(zh="封签号 ______________", en="Seal ______________"),
            ),
            marks=pick(
                zh=f"{TO_TICK} 实名  {TO_TICK} 验视安检  {TO_TICK} 登记",
                en=f"{TO_TICK} identity  {TO_TICK} inspected  {TO_TICK} registered",
            ),
            code=label_text(label_of(manifest, bag)),
        )
        for bag in manifest.bags
    )


def all_cards(books: Iterable[TripBook], names: Names, language: Language) -> tuple[LabelCard, ...]:
    return tuple(card for book in books for card in label_cards(book.manifest, names, language))


def _bag_cells(held: Custody, names: Names, language: Language) -> tuple[str, ...]:
    bag = held.bag
    out = TO_TICK if held.state in FRESH else language.pick(zh=STATE_ZH[held.state], en=held.state.value)
    return (
        shown_number(bag.number),
        names.place(bag.origin),
        clock(bag.cutoff_min),
        names.place(bag.destination),
        clock(bag.in_hand_min),
        str(bag.pieces),
        _kg(bag.grams),
        TO_TICK if held.security is None else TICKED,
        held.seal,
        out,
        TICKED if held.state is BagState.RECEIVED else TO_TICK,
    )


def _call_line(call: CallLoad, names: Names, language: Language) -> str:
    at, stop = clock(call.leave_min), names.stop(call.stop)
    if call.hold_pieces == call.hold_g == call.aboard_g == 0:
        return language.pick(zh=f"{at} {stop}：下 {call.off_pieces} 件", en=f"{at} {stop}: off {call.off_pieces} pcs")
    held = f"{_kg(call.aboard_g)}/{_kg(call.hold_g)}"
    full_zh, full_en = ("，超出货舱", ", over the hold") if call.is_overfull else ("", "")
    return language.pick(
        zh=f"{at} {stop}：上 {call.on_pieces} 件，下 {call.off_pieces} 件；"
        f"车上 {call.aboard_pieces}/{call.hold_pieces} 件，{held} 千克{full_zh}",
        en=f"{at} {stop}: on {call.on_pieces} pcs, off {call.off_pieces} pcs; "
        f"aboard {call.aboard_pieces}/{call.hold_pieces} pcs, {held} kg{full_en}",
    )


def _receipt_line(receipt: Receipt, names: Names, language: Language) -> str:
    givers, takers = "、".join(receipt.givers), "、".join(receipt.takers)
    done = f"{receipt.done:%m-%d %H:%M}" if receipt.done else ""
    late_zh = f"，晚 {receipt.late_min} 分钟" if receipt.late_min else ""
    late_en = f", {receipt.late_min} min late" if receipt.late_min else ""
    return language.pick(
        zh=f"交接 {names.place(receipt.place)} {done}：{receipt.bags}/{receipt.of} 袋，{givers} → {takers}{late_zh}",
        en=f"Handover {names.place(receipt.place)} {done}: {receipt.bags}/{receipt.of} bags, "
        f"{givers} → {takers}{late_en}",
    )


def _note_line(note: Note, language: Language) -> str:
    return language.pick(zh=f"{note.zh}（{note.clause}）", en=f"{note.en} ({note.clause})")


def _load(pieces: int, grams: int, language: Language) -> str:
    return language.pick(zh=f"{pieces:,} 件 {_kg(grams)} 千克", en=f"{pieces:,} pcs, {_kg(grams)} kg")


def _kg(grams: int) -> str:
    return f"{grams / 1000:,.1f}"
