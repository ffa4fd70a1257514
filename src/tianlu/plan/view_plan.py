"""A kept plan as a screen is told of it: every figure computed from problem and plan by the independent check."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from tianlu.core.calendar import DayPattern
from tianlu.core.money import fen_of
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.floors.compliance import Compliance, FloorLine
from tianlu.plan.lines.trip import Trip
from tianlu.plan.rounds.carbon import Carbon
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.consistency import Consistency
from tianlu.plan.rounds.cost import Cost, bag_cost, round_metres
from tianlu.plan.rounds.mail import Carrier, Leg, mail_flow
from tianlu.plan.rounds.plan import Bag, Plan, Round
from tianlu.plan.rounds.plan_form import sound_part
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.rides import find_ride
from tianlu.plan.rounds.violation import Violation
from tianlu.plan.service import KeptPlan, PlanMeta
from tianlu.plan.standing import DRAFT, PlanStanding
from tianlu.plan.view_county import tier_of
from tianlu.plan.view_models import (
    BagView,
    CarbonView,
    ConsistencyView,
    CostView,
    FeedView,
    FloorsView,
    FloorView,
    PlaceWeekView,
    PlanBrief,
    PlanView,
    PointView,
    RoundView,
    StopView,
    TripView,
    UnevenVillageView,
    ViolationView,
    VisitView,
)
from tianlu.plan.view_names import name_in_english


def same_name(person: str) -> str:
    """Where nobody knows people by name."""
    return person


def view_brief(
    meta: PlanMeta, standing: PlanStanding = DRAFT, *, name_of: Callable[[str], str] = same_name
) -> PlanBrief:
    return PlanBrief(
        id=meta.id,
        county=meta.county,
        county_name=meta.county_name,
        week=meta.week.monday.isoformat(),
        made_at=meta.made_at.isoformat(timespec="seconds"),
        seconds=meta.seconds,
        seed=meta.seed,
        cost_fen=meta.cost_fen,
        bound_fen=meta.bound_fen,
        is_feasible=meta.is_feasible,
        was_cancelled=meta.was_cancelled,
        replaces=meta.replaces,
        state=standing.state,
        asked_by=name_of(standing.asked_by),
        published_by=name_of(standing.published_by),
        published_at=standing.published_at.isoformat(timespec="seconds") if standing.published_at else None,
        note=standing.note,
        revision=standing.version,
    )


def view_plan(problem: WeekProblem, kept: KeptPlan) -> PlanView:
    """A kept plan with what follows from it, as the independent check finds it. What makes no sense in the week as it
    is now, such as a round of a vehicle that is gone, is said among the violations and not drawn."""
    meta = kept.meta
    report = check_plan(problem, kept.plan)
    plan, _ = sound_part(problem, kept.plan)
    rounds = view_rounds(problem, plan, report.cost)
    bags = view_bags(problem, plan)
    in_english = name_in_english(problem)
    weeks = view_place_weeks(problem, rounds, bags, report.compliance)
    return PlanView(
        brief=view_brief(meta),
        is_current=meta.problem_hash == problem.hash,
        iterations=meta.iterations,
        cpu_s=meta.cpu_s,
        version=meta.version,
        trace=tuple(PointView.of(point) for point in meta.trace),
        rounds=rounds,
        bags=bags,
        trips=view_trips(problem, plan),
        feeds=view_feeds(problem, plan),
        places=weeks,
        floors=view_floors(weeks),
        cost=_cost(report.cost),
        carbon=_carbon(report.carbon),
        consistency=view_consistency(problem, report.consistency),
        violations=tuple(_violation(violation, in_english) for violation in report.violations),
    )


def view_rounds(problem: WeekProblem, plan: Plan, cost: Cost) -> tuple[RoundView, ...]:
    """The rounds in the plan's order; their costs add up to those of the vehicles' days."""
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    left = {(day.vehicle, day.day): day.total_fen for day in cost.by_vehicle_day}
    views: dict[int, RoundView] = {}
    for k in reversed(range(len(plan.rounds))):
        round_ = plan.rounds[k]
        day = (round_.vehicle, round_.day)
        is_first = not any((other.vehicle, other.day) == day for other in plan.rounds[:k])
        fen = left[day] if is_first else _round_fen(problem, vehicles[round_.vehicle], round_)
        left[day] -= fen
        views[k] = _round(problem, vehicles[round_.vehicle], round_, f"r{k}", cost_fen=fen)
    return tuple(views[k] for k in range(len(plan.rounds)))


def view_bags(problem: WeekProblem, plan: Plan) -> tuple[BagView, ...]:
    return tuple(_bag(problem, bag, f"b{k}") for k, bag in enumerate(plan.bags))


def view_trips(problem: WeekProblem, plan: Plan) -> tuple[TripView, ...]:
    used = sorted({bag.trip for bag in plan.bags})
    return tuple(_trip(problem.trip_by_id[trip]) for trip in used)


def view_feeds(problem: WeekProblem, plan: Plan) -> tuple[FeedView, ...]:
    """Each feed that brings mail for villages behind a station, once for each round that carries it on."""
    pieces: dict[tuple[Leg, Carrier], int] = defaultdict(int)
    for delivery in mail_flow(problem, plan).deliveries:
        if delivery.feed is not None and delivery.leg is not None:
            pieces[delivery.feed.leg, delivery.leg.leg.carrier] += delivery.pieces
    feeds: dict[tuple[Leg, int], int] = {}
    for (feed, onto), carried in pieces.items():
        key = (feed, onto.index)
        feeds[key] = feeds.get(key, 0) + carried
    return tuple(
        FeedView(
            station=feed.place,
            at_min=feed.end_min,
            by=f"b{feed.carrier.index}" if feed.carrier.is_bag else f"r{feed.carrier.index}",
            onto=f"r{onto}",
            pieces=carried,
        )
        for (feed, onto), carried in sorted(feeds.items(), key=lambda item: item[0][0].end_min)
    )


def view_place_weeks(
    problem: WeekProblem, rounds: Sequence[RoundView], bags: Sequence[BagView], compliance: Compliance
) -> tuple[PlaceWeekView, ...]:
    """What each station and village gets, and the floors that it is owed."""
    visits: dict[str, list[VisitView]] = defaultdict(list)
    for round_ in rounds:
        for stop in round_.stops:
            mode = "hub_round" if round_.tier == "hub" else "station_round"
            visits[stop.place].append(VisitView(day=round_.day, at_min=stop.arrive_min, mode=mode, by=round_.id))
    for bag in bags:
        if bag.origin == problem.hub.id:
            visits[bag.destination].append(VisitView(day=bag.day, at_min=bag.in_hand_min, mode="bag", by=bag.id))
    floors: dict[str, list[FloorLine]] = defaultdict(list)
    for line in compliance.lines:
        floors[line.place].append(line)
    return tuple(_place_week(site, visits[site.id], floors[site.id]) for site in problem.sites[1:])


def view_floors(weeks: Iterable[PlaceWeekView]) -> FloorsView:
    owed = [week for week in weeks if week.floor != "none"]
    missed = tuple(week.place for week in owed if week.floor == "missed")
    return FloorsView(kept=len(owed) - len(missed), owed=len(owed), missed=missed)


def view_consistency(problem: WeekProblem, found: Consistency) -> ConsistencyView:
    """How many villages have one driver, how far their hours lie apart, and the worst of them."""
    return ConsistencyView(
        villages=len(found.villages),
        with_one_driver=found.with_one_driver,
        spread_mean_min=round(found.spread_mean_min),
        spread_p90_min=found.spread_p90_min,
        spreads_min=tuple(sorted(village.spread_min for village in found.villages)),
        worst=tuple(
            UnevenVillageView(
                place=village.place,
                drivers=village.drivers,
                earliest_min=village.earliest_min,
                latest_min=village.latest_min,
            )
            for village in found.worst()
        ),
        further_driver_fen=problem.terms.further_driver_fen,
        arrival_hour_fen=problem.terms.arrival_hour_fen,
    )


def _round_fen(problem: WeekProblem, vehicle: Vehicle, round_: Round) -> int:
    """What a round adds to its vehicle's day: way, hours, and the handling of each feed of a station."""
    is_hubs = round_.depot == problem.hub.id
    feeds = sum(problem.site(stop.place).kind is PlaceKind.STATION for stop in round_.stops) if is_hubs else 0
    return (
        fen_of(vehicle.km_fen, round_metres(problem, round_), 1000)
        + fen_of(vehicle.hour_fen, round_.return_min - round_.leave_min, 60)
        + feeds * problem.terms.handling_fen
    )


def _round(problem: WeekProblem, vehicle: Vehicle, round_: Round, id_: str, *, cost_fen: int) -> RoundView:
    way = [round_.depot, *(stop.place for stop in round_.stops), round_.depot]
    legs = [(problem.index[origin], problem.index[destination]) for origin, destination in pairwise(way)]
    leaves = [round_.leave_min, *(stop.leave_min for stop in round_.stops)]
    metres = [int(problem.travel.metres[leg]) for leg in legs]
    load_g, pieces = _largest_load(round_)
    return RoundView(
        id=id_,
        vehicle=round_.vehicle,
        tier=tier_of(problem, round_.depot),
        depot=round_.depot,
        day=round_.day,
        leave_min=round_.leave_min,
        return_min=round_.return_min,
        stops=tuple(
            StopView(
                place=stop.place,
                arrive_min=stop.arrive_min,
                leave_min=stop.leave_min,
                rest_min=stop.rest_min,
                deliver_pieces=stop.deliver_pieces,
                deliver_g=stop.deliver_g,
                collect_pieces=stop.collect_pieces,
                collect_g=stop.collect_g,
                metres=metres[k],
            )
            for k, stop in enumerate(round_.stops)
        ),
        metres=sum(metres),
        drive_min=sum(problem.travel.minutes_at(*leg, leave) for leg, leave in zip(legs, leaves, strict=True)),
        deliver_pieces=sum(stop.deliver_pieces for stop in round_.stops),
        collect_pieces=sum(stop.collect_pieces for stop in round_.stops),
        load_g_max=load_g,
        fill_percent=round(100 * max(load_g / vehicle.capacity_g, pieces / vehicle.capacity_pieces)),
        cost_fen=cost_fen,
    )


def _largest_load(round_: Round) -> tuple[int, int]:
    """Most grams and most pieces on board at once, from leaving the depot to coming back."""
    grams = sum(stop.deliver_g for stop in round_.stops)
    pieces = sum(stop.deliver_pieces for stop in round_.stops)
    most_g, most_pieces = grams, pieces
    for stop in round_.stops:
        grams += stop.collect_g - stop.deliver_g
        pieces += stop.collect_pieces - stop.deliver_pieces
        most_g, most_pieces = max(most_g, grams), max(most_pieces, pieces)
    return most_g, most_pieces


def _bag(problem: WeekProblem, bag: Bag, id_: str) -> BagView:
    trip = problem.trip_by_id[bag.trip]
    ride = find_ride(problem, trip, origin=bag.origin, destination=bag.destination)
    cost = bag_cost(problem, bag)
    return BagView(
        id=id_,
        trip=bag.trip,
        line=trip.line,
        line_name=trip.line_name,
        day=bag.day,
        origin=bag.origin,
        destination=bag.destination,
        leave_min=trip.stops[ride.first if ride else 0].leave_min,
        arrive_min=trip.stops[ride.last if ride else -1].arrive_min,
        in_hand_min=ride.in_hand_min if ride else trip.stops[-1].arrive_min,
        pieces=bag.pieces,
        grams=bag.grams,
        bags=cost.bags,
        fee_fen=cost.total_fen,
    )


def _trip(trip: Trip) -> TripView:
    return TripView(
        id=trip.id,
        line=trip.line,
        line_name=trip.line_name,
        day=trip.day,
        leave_min=trip.stops[0].leave_min,
        arrive_min=trip.stops[-1].arrive_min,
    )


def _place_week(site: Site, visits: list[VisitView], floors: list[FloorLine]) -> PlaceWeekView:
    days = DayPattern.of({visit.day for visit in visits})
    owed = site.obligation
    return PlaceWeekView(
        place=site.id,
        visits=tuple(sorted(visits, key=lambda visit: visit.at_min)),
        days=days.mask,
        owed_days=owed.fed_days_min if site.kind is PlaceKind.STATION else owed.visits_min,
        largest_gap_days=days.largest_gap_days() if len(days) else None,
        gap_days_max=owed.gap_days_max,
        floor="none" if not floors else "kept" if all(line.is_met for line in floors) else "missed",
        floors=tuple(_floor(line) for line in floors),
    )


def _floor(line: FloorLine) -> FloorView:
    return FloorView(
        rule=line.rule.name,
        clause=line.rule.clause,
        mark=line.rule.mark,
        figure=line.figure,
        found=line.found,
        unit=line.unit,
        is_met=line.is_met,
    )


def _cost(cost: Cost) -> CostView:
    return CostView(
        vehicle_days_fen=cost.vehicle_days_fen,
        km_fen=cost.km_fen,
        hours_fen=cost.hours_fen,
        bus_fees_fen=cost.bus_fees_fen,
        handling_fen=cost.handling_fen,
        consistency_fen=cost.consistency_fen,
        total_fen=cost.total_fen,
    )


def _carbon(carbon: Carbon) -> CarbonView:
    return CarbonView(
        vehicles_g=carbon.vehicles_g, bus_marginal_g=carbon.bus_marginal_g, bus_allocated_g=carbon.bus_allocated_g
    )


def _violation(violation: Violation, in_english: Callable[[str], str]) -> ViolationView:
    return ViolationView(
        rule=violation.rule,
        message=in_english(violation.message),
        message_zh=violation.message_zh,
        place=violation.place,
        day=violation.day,
    )
