"""The week's visits of a county on the rounds of a kept plan: customers from the list, rounds from the shelf."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tianlu.people.access import Reach
from tianlu.plan.counties import Counties
from tianlu.plan.service import KeptPlan
from tianlu.server.door import all_refs
from tianlu.server.one_door import OneDoor
from tianlu.server.plan_shelf import open_packages, open_shelf
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.store import Key, Wanted
from tianlu.target.visits.wanted import CustomerDue, WantedVisits, list_wanted, shipped_wishes
from tianlu.target.visits.week_visits import WeekVisits, plan_visits
from tianlu.week import coming_week, pose

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class CountyVisits:
    """What was wanted, and what came of it on the plan's rounds."""

    kept: KeptPlan
    wanted: WantedVisits
    visits: WeekVisits


def plan_county_visits(one_door: OneDoor, plan: str, *, now: datetime, seed: int = 1) -> CountyVisits:
    """Raises PlanNotFound, and LookupError where the plan's county is no unit."""
    kept = open_shelf(one_door).get(plan)
    counties = Counties(partial(all_refs, open_packages(one_door)), pose=pose, coming_week=coming_week)
    _, problem = counties.open_week(kept.meta.county, kept.meta.week)
    wanted = list_wanted(_due(one_door, kept.meta.county, now), set(problem.index), shipped_wishes())
    return CountyVisits(kept, wanted, plan_visits(problem, kept.plan, wanted.candidates, seed=seed))


def _due(one_door: OneDoor, county: str, now: datetime) -> list[CustomerDue]:
    """All customers at the county and below it."""
    nodes = one_door.sign_in.gate.snapshot().nodes
    path = next((node.path for node in nodes.values() if node.id == county), None)
    if path is None:
        raise LookupError(f"there is no unit {county}")
    due: list[CustomerDue] = []
    after: Key | None = None
    with one_door.workspace.engine.connect() as connection:
        while True:
            rows = store.list_customers(connection, Reach((path,)), Wanted(), now=now, after=after, count=ROWS_AT_ONCE)
            done = store.list_works_of(connection, [customer for customer, _ in rows])
            for customer, claim in rows:
                missing = shipped_levels()[customer.tier].missing(done[customer.id])
                due.append(CustomerDue(customer, claim, missing))
            if len(rows) < ROWS_AT_ONCE:
                return due
            after = (rows[-1][0].monthly_fen, rows[-1][0].id)
