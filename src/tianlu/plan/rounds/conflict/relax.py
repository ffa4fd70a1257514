"""From a week's problem to conditions that every plan keeps: what reaches a place when, and what it is owed.

A relaxation: visits by fleets and by bus on each day, between none and one, in place of rounds and bags. Decision 0009
says why each row holds for every plan.
"""

from collections.abc import Collection, Iterator
from itertools import combinations

from tianlu.core.calendar import DAYS_A_WEEK
from tianlu.core.ids import PlaceId
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.conflict.buses import BagRide, Buses, all_forbidding
from tianlu.plan.rounds.conflict.member import Fleet, Member, fleets_of
from tianlu.plan.rounds.conflict.options import DAYS, Ground, Options, may_serve, sends_there
from tianlu.plan.rounds.conflict.reach import Hurdle, Reach
from tianlu.plan.rounds.conflict.relax_loads import add_loads
from tianlu.plan.rounds.conflict.relax_promises import add_promises
from tianlu.plan.rounds.conflict.relax_shifts import add_shifts
from tianlu.plan.rounds.conflict.relaxation import Relaxation, RelaxationBuilder
from tianlu.plan.rounds.conflict.roads import Roads
from tianlu.plan.rounds.problem import Site, WeekProblem


def relax(problem: WeekProblem, among: Collection[PlaceId] | None = None) -> Relaxation:
    """All conditions, with the members whose dropping frees each. With `among`, villages that it does not name are left
    out: nothing is asked for them."""
    roads = Roads(problem)
    ground = Ground(problem, fleets_of(problem), roads, Reach(roads), Buses(problem))
    options = tuple(_add_options(ground, site) for site in problem.sites[1:] if _is_asked(site, among))
    for each in options:
        _add_owed(ground.builder, each)
    add_loads(ground, options)
    add_shifts(ground, options)
    add_promises(ground, options)
    return ground.builder.built()


def _is_asked(site: Site, among: Collection[PlaceId] | None) -> bool:
    return among is None or site.kind is PlaceKind.STATION or site.id in among


# What reaches a place


def _add_options(ground: Ground, site: Site) -> Options:
    builder = ground.builder
    rides = tuple(ground.buses.rides_of(site))
    by_fleet = _fleet_columns(ground, site)
    has_own = any(not nogoods for nogoods in by_fleet.values())
    columns = {key: _guarded(builder, nogoods) for key, nogoods in by_fleet.items()}
    by_bus = {day: _guarded(builder, nogoods) for day, nogoods in _bus_days(rides, names_handover=not has_own)}
    by_stranger = {} if has_own else {day: _guarded(builder, nogoods) for day, nogoods in _stranger_days(ground, site)}
    served = {}
    for day in DAYS:
        ways = [column for (_, on), column in columns.items() if on == day]
        ways += [of_day[day] for of_day in (by_bus, by_stranger) if day in of_day]
        if ways:
            served[day] = builder.column()
            builder.at_most(0.0, {served[day]: 1.0, **dict.fromkeys(ways, -1.0)})
    return Options(site, columns, by_bus, by_stranger, served, rides)


def _guarded(builder: RelaxationBuilder, nogoods: list[frozenset[Member]]) -> int:
    """A column that is 0 while all members of one of the sets are kept."""
    column = builder.column()
    for nogood in nogoods:
        builder.at_most(0.0, {column: 1.0}, *nogood)
    return column


def _fleet_columns(ground: Ground, site: Site) -> dict[tuple[int, int], list[frozenset[Member]]]:
    """For each fleet that may serve the place, and day, the sets of members that keep it away; a day that nothing
    would make good is left out."""
    found = {}
    for number, fleet in enumerate(ground.fleets):
        if may_serve(fleet, site):
            for day in DAYS:
                nogoods = _hurdle_sets(ground, fleet, site, day)
                if nogoods is not None:
                    found[number, day] = nogoods
    return found


def _hurdle_sets(ground: Ground, fleet: Fleet, site: Site, day: int) -> list[frozenset[Member]] | None:
    """The least sets of members that keep the fleet from the place on a day; None where nothing would help."""
    ask = ground.reach.earliest_arrival
    if ask(fleet.one, site, day) is not None:
        return []
    hurdles = list(_hurdles(ground.problem, fleet, site))
    removals = [frozenset(some) for size in range(len(hurdles) + 1) for some in combinations(hurdles, size)]
    helping = [some for some in removals if ask(fleet.one, site, day, without=some) is not None]
    if not helping:
        return None
    ways = [frozenset(_member(fleet, site, hurdle) for hurdle in some) for some in helping]
    return all_forbidding(ways)


def _hurdles(problem: WeekProblem, fleet: Fleet, site: Site) -> Iterator[Hurdle]:
    """Those that can matter here."""
    yield Hurdle.SHIFT
    yield Hurdle.REST
    yield Hurdle.WINDOW
    if any(closure.place == site.id for closure in problem.closures):
        yield Hurdle.CLOSED_PLACE
    if any(closure.place == fleet.one.depot for closure in problem.closures):
        yield Hurdle.CLOSED_DEPOT
    if any(closure.origin is not None for closure in problem.closures):
        yield Hurdle.CLOSED_WAY


def _member(fleet: Fleet, site: Site, hurdle: Hurdle) -> Member:
    match hurdle:
        case Hurdle.SHIFT | Hurdle.REST:
            return fleet.member(hurdle.value)
        case Hurdle.WINDOW:
            return Member(hurdle.value, site.id)
        case Hurdle.CLOSED_PLACE:
            return Member("closure", site.id)
        case Hurdle.CLOSED_DEPOT:
            return Member("closure", fleet.one.depot)
        case Hurdle.CLOSED_WAY:
            return Member("closure")


def _bus_days(rides: tuple[BagRide, ...], *, names_handover: bool) -> Iterator[tuple[int, list[frozenset[Member]]]]:
    """For each day on which a bag could come, the sets of members that forbid them all. Where vehicles reach the place
    by themselves, that nobody takes bags is taken as given."""
    for day in DAYS:
        there = [ride.forbidden_by for ride in rides if ride.is_outward and ride.day == day]
        if not names_handover:
            there = [members for members in there if all(member.rule != "handover" for member in members)]
        if there:
            yield day, all_forbidding(there)


def _stranger_days(ground: Ground, site: Site) -> Iterator[tuple[int, list[frozenset[Member]]]]:
    """For a place that no vehicle of its own reaches: the days on which others could come if they had access."""
    hub = ground.problem.hub.id
    others = [
        fleet
        for fleet in ground.fleets
        if not may_serve(fleet, site) and (site.kind is PlaceKind.VILLAGE or fleet.one.depot == hub)
    ]
    for day in DAYS:
        sets = [nogoods for fleet in others if (nogoods := _hurdle_sets(ground, fleet, site, day)) is not None]
        if any(not nogoods for nogoods in sets):
            yield day, [frozenset({Member("access", site.id)})]


# What a place is owed


def _add_owed(builder: RelaxationBuilder, options: Options) -> None:
    site, owed = options.site, options.site.obligation
    served = options.served
    if len(site.place.open_days) < owed.open_days_min:
        builder.at_least(1.0, {}, Member("station_open", site.id))
    if site.kind is PlaceKind.STATION:
        if owed.fed_days_min > 0:
            builder.at_least(owed.fed_days_min, dict.fromkeys(served.values(), 1.0), Member("station_fed", site.id))
        return
    visits = Member("visits_a_week", site.id)
    if owed.visits_min > 0:
        builder.at_least(owed.visits_min, dict.fromkeys(served.values(), 1.0), visits)
    if owed.gap_days_max < DAYS_A_WEEK:
        _add_gaps(builder, options, visits)


def _add_gaps(builder: RelaxationBuilder, options: Options, visits: Member) -> None:
    """A place that is visited at all is visited in every span of the largest gap."""
    served, site = options.served, options.site
    is_visited = builder.column()
    gap = Member("largest_gap", site.id)
    for column in served.values():
        builder.at_most(0.0, {column: 1.0, is_visited: -1.0})
    if site.obligation.visits_min > 0:
        builder.at_least(1.0, {is_visited: 1.0}, visits)
    if sends_there(site):
        builder.at_least(1.0, {is_visited: 1.0}, Member("one_service_a_day", site.id))
    days = site.obligation.gap_days_max
    for first in DAYS:
        span = [served[day % DAYS_A_WEEK] for day in range(first, first + days) if day % DAYS_A_WEEK in served]
        builder.at_least(0.0, {**dict.fromkeys(span, 1.0), is_visited: -1.0}, gap)
    least = -(-DAYS_A_WEEK // days)
    builder.at_least(0.0, {**dict.fromkeys(served.values(), 1.0), is_visited: -float(least)}, gap)
