"""The ways out of a week that cannot be planned: each planned with the same budget and seed, judged, and priced."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tianlu.plan.floors.compliance import Compliance, FloorLine, measure_compliance
from tianlu.plan.floors.standard import FloorRule, load_standard
from tianlu.plan.rounds.check import check_plan
from tianlu.plan.rounds.conflict.changes import Change, Trouble, list_changes
from tianlu.plan.rounds.conflict.find import Conflict, find_conflicts, still_conflicts
from tianlu.plan.rounds.conflict.member import Member, fleets_of
from tianlu.plan.rounds.conflict.words import Saying
from tianlu.plan.rounds.facts import replay
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Progress, Result
from tianlu.plan.rounds.violation import Violation

STEPS_MAX = 8
"""Changes that a way out may take together."""
WAYS_MAX = 8
"""Ways that are planned."""
BREACHES_USED = 12
"""Breaches of the best week that are looked at for what to change."""

Solve = Callable[..., Result]

OnWay = Callable[[int, int], OnProgress]
"""Makes, of the k-th way of so many, what is told how far that way is; from 0."""

Chain = tuple[Change, ...]
"""Changes one after another: each problem has those before it."""


def say_changes(changes: Chain) -> Saying:
    """What is changed, in one sentence; the same change twice is said with its number."""
    counts = Counter((change.en, change.zh) for change in changes)
    en = "; ".join(f"{said} (×{n})" if n > 1 else said for (said, _), n in counts.items())
    zh = "；".join(f"{said}（×{n}）" if n > 1 else said for (_, said), n in counts.items())
    return Saying(f"{en}.", f"{zh}。")


@dataclass(frozen=True, eq=False)
class WayOut:
    """Changes, the week planned with them, and what it does to the floors of the week as it was asked for.

    `cost_fen` is the plan's weekly cost; buying a vehicle or paying a keeper is not in it. `missed` are the floors, as
    owed before the changes, that the plan does not reach.
    """

    changes: Chain
    cost_fen: int
    floors_met: int
    floors_of: int
    missed: tuple[FloorLine, ...]
    problem: WeekProblem
    plan: Plan


@dataclass(frozen=True, eq=False)
class FailedWay:
    """Changes with which no sound week was found in the budget, and what the best one breaks."""

    changes: Chain
    because: tuple[Violation, ...]


@dataclass(frozen=True)
class WaysOut:
    """Ways that work, cheapest first, and ways that were tried."""

    found: tuple[WayOut, ...]
    failed: tuple[FailedWay, ...]


@dataclass(frozen=True)
class Settings:
    """How ways are looked for: clock and seconds for proofs, budget and seed for each plan, the standard's rules for
    exceptions."""

    clock: Callable[[], float]
    look_seconds: float
    budget: Budget
    seed: int
    solve: Solve
    standard: tuple[FloorRule, ...]
    ways_max: int = WAYS_MAX


def settings_for(
    *,
    clock: Callable[[], float],
    look_seconds: float,
    budget: Budget,
    seed: int,
    solve: Solve,
    standard: Iterable[FloorRule] | None = None,
    ways_max: int = WAYS_MAX,
) -> Settings:
    """Settings with the shipped standard where none is given."""
    rules = tuple(load_standard() if standard is None else standard)
    return Settings(clock, look_seconds, budget, seed, solve, rules, ways_max)


def chains_out_of(problem: WeekProblem, conflicts: tuple[Conflict, ...], settings: Settings) -> list[Chain]:
    """Changes that together leave no conflict, one list for each way to begin."""
    if not conflicts:
        return []
    first = list_changes(_trouble(problem, conflicts[0]), settings.standard)
    found = (_completed(change, settings) for change in first)
    return [chain for chain in found if chain is not None][: settings.ways_max]


def chains_beside(problem: WeekProblem, broken: tuple[Violation, ...], settings: Settings) -> list[Chain]:
    """Where no conflict is proven: the changes that could help with what the best week breaks."""
    members = tuple(dict.fromkeys(_members_of(problem, broken[:BREACHES_USED])))
    places = tuple(dict.fromkeys(each.place for each in broken if each.place and each.place != problem.hub.id))
    trouble = Trouble(problem, members, places, is_mended=lambda _: True)
    found: list[Chain] = [(change,) for change in list_changes(trouble, settings.standard)]
    return found[: settings.ways_max]


def untold(_: int, __: int) -> OnProgress:
    """For ways of which nobody wants to know how far they are."""
    return lambda _: True


def plan_ways(problem: WeekProblem, chains: Sequence[Chain], settings: Settings, on_way: OnWay) -> WaysOut:
    """Plan with each chain and judge what comes out."""
    tried = [_planned(problem, chain, settings, on_way(k, len(chains))) for k, chain in enumerate(chains)]
    found = sorted((way for way in tried if isinstance(way, WayOut)), key=lambda way: way.cost_fen)
    return WaysOut(tuple(found), tuple(way for way in tried if isinstance(way, FailedWay)))


def _trouble(problem: WeekProblem, conflict: Conflict) -> Trouble:
    return Trouble(
        problem,
        conflict.members,
        conflict.places,
        is_mended=lambda after: not still_conflicts(after, conflict.owed),
    )


def _completed(first: Change, settings: Settings) -> Chain | None:
    """Further changes until no conflict is left: of the same kind where one helps, else the first that does."""
    chain = [first]
    while True:
        problem = chain[-1].after
        left = find_conflicts(problem, clock=settings.clock, seconds=settings.look_seconds, most=1)
        if not left.found:
            return tuple(chain)
        if len(chain) == STEPS_MAX:
            return None
        options = list(list_changes(_trouble(problem, left.found[0]), settings.standard))
        if not options:
            return None
        chain.append(next((change for change in options if change.kind is first.kind), options[0]))


def _planned(
    problem: WeekProblem, chain: Chain, settings: Settings, on_progress: OnProgress, step: int = 0
) -> WayOut | FailedWay:
    """The week with the changes; where the search finds no sound one, with a further change of the first one's kind."""
    after = chain[-1].after
    in_step = _in_step(step, on_progress)
    result = settings.solve(after, budget=settings.budget, seed=settings.seed, on_progress=in_step)
    report = check_plan(after, result.plan)
    if report.is_feasible:
        kept = _kept_of(problem, after, result.plan)
        return WayOut(chain, report.cost.total_fen, kept.met, kept.of, kept.misses, after, result.plan)
    further = chains_beside(after, report.violations, settings)
    more = next((change for change, *_ in further if change.kind is chain[0].kind), None)
    if more is None or len(chain) >= STEPS_MAX:
        return FailedWay(chain, report.violations)
    return _planned(problem, (*chain, more), settings, on_progress, step + 1)


def _in_step(step: int, on_progress: OnProgress) -> OnProgress:
    """How far a way is during its search number `step`: each is half of what is left, for nobody knows how many there
    will be."""

    def on_step(at: Progress) -> bool:
        return on_progress(replace(at, fraction=1 - 0.5**step * (1 - at.fraction / 2)))

    return on_step


def _kept_of(problem: WeekProblem, after: WeekProblem, plan: Plan) -> Compliance:
    """The floors as they were owed before the changes, held against the plan after them."""
    facts = replay(after, plan)
    owed = {site.id: site.obligation for site in problem.sites}
    return measure_compliance([site.place for site in problem.sites], owed, facts.served)


def _members_of(problem: WeekProblem, broken: Iterable[Violation]) -> Iterator[Member]:
    """What breaches stand for: their rule at the place, of the vehicle's fleet, or of the trip's line."""
    fleet_of = {vehicle.id: fleet for fleet in fleets_of(problem) for vehicle in fleet.vehicles}
    for breach in broken:
        if breach.trip is not None and breach.rule == "hold":
            yield Member("hold", line=problem.trip_by_id[breach.trip].line)
        elif breach.rule in ("shift", "driving_rest", "vehicle_load", "one_vehicle_one_place") and breach.vehicle:
            rule = "shift" if breach.rule == "one_vehicle_one_place" else breach.rule
            yield fleet_of[breach.vehicle].member(rule)
        elif breach.rule == "promise_hours" and breach.place:
            owed = problem.site(breach.place).obligation
            field = "promise_deliver_min" if owed.promise_deliver_min is not None else "promise_collect_days"
            yield Member("promise_hours", breach.place, field=field)
        elif breach.place:
            yield Member(breach.rule, breach.place)
            if breach.vehicle:
                yield fleet_of[breach.vehicle].member("shift")
