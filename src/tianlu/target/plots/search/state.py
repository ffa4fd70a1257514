"""A territory and its districts laid out flat for the compiled search."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOWHERE = -1


class Ground(NamedTuple):
    """What the search does not change. `shares` (units, activities) are scaled so that a district's mean is 1; the
    neighbours of unit u are `neighbours[first[u]:first[u + 1]]`; a unit that is `fixed` stays; `home` is the district
    that it would best stay in, or NOWHERE."""

    xy: Floats
    shares: Floats
    first: Ints
    neighbours: Ints
    fixed: NDArray[np.bool_]
    home: Ints


class Weights(NamedTuple):
    """What one unit of trouble costs: a share beyond the `tolerance`, an edge between districts, a unit not at home."""

    tolerance: float
    balance: float
    cut: float
    moved: float


class State(NamedTuple):
    """Districts as they stand: of each its units (`members`, with their coordinates beside each other in `xs`, `ys`),
    how many and their shares; `seat` is a unit's column in its district's row. The rest is scratch: `mark`, `stamp`
    and `queue` of searches through the graph, `dice` of the random numbers."""

    assigned: Ints
    members: Ints
    xs: Floats
    ys: Floats
    seat: Ints
    counts: Ints
    sums: Floats
    mark: Ints
    stamp: Ints
    queue: Ints
    dice: NDArray[np.uint64]


def make_state(ground: Ground, assigned: Ints, districts: int, seed: int) -> State:
    """The state of an assignment in which every district has a unit."""
    units = len(assigned)
    counts = np.bincount(assigned, minlength=districts)
    room = min(units, max(4 * (units // districts) + 16, 2 * int(counts.max())))
    members = np.zeros((districts, room), np.int64)
    seat = np.zeros(units, np.int64)
    for district in range(districts):
        own = np.flatnonzero(assigned == district)
        members[district, : len(own)], seat[own] = own, np.arange(len(own))
    sums = np.zeros((districts, ground.shares.shape[1]))
    np.add.at(sums, assigned, ground.shares)
    return State(
        assigned=assigned.astype(np.int64),
        members=members,
        xs=ground.xy[members, 0],
        ys=ground.xy[members, 1],
        seat=seat,
        counts=counts.astype(np.int64),
        sums=sums,
        mark=np.zeros(units, np.int64),
        stamp=np.zeros(1, np.int64),
        queue=np.zeros(units + 1, np.int64),
        dice=np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1),
    )
