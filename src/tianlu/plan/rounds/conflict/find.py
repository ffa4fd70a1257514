"""The conflicts in a week's problem, one after another until the rest can hold; nothing can be dropped from any."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tianlu.core.calendar import DayPattern
from tianlu.core.ids import PlaceId
from tianlu.plan.rounds.conflict.buses import Buses
from tianlu.plan.rounds.conflict.linear import Asker
from tianlu.plan.rounds.conflict.member import Member, fleets_of
from tianlu.plan.rounds.conflict.options import DAYS, may_serve
from tianlu.plan.rounds.conflict.reach import Reach
from tianlu.plan.rounds.conflict.relax import relax
from tianlu.plan.rounds.conflict.roads import Roads
from tianlu.plan.rounds.conflict.smallest import Core, Patience, find_core
from tianlu.plan.rounds.conflict.words import Saying, hours_words, hours_words_zh, say_members, say_reach, vehicle_names
from tianlu.plan.rounds.problem import WeekProblem

CONFLICTS_MAX = 5
REACH_SHOWN = 3
LOOK_SECONDS = 6.0


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot all be kept by any plan; without any one of them the rest could hold, as far as the conditions
    tell (`is_irreducible`), and no conflict has fewer members (`is_smallest`).

    `also_at` are places at which the same rules conflict by themselves. `sayings` put the members into words, `reach`
    says what can come to the places at all.
    """

    members: tuple[Member, ...]
    is_irreducible: bool
    is_smallest: bool
    also_at: tuple[PlaceId, ...] = ()
    sayings: tuple[Saying, ...] = ()
    reach: tuple[Saying, ...] = ()

    @property
    def places(self) -> tuple[PlaceId, ...]:
        """The places it is about, those it holds at likewise included."""
        own = dict.fromkeys(member.place for member in self.members if member.place)
        return (*own, *self.also_at)

    @property
    def owed(self) -> frozenset[Member]:
        """What its places are owed."""
        return frozenset(
            replace(member, place=place) if place else member
            for member in self.members
            if member.is_owed
            for place in (member.place, *self.also_at)
        )


@dataclass(frozen=True)
class Conflicts:
    """What was found. None found means that no conflict is proven, not that there is a plan. `are_all` is False where
    there are more, or time was short."""

    found: tuple[Conflict, ...]
    are_all: bool


def find_conflicts(
    problem: WeekProblem, *, clock: Callable[[], float], seconds: float = LOOK_SECONDS, most: int = CONFLICTS_MAX
) -> Conflicts:
    """Conflicts that share nothing of what is owed, the first of them the smallest where that can be shown in time."""
    relaxation = relax(problem)
    asker = Asker(relaxation)
    until = clock() + seconds
    kept = frozenset(relaxation.members)
    found: list[Conflict] = []
    while len(found) < most:
        core = find_core(asker, kept, Patience(clock, clock() + (until - clock()) / 2))
        if core is None:
            return Conflicts(tuple(found), are_all=True)
        conflict = _conflict(problem, asker, core, kept, Patience(clock, until))
        found.append(conflict)
        kept -= _settled(conflict, kept)
    return Conflicts(tuple(found), are_all=asker.is_feasible(kept))


def _settled(conflict: Conflict, kept: frozenset[Member]) -> frozenset[Member]:
    """What is left aside in looking for the next conflict: where one place suffices for it, all that this place is owed
    would show the same trouble again."""
    if not conflict.owed:
        return frozenset(conflict.members)
    if len({member.place for member in conflict.members if member.is_owed}) > 1:
        return conflict.owed
    places = {member.place for member in conflict.owed}
    return frozenset(member for member in kept if member.is_owed and member.place in places)


def still_conflicts(problem: WeekProblem, owed: frozenset[Member]) -> bool:
    """Whether what some places are owed cannot be had from what there is, all other places left aside."""
    relaxation = relax(problem, {member.place for member in owed})
    kept = frozenset(member for member in relaxation.members if not member.is_owed or member in owed)
    return not Asker(relaxation).is_feasible(kept)


def _conflict(problem: WeekProblem, asker: Asker, core: Core, kept: frozenset[Member], patience: Patience) -> Conflict:
    bare = Conflict(core.members, core.is_irreducible, core.is_smallest)
    also = tuple(_also_at(problem, asker, core, kept, patience))
    return replace(
        bare,
        also_at=also,
        sayings=say_members(problem, core.members),
        reach=tuple(_say_reach(problem, place) for place in bare.places[:REACH_SHOWN]),
    )


def _also_at(
    problem: WeekProblem, asker: Asker, core: Core, kept: frozenset[Member], patience: Patience
) -> Iterator[PlaceId]:
    """The other places at which the same rules conflict: only for a conflict at one place."""
    places = {member.place for member in core.members if member.place}
    if len(places) != 1:
        return
    for site in problem.sites[1:]:
        there = frozenset(replace(member, place=site.id) if member.place else member for member in core.members)
        is_new = site.id not in places and there <= kept and not patience.is_over()
        if is_new and not asker.is_feasible(there):
            yield site.id


def _say_reach(problem: WeekProblem, place: PlaceId) -> Saying:
    return say_reach(problem, place, _ways_to(problem, place))


def _ways_to(problem: WeekProblem, place: PlaceId) -> Iterator[tuple[str, str, DayPattern, str, str]]:
    """Each fleet that may come and the bus: days on which they can, and how long the fleet is out at the least."""
    site, reach = problem.site(place), Reach(Roads(problem))
    for fleet in fleets_of(problem):
        if may_serve(fleet, site):
            en, zh = vehicle_names(problem, (vehicle.id for vehicle in fleet.vehicles))
            days = DayPattern.of(day for day in DAYS if reach.earliest_arrival(fleet.one, site, day) is not None)
            least, shift = reach.least_round_min(fleet.one, site), fleet.shift_min
            yield (
                en,
                zh,
                days,
                f" (there and back at least {hours_words(least)}, shift {hours_words(shift)})",
                f"（往返至少 {hours_words_zh(least)}，班次 {hours_words_zh(shift)}）",
            )
    rides = [ride for ride in Buses(problem).rides_of(site) if ride.is_outward]
    if rides:
        free = DayPattern.of(ride.day for ride in rides if not ride.forbidden_by)
        yield "bus", "客车", free, "", ""
    standing = {vehicle.depot for vehicle in problem.vehicles}
    for depot in site.depots:
        if depot not in standing:
            name = problem.site(depot).place.name
            yield f"vehicles of {name}", f"{name}的车辆", DayPattern(0), " (none stands there)", "（没有车辆）"
