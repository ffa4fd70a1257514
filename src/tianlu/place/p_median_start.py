"""A good choice of p sites to begin with: greedy opening, then vertex substitution until no swap helps."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Costs = NDArray[np.int64]


def start_open(
    costs: Costs, sites_open: int, must_open: frozenset[int], starts: Iterable[Sequence[int]] = ()
) -> tuple[int, ...]:
    """The best of the greedy choice and the given ones (those of the right number), each improved by swaps."""
    given = [tuple(each) for each in starts if len(set(each)) == sites_open and must_open <= set(each)]
    choices = [
        improve_by_swaps(costs, choice, must_open) for choice in (greedy_open(costs, sites_open, must_open), *given)
    ]
    return min(choices, key=lambda choice: (serve_cost(costs, choice), choice))


def greedy_open(costs: Costs, sites_open: int, must_open: frozenset[int]) -> tuple[int, ...]:
    """Open, one by one, the site that lowers the cost most."""
    chosen = sorted(must_open)
    best = costs[:, chosen].min(axis=1) if chosen else costs.max(axis=1)
    while len(chosen) < sites_open:
        saved = np.maximum(best[:, None] - costs, 0).sum(axis=0)
        saved[chosen] = -1
        chosen.append(int(saved.argmax()))
        best = np.minimum(best, costs[:, chosen[-1]])
    return tuple(chosen)


def improve_by_swaps(costs: Costs, opened: Sequence[int], must_open: frozenset[int]) -> tuple[int, ...]:
    """Swap one open site for a closed one while that lowers the cost, always by the best swap (Whitaker 1983)."""
    chosen = sorted(opened)
    while True:
        saved, leaving, coming = _best_swap(costs, chosen, must_open)
        if saved <= 0:
            return tuple(chosen)
        chosen = sorted([*(site for site in chosen if site != leaving), coming])


def serve_cost(costs: Costs, opened: Iterable[int]) -> int:
    """What it costs when every client is served from its cheapest open site."""
    return int(costs[:, list(opened)].min(axis=1).sum())


def assign_nearest(costs: Costs, opened: Sequence[int]) -> tuple[int, ...]:
    """For each client its cheapest open site; ties: the first."""
    return tuple(int(opened[k]) for k in costs[:, list(opened)].argmin(axis=1))


def _best_swap(costs: Costs, chosen: list[int], must_open: frozenset[int]) -> tuple[int, int, int]:
    """What the best swap saves, the site that leaves and the site that comes; nothing saved where none may leave."""
    removable = [k for k, site in enumerate(chosen) if site not in must_open]
    if not removable or len(chosen) == costs.shape[1]:
        return 0, -1, -1
    among = costs[:, chosen]
    served_by = among.argmin(axis=1)
    first = among[np.arange(len(costs)), served_by]
    second = np.partition(among, 1, axis=1)[:, 1] if len(chosen) > 1 else costs.max(axis=1)
    saved = np.maximum(first[:, None] - costs, 0).sum(axis=0)
    lost = np.zeros((len(chosen), costs.shape[1]), np.int64)
    order = np.argsort(served_by, kind="stable")
    groups, starts = np.unique(served_by[order], return_index=True)
    moved = np.minimum(np.maximum(costs, first[:, None]), second[:, None]) - first[:, None]
    lost[groups] = np.add.reduceat(moved[order], starts, axis=0)
    net = saved[None, :] - lost
    net[:, chosen] = -1
    net = net[removable]
    at, coming = np.unravel_index(int(net.argmax()), net.shape)
    return int(net[at, coming]), chosen[removable[at]], int(coming)
