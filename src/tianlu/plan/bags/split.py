"""A cost split between universal service, commercial parcels and passengers, by a declared rule, provably.

Every result carries the rule's name, version and digest, what was counted, and a reason in words; its parts add up to
the total by largest remainder. The post's own cost of a trip (fee and handling) and of a vehicle's day is split in two.
The bus company's cost of a run is split in three where the rule declares seats, passengers and cost: passengers against
mail by gram-metres (each seat or passenger counting as `kg_each` of mail over the whole run), then the mail's part in
two. Where the counted mail is nothing (empty bags), each consignment counts alike, by its declared share.

PostBus Switzerland had to repay CHF 205 million of subsidy for a split that could not be proved; 邮政法 18 keeps
universal and competitive business apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from tianlu.core.ids import LineId, PlaceId
from tianlu.core.money import yuan
from tianlu.core.problem import Problem, ProblemsFound
from tianlu.plan.bags.custody import TripBook
from tianlu.plan.bags.manifest import Manifest, ManifestBag
from tianlu.plan.bags.split_rule import WHOLE, MailBasis, PassengerBasis, SplitRule
from tianlu.plan.bags.statement import Month, make_statement
from tianlu.plan.county import Direction
from tianlu.plan.rounds.cost import VehicleDayCost, cost_of
from tianlu.plan.rounds.plan import Plan, Round
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.shares import apportion


class Part(StrEnum):
    UNIVERSAL = "universal"
    COMMERCIAL = "commercial"
    PASSENGERS = "passengers"


@dataclass(frozen=True)
class Carried:
    """Mail that was counted: for or from a place, over so many metres, of which a share is universal service."""

    place: PlaceId
    direction: Direction
    pieces: int
    grams: int
    metres: int
    universal_per_10000: int


@dataclass(frozen=True)
class PartShare:
    """A part's weight by the basis, as it was counted, and its fen."""

    part: Part
    weight: int
    fen: int


@dataclass(frozen=True)
class Split:
    """A cost with its parts, and why they are so."""

    subject: str
    total_fen: int
    parts: tuple[PartShare, ...]
    basis: str
    rule: str
    version: str
    digest: str
    inputs: tuple[Carried, ...]
    reason_zh: str
    reason_en: str

    def __post_init__(self) -> None:
        assert sum(part.fen for part in self.parts) == self.total_fen, "the parts add up to the total"

    def fen_of(self, part: Part) -> int:
        return sum(each.fen for each in self.parts if each.part is part)


@dataclass(frozen=True)
class TripSplit:
    """A trip: the post's cost in two parts; the run's cost in three, or None, and then why not."""

    manifest: Manifest
    post: Split
    run: Split | None
    without_run_zh: str
    without_run_en: str


@dataclass(frozen=True)
class WeekSplit:
    """A week's plan: its trips and its vehicles' days. Their totals add up to the plan's cost, asserted."""

    rule: SplitRule
    trips: tuple[TripSplit, ...]
    vehicle_days: tuple[Split, ...]
    total_fen: int

    def __post_init__(self) -> None:
        assert sum(split.total_fen for split in self.post_splits) == self.total_fen, "all of the cost is split"

    @property
    def post_splits(self) -> tuple[Split, ...]:
        return (*(trip.post for trip in self.trips), *self.vehicle_days)

    def fen_of(self, part: Part) -> int:
        return sum(split.fen_of(part) for split in self.post_splits)


@dataclass(frozen=True)
class MonthSplit:
    """The fees of a month's carried bags, by trip. Their total is that of the month's statement, asserted."""

    rule: SplitRule
    month: Month
    trips: tuple[Split, ...]
    total_fen: int

    def __post_init__(self) -> None:
        assert sum(split.total_fen for split in self.trips) == self.total_fen, "all of the fees are split"

    def fen_of(self, part: Part) -> int:
        return sum(split.fen_of(part) for split in self.trips)


def split_week(problem: WeekProblem, plan: Plan, manifests: Sequence[Manifest], rule: SplitRule) -> WeekSplit:
    """Every fen of a plan's cost laid to universal service or commercial parcels. Raises ProblemsFound."""
    cost = cost_of(problem, plan)
    hub = problem.hub.id
    handling = problem.terms.handling_fen
    return WeekSplit(
        rule=rule,
        trips=tuple(split_trip(manifest, rule, hub=hub, handling_fen=handling) for manifest in manifests),
        vehicle_days=tuple(_split_day(problem, plan, day, rule) for day in cost.by_vehicle_day),
        total_fen=cost.total_fen,
    )


def split_trip(manifest: Manifest, rule: SplitRule, *, hub: PlaceId, handling_fen: int) -> TripSplit:
    """A trip's fee and handling in two parts, and the run's own cost in three where it was declared."""
    consignments = manifest.consignments()
    carried = tuple(_carried(manifest, bags, rule, hub) for bags in consignments)
    fee_fen = sum(manifest.fee_fen(bags) for bags in consignments)
    post = split_mail(manifest.trip, fee_fen + handling_fen * len(consignments), carried, rule)
    zh, en = _why_no_run(manifest, rule)
    return TripSplit(manifest, post, None if zh else _split_run(manifest, carried, rule), zh, en)


def split_month(books: Iterable[TripBook], month: Month, rule: SplitRule, *, hub: PlaceId) -> MonthSplit:
    """The fees of what the bus company carried in a month, trip by trip. Raises ProblemsFound."""
    books = tuple(book for book in books if book.manifest.date in month)
    trips = (_split_fee(book, rule, hub) for book in books)
    return MonthSplit(rule, month, tuple(trip for trip in trips if trip), make_statement(books, month).carried.fee_fen)


def _split_fee(book: TripBook, rule: SplitRule, hub: PlaceId) -> Split | None:
    bags = (held.bag for held in book.custody if held.is_carried)
    consignments = tuple(tuple(each) for _, each in groupby(bags, key=lambda bag: (bag.origin, bag.destination)))
    if not consignments:
        return None
    carried = tuple(_carried(book.manifest, each, rule, hub) for each in consignments)
    return split_mail(book.manifest.trip, sum(book.manifest.fee_fen(each) for each in consignments), carried, rule)


def split_mail(subject: str, total_fen: int, carried: tuple[Carried, ...], rule: SplitRule) -> Split:
    """A total between universal service and commercial parcels by the rule's basis for mail."""
    universal, commercial = _mail_weights(carried, rule.mail_basis)
    fens = apportion(total_fen, (universal, commercial))
    pieces, grams = sum(each.pieces for each in carried), sum(each.grams for each in carried)
    percent = _percent(universal, universal + commercial)
    return Split(
        subject=subject,
        total_fen=total_fen,
        parts=(PartShare(Part.UNIVERSAL, universal, fens[0]), PartShare(Part.COMMERCIAL, commercial, fens[1])),
        basis=rule.mail_basis.value,
        rule=rule.name,
        version=rule.version,
        digest=rule.digest,
        inputs=carried,
        reason_zh=f"{_BASIS_ZH[rule.mail_basis]}：{pieces} 件、{grams / 1000:.1f} 千克中普遍服务占 {percent}，"
        f"{yuan(total_fen)} 中归普遍服务 {yuan(fens[0])}、商业包裹 {yuan(fens[1])}。",
        reason_en=f"By {rule.mail_basis.value}: of {pieces} pieces, {grams / 1000:.1f} kg, {percent} is universal "
        f"service; of {yuan(total_fen)} universal service bears {yuan(fens[0])}, commercial parcels {yuan(fens[1])}.",
    )


_BASIS_ZH = {MailBasis.PIECES: "按件数", MailBasis.GRAMS: "按重量", MailBasis.KG_KM: "按千克公里"}


# The bus company's run


def _why_no_run(manifest: Manifest, rule: SplitRule) -> tuple[str, str]:
    """Why nothing is laid to passengers, in Chinese and English; blank where it can be."""
    if rule.passengers is None:
        return (
            "规则未声明旅客分摊依据：只把邮政支付的费用分为普遍服务与商业两部分。",
            "The rule declares no basis for passengers: only what the post pays is split, in its two parts.",
        )
    if rule.find_run(manifest.line, manifest.trip) is None:
        return (
            "未录入本班次的座位、旅客和运行成本：只把邮政支付的费用分为普遍服务与商业两部分。",
            "No seats, passengers and cost were entered for this run: only what the post pays is split, in two parts.",
        )
    if not manifest.metres:
        return (
            "时刻表没有里程，算不出座公里：只把邮政支付的费用分为普遍服务与商业两部分。",
            "The timetable has no distances, so there are no seat-kilometres: only what the post pays is split.",
        )
    return "", ""


def _split_run(manifest: Manifest, carried: tuple[Carried, ...], rule: SplitRule) -> Split:
    passengers, run = rule.passengers, rule.find_run(manifest.line, manifest.trip)
    assert passengers is not None
    assert run is not None
    heads = run.seats if passengers.basis is PassengerBasis.SEAT_KM else run.passengers
    metres = sum(manifest.metres)
    person_weight = heads * passengers.g_each * metres
    mail_weight = sum(each.grams * each.metres for each in carried)
    if person_weight + mail_weight == 0:
        raise _nothing_to_split_by(manifest)
    person_fen, mail_fen = apportion(run.cost_fen, (person_weight, mail_weight))
    mail = split_mail(manifest.trip, mail_fen, carried, rule)
    percent = _percent(person_weight, person_weight + mail_weight)
    counted_zh = "座位" if passengers.basis is PassengerBasis.SEAT_KM else "旅客"
    counted_en = "seats" if passengers.basis is PassengerBasis.SEAT_KM else "passengers"
    each_kg = f"{passengers.g_each / 1000:g}"
    return Split(
        subject=manifest.trip,
        total_fen=run.cost_fen,
        parts=(*mail.parts, PartShare(Part.PASSENGERS, person_weight, person_fen)),
        basis=f"{passengers.basis.value} + {rule.mail_basis.value}",
        rule=rule.name,
        version=rule.version,
        digest=rule.digest,
        inputs=carried,
        reason_zh=f"全程 {metres / 1000:.1f} 公里，{heads} 个{counted_zh}每个折合邮件 {each_kg} 千克，"
        f"旅客占 {percent}；运行成本 {yuan(run.cost_fen)} 中旅客 {yuan(person_fen)}，邮件 {yuan(mail_fen)}。"
        f"{mail.reason_zh}",
        reason_en=f"Over {metres / 1000:.1f} km, {heads} {counted_en}, each as {each_kg} kg of mail: "
        f"passengers are {percent}; of the run's {yuan(run.cost_fen)} they bear {yuan(person_fen)}, "
        f"mail {yuan(mail_fen)}. "
        f"{mail.reason_en}",
    )


def _carried(manifest: Manifest, bags: tuple[ManifestBag, ...], rule: SplitRule, hub: PlaceId) -> Carried:
    first = bags[0]
    direction = Direction.DELIVER if first.origin == hub else Direction.COLLECT
    place = first.destination if direction is Direction.DELIVER else first.origin
    if not manifest.metres and rule.mail_basis is MailBasis.KG_KM:
        raise _no_metres(manifest.line)
    return Carried(
        place=place,
        direction=direction,
        pieces=sum(bag.pieces for bag in bags),
        grams=sum(bag.grams for bag in bags),
        metres=sum(manifest.metres[first.first : first.last]),
        universal_per_10000=rule.universal_per_10000(place, direction),
    )


# A vehicle's day


def _split_day(problem: WeekProblem, plan: Plan, day: VehicleDayCost, rule: SplitRule) -> Split:
    """A stop's deliveries ride from the depot to it, its collections from it back; what a station is fed is counted
    as the station's."""
    rounds = [each for each in plan.rounds if (each.vehicle, each.day) == (day.vehicle, day.day)]
    carried = tuple(each for round_ in rounds for each in _round_mail(problem, round_, rule))
    carried = carried or tuple(_empty_stop(stop.place, rule) for round_ in rounds for stop in round_.stops)
    return split_mail(f"{day.vehicle} · {day.day + 1}", day.total_fen, carried, rule)


def _round_mail(problem: WeekProblem, round_: Round, rule: SplitRule) -> Iterable[Carried]:
    way = [problem.index[place] for place in (round_.depot, *(stop.place for stop in round_.stops), round_.depot)]
    legs = [int(problem.travel.metres[here, there]) for here, there in pairwise(way)]
    for k, stop in enumerate(round_.stops, start=1):
        for direction, pieces, grams, metres in (
            (Direction.DELIVER, stop.deliver_pieces, stop.deliver_g, sum(legs[:k])),
            (Direction.COLLECT, stop.collect_pieces, stop.collect_g, sum(legs[k:])),
        ):
            if pieces or grams:
                share = rule.universal_per_10000(stop.place, direction)
                yield Carried(stop.place, direction, pieces, grams, metres, share)


def _empty_stop(place: PlaceId, rule: SplitRule) -> Carried:
    return Carried(place, Direction.DELIVER, 0, 0, 0, rule.universal_per_10000(place, Direction.DELIVER))


# Weights


def _mail_weights(carried: Iterable[Carried], basis: MailBasis) -> tuple[int, int]:
    """Universal and commercial, in ten-thousandths of the basis' unit."""
    carried = tuple(carried)
    amounts = [_amount(each, basis) for each in carried]
    if not any(amounts):
        amounts = [1] * len(carried)
    universal = sum(amount * each.universal_per_10000 for amount, each in zip(amounts, carried, strict=True))
    return universal, sum(amounts) * WHOLE - universal


def _amount(each: Carried, basis: MailBasis) -> int:
    match basis:
        case MailBasis.PIECES:
            return each.pieces
        case MailBasis.GRAMS:
            return each.grams
        case MailBasis.KG_KM:
            return each.grams * each.metres


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "—"


def _no_metres(line: LineId) -> ProblemsFound:
    return ProblemsFound(
        [
            Problem(
                code="no_metres",
                table="stop_times",
                row=None,
                field="shape_dist_traveled",
                found=f"{line}: —",
                expected="distances between the stops, for a split by kg-km",
                how_to_fix="Fill in shape_dist_traveled of the GTFS feed, or split by pieces or grams.",
                expected_zh="按千克公里分摊所需的站间里程",
                how_to_fix_zh="请在 GTFS 中填写 shape_dist_traveled，或改按件数、重量分摊。",
            )
        ]
    )


def _nothing_to_split_by(manifest: Manifest) -> ProblemsFound:
    return ProblemsFound(
        [
            Problem(
                code="nothing_to_split_by",
                table="split rule",
                row=None,
                field="passengers.runs",
                found=f"{manifest.trip}: 0",
                expected="seats or passengers above 0, or mail with weight",
                how_to_fix="Enter the run's seats and passengers.",
                expected_zh="座位或旅客数大于 0，或有重量的邮件",
                how_to_fix_zh="请录入该班次的座位数和旅客数。",
            )
        ]
    )
