"""The funnel added up along the tree of units: each shows its own customers and those of all below it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tianlu.command.envelope import OrgId
from tianlu.people.access import Reach
from tianlu.people.model import OrgNode
from tianlu.target.lists.customers.model import Step
from tianlu.target.lists.customers.store import Count


@dataclass(frozen=True)
class Steps:
    """Of a unit with all below it, or of an owner. `own` are listed at the unit itself; `above` is the unit of the row
    into which this one is counted, None for the uppermost and for owners."""

    count: Count
    own: int
    above: str | None = None


def add_up(counts: Iterable[Count], nodes: Mapping[OrgId, OrgNode], within: Reach) -> list[Steps]:
    """A row for each unit within reach that has somebody, itself or below, in the order of the paths."""
    own = {each.of: each for each in counts}
    sums: dict[str, Count] = {}
    for count in own.values():
        for unit in _with_above(OrgId(count.of), nodes, within):
            sums[unit] = _plus(sums.get(unit, Count(unit, 0, 0, 0, 0, 0)), count)
    ordered = sorted(sums, key=lambda unit: nodes[OrgId(unit)].path)
    return [
        Steps(sums[unit], own[unit].listed if unit in own else 0, _above(OrgId(unit), nodes, sums)) for unit in ordered
    ]


def _with_above(unit: OrgId, nodes: Mapping[OrgId, OrgNode], within: Reach) -> Sequence[OrgId]:
    """The unit and those above it, as its path names them."""
    ids = [OrgId(each) for each in nodes[unit].path.split("/") if each]
    return [each for each in ids if each in nodes and within.covers(nodes[each].path)]


def _above(unit: OrgId, nodes: Mapping[OrgId, OrgNode], rows: Mapping[str, Count]) -> str | None:
    parent = nodes[unit].parent
    return parent if parent in rows else None


def _plus(one: Count, other: Count) -> Count:
    return Count(one.of, *(getattr(one, step.value) + getattr(other, step.value) for step in Step))
