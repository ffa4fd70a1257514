"""Who may see and do what with a county's plans: what he may not see is answered as if it were not there."""

from collections.abc import Callable

from tianlu.command.envelope import OrgId
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import DATA_IMPORT, ORG_MANAGE, PLAN_READ
from tianlu.plan.counties import CountyNotFound
from tianlu.plan.refusals import no_county_unit
from tianlu.plan.sender import PlanRefused
from tianlu.plan.service import PlanNotFound, Shelf


def sees(gate: Gate, actor: Actor, permission: str = PLAN_READ) -> Callable[[str], bool]:
    """Whether the actor has the permission at a county, by its code; no code that is no unit is seen by anybody."""
    nodes, reach = gate.snapshot().nodes, gate.reach(actor, permission)

    def covered(county: str) -> bool:
        node = nodes.get(OrgId(county))
        return node is not None and reach.covers(node.path)

    return covered


def need_at(gate: Gate, actor: Actor, permission: str, county: str, *, unseen: Exception) -> None:
    """Raises `unseen` to who may not read the county's plans, NotAllowed to who may read them and not do this."""
    if not sees(gate, actor)(county):
        raise unseen
    if permission != PLAN_READ:
        gate.need(actor, permission, county)


def need_county(gate: Gate, actor: Actor, permission: str, county: str) -> None:
    """Raises CountyNotFound, NotAllowed."""
    need_at(gate, actor, permission, county, unseen=CountyNotFound(county))


def need_plan(gate: Gate, actor: Actor, permission: str, plan_id: str, *, shelf: Shelf) -> None:
    """Raises PlanNotFound, NotAllowed."""
    county = shelf.get(plan_id).meta.county
    need_at(gate, actor, permission, county, unseen=PlanNotFound(plan_id))


def need_import(gate: Gate, actor: Actor, county: str) -> None:
    """Raises PlanRefused where the county is no unit yet, to who may add it; NotAllowed."""
    if OrgId(county) not in gate.snapshot().nodes and gate.reach(actor, ORG_MANAGE).paths:
        raise PlanRefused(no_county_unit(county))
    gate.need(actor, DATA_IMPORT, county)
