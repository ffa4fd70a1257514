"""The cheapest day of a vehicle at given prices of legs: what may be a column of the bound.

A walk drives rounds from the depot within the shift, each leg at its price, and does not go from a to b and straight
back to a; it may come to a place again later, which a real day may not: so its cheapest cost is a bound on that of any
real day (q-routes without two-cycles: Christofides, Mingozzi and Toth, Mathematical Programming 20, 1981). Time is
counted by the minute.
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from tianlu.plan.rounds.bounding.linear import Float

FAR = 1e15
compiled: Any = njit(cache=True, nogil=True)


def cheapest_walks(
    minutes: NDArray[np.int64],
    service: NDArray[np.int64],
    again: NDArray[np.bool_],
    prices: Float,
    *,
    shift_min: int,
    reload_min: int,
    rounds_max: int,
    toll: float,
    most: int,
) -> tuple[float, list[list[int]]]:
    """The least that any walk costs with its toll (0 for staying at home), and up to `most` walks that cost less than
    nothing, the cheapest for each place that they call at last: depot first, between rounds and last.

    A place where service takes no time is given a minute, and the shift one for each stop there: so time goes on.
    """
    k = len(service)
    shift_min += int(rounds_max * (service[1:] <= 0).sum())
    service = np.maximum(service, 1)
    shape = (rounds_max, shift_min + 1, k, 2)
    cost = np.full(shape, FAR)
    came = np.zeros(shape, np.int32)
    home = np.full((rounds_max + 1, shift_min + 1), FAR)
    home_from = np.zeros((rounds_max + 1, shift_min + 1, 3), np.int32)
    ends = np.full(k, FAR)
    end_at = np.zeros((k, 3), np.int32)
    _extend(minutes, service, again, prices, shift_min, reload_min, cost, came, home, home_from, ends, end_at)
    ends += toll
    best = [int(j) for j in np.argsort(ends)[:most] if ends[j] < 0.0]
    walks = [_walk_back(minutes, service, came, home_from, int(j), *(int(x) for x in end_at[j])) for j in best]
    return min(0.0, float(ends.min())), walks


@compiled
def _extend(minutes, service, again, prices, shift, reload, cost, came, home, home_from, ends, end_at):  # type: ignore[no-untyped-def]
    """Carry labels forward minute by minute. cost[r, t, j, w] is the cheapest way to be done at place j at minute t of
    the shift in round r, w = 0, and the cheapest that came from another place than that, w = 1; `came` is the place
    before times two plus its w. home[r, t]: the cheapest way to be loaded for round r at t, `home_from` whence."""
    rounds, _, k, _ = cost.shape
    for t in range(shift + 1):
        for r in range(rounds):
            if r == 0:
                leaves = t == 0
                at_home = 0.0
            else:
                leaves = home[r, t] < FAR and (t == 0 or home[r, t] < home[r, t - 1])
                if t > 0 and home[r, t - 1] <= home[r, t]:
                    home[r, t] = home[r, t - 1]
                at_home = home[r, t]
            if leaves:
                for b in range(1, k):
                    done = t + minutes[0, b] + service[b]
                    if done + minutes[b, 0] <= shift:
                        _reach(cost, came, r, done, b, at_home + prices[0, b], 0, 0)
            for a in range(1, k):
                first = cost[r, t, a, 0]
                if first >= FAR:
                    continue
                second = cost[r, t, a, 1]
                before = came[r, t, a, 0] // 2
                for b in range(1, k):
                    if b == a:
                        continue
                    done = t + minutes[a, b] + service[b]
                    if done + minutes[b, 0] > shift:
                        continue
                    if before != b or again[b]:
                        _reach(cost, came, r, done, b, first + prices[a, b], a, 0)
                    elif second < FAR:
                        _reach(cost, came, r, done, b, second + prices[a, b], a, 1)
                back = first + prices[a, 0]
                if back < ends[a]:
                    ends[a] = back
                    end_at[a, 0] = r
                    end_at[a, 1] = t
                    end_at[a, 2] = 0
                loaded = t + minutes[a, 0] + reload
                if r + 1 < rounds and loaded <= shift and back < home[r + 1, loaded]:
                    home[r + 1, loaded] = back
                    home_from[r + 1, loaded, 0] = a
                    home_from[r + 1, loaded, 1] = t


@compiled
def _reach(cost, came, r, t, b, value, a, w):  # type: ignore[no-untyped-def]
    """Note a way to be done at b at t that came from label w of a."""
    if value < cost[r, t, b, 0]:
        if came[r, t, b, 0] // 2 != a or cost[r, t, b, 0] >= FAR:
            cost[r, t, b, 1] = cost[r, t, b, 0]
            came[r, t, b, 1] = came[r, t, b, 0]
        cost[r, t, b, 0] = value
        came[r, t, b, 0] = 2 * a + w
    elif value < cost[r, t, b, 1] and came[r, t, b, 0] // 2 != a:
        cost[r, t, b, 1] = value
        came[r, t, b, 1] = 2 * a + w


def _walk_back(
    minutes: NDArray[np.int64],
    service: NDArray[np.int64],
    came: NDArray[np.int32],
    home_from: NDArray[np.int32],
    place: int,
    r: int,
    t: int,
    w: int,
) -> list[int]:
    walk = [0, place]
    while True:
        before, w_before = divmod(int(came[r, t, place, w]), 2)
        t -= int(minutes[before, place] + service[place])
        walk.append(before)
        place, w = before, w_before
        if place == 0:
            if r == 0:
                return walk[::-1]
            place, t = (int(x) for x in home_from[r, t, :2])
            r, w = r - 1, 0
            walk.append(place)
