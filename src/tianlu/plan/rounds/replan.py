"""Mending a week under way: what has left stays, the rest is searched anew from the plan, floors before cost.

Where not every floor can be kept, those of a statute go before the operator's own figures, and each that is missed is
named with its clause and with whether any choice of days could still have kept it (decision 0005).
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from tianlu import __version__
from tianlu.core.calendar import DayPattern
from tianlu.plan.floors.compliance import FloorLine
from tianlu.plan.rounds.anneal import Params
from tianlu.plan.rounds.difference import Difference, Judged, difference_of, judged
from tianlu.plan.rounds.disruption import Disruption
from tianlu.plan.rounds.encode import day_choices
from tianlu.plan.rounds.hand_over import HandOver, hand_over
from tianlu.plan.rounds.mend import Cut, UnderWay, week_under_way
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget, OnProgress, Progress, Result
from tianlu.plan.rounds.solve import solve
from tianlu.plan.rounds.told import as_told, unease
from tianlu.plan.rounds.warm import Told

MENDING = Params(hot=1.0, hot_days=0.05, cold=0.03, cold_days=0.002)
"""A mild search: most of the plan is good, and what people were told should change little."""

CHANGE_FEN = 500
"""What a visit by another vehicle, bus or day than people were told weighs in the search: no cost, but a wish."""

HOUR_FEN = 100
"""The same for a visit whose hour moves by more than half an hour."""

FIRST_SHARE = 0.5
"""Share of the budget after which a search that has found no week with all floors gives way to one that may miss
some."""

STATUTE = "statute"


class Keepable(StrEnum):
    """Whether a floor that is missed could be kept: `NO`: no choice of the days left keeps it; `NOT_FOUND`: days would,
    and the search found no week in which vehicles and buses suffice for it beside what goes before it; `UNKNOWN`: a
    promise in hours, which hangs on more than days."""

    NO = "no"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class MissedFloor:
    """A floor that the mended week misses; `was_kept`: the plan before kept it."""

    line: FloorLine
    keepable: Keepable
    was_kept: bool


@dataclass(frozen=True, eq=False)
class Replanned:
    """A mended week: its problem with what has left, its plan, how it was found, and what differs from before. `cuts`
    are what had left and could not stay as it was; `missed` stand in the order of the law."""

    problem: WeekProblem
    plan: Plan
    result: Result
    after: Judged
    difference: Difference
    cuts: tuple[Cut, ...]
    missed: tuple[MissedFloor, ...]

    @property
    def floors_kept(self) -> int:
        return self.after.report.compliance.met


def replan(
    problem: WeekProblem,
    plan: Plan,
    disruptions: Iterable[Disruption],
    *,
    at_min: int,
    budget: Budget,
    seed: int,
    hand_overs: Iterable[HandOver] = (),
    on_progress: OnProgress = lambda _: True,
    clock: Callable[[], float] = time.perf_counter,
) -> Replanned:
    """Mend the week from `at_min` on. Rounds are handed over first, and with no disruption nothing else is done.

    Raises ProblemsFound where a disruption makes no sense or a handover breaks a rule.
    """
    disruptions, orders = tuple(disruptions), tuple(hand_overs)
    before = judged(problem, plan)
    start = handed_over(problem, plan, orders, at_min)
    way = week_under_way(problem, start, disruptions, at_min=at_min)
    if orders and not disruptions:
        found, result = _as_given(way, start, seed)
    else:
        is_calm = not disruptions
        found, result = _search(
            way, start, is_calm=is_calm, budget=budget, seed=seed, on_progress=on_progress, clock=clock
        )
    return Replanned(
        problem=way.problem,
        plan=found.plan,
        result=result,
        after=found,
        difference=difference_of(before, found),
        cuts=way.cuts,
        missed=missed_floors(before, found),
    )


def handed_over(problem: WeekProblem, plan: Plan, orders: Iterable[HandOver], at_min: int) -> Plan:
    """The plan with rounds that have not left given to other vehicles, one order after another."""
    for order in orders:
        now = week_under_way(problem, plan, (), at_min=at_min).problem
        handed = hand_over(now, replace(plan, problem_hash=now.hash), order)
        plan = replace(handed, problem_hash=problem.hash)
    return plan


def _as_given(way: UnderWay, plan: Plan, seed: int) -> tuple[Judged, Result]:
    """A plan that nobody searched."""
    found = judged(way.problem, replace(plan, problem_hash=way.problem.hash))
    result = Result(
        plan=found.plan,
        cost_fen=found.report.cost.total_fen,
        is_feasible=found.report.is_feasible,
        bound_fen=None,
        seed=seed,
        iterations=0,
        cpu_s=0.0,
        problem_hash=way.problem.hash,
        version=__version__,
    )
    return found, result


def missed_floors(before: Judged, after: Judged) -> tuple[MissedFloor, ...]:
    """The floors that a mended week misses: statutes first, then operators' figures, each in the order of places."""
    misses = after.report.compliance.misses
    kept = {(line.place, line.rule.name) for line in before.report.compliance.lines if line.is_met}
    choices = day_choices(after.problem) if misses else {}
    missed = [
        MissedFloor(line, _keepable(line, choices[line.place]), (line.place, line.rule.name) in kept) for line in misses
    ]
    return tuple(sorted(missed, key=lambda each: each.line.rule.mark != STATUTE))


class _Listener:
    """Passes progress on as that of one search; ends the first where it will not find a week with every floor. What
    the searches weigh is no money alone, so no cost is told before the end."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self.is_asked_to_stop = False

    def hear_first(self, step: Progress) -> bool:
        return self._pass_on(step) and (step.fraction < FIRST_SHARE or step.cost_fen is not None)

    def hear_second(self, step: Progress) -> bool:
        return self._pass_on(replace(step, fraction=FIRST_SHARE + (1.0 - FIRST_SHARE) * step.fraction))

    def _pass_on(self, step: Progress) -> bool:
        self.is_asked_to_stop = not self._on_progress(replace(step, cost_fen=None))
        return not self.is_asked_to_stop


def _search(
    way: UnderWay,
    plan: Plan,
    *,
    is_calm: bool,
    budget: Budget,
    seed: int,
    on_progress: OnProgress,
    clock: Callable[[], float],
) -> tuple[Judged, Result]:
    """The best of a week with every floor that days can keep and, where the search found none, one that misses floors
    in the order of the law; with rounds as they were told or, where nothing happened, the plan as it was, if that is
    no worse."""
    listener = _Listener(on_progress)
    known = Told(plan, CHANGE_FEN)
    mend = partial(solve, way.problem, seed=seed, params=MENDING, clock=clock, told=known)
    results = [mend(budget=budget, start=plan, on_progress=listener.hear_first)]
    if not _is_found(results[0]) and not listener.is_asked_to_stop:
        rest = _rest(budget, results[0])
        start = results[0].plan
        results.append(mend(budget=rest, start=start, on_progress=listener.hear_second, floors_priced=True))
    told = replace(plan, problem_hash=way.problem.hash)
    best = min((judged(way.problem, each.plan) for each in results), key=_rank)
    others = [as_told(way.problem, told, best.plan, in_old_order=in_old_order) for in_old_order in (False, True)]
    for other in [*others, *([told] if is_calm else [])]:
        again = judged(way.problem, other)
        if _is_no_worse(again, best, told):
            best = again
    done = replace(
        results[-1],
        plan=best.plan,
        cost_fen=best.report.cost.total_fen,
        is_feasible=best.report.is_feasible,
        iterations=sum(each.iterations for each in results),
        cpu_s=sum(each.cpu_s for each in results),
        trace=(),
    )
    return best, done


def _is_no_worse(other: Judged, best: Judged, told: Plan) -> bool:
    """Whether another plan keeps as much and is no dearer, changes of what people were told weighed in."""

    def weight(of: Judged) -> int:
        return unease(told, of.plan, change_fen=CHANGE_FEN, hour_fen=HOUR_FEN)

    (*kept, cost), (*best_kept, best_cost) = _rank(other), _rank(best)
    return kept < best_kept or (kept == best_kept and cost + weight(other) <= best_cost + weight(best))


def _rank(judged: Judged) -> tuple[int, int, int, int]:
    """What cannot be driven first, then the law's floors, then the operator's with mail left behind, then cost."""
    misses = judged.report.compliance.misses
    statutes = sum(line.rule.mark == STATUTE for line in misses)
    rules = [violation.rule for violation in judged.report.violations]
    undrivable = sum(rule not in OWED_RULES for rule in rules)
    return undrivable, statutes, len(misses) - statutes + rules.count(LEFT_BEHIND), judged.report.cost.total_fen


LEFT_BEHIND = "one_service_a_day"
OWED_RULES = frozenset({"visits_a_week", "largest_gap", "promise_hours", "station_fed", "station_open", LEFT_BEHIND})
"""Rules of the judge that say what places are owed; the others say what can be driven."""


def _is_found(result: Result) -> bool:
    """Whether the search came to a week that is sound but for floors that no days can keep."""
    return not result.trace or result.trace[-1].cost_fen is not None


def _rest(budget: Budget, first: Result) -> Budget:
    """What a first search that gave way has left; reading the compiled search is not counted."""
    if budget.iterations is not None:
        return Budget(iterations=max(1, budget.iterations - first.iterations))
    return Budget(seconds=(1.0 - FIRST_SHARE) * (budget.seconds or 0.0))


def _keepable(line: FloorLine, choices: tuple[DayPattern, ...]) -> Keepable:
    match line.rule.name:
        case "visits_a_week" | "station_fed":
            able = max((len(days) for days in choices), default=0) >= line.figure
        case "largest_gap":
            able = any(len(days) and days.largest_gap_days() <= line.figure for days in choices)
        case "station_open":
            able = False
        case _:
            return Keepable.UNKNOWN
    return Keepable.NOT_FOUND if able else Keepable.NO
