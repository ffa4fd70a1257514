"""Why a plan serves a place as it does: days, modes, loads, feeds, floors, its share of the cost, other modes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tianlu.core.calendar import DayPattern, clock
from tianlu.core.ids import PlaceId, TripId, VehicleId
from tianlu.core.money import yuan
from tianlu.place.model import PlaceKind
from tianlu.plan.floors.compliance import FloorLine
from tianlu.plan.rounds.check import compliance_of
from tianlu.plan.rounds.facts import Facts, replay
from tianlu.plan.rounds.mail import Carrier, Leg, Load, MailFlow, Mode, weekday_of
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.rules import RULE_NAMES_ZH
from tianlu.plan.rounds.shares import Share, cost_shares
from tianlu.plan.rounds.violation import WEEKDAYS, WEEKDAYS_ZH
from tianlu.plan.rounds.ways import list_ways, without_visit

MODE_WORDS = {
    Mode.HUB_ROUND: ("a hub round", "县乡邮路"),
    Mode.BAG: ("a bag on the bus", "客车邮袋"),
    Mode.STATION_ROUND: ("a station's round", "乡村邮路"),
}


@dataclass(frozen=True)
class FeedRef:
    """A feed through which a visit's mail came to the station, and when it was there (minute of the week)."""

    station: PlaceId
    mode: Mode
    vehicle: VehicleId | None
    trip: TripId | None
    there_min: int


@dataclass(frozen=True)
class Service:
    """One visit, or one feed of a station: when, by what, with what load, behind which feeds."""

    day: int
    minute: int
    mode: Mode
    vehicle: VehicleId | None
    trip: TripId | None
    station: PlaceId | None
    load: Load
    feeds: tuple[FeedRef, ...]


@dataclass(frozen=True)
class BagHome:
    """A bag that takes a place's mail to the hub, and the minute of the week at which it leaves the place."""

    day: int
    minute: int
    trip: TripId
    pieces: int
    grams: int


@dataclass(frozen=True)
class OtherMode:
    """Another mode for all of a village's days: about how much more it would cost a week, rules untried, or why it
    cannot be."""

    mode: Mode
    more_fen: int | None
    why_not: str
    why_not_zh: str


@dataclass(frozen=True)
class Explanation:
    """All that there is to say about a place in a plan; `reasons` are sentences, the same in both languages."""

    place: PlaceId
    days: DayPattern
    services: tuple[Service, ...]
    bags_home: tuple[BagHome, ...]
    share: Share
    floors: tuple[FloorLine, ...]
    other_modes: tuple[OtherMode, ...]
    reasons: tuple[str, ...]
    reasons_zh: tuple[str, ...]


def explain_plan(problem: WeekProblem, plan: Plan) -> dict[PlaceId, Explanation]:
    """Reasons for every place but the hub. The plan's form must be sound (see `check_plan`)."""
    facts = replay(problem, plan)
    floors: dict[PlaceId, list[FloorLine]] = {}
    for line in compliance_of(facts).lines:
        floors.setdefault(line.place, []).append(line)
    shares = cost_shares(problem, plan)
    return {
        site.id: _explain(facts, plan, site, tuple(floors.get(site.id, ())), shares[site.id])
        for site in problem.sites[1:]
    }


def explain_place(problem: WeekProblem, plan: Plan, place: PlaceId) -> Explanation:
    """Reasons for one place."""
    facts = replay(problem, plan)
    floors = compliance_of(facts).lines_of(place)
    return _explain(facts, plan, problem.site(place), floors, cost_shares(problem, plan)[place])


def _explain(facts: Facts, plan: Plan, site: Site, floors: tuple[FloorLine, ...], share: Share) -> Explanation:
    services = tuple(_services(facts.flow, plan, site.id))
    others = tuple(_other_modes(facts, plan, site, services)) if site.kind is PlaceKind.VILLAGE else ()
    bare = Explanation(
        place=site.id,
        days=DayPattern.of(service.day for service in services),
        services=services,
        bags_home=tuple(_bags_home(facts.flow, plan, site.id)),
        share=share,
        floors=floors,
        other_modes=others,
        reasons=(),
        reasons_zh=(),
    )
    sentences = tuple(_sentences(facts.problem, site, bare))
    return replace(bare, reasons=tuple(en for en, _ in sentences), reasons_zh=tuple(zh for _, zh in sentences))


# Services


def _services(flow: MailFlow, plan: Plan, place: PlaceId) -> Iterator[Service]:
    for leg in sorted(flow.outward[place], key=lambda each: (weekday_of(each.end_min), each.end_min)):
        vehicle, trip = _carried_by(plan, leg.carrier)
        yield Service(
            day=weekday_of(leg.end_min),
            minute=leg.end_min,
            mode=leg.mode,
            vehicle=vehicle,
            trip=trip,
            station=leg.station,
            load=flow.load_of(leg.carrier),
            feeds=tuple(_feeds(flow, plan, place, leg)),
        )


def _bags_home(flow: MailFlow, plan: Plan, place: PlaceId) -> Iterator[BagHome]:
    for leg in flow.homeward[place]:
        if leg.mode is Mode.BAG:
            load, trip = flow.load_of(leg.carrier), plan.bags[leg.carrier.index].trip
            yield BagHome(weekday_of(leg.start_min), leg.start_min, trip, load.collect_pieces, load.collect_g)


def _carried_by(plan: Plan, carrier: Carrier) -> tuple[VehicleId | None, TripId | None]:
    if carrier.is_bag:
        return None, plan.bags[carrier.index].trip
    return plan.rounds[carrier.index].vehicle, None


def _feeds(flow: MailFlow, plan: Plan, place: PlaceId, leg: Leg) -> Iterator[FeedRef]:
    """Each feed that brings mail for this visit, once."""
    seen = set()
    for delivery in flow.deliveries_of(place):
        feed = delivery.feed
        if delivery.leg is not None and delivery.leg.leg == leg and feed is not None and feed.leg.carrier not in seen:
            seen.add(feed.leg.carrier)
            vehicle, trip = _carried_by(plan, feed.leg.carrier)
            yield FeedRef(feed.leg.place, feed.leg.mode, vehicle, trip, feed.leg.end_min)


# Other modes


def _other_modes(facts: Facts, plan: Plan, site: Site, services: tuple[Service, ...]) -> Iterator[OtherMode]:
    """What the same days would cost by each mode that none of them uses."""
    used = {service.mode for service in services}
    days = sorted({service.day for service in services})
    if not days:
        return
    prices = _prices(facts, plan, site.id, days)
    for mode in Mode:
        if mode not in used:
            yield _other_mode(facts.problem, site, mode, prices)


def _prices(facts: Facts, plan: Plan, place: PlaceId, days: list[int]) -> list[tuple[int, dict[Mode, int]]]:
    """For each day, about how much more the cheapest way of each mode costs than what is done. Where the place sends
    mail, a bag goes there and another back."""
    sends_mail = any(facts.problem.site(place).mail.collect_pieces)
    found = []
    for day in days:
        without, saved = without_visit(facts.problem, plan, place, day)
        cheapest: dict[Mode, int] = {}
        for way in list_ways(facts.problem, without, place, day, facts.flow):
            price = way.about_fen * 2 if way.mode is Mode.BAG and sends_mail else way.about_fen
            cheapest.setdefault(way.mode, price - saved)
        found.append((day, cheapest))
    return found


def _other_mode(problem: WeekProblem, site: Site, mode: Mode, prices: list[tuple[int, dict[Mode, int]]]) -> OtherMode:
    missing = [day for day, cheapest in prices if mode not in cheapest]
    if not missing:
        return OtherMode(mode, sum(cheapest[mode] for _, cheapest in prices), "", "")
    why, why_zh = _why_not(problem, site, mode)
    if why:
        return OtherMode(mode, None, why, why_zh)
    on, on_zh = _days(missing)
    if mode is Mode.BAG:
        return OtherMode(mode, None, f"no bus comes here from the hub on {on}", f"{on_zh}没有从县级中心来的班次")
    return OtherMode(mode, None, f"no vehicle that may go is on the road on {on}", f"{on_zh}没有可用车辆")


def _why_not(problem: WeekProblem, site: Site, mode: Mode) -> tuple[str, str]:
    """What no day can mend."""
    depots = set(site.depots)
    if mode is Mode.BAG:
        if not site.place.has_keeper:
            return "there is no keeper to take it", "没有村邮站站长接收"
        if site.id not in problem.links_of:
            return "no bus stop is near enough", "附近没有可接驳的客运站点"
        return "", ""
    if mode is Mode.HUB_ROUND and problem.hub.id not in depots:
        return "the hub's vehicles may not serve the village", "县级中心车辆不服务该村"
    if mode is Mode.STATION_ROUND and not depots - {problem.hub.id}:
        return "no station may serve the village", "没有乡镇站服务该村"
    return "", ""


# Words


def _sentences(problem: WeekProblem, site: Site, about: Explanation) -> Iterator[tuple[str, str]]:
    name = site.place.name
    if not about.services:
        yield f"{name} is not served.", f"{name}没有得到服务。"
    for service in about.services:
        yield _service_words(problem, name, service)
    for bag in about.bags_home:
        yield _bag_words(problem, name, bag)
    for line in about.floors:
        yield _floor_words(line)
    yield _share_words(about.share)
    for other in about.other_modes:
        yield _other_words(other)


def _service_words(problem: WeekProblem, name: str, service: Service) -> tuple[str, str]:
    by, by_zh = MODE_WORDS[service.mode]
    carrier = _carrier_words(problem, service)
    pieces, back = service.load.deliver_pieces, service.load.collect_pieces
    feeds, feeds_zh = _feed_words(problem, service)
    return (
        f"{WEEKDAYS[service.day]} {clock(service.minute)}: {by} ({carrier}) reaches {name}; pieces delivered {pieces}, "
        f"collected {back}{feeds}.",
        f"{WEEKDAYS_ZH[service.day]} {clock(service.minute)}：{by_zh}（{carrier}）到达{name}，投递 {pieces} 件，"
        f"收寄 {back} 件{feeds_zh}。",
    )


def _bag_words(problem: WeekProblem, name: str, bag: BagHome) -> tuple[str, str]:
    line = _carrier_words(problem, bag)
    return (
        f"{WEEKDAYS[bag.day]} {clock(bag.minute)}: a bag to the hub leaves {name} ({line}); pieces {bag.pieces}.",
        f"{WEEKDAYS_ZH[bag.day]} {clock(bag.minute)}：邮袋由{name}发往县级中心（{line}），{bag.pieces} 件。",
    )


def _carrier_words(problem: WeekProblem, carried: Service | FeedRef | BagHome) -> str:
    """The bus by its line and first departure, the vehicle by its name."""
    if carried.trip is not None:
        trip = problem.trip_by_id[carried.trip]
        return f"{trip.line_name} {clock(trip.stops[0].leave_min)}"
    assert not isinstance(carried, BagHome)
    vehicle = next(each for each in problem.vehicles if each.id == carried.vehicle)
    return vehicle.name or vehicle.id


def _feed_words(problem: WeekProblem, service: Service) -> tuple[str, str]:
    if not service.feeds:
        return "", ""
    parts = []
    for feed in service.feeds:
        station, carrier = problem.site(feed.station).place.name, _carrier_words(problem, feed)
        parts.append((station, carrier, weekday_of(feed.there_min), clock(feed.there_min)))
    words = ", ".join(f"{carrier} to {station} on {WEEKDAYS[day]} {at}" for station, carrier, day, at in parts)
    words_zh = "，".join(f"{carrier} {WEEKDAYS_ZH[day]} {at} 进{station}" for station, carrier, day, at in parts)
    return f"; fed by {words}", f"；{words_zh}"


def _floor_words(line: FloorLine) -> tuple[str, str]:
    found = "nothing" if line.found is None else str(line.found)
    found_zh = "无" if line.found is None else str(line.found)
    name_zh = RULE_NAMES_ZH.get(line.rule.name, line.rule.name)
    kept, kept_zh = ("kept", "达标") if line.is_met else ("missed", "未达标")
    margin = "" if line.margin is None else f", margin {line.margin:+d}"
    margin_zh = "" if line.margin is None else f"，余量 {line.margin:+d}"
    return (
        f"Floor {line.rule.name} ({line.rule.clause}, {line.rule.mark}): {line.unit} {line.figure}, found {found}: "
        f"{kept}{margin}.",
        f"兜底 {name_zh}（{line.rule.clause}）：标准 {line.figure}，实际 {found_zh}，{kept_zh}{margin_zh}。",
    )


def _share_words(share: Share) -> tuple[str, str]:
    return (
        f"It costs {yuan(share.total_fen)} a week: {yuan(share.own_fen)} that would be saved without it, "
        f"{yuan(share.shared_fen)} as its part of what all stops share.",
        f"每周成本 {yuan(share.total_fen)}：其中 {yuan(share.own_fen)} 专为此处发生，{yuan(share.shared_fen)} 为分摊。",
    )


def _other_words(other: OtherMode) -> tuple[str, str]:
    by, by_zh = MODE_WORDS[other.mode]
    if other.more_fen is None:
        return f"Not by {by}: {other.why_not}.", f"未用{by_zh}：{other.why_not_zh}。"
    less_or_more = "more" if other.more_fen >= 0 else "less"
    amount = yuan(abs(other.more_fen))
    sign_zh = "多" if other.more_fen >= 0 else "少"
    return (
        f"By {by} the same days would cost about {amount} {less_or_more} a week, if the rules let it.",
        f"同样的班期改用{by_zh}，每周约{sign_zh} {amount}（未计规则限制）。",
    )


def _days(days: list[int]) -> tuple[str, str]:
    return ", ".join(WEEKDAYS[day] for day in days), "、".join(WEEKDAYS_ZH[day] for day in days)
