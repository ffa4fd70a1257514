"""Cuts: sets of places that a solution enters less often than their visits, or their loads, ask for.

For a set S without the depot, legs across its border are at least twice the visits of any one place in it (generalised
subtour elimination; Fischetti, Salazar and Toth, Operations Research 45(3), 1997), and at least twice its loads over
the capacity of a vehicle (fractional capacity inequality).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tianlu.plan.rounds.bounding.linear import Float

compiled: Any = njit(cache=True, nogil=True)


@dataclass(frozen=True, eq=False)
class Violated:
    """`inside` (k,) marks S; `place` is the one whose visits ask for the entries, None where loads do."""

    inside: NDArray[np.bool_]
    place: int | None
    violation: float


def find_cuts(crossing: Float, visits: Float, loads: Float, *, capacity: float, least: float) -> list[Violated]:
    """Violated cuts, worst first. `crossing` (k, k) says how often each leg is used, `visits` and `loads` (k,) what is
    asked of each place."""
    found = [*_by_flow(crossing, visits, least), *_by_growing(crossing, visits, loads, capacity, least)]
    single = {(cut.inside.tobytes(), cut.place): cut for cut in found}
    return sorted(single.values(), key=lambda cut: -cut.violation)


def _by_flow(crossing: Float, visits: Float, least: float) -> Iterator[Violated]:
    """The smallest cut between the depot and each place: finds a violated set for visits wherever there is one."""
    side = np.zeros(len(visits), np.bool_)
    for place in np.argsort(-visits, kind="stable"):
        asked = 2.0 * visits[place]
        if place == 0 or asked <= least:
            continue
        flow = _flow(crossing, int(place), 0, asked, side)
        if flow < asked - least:
            yield from _for_each(side.copy(), visits, flow, least)


def _by_growing(crossing: Float, visits: Float, loads: Float, capacity: float, least: float) -> Iterator[Violated]:
    """Sets grown from each place by what hangs on them most."""
    k = len(visits)
    inside = np.zeros((2 * k, k), np.bool_)
    violation = np.zeros(2 * k)
    _grow(crossing, visits, loads, capacity, inside, violation)
    for row in np.flatnonzero(violation > least):
        if row < k:
            border = 2.0 * float(visits[inside[row]].max()) - float(violation[row])
            yield from _for_each(inside[row].copy(), visits, border, least)
        else:
            yield Violated(inside[row].copy(), None, float(violation[row]))


def _for_each(inside: NDArray[np.bool_], visits: Float, border: float, least: float) -> Iterator[Violated]:
    """The set once for each of its places whose visits ask for more entries than its border has."""
    for place in np.flatnonzero(inside & (2.0 * visits > border + least)):
        yield Violated(inside, int(place), 2.0 * float(visits[place]) - border)


@compiled
def _flow(crossing, source, sink, limit, side):  # type: ignore[no-untyped-def]
    """Most flow from source to sink, no more than `limit`; `side` is left as what the source still reaches."""
    n = crossing.shape[0]
    room = crossing.copy()
    flow = 0.0
    parent = np.zeros(n, np.int64)
    queue = np.zeros(n, np.int64)
    while True:
        parent[:] = -1
        parent[source] = source
        first = 0
        last = 1
        queue[0] = source
        while first < last and parent[sink] < 0:
            u = queue[first]
            first += 1
            for v in range(n):
                if parent[v] < 0 and room[u, v] > 1e-9:
                    parent[v] = u
                    queue[last] = v
                    last += 1
        if parent[sink] < 0 or flow >= limit - 1e-9:
            break
        more = limit - flow
        v = sink
        while v != source:
            more = min(more, room[parent[v], v])
            v = parent[v]
        v = sink
        while v != source:
            room[parent[v], v] -= more
            room[v, parent[v]] += more
            v = parent[v]
        flow += more
    for v in range(n):
        side[v] = parent[v] >= 0
    return flow


@compiled
def _grow(crossing, visits, loads, capacity, inside, violation):  # type: ignore[no-untyped-def]
    """From each seed the set that violates most: for visits in row `seed`, for loads in row k + `seed`."""
    k = crossing.shape[0]
    member = np.zeros(k, np.bool_)
    hold = np.zeros(k)
    order = np.zeros(k, np.int64)
    for seed in range(1, k):
        if visits[seed] < 1e-6:
            continue
        member[:] = False
        member[seed] = True
        order[0] = seed
        size = 1
        most = visits[seed]
        load = loads[seed]
        border = 0.0
        for j in range(k):
            hold[j] = crossing[seed, j]
            border += crossing[seed, j]
        by_visit = 0
        by_load = 0
        while True:
            if 2.0 * most - border > violation[seed]:
                violation[seed] = 2.0 * most - border
                by_visit = size
            if 2.0 * load / capacity - border > violation[k + seed]:
                violation[k + seed] = 2.0 * load / capacity - border
                by_load = size
            nearest = -1
            for j in range(1, k):
                if not member[j] and hold[j] > 1e-9 and (nearest < 0 or hold[j] > hold[nearest]):
                    nearest = j
            if nearest < 0:
                break
            member[nearest] = True
            order[size] = nearest
            size += 1
            border -= 2.0 * hold[nearest]
            most = max(most, visits[nearest])
            load += loads[nearest]
            for j in range(k):
                border += crossing[nearest, j]
                hold[j] += crossing[nearest, j]
        for p in range(by_visit):
            inside[seed, order[p]] = True
        for p in range(by_load):
            inside[k + seed, order[p]] = True
