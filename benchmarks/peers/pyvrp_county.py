"""What a competent user builds today for a county's week: PyVRP day by day, day patterns by sector, and no buses.

Two ways are planned, with half the time each, and the better plan is handed in (fewer rules broken, then cheaper):
*vans first* serves from the hub what its vans can reach and leaves the rest to the stations' couriers; *couriers first*
leaves to a station's couriers every village that they may serve. Day patterns are fixed beforehand: the villages of a
depot lie in as few angular sectors as its vehicles can serve, and a sector has the usual days (three visits: Monday,
Wednesday, Friday or Tuesday, Thursday, Saturday); daily places are shifted or given a sixth day until the hub's days
are level. Each day PyVRP routes the hub's vans through the stations that are fed and the hub's own villages, then each
station's couriers after that day's feed; what one side cannot reach the other tries. Time windows, both capacities,
shifts, access, closures and second rounds are in PyVRP's model; the law's rests are added to its rounds, and a day is
solved again with the rests as slack where they do not fit. The result is an ordinary plan, judged like any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import atan2, cos, pi, radians
from time import process_time

from pyvrp import Model, PenaltyParams, SolveParams

from tianlu.core.calendar import DAYS_A_WEEK, EVERY_DAY, MINUTES_A_DAY, DayPattern
from tianlu.core.ids import PlaceId
from tianlu.place.model import Place, PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.mail import with_loads
from tianlu.plan.rounds.plan import Plan, Round
from tianlu.plan.rounds.problem import Site, WeekProblem
from tianlu.plan.rounds.timing import timed_round

Load = tuple[int, int, int, int]
"""Deliver g, deliver pieces, collect g, collect pieces."""

USUAL_DAYS = {
    1: ((0,), (2,), (4,), (1,), (3,)),
    2: ((0, 3), (1, 4), (2, 5)),
    3: ((0, 2, 4), (1, 3, 5)),
    4: ((0, 1, 3, 4), (0, 2, 3, 5)),
    5: ((0, 1, 2, 3, 4), (1, 2, 3, 4, 5)),
    6: ((0, 1, 2, 3, 4, 5),),
    7: ((0, 1, 2, 3, 4, 5, 6),),
}

FAR = 10_000_000
"""Minutes and metres of a way that may not be driven."""

UNSERVED_FEN = 500_000
"""What a call left out costs PyVRP; its penalties may grow beyond that, or it would rather break a shift."""

STATION_WEIGHT = 3
"""A station left out leaves its villages without mail."""

HEADROOM = 0.97
"""The part of a vehicle's hold that is planned with: a load is known exactly only when the whole week is."""

PENALTIES = PenaltyParams(max_penalty=1e9)
DAILY = 5
"""From so many days a week a place is levelled by itself, not with its sector."""

LEVEL = 0.6
"""The part of its vans' holds that the hub wants to fill on its fullest day."""

TRIES_A_DAY = 3
TRIAL_S = 0.2
TRIAL_PART = 0.02
"""A trial whether a day can be served takes this many seconds, or for the hub this part of all of them if more."""

FEED_SLACK_MIN = 60


class CpuSeconds:
    """PyVRP's way to be told to stop: after so many CPU seconds of this process."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.until = process_time() + seconds

    def __call__(self, best_cost: float) -> bool:
        return process_time() >= self.until

    def fraction_remaining(self) -> float:
        return max(0.0, (self.until - process_time()) / max(self.seconds, 1e-9))


@dataclass(frozen=True)
class Call:
    place: PlaceId
    load: Load


@dataclass(frozen=True)
class Crew:
    """A vehicle that may leave from `leave_min` of the day."""

    vehicle: Vehicle
    leave_min: int


@dataclass(frozen=True)
class Schedule:
    """Who is served from where and on which days; stations are served from the hub."""

    depot: dict[PlaceId, PlaceId]
    days: dict[PlaceId, DayPattern]

    def calls_from(self, depot: PlaceId, day: int) -> list[PlaceId]:
        return [place for place, days in self.days.items() if self.depot[place] == depot and day in days]


def plan_with_pyvrp(problem: WeekProblem, *, seconds: float, seed: int) -> Plan:
    """The better of the two ways, within that many seconds of search in all."""
    plans = [Peer(problem, seed, seconds=seconds / 2).plan(vans_first=vans_first) for vans_first in (True, False)]
    return min(plans, key=lambda plan: _rank(problem, plan))


def _rank(problem: WeekProblem, plan: Plan) -> tuple[int, int]:
    report = check_plan(problem, plan)
    return len(report.violations), report.cost.total_fen


class Peer:
    """One problem with its depots and vehicles at hand, and the seconds used so far."""

    def __init__(self, problem: WeekProblem, seed: int, *, seconds: float) -> None:
        self.problem = problem
        self.seed = seed
        self.seconds = seconds
        self.spent_s = 0.0
        self.seconds_a_call = 0.0
        self.fleet: dict[PlaceId, list[Vehicle]] = {}
        for vehicle in problem.vehicles:
            self.fleet.setdefault(vehicle.depot, []).append(vehicle)
        self.stations = [site for site in problem.sites if site.kind is PlaceKind.STATION]
        self.villages = [site for site in problem.sites if site.kind is PlaceKind.VILLAGE]

    def plan(self, *, vans_first: bool) -> Plan:
        schedule = self._schedule(self._beyond_vans() if vans_first else self.villages)
        work = sum(len(days) for days in schedule.days.values())
        self.seconds_a_call = max(0.0, self.seconds - self.spent_s) / max(1, work)
        rounds = [round_ for day in range(DAYS_A_WEEK) for round_ in self.plan_day(schedule, day)]
        ordered = sorted(rounds, key=lambda each: (each.day, each.vehicle, each.leave_min))
        return with_loads(self.problem, Plan(self.problem.hash, tuple(ordered), ()))

    # Who is served from where, on which days

    def _beyond_vans(self) -> list[Site]:
        """Villages that the hub's vans cannot serve beside the feeds that are owed."""
        fed = {s.id: self._pattern(s, s.obligation.fed_days_min, 0) for s in self.stations if s.obligation.fed_days_min}
        within = self._sectors(self.problem.hub, self.villages, self.problem.terms.hub_ready_min, fed=fed)
        return [site for site in self.villages if site.id not in within]

    def _schedule(self, for_couriers: list[Site]) -> Schedule:
        """Stations with their couriers' villages first, then what is left to the hub."""
        depot: dict[PlaceId, PlaceId] = {}
        days: dict[PlaceId, DayPattern] = {}
        hub = self.problem.hub
        for station in self.stations:
            mine = [site for site in for_couriers if site.place.parent == station.id]
            own, days[station.id] = self._feed(station, [site for site in mine if self._can_go(station.id, site)])
            depot[station.id] = hub.id
            leave = self.problem.terms.hub_ready_min + self._minutes(hub.id, station.id) + FEED_SLACK_MIN
            for place, pattern in self._sectors(station, own, leave, fed={}).items():
                depot[place], days[place] = station.id, pattern
        left = [site for site in self.villages if site.id not in depot]
        fed = {place: pattern for place, pattern in days.items() if depot[place] == hub.id and len(pattern)}
        from_hub = self._sectors(hub, left, self.problem.terms.hub_ready_min, fed=fed)
        for site in left:
            depot[site.id] = hub.id
            days[site.id] = from_hub.get(site.id) or self._visits(site, hub.id, 0)
        schedule = Schedule(depot, {place: pattern for place, pattern in days.items() if len(pattern)})
        self._level(schedule)
        return schedule

    def _level(self, schedule: Schedule) -> None:
        """Move the hub's daily places to other five days, or to six, while its fullest day is too full."""
        hub = self.problem.hub.id
        vans = self.fleet.get(hub, ())
        wanted = LEVEL * sum(van.capacity_pieces * van.rounds_a_day_max for van in vans)
        full = [
            sum(self._call_load(schedule, p, d)[1] for p in schedule.calls_from(hub, d)) for d in range(DAYS_A_WEEK)
        ]
        daily = [place for place, days in schedule.days.items() if schedule.depot[place] == hub and len(days) >= DAILY]
        for place in sorted(daily, key=lambda each: (-self._weekly(schedule, each), each)):
            now = self._profile(schedule, place)
            rest = [whole - own for whole, own in zip(full, now, strict=True)]
            choices = []
            for days in self._choices(self.problem.site(place)):
                schedule.days[place] = days
                trial = [a + b for a, b in zip(rest, self._profile(schedule, place), strict=True)]
                choices.append((max(wanted, *trial), len(days), days, trial))
            _, _, schedule.days[place], full = min(choices)

    def _choices(self, site: Site) -> list[DayPattern]:
        count = max(DAILY, site.obligation.visits_min, site.obligation.fed_days_min)
        usual = [DayPattern.of(days) for size in range(count, DAYS_A_WEEK) for days in USUAL_DAYS[size]]
        kept = [days for days in usual if days.largest_gap_days() <= site.obligation.gap_days_max]
        return [d for d in kept if set(d) <= set(site.place.open_days)] or [self._pattern(site, count, 0)]

    def _profile(self, schedule: Schedule, place: PlaceId) -> list[int]:
        """Pieces to bring to a place on each weekday."""
        days = schedule.days[place]
        return [self._call_load(schedule, place, day)[1] if day in days else 0 for day in range(DAYS_A_WEEK)]

    def _weekly(self, schedule: Schedule, place: PlaceId) -> int:
        return sum(self._profile(schedule, place))

    def _feed(self, station: Site, own: list[Site]) -> tuple[list[Site], DayPattern]:
        """The villages fed through a station and its days: as many as are owed, and more until a van holds the load.

        Mail goes with the first feed, so a second van on the same day would not help: where six days do not suffice,
        the villages with most mail are left to the hub.
        """
        own = sorted(own, key=lambda site: sum(site.mail.deliver_pieces), reverse=True)
        holds = self._holds(self.problem.hub.id)
        while True:
            if not own and not has_mail(station) and not station.obligation.fed_days_min:
                return own, DayPattern(0)
            fed = [station.id, *(site.id for site in own)]
            for count in range(max(1, station.obligation.fed_days_min), DAYS_A_WEEK):
                days = self._pattern(station, count, 0)
                loads = [self._sum(fed, days, day) for day in days]
                if all(fits(load, holds) for load in loads):
                    return own, days
            if not own:
                return own, self._pattern(station, DAYS_A_WEEK - 1, 0)
            own = own[1:]

    def _holds(self, depot: PlaceId) -> tuple[int, int]:
        """The largest grams and pieces that one vehicle of the depot takes."""
        fleet = self.fleet.get(depot, ())
        return max((v.capacity_g for v in fleet), default=0), max((v.capacity_pieces for v in fleet), default=0)

    def _visits(self, site: Site, depot: PlaceId, number: int) -> DayPattern:
        """The days owed, at least one where there is mail, and more until a vehicle holds what waits."""
        if not site.obligation.visits_min and not has_mail(site):
            return DayPattern(0)
        holds = self._holds(depot)
        for count in range(max(1, site.obligation.visits_min), DAYS_A_WEEK):
            days = self._pattern(site, count, number)
            if all(fits(self._load(site.id, days, day), holds) for day in days):
                return days
        return self._pattern(site, DAYS_A_WEEK - 1, number)

    def _can_go(self, depot: PlaceId | None, site: Site) -> bool:
        """Whether a courier of the depot may serve a village; the hub's vans are no couriers."""
        fleet = [] if depot is None or depot == self.problem.hub.id else self.fleet.get(depot, [])
        return any(may_go(site.place, vehicle) for vehicle in fleet)

    def _is_for(self, station: PlaceId, place: PlaceId) -> bool:
        site = self.problem.site(place)
        return site.place.parent == station and site.kind is PlaceKind.VILLAGE and self._can_go(station, site)

    def _sectors(
        self, depot: Site, sites: list[Site], leave_min: int, *, fed: dict[PlaceId, DayPattern]
    ) -> dict[PlaceId, DayPattern]:
        """The fewest sectors whose fullest days the depot's vehicles can serve, beside the stations they feed.

        Villages that are beyond reach even so are left out.
        """
        days: dict[PlaceId, DayPattern] = {}
        beyond: set[PlaceId] = set()
        trial_s = max(TRIAL_S, self.seconds * TRIAL_PART) if depot.kind is PlaceKind.HUB else TRIAL_S
        for sectors in (1, 2):
            days = {
                site.id: self._visits(site, depot.id, number)
                for number, part in self._cut(depot.place, sites, sectors=sectors)
                for site in part
            }
            beyond = set()
            for day in self._fullest_days(days):
                calls = [
                    Call(place, self._load(place, pattern, day))
                    for place, pattern in {**fed, **days}.items()
                    if day in pattern
                ]
                _, unserved = self._solve(day, self._crews(depot.id, day, leave_min), calls, trial_s)
                beyond |= set(unserved) & set(days)
            if not beyond:
                break
        return {place: pattern for place, pattern in days.items() if place not in beyond}

    @staticmethod
    def _fullest_days(days: dict[PlaceId, DayPattern]) -> list[int]:
        """One day for each set of villages that is visited together: the fullest, and one that differs from it."""
        together: dict[frozenset[PlaceId], int] = {}
        for day in range(DAYS_A_WEEK):
            together.setdefault(frozenset(place for place in days if day in days[place]), day)
        together.pop(frozenset(), None)
        ranked = sorted(together, key=lambda places: (-len(places), sorted(places)))
        return [together[places] for places in ranked[:2]]

    @staticmethod
    def _cut(centre: Place, sites: Sequence[Site], *, sectors: int) -> list[tuple[int, list[Site]]]:
        """Sectors of equal count around a centre, cut where the villages lie farthest apart."""
        if not sites:
            return []
        width = cos(radians(centre.lat))
        bearing = {s.id: atan2(s.place.lat - centre.lat, (s.place.lon - centre.lon) * width) for s in sites}
        ring = sorted(sites, key=lambda site: (bearing[site.id], site.id))
        gaps = [(bearing[ring[k].id] - bearing[ring[k - 1].id]) % (2 * pi) for k in range(len(ring))]
        start = max(range(len(ring)), key=lambda k: gaps[k])
        ring = ring[start:] + ring[:start]
        size = -(-len(ring) // sectors)
        return [(number, ring[number * size : (number + 1) * size]) for number in range(sectors)]

    def _pattern(self, site: Site, count: int, number: int) -> DayPattern:
        """The usual days of a sector, where the place is open and the gap is kept; otherwise any such days."""
        if count == 0:
            return DayPattern(0)
        shut = {day for day in range(DAYS_A_WEEK) if self._is_shut(site.id, day)}
        open_days = [day for day in site.place.open_days if day not in shut]
        usual = USUAL_DAYS[count]
        ring = usual[number % len(usual) :] + usual[: number % len(usual)]
        every = [days for size in range(count, DAYS_A_WEEK + 1) for days in combinations(open_days, size)]
        for days in (*ring, *every):
            pattern = DayPattern.of(days)
            if set(days) <= set(open_days) and pattern.largest_gap_days() <= site.obligation.gap_days_max:
                return pattern
        return DayPattern.of(open_days)

    def _is_shut(self, place: PlaceId, day: int) -> bool:
        start, end = day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY
        return any(
            each.place == place and each.start_min < end and each.end_min > start for each in self.problem.closures
        )

    # One day

    def plan_day(self, schedule: Schedule, day: int) -> list[Round]:
        """Feeds first, couriers after them; couriers try what the vans cannot reach, and the vans of another try
        what the couriers cannot."""
        hub = self.problem.hub.id
        extra: list[PlaceId] = []
        rounds: list[Round] = []
        for _ in range(TRIES_A_DAY):
            vans = self._crews(hub, day, self.problem.terms.hub_ready_min)
            from_hub = self._calls(schedule, [*schedule.calls_from(hub, day), *extra], day)
            rounds, left = self._solve(day, vans, from_hub, self.seconds_a_call * len(from_hub))
            fed = {stop.place: stop.arrive_min for each in rounds for stop in each.stops}
            beyond: list[PlaceId] = []
            for station in self.stations:
                villages = sorted(set(schedule.calls_from(station.id, day)) - set(extra))
                villages += [place for place in left if self._is_for(station.id, place)]
                driven, unserved = self._courier_day(schedule, station.id, day, villages, fed.get(station.id))
                rounds += driven
                beyond += [place for place in unserved if place not in left]
            if not beyond:
                break
            extra += beyond
        return rounds

    def _courier_day(
        self, schedule: Schedule, station: PlaceId, day: int, villages: list[PlaceId], fed_min: int | None
    ) -> tuple[list[Round], list[PlaceId]]:
        """After the day's feed if all villages can be reached so, else from the start of the shift."""
        if not villages:
            return [], []
        seconds = self.seconds_a_call * len(villages)
        fed = schedule.days.get(station, EVERY_DAY)
        if fed_min is not None:
            calls = [Call(place, self._load(place, schedule.days[place], day, fed)) for place in villages]
            leave = fed_min - day * MINUTES_A_DAY + self.problem.terms.transfer_min
            rounds, unserved = self._solve(day, self._crews(station, day, leave), calls, seconds)
            if not unserved:
                return rounds, []
        calls = [Call(place, self._load(place, schedule.days[place], day, fed, before_feed=True)) for place in villages]
        return self._solve(day, self._crews(station, day, 0), calls, seconds)

    def _calls(self, schedule: Schedule, places: Iterable[PlaceId], day: int) -> list[Call]:
        return [Call(place, self._call_load(schedule, place, day)) for place in sorted(places)]

    def _call_load(self, schedule: Schedule, place: PlaceId, day: int) -> Load:
        """A village's mail since its last visit; at a station that of all its villages since the last feed."""
        served = [place, *(village for village, depot in schedule.depot.items() if depot == place)]
        return self._sum(served, schedule.days[place], day)

    def _sum(self, places: Iterable[PlaceId], days: DayPattern, day: int) -> Load:
        loads = [self._load(place, days, day) for place in places]
        deliver_g, deliver, collect_g, collect = (sum(part) for part in zip(*loads, strict=True))
        return deliver_g, deliver, collect_g, collect

    def _load(
        self, place: PlaceId, days: DayPattern, day: int, fed: DayPattern = EVERY_DAY, *, before_feed: bool = False
    ) -> Load:
        """Mail that a visit brings and takes: what came with a feed after the visit before, up to this one's.

        Of the feed of the same day only if the round does not leave before it.
        """
        waited = next((gap for gap in range(1, DAYS_A_WEEK + 1) if (day - gap) % DAYS_A_WEEK in days), DAYS_A_WEEK)
        newest = self._last_fed(day - before_feed, fed)
        oldest = self._last_fed(day - waited - before_feed, fed)
        mail = self.problem.site(place).mail
        brought = [weekday % DAYS_A_WEEK for weekday in range(oldest + 1, newest + 1)]
        taken = [(day - back) % DAYS_A_WEEK for back in range(waited)]
        return (
            sum(mail.deliver_g[weekday] for weekday in brought),
            sum(mail.deliver_pieces[weekday] for weekday in brought),
            sum(mail.collect_g[weekday] for weekday in taken),
            sum(mail.collect_pieces[weekday] for weekday in taken),
        )

    @staticmethod
    def _last_fed(day: int, fed: DayPattern) -> int:
        """The last day, up to this one, on which there is a feed; days of the week before are negative."""
        return next(day - back for back in range(DAYS_A_WEEK) if (day - back) % DAYS_A_WEEK in fed)

    def _crews(self, depot: PlaceId, day: int, leave_min: int) -> list[Crew]:
        fleet = [vehicle for vehicle in self.fleet.get(depot, ()) if day in vehicle.days]
        crews = [Crew(vehicle, max(leave_min, vehicle.shift_from_min)) for vehicle in fleet]
        return [crew for crew in crews if crew.leave_min < crew.vehicle.shift_to_min]

    # PyVRP

    def _solve(
        self, day: int, crews: list[Crew], calls: list[Call], seconds: float
    ) -> tuple[list[Round], list[PlaceId]]:
        """Rounds with the law's rests, and the calls that no round makes."""
        if not crews or not calls:
            return [], [call.place for call in calls]
        rounds, unserved = self._route(day, crews, calls, seconds / 2, slack_min=0)
        if any(self._is_late(each) for each in rounds):
            terms = self.problem.terms
            longest = max(crew.vehicle.shift_to_min - crew.vehicle.shift_from_min for crew in crews)
            slack = terms.rest_min * (longest // terms.drive_min_max)
            rounds, unserved = self._route(day, crews, calls, seconds / 2, slack_min=slack)
        return rounds, unserved

    def _is_late(self, round_: Round) -> bool:
        shift = {vehicle.id: vehicle.shift_to_min for vehicle in self.problem.vehicles}
        late = {stop.place: stop.arrive_min - round_.day * MINUTES_A_DAY for stop in round_.stops}
        closes = {place: self.problem.site(place).place.open_to_min for place in late}
        returns = round_.return_min - round_.day * MINUTES_A_DAY
        return returns > shift[round_.vehicle] or any(late[place] >= closes[place] for place in late)

    def _route(
        self, day: int, crews: list[Crew], calls: list[Call], seconds: float, *, slack_min: int
    ) -> tuple[list[Round], list[PlaceId]]:
        model = Model()
        depots = sorted({crew.vehicle.depot for crew in crews})
        places = [*depots, *(call.place for call in calls)]
        spots = [model.add_location(k, 0, name=place) for k, place in enumerate(places)]
        turn = max(self._turn_min(crew.vehicle) for crew in crews)
        yards = dict(zip(depots, [model.add_depot(spots[k]) for k in range(len(depots))], strict=True))
        docks = {depot: model.add_depot(spots[k], service_duration=turn) for k, depot in enumerate(depots)}
        for spot, call in zip(spots[len(depots) :], calls, strict=True):
            place = self.problem.site(call.place).place
            model.add_client(
                spot,
                delivery=list(call.load[:2]),
                pickup=list(call.load[2:]),
                service_duration=place.service_min,
                tw_early=place.open_from_min,
                tw_late=max(place.open_from_min, place.open_to_min - 1 - slack_min),
                prize=UNSERVED_FEN * 1000 * (STATION_WEIGHT if place.kind is PlaceKind.STATION else 1),
                required=False,
            )
        for kind in sorted({crew.vehicle.kind for crew in crews}):
            profile = model.add_profile(name=kind)
            self._add_ways(model, spots, places, depots, day, kind, profile)
            for crew in crews:
                if crew.vehicle.kind == kind:
                    vehicle = crew.vehicle
                    model.add_vehicle_type(
                        1,
                        capacity=[int(vehicle.capacity_g * HEADROOM), int(vehicle.capacity_pieces * HEADROOM)],
                        start_depot=yards[vehicle.depot],
                        end_depot=yards[vehicle.depot],
                        fixed_cost=vehicle.day_fen * 1000,
                        unit_distance_cost=vehicle.km_fen,
                        unit_duration_cost=vehicle.hour_fen * 1000 // 60,
                        tw_early=crew.leave_min,
                        tw_late=max(crew.leave_min, vehicle.shift_to_min - slack_min),
                        reload_depots=[docks[vehicle.depot]],
                        max_reloads=vehicle.rounds_a_day_max - 1,
                        profile=profile,
                        name=vehicle.id,
                    )
        self.spent_s += seconds
        best = model.solve(
            CpuSeconds(seconds),
            seed=self.seed,
            display=False,
            collect_stats=False,
            params=SolveParams(penalty=PENALTIES),
        ).best
        by_name = {crew.vehicle.id: crew.vehicle for crew in crews}
        names = [each.name for each in model.vehicle_types]
        rounds: list[Round] = []
        for route in filter(lambda each: each.is_feasible(), best.routes()):
            rounds += self._rounds_of(day, by_name[names[route.vehicle_type()]], route, calls)
        planned = {stop.place for each in rounds for stop in each.stops}
        return rounds, [call.place for call in calls if call.place not in planned]

    def _add_ways(self, model, spots, places, depots, day, kind, profile) -> None:  # type: ignore[no-untyped-def]
        worst = max(self.problem.travel.slot_percent)
        for a, origin in zip(spots, places, strict=True):
            for b, destination in zip(spots, places, strict=True):
                if a is b:
                    continue
                place = self.problem.site(destination).place
                barred = place.vehicle_kinds and kind not in place.vehicle_kinds and destination not in depots
                if barred or self._is_way_shut(origin, destination, day):
                    model.add_edge(a, b, distance=FAR, duration=FAR, profile=profile)
                    continue
                k, m = self.problem.index[origin], self.problem.index[destination]
                minutes = -(-int(self.problem.travel.minutes[k, m]) * worst // 100)
                metres = int(self.problem.travel.metres[k, m])
                model.add_edge(a, b, distance=metres, duration=minutes, profile=profile)

    def _is_way_shut(self, origin: PlaceId, destination: PlaceId, day: int) -> bool:
        start, end = day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY
        return any(
            (each.origin, each.destination) == (origin, destination) and each.start_min < end and each.end_min > start
            for each in self.problem.closures
        )

    def _rounds_of(self, day: int, vehicle: Vehicle, route, calls: list[Call]) -> list[Round]:  # type: ignore[no-untyped-def]
        """A route's trips as rounds, each leaving when PyVRP says, or reloaded after the one before."""
        trips: list[list[PlaceId]] = [[]]
        leaves = [route.start_time()]
        for step in route.schedule()[1:-1]:
            if step.is_depot():
                trips.append([])
                leaves.append(step.end_time)
            else:
                trips[-1].append(calls[step.idx].place)
        rounds: list[Round] = []
        for leave, places in zip(leaves, trips, strict=True):
            if places:
                leave_min = day * MINUTES_A_DAY + leave
                if rounds:
                    leave_min = max(leave_min, rounds[-1].return_min + self._turn_min(vehicle))
                rounds.append(timed_round(self.problem, vehicle, day=day, leave_min=leave_min, places=places))
        return rounds

    def _turn_min(self, vehicle: Vehicle) -> int:
        """Between two rounds the driver rests as long as the law asks, so that the count at the wheel begins anew."""
        return max(vehicle.reload_min, self.problem.terms.rest_min)

    def _minutes(self, origin: PlaceId, destination: PlaceId) -> int:
        return int(self.problem.travel.minutes[self.problem.index[origin], self.problem.index[destination]])


def may_go(place: Place, vehicle: Vehicle) -> bool:
    return not place.vehicle_kinds or vehicle.kind in place.vehicle_kinds


def fits(load: Load, holds: tuple[int, int]) -> bool:
    """Whether deliveries going out and collections coming home each fit."""
    deliver_g, deliver, collect_g, collect = load
    return max(deliver_g, collect_g) <= holds[0] and max(deliver, collect) <= holds[1]


def has_mail(site: Site) -> bool:
    mail = site.mail
    return any((*mail.deliver_pieces, *mail.deliver_g, *mail.collect_pieces, *mail.collect_g))
