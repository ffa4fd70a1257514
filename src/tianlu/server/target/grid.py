"""The grid of a unit: its counties from their packages, its customers from the list, rounds from kept plans."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tianlu.command.envelope import OrgId
from tianlu.people.model import Level
from tianlu.people.snapshot import Snapshot
from tianlu.plan.county import County
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.service import PlanMeta, Shelf
from tianlu.plan.standing import DRAFT, PlanState
from tianlu.server.target.parts import TargetParts
from tianlu.target.lists.customers.model import Customer, Tier
from tianlu.target.lists.customers.walk import walk_customers
from tianlu.target.map.ground import gather_ground
from tianlu.target.map.make_grid import GridTask
from tianlu.target.visits.wanted import shipped_wishes

OnShare = Callable[[float], None]


class NoCounty(LookupError):
    """At a unit and below it there is no county whose data package is known."""


@dataclass(frozen=True)
class UnitGrid:
    """The task, and the plans that were looked at, by county."""

    org: str
    plans: Mapping[str, str]
    task: GridTask


def pose_grid(
    parts: TargetParts,
    org: str,
    *,
    resolution: int,
    plan: str = "",
    now: datetime,
    seed: int = 1,
    tell: OnShare = lambda _: None,
) -> UnitGrid:
    """`plan` is whose rounds are looked at in its county; elsewhere, and without it, those of the published plan, else
    of the newest. Raises LookupError where there is no such unit, NoCounty, PlanNotFound."""
    snapshot, reach = parts.snapshot(), parts.reach(org)
    codes = _counties(parts, snapshot, org)
    metas = _metas(parts.shelf, plan)
    counties: list[tuple[County, Plan | None]] = []
    for number, code in enumerate(codes):
        tell(number / len(codes))
        kept = parts.shelf.get(metas[code].id).plan if code in metas else None
        counties.append((parts.counties.open(code), kept))
    with parts.engine.connect() as connection:
        listed = (customer for customer, _ in walk_customers(connection, reach, now=now))
        ground = gather_ground(counties, _with_county(snapshot, listed), visit_min=shipped_wishes()[Tier.THIRD].minutes)
    task = GridTask(ground, resolution, now.month, seed)
    return UnitGrid(org, {code: metas[code].id for code in codes if code in metas}, task)


def _counties(parts: TargetParts, snapshot: Snapshot, org: str) -> list[str]:
    """The unit's own county, or all below it. Raises NoCounty."""
    known = {ref.code for ref in parts.counties.list_refs()}
    node = snapshot.nodes[OrgId(org)]
    county = snapshot.county_of(node.id)
    below = [each.id for each in snapshot.by_path if each.level is Level.COUNTY and each.path.startswith(node.path)]
    found = [each for each in ([county] if county is not None else below) if each in known]
    if not found:
        raise NoCounty(org)
    return [str(each) for each in found]


def _metas(shelf: Shelf, plan: str) -> dict[str, PlanMeta]:
    """The plan of each county that is looked at. Raises PlanNotFound."""
    standings, found = shelf.list_standings(), dict[str, PlanMeta]()
    for meta in shelf.list_metas():
        is_published = standings.get(meta.id, DRAFT).state is PlanState.PUBLISHED
        if meta.county not in found or (
            is_published and standings.get(found[meta.county].id, DRAFT).state is not PlanState.PUBLISHED
        ):
            found[meta.county] = meta
    if plan:
        meta = shelf.get(plan).meta
        found[meta.county] = meta
    return found


def _with_county(snapshot: Snapshot, customers: Iterable[Customer]) -> Iterator[tuple[str, Customer]]:
    for customer in customers:
        yield str(snapshot.county_of(customer.org) or ""), customer
