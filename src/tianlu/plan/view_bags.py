"""The shapes in which a screen is told of bags on buses: trips with their hold, bags with their states, the month's
statement, the split of cost.

Minutes are from Monday 00:00 of the planned week; `at` and `due` are local times. Money is fen, mass grams.
"""

from collections.abc import Iterable, Sequence

from tianlu.plan.bags.carriage import PRIORITY_NOTE, SECURITY_NOTE, STOWAGE_NOTE
from tianlu.plan.bags.custody import Custody, TripBook
from tianlu.plan.bags.event import Excepted
from tianlu.plan.bags.exceptions import GUIDE_OF, GUIDES, BagState
from tianlu.plan.bags.manifest import CallLoad
from tianlu.plan.bags.names import Names
from tianlu.plan.bags.receipt import Receipt, list_receipts
from tianlu.plan.bags.split import MonthSplit, Part, Split, TripSplit, WeekSplit
from tianlu.plan.bags.statement import Amount, Claim, Statement, StatementRow, Sum
from tianlu.plan.view_models import View


class CallView(View):
    """A call of a trip: on, off, and what is aboard on leaving against the hold."""

    stop: str
    name: str
    arrive_min: int
    leave_min: int
    on_pieces: int
    on_g: int
    off_pieces: int
    off_g: int
    aboard_pieces: int
    aboard_g: int
    hold_pieces: int
    hold_g: int
    is_overfull: bool


class BagStateView(View):
    """A bag with what became of it; `exception` is blank unless it waits for one to be settled."""

    id: str
    index: int
    of: int
    origin: str
    destination: str
    cutoff_min: int
    leave_min: int
    arrive_min: int
    in_hand_min: int
    pieces: int
    grams: int
    planned_pieces: int
    planned_g: int
    state: BagState
    seal: str
    holder: str
    exception: str
    claim_fen: int | None
    at: str | None


class ReceiptView(View):
    is_boarding: bool
    place: str
    due: str
    done: str | None
    bags: int
    of: int
    givers: tuple[str, ...]
    takers: tuple[str, ...]
    late_min: int


class AlertView(View):
    """An exception of the bus as it was reported."""

    exception: str
    at: str
    by: str
    note: str


class TripBagsView(View):
    """A trip that carries bags on one date, with what happened to them."""

    id: str
    line: str
    line_name: str
    date: str
    day: int
    leave_min: int
    fee_basis: str
    fee_fen: int
    calls: tuple[CallView, ...]
    bags: tuple[BagStateView, ...]
    receipts: tuple[ReceiptView, ...]
    alerts: tuple[AlertView, ...]
    strays: tuple[str, ...]


class GuideView(View):
    """An exception, in which states a bag can meet it, and what is to be done next."""

    kind: str
    zh: str
    en: str
    next_zh: str
    next_en: str
    states: tuple[BagState, ...]
    concerns_trip: bool


class NoteView(View):
    zh: str
    en: str
    clause: str


class BagsView(View):
    """A plan's week of bags."""

    plan: str
    county: str
    week: str
    trips: tuple[TripBagsView, ...]
    guides: tuple[GuideView, ...]
    notes: tuple[NoteView, ...]


class AmountView(View):
    bags: int
    pieces: int
    grams: int
    fee_fen: int


class StatementRowView(View):
    """One consignment of a month: planned, carried, and what is still under way."""

    id: str
    line: str
    line_name: str
    trip: str
    date: str
    origin: str
    destination: str
    fee_basis: str
    rate_fen: int
    planned: AmountView
    carried: AmountView
    under_way: int


class StatementSumView(View):
    id: str
    name: str
    planned: AmountView
    carried: AmountView


class ClaimView(View):
    """A lost bag; `claim_fen` is null while nobody has worked it out."""

    id: str
    trip: str
    date: str
    line_name: str
    origin: str
    destination: str
    seal: str
    pieces: int
    grams: int
    claim_fen: int | None


class StatementView(View):
    """The bus company's month."""

    month: str
    rows: tuple[StatementRowView, ...]
    lines: tuple[StatementSumView, ...]
    claims: tuple[ClaimView, ...]
    planned: AmountView
    carried: AmountView
    claimed_fen: int
    claims_open: int
    under_way: int


class SplitInputView(View):
    """Mail that was counted: for or from a place, over so many metres, and its universal share in 1/10,000."""

    place: str
    direction: str
    pieces: int
    grams: int
    metres: int
    universal_per_10000: int


class SplitLineView(View):
    """A cost with its parts, what was counted, and its reason; `passengers_fen` is null where nothing could be laid to
    passengers."""

    id: str
    kind: str
    total_fen: int
    universal_fen: int
    commercial_fen: int
    passengers_fen: int | None
    basis: str
    inputs: tuple[SplitInputView, ...]
    reason_zh: str
    reason_en: str


class SplitView(View):
    """What was split, by which rule. `lines` add up to `total_fen`; `runs` are the bus company's own costs."""

    rule: str
    version: str
    source: str
    digest: str
    total_fen: int
    universal_fen: int
    commercial_fen: int
    lines: tuple[SplitLineView, ...]
    runs: tuple[SplitLineView, ...]
    without_runs: tuple[NoteView, ...]


def view_bags(books: Iterable[TripBook], names: Names, *, plan: str, county: str, week: str) -> BagsView:
    """Trips in the order in which they leave. Stops bear their names; places their codes, which a screen can name."""
    return BagsView(
        plan=plan,
        county=county,
        week=week,
        trips=tuple(_trip(book, names) for book in books),
        guides=tuple(
            GuideView(
                kind=guide.kind,
                zh=guide.zh,
                en=guide.en,
                next_zh=guide.next_zh,
                next_en=guide.next_en,
                states=tuple(state for state in BagState if state in guide.states),
                concerns_trip=guide.concerns_trip,
            )
            for guide in GUIDES
        ),
        notes=tuple(
            NoteView(zh=note.zh, en=note.en, clause=note.clause)
            for note in (STOWAGE_NOTE, SECURITY_NOTE, PRIORITY_NOTE)
        ),
    )


def view_statement(statement: Statement) -> StatementView:
    return StatementView(
        month=str(statement.month),
        rows=tuple(_row(row) for row in statement.rows),
        lines=tuple(_sum(line) for line in statement.lines),
        claims=tuple(_claim(claim) for claim in statement.claims),
        planned=_amount(statement.planned),
        carried=_amount(statement.carried),
        claimed_fen=statement.claimed_fen,
        claims_open=statement.claims_open,
        under_way=statement.under_way,
    )


def view_week_split(week: WeekSplit) -> SplitView:
    """Trips, then vehicles' days; runs where they could be split, and why the others could not."""
    runs = [(trip, trip.run) for trip in week.trips]
    return _split_view(
        week,
        lines=(
            *(_split_line(trip.post, "trip") for trip in week.trips),
            *(_split_line(day, "vehicle_day") for day in week.vehicle_days),
        ),
        runs=tuple(_split_line(run, "run") for _, run in runs if run),
        without=_reasons(week.trips),
    )


def view_month_split(month: MonthSplit) -> SplitView:
    return _split_view(month, lines=tuple(_split_line(trip, "trip") for trip in month.trips), runs=(), without=())


def _split_view(
    split: WeekSplit | MonthSplit,
    *,
    lines: tuple[SplitLineView, ...],
    runs: tuple[SplitLineView, ...],
    without: tuple[NoteView, ...],
) -> SplitView:
    return SplitView(
        rule=split.rule.name,
        version=split.rule.version,
        source=split.rule.source,
        digest=split.rule.digest,
        total_fen=split.total_fen,
        universal_fen=split.fen_of(Part.UNIVERSAL),
        commercial_fen=split.fen_of(Part.COMMERCIAL),
        lines=lines,
        runs=runs,
        without_runs=without,
    )


def _reasons(trips: Sequence[TripSplit]) -> tuple[NoteView, ...]:
    """Each reason once."""
    said = dict.fromkeys((trip.without_run_zh, trip.without_run_en) for trip in trips if trip.run is None)
    return tuple(NoteView(zh=zh, en=en, clause="") for zh, en in said)


def _split_line(split: Split, kind: str) -> SplitLineView:
    has_passengers = any(part.part is Part.PASSENGERS for part in split.parts)
    return SplitLineView(
        id=split.subject,
        kind=kind,
        total_fen=split.total_fen,
        universal_fen=split.fen_of(Part.UNIVERSAL),
        commercial_fen=split.fen_of(Part.COMMERCIAL),
        passengers_fen=split.fen_of(Part.PASSENGERS) if has_passengers else None,
        basis=split.basis,
        inputs=tuple(
            SplitInputView(
                place=each.place,
                direction=each.direction,
                pieces=each.pieces,
                grams=each.grams,
                metres=each.metres,
                universal_per_10000=each.universal_per_10000,
            )
            for each in split.inputs
        ),
        reason_zh=split.reason_zh,
        reason_en=split.reason_en,
    )


def _trip(book: TripBook, names: Names) -> TripBagsView:
    manifest = book.manifest
    return TripBagsView(
        id=manifest.trip,
        line=manifest.line,
        line_name=manifest.line_name,
        date=manifest.date.isoformat(),
        day=manifest.day,
        leave_min=manifest.calls[0].leave_min,
        fee_basis=manifest.tariff.basis,
        fee_fen=manifest.tariff.fee_fen,
        calls=tuple(_call(call, names) for call in book.calls),
        bags=tuple(_bag(held) for held in book.custody),
        receipts=tuple(_receipt(receipt) for receipt in list_receipts(book)),
        alerts=tuple(
            AlertView(
                exception=event.exception, at=event.at.isoformat(timespec="minutes"), by=event.by, note=event.note
            )
            for event in book.events
            if isinstance(event, Excepted) and GUIDE_OF[event.exception].concerns_trip
        ),
        strays=book.strays,
    )


def _call(call: CallLoad, names: Names) -> CallView:
    return CallView(
        stop=call.stop,
        name=names.stop(call.stop),
        arrive_min=call.arrive_min,
        leave_min=call.leave_min,
        on_pieces=call.on_pieces,
        on_g=call.on_g,
        off_pieces=call.off_pieces,
        off_g=call.off_g,
        aboard_pieces=call.aboard_pieces,
        aboard_g=call.aboard_g,
        hold_pieces=call.hold_pieces,
        hold_g=call.hold_g,
        is_overfull=call.is_overfull,
    )


def _bag(held: Custody) -> BagStateView:
    bag = held.bag
    return BagStateView(
        id=bag.number,
        index=bag.index,
        of=bag.of,
        origin=bag.origin,
        destination=bag.destination,
        cutoff_min=bag.cutoff_min,
        leave_min=bag.leave_min,
        arrive_min=bag.arrive_min,
        in_hand_min=bag.in_hand_min,
        pieces=bag.pieces,
        grams=bag.grams,
        planned_pieces=held.planned.pieces,
        planned_g=held.planned.grams,
        state=held.state,
        seal=held.seal,
        holder=held.holder,
        exception=held.exception or "",
        claim_fen=held.claim_fen,
        at=held.at.isoformat(timespec="minutes") if held.at else None,
    )


def _receipt(receipt: Receipt) -> ReceiptView:
    return ReceiptView(
        is_boarding=receipt.is_boarding,
        place=receipt.place,
        due=receipt.due.isoformat(timespec="minutes"),
        done=receipt.done.isoformat(timespec="minutes") if receipt.done else None,
        bags=receipt.bags,
        of=receipt.of,
        givers=receipt.givers,
        takers=receipt.takers,
        late_min=receipt.late_min,
    )


def _amount(amount: Amount) -> AmountView:
    return AmountView(bags=amount.bags, pieces=amount.pieces, grams=amount.grams, fee_fen=amount.fee_fen)


def _row(row: StatementRow) -> StatementRowView:
    return StatementRowView(
        id="|".join((row.trip, row.origin, row.destination)),
        line=row.line,
        line_name=row.line_name,
        trip=row.trip,
        date=row.date.isoformat(),
        origin=row.origin,
        destination=row.destination,
        fee_basis=row.tariff.basis,
        rate_fen=row.tariff.fee_fen,
        planned=_amount(row.planned),
        carried=_amount(row.carried),
        under_way=row.under_way,
    )


def _sum(line: Sum) -> StatementSumView:
    return StatementSumView(id=line.id, name=line.name, planned=_amount(line.planned), carried=_amount(line.carried))


def _claim(claim: Claim) -> ClaimView:
    return ClaimView(
        id=claim.number,
        trip=claim.trip,
        date=claim.date.isoformat(),
        line_name=claim.line_name,
        origin=claim.origin,
        destination=claim.destination,
        seal=claim.seal,
        pieces=claim.pieces,
        grams=claim.grams,
        claim_fen=claim.claim_fen,
    )
