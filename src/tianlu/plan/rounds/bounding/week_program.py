"""The county's week as a linear program that every plan satisfies: what is owed, how it is served, what rides where.

Visits of a village are a circulation on the days of the week: an arc of k days from each visit to the next, winding
once. Visits are made by fleets on days (`DayGraph`) or by bags on trips; mail is carried by what visits, and through
stations by what feeds them (decision 0001). What the bound leaves out (opening hours on the way, hours of feeds,
promises, closures) only makes weeks dearer, so that the bound stays one (docs/decisions/0010).
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from tianlu.core.calendar import DAYS_A_WEEK, MINUTES_A_DAY
from tianlu.place.model import PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.lines.trip import FeeBasis, Trip
from tianlu.plan.rounds.bounding.feeds import Feed, FeedDays, lay_feed_days, lay_own_mail
from tianlu.plan.rounds.bounding.graph import DayGraph, Limit, Part, day_graphs
from tianlu.plan.rounds.bounding.linear import Float, LinearProgram, Term
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.rides import Ride, find_ride

DAYS = range(DAYS_A_WEEK)
ROUNDING_FEN = 1
"""A vehicle's day is priced in whole fen, kilometres and hours each rounded: at most so much below the exact sum."""


@dataclass(frozen=True)
class Unit:
    """What loads are counted in: pieces or grams, whichever fills the vehicles sooner. The other is left out."""

    weekly: Float
    collected: Float
    is_pieces: bool

    def capacity(self, vehicle: Vehicle) -> float:
        return float(vehicle.capacity_pieces if self.is_pieces else vehicle.capacity_g)

    def total(self, site: int) -> float:
        return float(self.weekly[site].sum())

    def total_home(self, site: int) -> float:
        """What becomes ready at a place in a week to go to the hub."""
        return float(self.collected[site].sum())


@dataclass
class WeekProgram:
    """The program and its parts. Lists of terms grow while the parts are laid down and are closed into rows."""

    problem: WeekProblem
    unit: Unit
    program: LinearProgram = field(default_factory=LinearProgram)
    graphs: list[DayGraph] = field(default_factory=list)
    step: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """A village's visit on a day, so many days after the one before."""
    feed_days: dict[int, FeedDays] = field(default_factory=dict)
    feeds: dict[int, list[Feed]] = field(default_factory=lambda: defaultdict(list))
    made: dict[tuple[int, int], list[Term]] = field(default_factory=lambda: defaultdict(list))
    """What makes the visits of a place on a day."""
    brought: dict[int, list[Term]] = field(default_factory=lambda: defaultdict(list))
    """What brings a place its mail: the loads of a week."""
    through: dict[int, list[Term]] = field(default_factory=lambda: defaultdict(list))
    """What goes on from a station on its rounds."""
    taken: dict[int, list[Term]] = field(default_factory=lambda: defaultdict(list))
    """What takes a place's collections home: the loads of a week."""
    through_home: dict[int, list[Term]] = field(default_factory=lambda: defaultdict(list))
    """What comes back to a station on its rounds."""
    unserved_fen: float = 0.0
    """What a visit that nobody makes costs: more than any way to make it, so that a program always has a solution."""
    way_home: dict[int, list[Term]] = field(default_factory=lambda: defaultdict(list))
    aboard: dict[tuple[str, int], list[Term]] = field(default_factory=lambda: defaultdict(list))


def week_program(problem: WeekProblem, parts: Iterable[Part], limits: Iterable[Limit]) -> WeekProgram:
    """Lay the week down, without any legs yet. `parts` make up the vehicle-days of all fleets."""
    week = WeekProgram(problem, _unit(problem), unserved_fen=_dearest_visit(problem))
    wanted = frozenset(i for i in range(1, len(problem.sites)) if _is_station(problem, i) or _visits_owed(problem, i))
    week.graphs = list(day_graphs(problem, wanted, parts))
    rides = _rides_out(problem, wanted)
    possible = {(i, day) for graph in week.graphs for i in graph.sites[1:] for day in graph.stop_days(problem, i)}
    possible |= {(i, day) for i, day, _, _ in rides}
    for i in sorted(wanted):
        if _is_station(problem, i):
            _lay_feeds(week, i, possible)
        else:
            _lay_pattern(week, i, possible)
    for graph in week.graphs:
        _lay_fleet(week, graph)
    for limit in limits:
        _lay_limit(week, limit)
    for i, day, trip, ride in rides:
        _lay_bag(week, i, day, trip, ride)
    for i in sorted(wanted):
        _close_place(week, i)
    for (trip_id, leg), terms in week.aboard.items():
        trip = problem.trip_by_id[trip_id]  # type: ignore[index]
        week.program.row(terms, high=(trip.hold_pieces if week.unit.is_pieces else trip.hold_g)[leg])
    return week


# What is owed


def _is_station(problem: WeekProblem, i: int) -> bool:
    return problem.sites[i].kind is PlaceKind.STATION


def _has_mail(problem: WeekProblem, i: int) -> bool:
    mail = problem.sites[i].mail
    return any(map(any, (mail.deliver_g, mail.deliver_pieces, mail.collect_g, mail.collect_pieces)))


def _sends(problem: WeekProblem, i: int) -> bool:
    mail = problem.sites[i].mail
    return any(mail.collect_g) or any(mail.collect_pieces)


def _visits_owed(problem: WeekProblem, i: int) -> int:
    return max(problem.sites[i].obligation.visits_min, int(_has_mail(problem, i)))


def _lay_pattern(week: WeekProgram, i: int, possible: set[tuple[int, int]]) -> None:
    """A village's visits as a circulation: gaps no longer than allowed, once round the week, as many as are owed."""
    gap_max = week.problem.sites[i].obligation.gap_days_max
    for day in DAYS:
        for gap in range(1, gap_max + 1):
            if (i, day) in possible and (i, (day - gap) % DAYS_A_WEEK) in possible:
                week.step[i, day, gap] = week.program.column(upper=1.0)
    steps = [(day, gap) for day in DAYS for gap in range(1, gap_max + 1) if (i, day, gap) in week.step]
    for day in DAYS:
        arriving = [(week.step[i, d, gap], 1.0) for d, gap in steps if d == day]
        leaving = [(week.step[i, d, gap], -1.0) for d, gap in steps if (d - gap) % DAYS_A_WEEK == day]
        week.program.row(arriving + leaving, low=0.0, high=0.0)
    week.program.row([(week.step[i, d, gap], float(gap)) for d, gap in steps], low=DAYS_A_WEEK, high=DAYS_A_WEEK)
    week.program.row([(week.step[i, d, gap], 1.0) for d, gap in steps], low=_visits_owed(week.problem, i))


def _lay_feeds(week: WeekProgram, i: int, possible: set[tuple[int, int]]) -> None:
    """A station is fed on as many days as are owed."""
    days = [day for day in DAYS if (i, day) in possible]
    week.feed_days[i] = lay_feed_days(week.program, days, owed=week.problem.sites[i].obligation.fed_days_min)


# Who serves it


def _lay_fleet(week: WeekProgram, graph: DayGraph) -> None:
    """Columns and rows of a fleet's day: vehicles, rounds, rests, visits, loads, time."""
    program, problem, vehicle = week.program, week.problem, graph.fleet.one
    minute_fen = vehicle.hour_fen / 60.0
    rounds_most = graph.vehicles * graph.fleet.rounds_max
    graph.days = program.column(vehicle.day_fen - ROUNDING_FEN, upper=graph.vehicles)
    graph.rounds = program.column(upper=rounds_most)
    rest_min = problem.terms.rest_min
    rests_most = math.ceil(graph.fleet.shift_min / max(1, rest_min)) * graph.vehicles
    graph.rests = program.column(minute_fen * rest_min, upper=rests_most)
    program.row([(graph.rounds, 1.0), (graph.days, -float(graph.fleet.rounds_max))], high=0.0)
    program.row([(graph.rounds, 1.0), (graph.days, -1.0)], low=0.0)
    graph.visit, graph.load = [[]], [[]]
    for i in graph.sites[1:]:
        columns = [_lay_stop(week, graph, i, day) for day in graph.stop_days(problem, i)]
        graph.visit.append([visit for visit, _ in columns])
        graph.load.append([load for _, load in columns])
        if not _is_station(problem, i):
            program.row([*((visit, 1.0) for visit in graph.visit[-1]), (graph.days, -1.0)], high=0.0)
    for i in sorted(graph.part.at):
        called = [(visit, 1.0) for visit in graph.visit[graph.sites.index(i)]]
        program.row([*called, (graph.days, -1.0)], low=0.0, high=0.0)
    capacity = week.unit.capacity(vehicle)
    loads = [(column, 1.0) for columns in graph.load for column in columns]
    if loads:
        program.row([*loads, (graph.rounds, -capacity)], high=0.0)
    graph.degree = [program.row([(graph.rounds, -2.0)], low=0.0, high=0.0)]
    for a in range(1, len(graph.sites)):
        # a round may stop twice at a station: that counts as one visit
        most = math.inf if graph.again[a] else 0.0
        graph.degree.append(program.row([(column, -2.0) for column in graph.visit[a]], low=0.0, high=most))
    stops = [(a, column) for a, columns in enumerate(graph.visit) for column in columns]
    service = [(column, float(graph.service[a])) for a, column in stops]
    reload_min, shift_min = float(vehicle.reload_min), float(graph.fleet.shift_min)
    time = [(graph.rests, float(rest_min)), (graph.rounds, reload_min), (graph.days, -reload_min - shift_min)]
    graph.time_row = program.row([*service, *time], high=0.0)
    wheel_max = float(problem.terms.drive_min_max)
    long_stops = [(column, -wheel_max) for a, column in stops if graph.service[a] >= rest_min]
    graph.rest_row = program.row([(graph.rests, -wheel_max), (graph.rounds, -wheel_max), *long_stops], high=0.0)


def _lay_limit(week: WeekProgram, limit: Limit) -> None:
    """So many vehicle-days of a part at the least and at the most."""
    days = [(graph.days, 1.0) for graph in week.graphs if limit.part.holds(graph.part)]
    week.program.row(days, low=float(limit.least), high=float(limit.most))


def _lay_stop(week: WeekProgram, graph: DayGraph, i: int, day: int) -> tuple[int, int]:
    """How often a fleet's rounds of the day stop at a place, and what they bring."""
    program, problem = week.program, week.problem
    place = problem.sites[i].place
    station = _is_station(problem, i)
    cost = place.service_min * graph.fleet.one.hour_fen / 60.0
    if station and graph.is_of_hub:
        cost += problem.terms.handling_fen
    most = graph.fleet.count(day) * graph.fleet.rounds_max if station else 1
    visit = program.column(cost, upper=most)
    week.way_home[i].append((visit, 1.0))
    most_load = week.unit.total(i) + (_behind(week, i) if station else 0.0)
    load = program.column(upper=most_load)
    program.row([(load, 1.0), (visit, -most_load)], high=0.0)
    week.brought[i].append((load, 1.0))
    _lay_home(week, graph, i, visit)
    week.made[i, day].append((visit, 1.0))
    if station:
        _note_feed(week, i, Feed(day, (0, 0), visit, load), most=most)
    if not station and not graph.is_of_hub:
        week.through[graph.fleet.depot].append((load, 1.0))
    return visit, load


def _lay_home(week: WeekProgram, graph: DayGraph, i: int, visit: int) -> None:
    """What a fleet's rounds of the day take in at a place."""
    most = week.unit.total_home(i) + (_behind_home(week, i) if _is_station(week.problem, i) else 0.0)
    if most > 0:
        load = week.program.column(upper=most)
        week.program.row([(load, 1.0), (visit, -most)], high=0.0)
        week.taken[i].append((load, 1.0))
        if not graph.is_of_hub:
            week.through_home[graph.fleet.depot].append((load, 1.0))


def _behind(week: WeekProgram, station: int) -> float:
    """The week's mail to all places that a station's rounds may serve."""
    own = week.problem.sites[station].id
    return sum(week.unit.total(j) for j, site in enumerate(week.problem.sites) if own in site.depots)


def _behind_home(week: WeekProgram, station: int) -> float:
    """The week's mail from all places that a station's rounds may serve."""
    own = week.problem.sites[station].id
    return sum(week.unit.total_home(j) for j, site in enumerate(week.problem.sites) if own in site.depots)


def _note_feed(week: WeekProgram, i: int, feed: Feed, *, most: int) -> None:
    """A feed, at most `most` times on its day, makes its day one of feeding."""
    week.feeds[i].append(feed)
    week.program.row([(feed.column, 1.0), (week.feed_days[i].fed[feed.day], -float(most))], high=0.0)


def _rides_out(problem: WeekProblem, wanted: frozenset[int]) -> list[tuple[int, int, Trip, Ride]]:
    """Site, weekday of the visit, trip and ride of every bag that may go out from the hub."""
    found = []
    for i in sorted(wanted):
        site = problem.sites[i]
        if not site.place.has_keeper and not _is_station(problem, i):
            continue
        for trip in problem.trips:
            ride = find_ride(problem, trip, origin=problem.hub.id, destination=site.id)
            if ride is not None and _is_open(problem, i, ride.arrive_min):
                found.append((i, ride.in_hand_min // MINUTES_A_DAY % DAYS_A_WEEK, trip, ride))
    return found


def _is_open(problem: WeekProblem, i: int, minute: int) -> bool:
    place = problem.sites[i].place
    is_day = minute // MINUTES_A_DAY % DAYS_A_WEEK in place.open_days
    return is_day and place.open_from_min <= minute % MINUTES_A_DAY < place.open_to_min


def _lay_bag(week: WeekProgram, i: int, day: int, trip: Trip, ride: Ride) -> None:
    """A bag on a trip to a place: what it costs at least, and what it takes of the hold."""
    problem, program = week.problem, week.program
    most = week.unit.total(i) + (_behind(week, i) if _is_station(problem, i) else 0.0)
    holds = (trip.hold_pieces if week.unit.is_pieces else trip.hold_g)[ride.first : ride.last]
    most = min(most, float(min(holds)))
    bag = program.column(problem.terms.handling_fen, upper=1.0)
    load = program.column(upper=most)
    fee = program.column(trip.fee_fen, upper=max(1.0, most / _fee_unit(week, trip)) if _counts(week, trip) else 1.0)
    program.row([(fee, 1.0), (bag, -1.0)], low=0.0)
    program.row([(load, 1.0), (bag, -most)], high=0.0)
    if _counts(week, trip):
        program.row([(fee, _fee_unit(week, trip)), (load, -1.0)], low=0.0)
    week.brought[i].append((load, 1.0))
    for leg in range(ride.first, ride.last):
        week.aboard[trip.id, leg].append((load, 1.0))
    week.made[i, day].append((bag, 1.0))
    if _is_station(problem, i):
        first, last = ride.given_min // MINUTES_A_DAY, ride.in_hand_min // MINUTES_A_DAY
        lag = last - (ride.given_min - problem.terms.hub_ready_min) // MINUTES_A_DAY
        _note_feed(week, i, Feed(day, (lag, 1 + trip.fee_fen), bag, load, is_overnight=first < last), most=1)


def _counts(week: WeekProgram, trip: Trip) -> bool:
    """Whether the fee grows with what loads are counted in."""
    return trip.fee_basis is FeeBasis.BAG or (trip.fee_basis is FeeBasis.PIECE) == week.unit.is_pieces


def _fee_unit(week: WeekProgram, trip: Trip) -> float:
    """How much of a load one fee pays for."""
    terms = week.problem.terms
    if trip.fee_basis is FeeBasis.BAG:
        return float(terms.bag_pieces_max if week.unit.is_pieces else terms.bag_g_max)
    return 1.0 if week.unit.is_pieces else 1000.0


def _close_place(week: WeekProgram, i: int) -> None:
    """Every visit is made by something, all mail is brought, and what is collected has a way home."""
    problem, program = week.problem, week.program
    for day in DAYS:
        made = [(column, -1.0) for column, _ in week.made[i, day]]
        nobody = program.column(week.unserved_fen, upper=1.0)
        if i in week.feed_days:
            if day in week.feed_days[i].fed:
                program.row([(week.feed_days[i].fed[day], 1.0), (nobody, -1.0), *made], high=0.0)
        elif not _is_station(problem, i):
            steps = [(step, 1.0) for (site, of, _), step in week.step.items() if (site, of) == (i, day)]
            program.row([*steps, (nobody, -1.0), *made], low=0.0, high=0.0)
    if i in week.feed_days:
        own = week.unit.weekly[i]
        lay_own_mail(program, week.feed_days[i], week.feeds[i], own, unserved_fen=week.unserved_fen)
    onward = [(column, -1.0) for column, _ in week.through[i]]
    total = week.unit.total(i)
    left = program.column(week.unserved_fen / max(1.0, total), upper=total + _behind(week, i))
    program.row([*week.brought[i], *onward, (left, 1.0)], low=total, high=total)
    bags_home = _bags_home(week, i)
    if _sends(problem, i):
        nobody = program.column(week.unserved_fen, upper=1.0)
        program.row([*week.way_home[i], *bags_home, (nobody, 1.0)], low=1.0)
    home = week.unit.total_home(i)
    if home > 0 or week.through_home[i]:
        left = program.column(week.unserved_fen / max(1.0, home), upper=home + _behind_home(week, i))
        came = [(column, -1.0) for column, _ in week.through_home[i]]
        program.row([*week.taken[i], *came, (left, 1.0)], low=home, high=home)


def _bags_home(week: WeekProgram, i: int) -> list[Term]:
    """Bags from a place to the hub, as if all went on the cheapest trip: what a week of them costs at the least."""
    problem, program = week.problem, week.program
    if not problem.sites[i].place.has_keeper and not _is_station(problem, i):
        return []
    origin, hub = problem.sites[i].id, problem.hub.id
    trips = [trip for trip in problem.trips if find_ride(problem, trip, origin=origin, destination=hub)]
    most = week.unit.total_home(i) + (_behind_home(week, i) if _is_station(problem, i) else 0.0)
    if not trips or most <= 0:
        return []
    bag = program.column(problem.terms.handling_fen + min(trip.fee_fen for trip in trips), upper=1.0)
    load = program.column(upper=most)
    program.row([(load, 1.0), (bag, -most)], high=0.0)
    week.taken[i].append((load, 1.0))
    if all(_counts(week, trip) for trip in trips):
        dear = min(trip.fee_fen / _fee_unit(week, trip) for trip in trips)
        more = program.column(upper=dear * most, cost=1.0)
        paid = min(trip.fee_fen for trip in trips)
        program.row([(more, 1.0), (bag, float(paid)), (load, -dear)], low=0.0)
    return [(bag, 1.0)]


def _dearest_visit(problem: WeekProblem) -> float:
    """More than the dearest vehicle's day to the farthest place alone."""
    far_m, far_min = int(problem.travel.metres.max()), int(problem.travel.minutes.max())
    days = [v.day_fen + 2 * (far_m * v.km_fen / 1000 + far_min * v.hour_fen / 60) for v in problem.vehicles]
    return 2.0 * max(days, default=1e6)


def _unit(problem: WeekProblem) -> Unit:
    pieces = np.array([site.mail.deliver_pieces for site in problem.sites], np.float64)
    grams = np.array([site.mail.deliver_g for site in problem.sites], np.float64)
    room_pieces = sum(vehicle.capacity_pieces for vehicle in problem.vehicles) or 1
    room_g = sum(vehicle.capacity_g for vehicle in problem.vehicles) or 1
    is_pieces = pieces.sum() / room_pieces >= grams.sum() / room_g
    collected = [site.mail.collect_pieces if is_pieces else site.mail.collect_g for site in problem.sites]
    return Unit(pieces if is_pieces else grams, np.array(collected, np.float64), bool(is_pieces))
