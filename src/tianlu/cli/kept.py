"""A plan that a verb has made, kept on the desk's shelf of a workspace."""

from datetime import datetime
from pathlib import Path

from tianlu.cli.server_acts import server_acts
from tianlu.core.calendar import Week
from tianlu.plan.county import County
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.service import PlanMeta
from tianlu.server.plan_shelf import open_shelf
from tianlu.week import PlannedWeek


def keep_plan(workspace: Path, meta: PlanMeta, plan: Plan) -> None:
    """In the server's name; a server may be running. Raises StorageTrouble, and CannotGoOn where nobody has set it up
    or the county is no unit there."""
    with server_acts(workspace, None) as acts:
        acts.node(meta.county)
        open_shelf(acts.one_door).keep(meta, plan)


def meta_of(county: County, week: Week, planned: PlannedWeek, *, seconds: float, now: datetime, by: str) -> PlanMeta:
    """How the plan came about, as the desk's shelf wants to know; `by` names the verb that made it."""
    result = planned.result
    return PlanMeta(
        id=f"{now:%Y%m%d-%H%M%S-%f}-{by}",
        county=county.code,
        county_name=county.name,
        week=week,
        seconds=seconds,
        seed=result.seed,
        made_at=now,
        cost_fen=result.cost_fen,
        bound_fen=result.bound_fen,
        is_feasible=result.is_feasible,
        was_cancelled=False,
        iterations=result.iterations,
        cpu_s=result.cpu_s,
        problem_hash=result.problem_hash,
        version=result.version,
        trace=result.trace,
    )
