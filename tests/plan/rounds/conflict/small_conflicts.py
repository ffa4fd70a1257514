"""Looking for conflicts in small counties, and tight random ones."""

import random
from dataclasses import replace
from itertools import count
from time import perf_counter

from tests.plan.rounds.random_county import random_county
from tianlu.plan.rounds.conflict.find import Conflicts, find_conflicts
from tianlu.plan.rounds.conflict.linear import Asker
from tianlu.plan.rounds.conflict.member import Member
from tianlu.plan.rounds.conflict.relax import relax
from tianlu.plan.rounds.problem import WeekClosure, WeekProblem


def conflicts_in(problem: WeekProblem) -> Conflicts:
    """With time enough to show which is the smallest."""
    return find_conflicts(problem, clock=perf_counter, seconds=20)


def rules_in_conflict(problem: WeekProblem) -> set[tuple[str, str]]:
    """The first conflict as rules with their place, fleet or line; nothing if there is none."""
    found = conflicts_in(problem).found
    return {(member.rule, _subject(member)) for member in found[0].members} if found else set()


def is_irreducible(problem: WeekProblem, members: tuple[Member, ...]) -> bool:
    """Whether the members cannot all be kept, and all but any one can."""
    asker, kept = Asker(relax(problem)), frozenset(members)
    return not asker.is_feasible(kept) and all(asker.is_feasible(kept - {member}) for member in members)


def tight_county(seed: int) -> WeekProblem:
    """A random county with fewer hours, less room, closures and promises: many such have no plan."""
    draw = random.Random(seed)
    problem = random_county(
        seed,
        stations=draw.choice([1, 2]),
        villages=draw.choice([3, 6]),
        hours=draw.random() < 0.5,
        promise_hours=draw.choice([None, None, 48, 72]),
        vans=draw.choice([0, 1, 2, 2]),
    )
    shorter = draw.choice([0, 0, 60, 300])
    vehicles = tuple(
        replace(
            vehicle,
            shift_to_min=vehicle.shift_to_min - draw.choice([0, shorter]),
            capacity_pieces=max(1, vehicle.capacity_pieces // draw.choice([1, 1, 4, 16])),
            rounds_a_day_max=draw.choice([1, 2]),
        )
        for vehicle in problem.vehicles
    )
    sites = tuple(
        replace(site, obligation=replace(site.obligation, promise_collect_days=draw.choice([None, None, None, 1])))
        for site in problem.sites
    )
    closures = tuple(_closure(problem, draw) for _ in range(draw.choice([0, 0, 0, 1])))
    return replace(problem, vehicles=vehicles, sites=sites, closures=closures)


def ticking(step_s: float) -> object:
    """A clock that goes on by so much at each look."""
    ticks = count()
    return lambda: next(ticks) * step_s


def _closure(problem: WeekProblem, draw: random.Random) -> WeekClosure:
    start = draw.randrange(0, 9_000)
    end = min(10_080, start + draw.choice([300, 1_500, 4_000, 9_000]))
    here, there = draw.sample([site.id for site in problem.sites], 2)
    if draw.random() < 0.5:
        return WeekClosure(start, end, place=here)
    return WeekClosure(start, end, origin=here, destination=there)


def _subject(member: Member) -> str:
    return member.place or member.line or "+".join(member.vehicles)
