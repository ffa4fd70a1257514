"""From conditions that cannot hold to a conflict among them: one from which nothing can be dropped, then the smallest.

The first by a proof's rows and a deletion filter (Chinneck & Dravnieks 1991); the smallest by hitting sets: every
conflict meets every set of members whose dropping lets the rest hold, so a least set that meets all such sets found so
far is either a conflict, and then a smallest one, or shows a further such set (Ignatiev et al. 2015).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from tianlu.core.highs import new_highs
from tianlu.plan.rounds.conflict.linear import Answer, Asker
from tianlu.plan.rounds.conflict.member import Member

HITTING_SECONDS = 10.0
MAIL = "one_service_a_day"
ALWAYS_FILTERED = 12
"""So few members are filtered to the end, whatever the time."""
DEARER = 8.0
"""How much more bending a row costs for each time that its rule was dropped before."""


@dataclass(frozen=True)
class Core:
    """Members that cannot all be kept. `is_irreducible`: dropping any one lets the rest hold; `is_smallest`: no
    conflict has fewer. Both are True only where they were shown."""

    members: tuple[Member, ...]
    is_irreducible: bool
    is_smallest: bool


@dataclass(frozen=True)
class Patience:
    """How long to look: until the minute at which a clock shows `until_s`."""

    clock: Callable[[], float]
    until_s: float

    def is_over(self) -> bool:
        return self.clock() >= self.until_s


def find_core(asker: Asker, kept: frozenset[Member], patience: Patience) -> Core | None:
    """A conflict among `kept`, the smallest if it can be shown in time; None where all can be kept."""
    answer = asker.ask(kept)
    if answer.is_feasible:
        return None
    if asker.is_feasible(frozenset(answer.proof)):
        answer = Answer(False, dict.fromkeys(kept, 1.0))
    narrow = asker.narrowed(frozenset(answer.proof))
    members, is_irreducible = _irreducible(narrow, answer.proof, patience)
    core = Core(tuple(sorted(members)), is_irreducible, is_smallest=False)
    return _smallest(asker, kept, core, patience) if is_irreducible else core


def _irreducible(asker: Asker, proof: dict[Member, float], patience: Patience) -> tuple[frozenset[Member], bool]:
    """Drop members one by one as long as the rest cannot hold: that mail moves first, since visits say more where both
    would do; then those of little weight in the proof."""
    needed: set[Member] = set()
    left = dict(proof)
    while left:
        if patience.is_over() and len(left) + len(needed) > ALWAYS_FILTERED:
            return frozenset(left) | needed, False
        dropped = min(left, key=lambda member: (member.rule != MAIL, left[member], member))
        del left[dropped]
        answer = asker.ask(frozenset(left) | needed)
        if answer.is_feasible:
            needed.add(dropped)
        elif not asker.is_feasible(frozenset(answer.proof) | needed):
            left = {member: answer.proof[member] for member in left if member in answer.proof}
    return frozenset(needed), True


def _smallest(asker: Asker, kept: frozenset[Member], core: Core, patience: Patience) -> Core:
    ways_out: list[frozenset[Member]] = []
    used: Counter[str] = Counter()
    while not patience.is_over():
        least = _hitting_set(ways_out)
        if least is None:
            break
        if len(least) >= len(core.members):
            return Core(core.members, core.is_irreducible, is_smallest=True)
        if not asker.is_feasible(least):
            return Core(tuple(sorted(least)), is_irreducible=True, is_smallest=True)
        found = _way_out(asker, least, kept, used)
        if found is None:
            break
        ways_out.append(found)
        used.update({member.rule for member in found})
    return core


def _way_out(
    asker: Asker, must: frozenset[Member], among: frozenset[Member], used: Counter[str]
) -> frozenset[Member] | None:
    """Members outside of `must` whose dropping lets all others hold; rather of other rules than those used before, so
    that conflicts beside each other, alike in their rules, are not told apart one by one."""

    def price_of(needs: frozenset[Member]) -> float:
        return 1.0 + DEARER * min(used[member.rule] for member in needs - must)

    bent = asker.bent(must, among, price_of=price_of)
    if not bent:
        return None
    dropped: set[Member] = set()
    for needs in bent:
        if not needs & dropped:
            dropped.add(min(needs - must, key=lambda member: (used[member.rule], member)))
    return frozenset(dropped)


def _hitting_set(sets: list[frozenset[Member]]) -> frozenset[Member] | None:
    """A least set of members that meets every one of these sets; None where HiGHS does not say so."""
    members = sorted({member for each in sets for member in each})
    if not members:
        return frozenset()
    solver = new_highs()
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("time_limit", HITTING_SECONDS)
    index = {member: k for k, member in enumerate(members)}
    for k in range(len(members)):
        solver.addVar(0.0, 1.0)
        solver.changeColIntegrality(k, highspy.HighsVarType.kInteger)
        solver.changeColCost(k, 1.0)
    for each in sets:
        columns = np.array(sorted(index[member] for member in each), np.int32)
        solver.addRow(1.0, highspy.kHighsInf, len(columns), columns, np.ones(len(columns)))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    chosen = np.asarray(solver.getSolution().col_value) > 0.5
    return frozenset(member for member, k in index.items() if chosen[k])
