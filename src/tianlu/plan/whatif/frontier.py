"""The frontier: what a week costs at the least found, for each number of visits a week that every village is owed.

A week that keeps more visits keeps fewer too, so each point takes the cheapest of its own plans and those of the points
above it: the curve never falls as visits rise. What a plan costs is an upper bound, and the spread of seeds says how
firm.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tianlu.place.model import AreaClass
from tianlu.plan.rounds.check import CheckReport, check_plan
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.problem import WeekProblem
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.summary import Summary, summarise
from tianlu.plan.whatif.note import Note
from tianlu.plan.whatif.planned import OnWork, PlannedProblem, Solve, WarmSolve, part_of_work, plan_problem, warmed
from tianlu.plan.whatif.raise_visits import raise_visits

ALL_LEVELS = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, eq=False)
class FrontierPoint:
    """At least `visits` a week in every village. `seeds_fen` are the point's own plans' costs, None for one that
    breaks a rule; `carried_from` is the point whose plan is used, where it is not its own. `is_sound`: a plan keeps
    every rule."""

    visits: int
    problem: WeekProblem
    plan: Plan
    summary: Summary
    seeds_fen: tuple[int | None, ...]
    bound_fen: int | None
    is_sound: bool
    carried_from: int | None = None
    notes: tuple[Note, ...] = ()

    @property
    def cost_fen(self) -> int:
        return self.summary.total_fen

    @property
    def high_fen(self) -> int:
        """The dearest of the point's own sound plans, and no less than the point."""
        return max((fen for fen in (*self.seeds_fen, self.cost_fen) if fen is not None), default=self.cost_fen)


def trace_frontier(
    problem: WeekProblem,
    solve: Solve,
    *,
    budget: Budget,
    seeds: Sequence[int],
    levels: Sequence[int] = ALL_LEVELS,
    area_classes: tuple[AreaClass, ...] = (),
    warm_solve: WarmSolve | None = None,
    on_work: OnWork = lambda share, at: True,
) -> tuple[FrontierPoint, ...]:
    """A point a level, fewest visits first. Levels that ask for nothing more than another are planned once. With a warm
    search half of each level's budget goes on from the plan of the level above. Raises Stopped."""
    asked = sorted(set(levels), reverse=True)
    raised = {visits: raise_visits(problem, visits, area_classes) for visits in asked}
    distinct = list(dict.fromkeys(raised[visits][0].hash for visits in asked))
    planned: dict[str, PlannedProblem] = {}
    points: list[FrontierPoint] = []
    for visits in asked:
        level, notes = raised[visits]
        watch = part_of_work(distinct.index(level.hash), len(distinct), str(visits), on_work)
        if level.hash not in planned:
            search = warmed(solve, warm_solve, points[-1].plan) if warm_solve and points else solve
            planned[level.hash] = plan_problem(level, search, budget=budget, seeds=seeds, on_progress=watch)
        points.append(_carried(_point(visits, planned[level.hash], notes), points[-1] if points else None))
    return tuple(reversed(points))


def _point(visits: int, planned: PlannedProblem, notes: tuple[Note, ...]) -> FrontierPoint:
    return FrontierPoint(
        visits=visits,
        problem=planned.problem,
        plan=planned.result.plan,
        summary=summarise(planned.problem, planned.result.plan, planned.report),
        seeds_fen=planned.seeds_fen,
        bound_fen=planned.result.bound_fen,
        is_sound=planned.report.is_feasible,
        notes=notes,
    )


def _carried(point: FrontierPoint, above: FrontierPoint | None) -> FrontierPoint:
    """The point with the plan of the one above where that is sound here, and cheaper or the only sound one."""
    if above is None or not above.is_sound or (point.is_sound and point.cost_fen <= above.cost_fen):
        return point
    plan = replace(above.plan, problem_hash=point.problem.hash)
    report: CheckReport = check_plan(point.problem, plan)
    if not report.is_feasible:
        return point
    return replace(
        point,
        plan=plan,
        summary=summarise(point.problem, plan, report),
        is_sound=True,
        carried_from=above.visits if above.carried_from is None else above.carried_from,
    )
