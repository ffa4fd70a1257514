"""What could be changed so that a conflict goes away: each a problem as it would be, with words for what was done.

Nothing is made up: a new vehicle is a copy of one that there is, a lower floor is the standard's own figure for remote
areas under the same clause, a hold grows by whole bags, a promise by whole days.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from tianlu.core.calendar import EVERY_DAY, MINUTES_A_DAY, DayPattern, clock
from tianlu.core.ids import PlaceId, VehicleId
from tianlu.place.model import AreaClass, PlaceKind
from tianlu.plan.county import Vehicle
from tianlu.plan.floors.obligation import Obligation, RuleRef
from tianlu.plan.floors.obligations import FIELD_OF_RULE
from tianlu.plan.floors.standard import FloorRule, asks_for_more
from tianlu.plan.rounds.conflict.member import Member
from tianlu.plan.rounds.conflict.words import closures_of, days_words, names, vehicle_names
from tianlu.plan.rounds.problem import Site, WeekProblem, canonical

STEP_MIN = 60
BAGS_MAX = 8
DEPOTS_MAX = 3
MODELS_MAX = 2
VILLAGES_MAX = 30
"""More keepers, or villages moved to another depot, than this are no way out that anybody would take."""


class ChangeKind(StrEnum):
    VEHICLE = "vehicle"
    LONGER_SHIFT = "longer_shift"
    MORE_DAYS = "more_days"
    MORE_ROUNDS = "more_rounds"
    KEEPER = "keeper"
    NEIGHBOUR = "neighbour"
    EXCEPTION = "exception"
    REOPEN = "reopen"
    HOLD = "hold"
    PROMISE = "promise"
    OPENING = "opening"


@dataclass(frozen=True, eq=False)
class Change:
    """One change, and the problem with it."""

    kind: ChangeKind
    en: str
    zh: str
    after: WeekProblem


@dataclass(frozen=True, eq=False)
class Trouble:
    """What a change is to mend: the members in conflict and the places they hold at. `is_mended` asks whether a problem
    no longer has it."""

    problem: WeekProblem
    members: tuple[Member, ...]
    places: tuple[PlaceId, ...]
    is_mended: Callable[[WeekProblem], bool]

    def of_rule(self, rule: str) -> Iterator[Member]:
        return (member for member in self.members if member.rule == rule)


def list_changes(trouble: Trouble, standard: Iterable[FloorRule]) -> Iterator[Change]:
    """All that mend the trouble by themselves, as far as the conditions tell; of each kind the least that does."""
    for attempts_of_kind in (
        _vehicles(trouble),
        _longer_shifts(trouble),
        _more_days(trouble),
        _more_rounds(trouble),
        _keepers(trouble),
        _neighbours(trouble),
        _exceptions(trouble, tuple(standard)),
        _reopened(trouble),
        _holds(trouble),
        _promises(trouble),
        _openings(trouble),
    ):
        for attempts in attempts_of_kind:
            found = next((change for change in attempts if trouble.is_mended(change.after)), None)
            if found is not None:
                yield found


Attempts = Iterator[Iterable[Change]]
"""Groups of changes, each from little to much: of a group the first that mends is taken."""


# Vehicles


def _vehicles(trouble: Trouble) -> Attempts:
    """A copy of a vehicle at each depot that could help."""
    problem = trouble.problem
    for depot in _depots(trouble):
        for model in _models_for(problem, depot, trouble.places):
            yield (_one_more(problem, model, depot),)


def _depots(trouble: Trouble) -> list[PlaceId]:
    """Those of the fleets in the trouble, else those that may serve its places."""
    vehicles = {vehicle.id: vehicle for vehicle in trouble.problem.vehicles}
    named = [vehicles[each].depot for member in trouble.members for each in member.vehicles if each in vehicles]
    of_places = [depot for place in trouble.places for depot in trouble.problem.site(place).depots]
    return list(dict.fromkeys((*named, *of_places)))[:DEPOTS_MAX]


def _models_for(problem: WeekProblem, depot: PlaceId, places: Iterable[PlaceId]) -> list[Vehicle]:
    """The vehicles to copy, one a kind: they may go to most of the depot's places, stand there if any such does, cost
    least."""
    sites = [site for place in places if depot in (site := problem.site(place)).depots]

    def rank(vehicle: Vehicle) -> tuple[int, bool, int, str]:
        kinds = [site.place.vehicle_kinds for site in sites]
        allowed = sum(not each or vehicle.kind in each for each in kinds)
        return -allowed, vehicle.depot != depot, vehicle.day_fen, vehicle.id

    best: dict[str, Vehicle] = {}
    for vehicle in sorted(problem.vehicles, key=rank):
        best.setdefault(vehicle.kind, vehicle)
    return list(best.values())[:MODELS_MAX]


def _one_more(problem: WeekProblem, model: Vehicle, depot: PlaceId) -> Change:
    taken = {vehicle.id: vehicle for vehicle in problem.vehicles}
    original = taken.get(VehicleId(model.id.rpartition("+")[0]), model)
    number = next(k for k in range(1, len(taken) + 2) if f"{original.id}+{k}" not in taken)
    name, place = original.name or original.id, problem.site(depot).place.name
    copy = replace(model, id=VehicleId(f"{original.id}+{number}"), depot=depot, name=f"{name} +{number}")
    after = canonical(replace(problem, vehicles=(*problem.vehicles, copy)))
    return Change(
        ChangeKind.VEHICLE,
        f"One more vehicle like {name} ({model.kind}) at {place}",
        f"{place}增加一辆与{name}相同的车（{model.kind}）",
        after,
    )


def _with_vehicles(
    problem: WeekProblem, chosen: Iterable[VehicleId], change: Callable[[Vehicle], Vehicle]
) -> WeekProblem:
    ids = set(chosen)
    return replace(problem, vehicles=tuple(change(each) if each.id in ids else each for each in problem.vehicles))


def _fleets_named(trouble: Trouble, *rules: str) -> list[tuple[VehicleId, ...]]:
    known = {vehicle.id for vehicle in trouble.problem.vehicles}
    named = [member.vehicles for rule in rules for member in trouble.of_rule(rule)]
    return [vehicles for vehicles in dict.fromkeys(named) if vehicles and set(vehicles) <= known]


def _longer_shifts(trouble: Trouble) -> Attempts:
    """The shift of a fleet an hour longer, then two, until midnight."""
    for vehicles in _fleets_named(trouble, "shift", "driving_rest"):
        yield _later_ends(trouble.problem, vehicles)


def _later_ends(problem: WeekProblem, vehicles: tuple[VehicleId, ...]) -> Iterator[Change]:
    first = next(vehicle for vehicle in problem.vehicles if vehicle.id == vehicles[0])
    en, zh = vehicle_names(problem, vehicles)
    for end in range(first.shift_to_min + STEP_MIN, MINUTES_A_DAY, STEP_MIN):
        after = _with_vehicles(problem, vehicles, lambda each, end=end: replace(each, shift_to_min=end))  # type: ignore[misc]
        yield Change(
            ChangeKind.LONGER_SHIFT,
            f"A longer shift for {en}: until {clock(end)} rather than {clock(first.shift_to_min)}",
            f"{zh}延长班次：由 {clock(first.shift_to_min)} 延至 {clock(end)}",
            after,
        )


def _more_days(trouble: Trouble) -> Attempts:
    """A fleet that has days off works on one more, then two."""
    for vehicles in _fleets_named(trouble, "shift", "vehicle_load"):
        yield _working_days(trouble.problem, vehicles)


def _working_days(problem: WeekProblem, vehicles: tuple[VehicleId, ...]) -> Iterator[Change]:
    first = next(vehicle for vehicle in problem.vehicles if vehicle.id == vehicles[0])
    en, zh = vehicle_names(problem, vehicles)
    off = [day for day in EVERY_DAY if day not in first.days]
    for count in range(1, len(off) + 1):
        days, (on, on_zh) = DayPattern.of((*first.days, *off[:count])), days_words(off[:count])
        after = _with_vehicles(problem, vehicles, lambda each, days=days: replace(each, days=days))  # type: ignore[misc]
        yield Change(ChangeKind.MORE_DAYS, f"{en} also on {on}", f"{zh}{on_zh}也出车", after)


def _more_rounds(trouble: Trouble) -> Attempts:
    """One round a day more for a fleet."""
    for vehicles in _fleets_named(trouble, "shift", "vehicle_load"):
        first = next(vehicle for vehicle in trouble.problem.vehicles if vehicle.id == vehicles[0])
        en, zh = vehicle_names(trouble.problem, vehicles)
        rounds = first.rounds_a_day_max + 1
        after = _with_vehicles(
            trouble.problem,
            vehicles,
            lambda each, rounds=rounds: replace(each, rounds_a_day_max=rounds),  # type: ignore[misc]
        )
        yield (
            Change(
                ChangeKind.MORE_ROUNDS, f"Up to {rounds} rounds a day for {en}", f"{zh}每天最多跑 {rounds} 趟", after
            ),
        )


# Places


def _with_sites(problem: WeekProblem, places: Iterable[PlaceId], change: Callable[[Site], Site]) -> WeekProblem:
    chosen = set(places)
    return replace(problem, sites=tuple(change(site) if site.id in chosen else site for site in problem.sites))


def _villages(trouble: Trouble) -> list[Site]:
    sites = (trouble.problem.site(place) for place in trouble.places)
    return [site for site in sites if site.kind is PlaceKind.VILLAGE]


def _keepers(trouble: Trouble) -> Attempts:
    """Somebody takes the bags of the villages where a bus stops."""
    linked = [
        site.id
        for site in _villages(trouble)
        if not site.place.has_keeper and site.id in trouble.problem.links_of and trouble.problem.trips
    ]
    if 0 < len(linked) <= VILLAGES_MAX:
        en, zh = names(trouble.problem, linked)
        after = _with_sites(
            trouble.problem, linked, lambda site: replace(site, place=replace(site.place, has_keeper=True))
        )
        yield (
            Change(
                ChangeKind.KEEPER, f"By bus: a keeper takes bags in {en}", f"改由客车：{zh}设村邮站站长接收邮袋", after
            ),
        )


def _neighbours(trouble: Trouble) -> Attempts:
    """Vehicles of the nearest further station may serve the villages, the hub included."""
    problem = trouble.problem
    standing = {vehicle.depot for vehicle in problem.vehicles}
    nearest: dict[PlaceId, list[PlaceId]] = {}
    for site in _villages(trouble):
        others = [depot for depot in standing if depot not in site.depots]
        here = problem.index[site.id]
        ordered = sorted(others, key=lambda depot: (int(problem.travel.minutes[problem.index[depot], here]), depot))
        for depot in ordered[:1]:
            nearest.setdefault(depot, []).append(site.id)
    if 0 < sum(map(len, nearest.values())) <= VILLAGES_MAX:
        after = problem
        for depot, places in nearest.items():
            after = _with_sites(after, places, lambda site, depot=depot: replace(site, depots=(*site.depots, depot)))  # type: ignore[misc]
        spoken = [(names(problem, places), problem.site(depot).place.name) for depot, places in nearest.items()]
        yield (
            Change(
                ChangeKind.NEIGHBOUR,
                "; ".join(f"Vehicles of {depot} also serve {en}" for (en, _), depot in spoken),
                "；".join(f"{depot}的车辆也服务{zh}" for (_, zh), depot in spoken),
                after,
            ),
        )


def _exceptions(trouble: Trouble, standard: tuple[FloorRule, ...]) -> Attempts:
    """The villages count as remote: only where the rule that binds them has a figure for remote areas of its own."""
    excepted = {site.id: _as_remote(site.obligation, standard) for site in _villages(trouble)}
    places = [site.id for site in _villages(trouble) if excepted[site.id] != site.obligation]
    if places:
        en, zh = names(trouble.problem, places)
        after = _with_sites(trouble.problem, places, lambda site: replace(site, obligation=excepted[site.id]))
        owed = excepted[places[0]]
        clause = next((rule.clause for field, rule in owed.rules if field == "visits_min"), "")
        yield (
            Change(
                ChangeKind.EXCEPTION,
                f"The exception for remote areas, if the regulator sets it (邮政法 19; {clause}): "
                f"{owed.visits_min} a week in {en}",
                f"经邮政管理部门核定按边远地区执行（邮政法 19；{clause}）：{zh}每周 {owed.visits_min} 次",
                after,
            ),
        )


def _as_remote(owed: Obligation, standard: tuple[FloorRule, ...]) -> Obligation:
    """What would be owed in a remote area: figures of the same rule and clause, where they ask for less."""
    rules = dict(owed.rules)
    changed: dict[str, int] = {}
    for rule in standard:
        field = FIELD_OF_RULE[rule.name]
        binding = rules.get(field)
        if binding is None or (binding.name, binding.clause) != (rule.name, rule.clause):
            continue
        is_less = rule.figure < getattr(owed, field) if asks_for_more(rule.name) else rule.figure > getattr(owed, field)
        if AreaClass.REMOTE in rule.area_classes and PlaceKind.VILLAGE in rule.kinds and is_less:
            changed[field] = rule.figure
            rules[field] = RuleRef(rule.name, rule.clause, rule.mark)
    if not changed:
        return owed
    return replace(
        owed,
        visits_min=changed.get("visits_min", owed.visits_min),
        gap_days_max=changed.get("gap_days_max", owed.gap_days_max),
        rules=tuple(rules.items()),
    )


def _reopened(trouble: Trouble) -> Attempts:
    """The closures in the trouble lifted."""
    for member in trouble.of_rule("closure"):
        lifted = closures_of(trouble.problem, member)
        if not lifted:
            continue
        en, zh = names(trouble.problem, [member.place]) if member.place else ("the closed ways", "封闭道路")
        after = replace(
            trouble.problem, closures=tuple(each for each in trouble.problem.closures if each not in lifted)
        )
        yield (Change(ChangeKind.REOPEN, f"Opened again: {en}", f"解除封闭：{zh}", after),)


def _openings(trouble: Trouble) -> Attempts:
    """Places that are closed on some days open on one more, then two."""
    for rule in ("station_open", "time_window", "handover"):
        for member in trouble.of_rule(rule):
            yield _opening_days(trouble.problem, member.place)


def _opening_days(problem: WeekProblem, place: PlaceId) -> Iterator[Change]:
    site = problem.site(place)
    closed = [day for day in EVERY_DAY if day not in site.place.open_days]
    for count in range(1, len(closed) + 1):
        days, (on, on_zh) = DayPattern.of((*site.place.open_days, *closed[:count])), days_words(closed[:count])

        def opened(each: Site, days: DayPattern = days) -> Site:
            return replace(each, place=replace(each.place, open_days=days))

        yield Change(
            ChangeKind.OPENING,
            f"{site.place.name} also opens on {on}",
            f"{site.place.name}{on_zh}也开门",
            _with_sites(problem, [place], opened),
        )


# Buses and promises


def _holds(trouble: Trouble) -> Attempts:
    """Room for one more bag on every leg of a line's trips, then two."""
    for member in trouble.of_rule("hold"):
        yield _more_hold(trouble.problem, member.line)


def _more_hold(problem: WeekProblem, line: str) -> Iterator[Change]:
    name = next(trip.line_name for trip in problem.trips if trip.line == line)
    for bags in range(1, BAGS_MAX + 1):
        grams, pieces = bags * problem.terms.bag_g_max, bags * problem.terms.bag_pieces_max
        trips = tuple(
            replace(
                trip,
                hold_g=tuple(each + grams for each in trip.hold_g),
                hold_pieces=tuple(each + pieces for each in trip.hold_pieces),
            )
            if trip.line == line
            else trip
            for trip in problem.trips
        )
        yield Change(
            ChangeKind.HOLD,
            f"{bags} more {'bag' if bags == 1 else 'bags'} ({grams / 1000:.0f} kg) on every trip of {name}",
            f"{name}每班多带 {bags} 袋（{grams / 1000:.0f} 千克）",
            replace(problem, trips=trips),
        )


def _promises(trouble: Trouble) -> Attempts:
    """A promise a day longer, then two, up to a week."""
    fields = {member.field: [] for member in trouble.of_rule("promise_hours")}  # type: dict[str, list[PlaceId]]
    for field in fields:
        places = [
            place
            for place in trouble.places
            if getattr(trouble.problem.site(place).obligation, field, None) is not None
        ]
        yield _longer_promise(trouble.problem, places, field)


def _longer_promise(problem: WeekProblem, places: list[PlaceId], field: str) -> Iterator[Change]:
    en, zh = names(problem, places)
    for days in range(1, 8):

        def extended(site: Site, days: int = days) -> Site:
            owed = site.obligation
            if field == "promise_collect_days" and owed.promise_collect_days is not None:
                return replace(site, obligation=replace(owed, promise_collect_days=owed.promise_collect_days + days))
            if owed.promise_deliver_min is not None:
                longer = owed.promise_deliver_min + days * MINUTES_A_DAY
                return replace(site, obligation=replace(owed, promise_deliver_min=longer))
            return site

        by = "1 day" if days == 1 else f"{days} days"
        yield Change(
            ChangeKind.PROMISE,
            f"A promise {by} longer in {en}",
            f"{zh}的时限承诺延长 {days} 天",
            _with_sites(problem, places, extended),
        )
