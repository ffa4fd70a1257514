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
    memory: NDArray[np.bool_],
    *,
    shift_min: int,
    reload_min: int,
    rounds_max: int,
    toll: float,
    most: int,
    gain: float = 1e-6,
    minding: int = -1,
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
    least = min(0.0, float(ends.min()))
    if least >= -gain:
        return least, []
    rest = np.minimum.accumulate(np.minimum.accumulate(cost[:, :, :, 0], axis=0), axis=1)
    bit, keep = memory_bits(memory)
    half = shift_min // 2
    at_most = -toll - gain
    place, turn, cost2, memo, before, at_time, useful, fits, count = _remembering(
        minutes, service, again, prices, shift_min, reload_min, rest, at_most, memory, bit, keep, half, minding, LABELS_MOST
    )
    labels = np.arange(1, count)[useful[1:count]]
    order = labels[np.lexsort((cost2[labels], place[labels]))]
    ends, pair = _join(
        order, place, turn, cost2, memo, at_time, useful, service, bit, reload_min, shift_min, rounds_max, at_most
    )
    STAT[0] += 1; STAT[1] += count; STAT[2] += not fits; STAT[3] += len(order)
    walks = []
    for j in np.argsort(ends)[:most]:
        if pair[j, 0] >= 0:
            walk = [*_path(place, before, pair[j, 0]), *_path(place, before, pair[j, 1])[-2::-1]]
            if walk not in walks and walk[::-1] not in walks:
                walks.append(walk)
    if fits:
        return min(-gain, float(ends.min()) + toll), walks
    return least, walks


def _path(place, before, label):
    path = [int(place[label])]
    while before[label] >= 0:
        label = before[label]
        path.append(int(place[label]))
    return path[::-1]


STAT = [0, 0, 0, 0]
LABELS_MOST = 1_000_000


def memory_bits(memory):
    """A bit for each place so that no two that one place remembers share it; (k, k) bits that a keeps going to b."""
    k = len(memory)
    together = memory.T.astype(np.int64) @ memory.astype(np.int64) > 0
    bit = np.zeros(k, np.int64)
    for v in range(1, k):
        if not memory[:, v].any():
            continue
        used = 0
        for u in np.flatnonzero(together[v]):
            used |= int(bit[u]) if u != v else 0
        free = next(x for x in range(64) if not used >> x & 1)
        if free > 61:
            memory[:, v] = False
        else:
            bit[v] = 1 << free
    keep = np.zeros((k, k), np.int64)
    for a in range(k):
        both = memory & memory[a]
        keep[a] = (both * bit).sum(axis=1)
    return bit, keep


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
def _remembering(minutes, service, again, prices, shift, reload, rest, at_most, memory, bit, keep, half, minding, labels_most):  # type: ignore[no-untyped-def]
    """Carry labels forward that remember places. Returns the labels (place, before, cost of coming home) and whether
    there was room for all."""
    rounds, _, k = rest.shape
    place = np.zeros(labels_most, np.int32)
    turn = np.zeros(labels_most, np.int8)
    cost = np.zeros(labels_most)
    memo = np.zeros(labels_most, np.int64)
    before = np.full(labels_most, -1, np.int32)
    following = np.full(labels_most, -1, np.int32)
    behind = np.full(labels_most, -1, np.int32)
    front = np.full((rounds, k), -1, np.int32)
    first = np.full(shift + 1, -1, np.int32)
    last = np.full(shift + 1, -1, np.int32)
    at_time = np.zeros(labels_most, np.int32)
    useful = np.ones(labels_most, np.bool_)
    first[0] = last[0] = 0
    count = 1
    fits = True
    for t in range(shift + 1):
        label = first[t]
        while label >= 0 and fits:
            a = place[label]
            r = turn[label]
            mine = cost[label]
            seen = memo[label]
            # dominated?
            worse = False
            at = front[r, a]
            previous = -1
            while at >= 0:
                if cost[at] <= mine and memo[at] & ~seen & minding == 0:
                    worse = True
                    break
                if mine <= cost[at] and seen & ~memo[at] & minding == 0:
                    if previous < 0:
                        front[r, a] = behind[at]
                    else:
                        behind[previous] = behind[at]
                else:
                    previous = at
                at = behind[at]
            useful[label] = not worse
            if not worse:
                behind[label] = front[r, a]
                front[r, a] = label
            if not worse and t <= half:
                for b in range(1, k):
                    if b == a or (memory[a, b] and seen & bit[b] != 0):
                        continue
                    done = t + minutes[a, b] + service[b]
                    if done + minutes[b, 0] > shift:
                        continue
                    there = mine + prices[a, b]
                    if there + rest[rounds - 1 - r, shift - done + service[b], b] >= at_most:
                        continue
                    known = (seen & keep[a, b]) | bit[b]
                    at = front[r, b]
                    while at >= 0:
                        if cost[at] <= there and memo[at] & ~known & minding == 0:
                            break
                        at = behind[at]
                    if at >= 0:
                        continue
                    if count == labels_most:
                        fits = False
                        break
                    place[count] = b
                    turn[count] = r
                    cost[count] = there
                    memo[count] = known
                    before[count] = label
                    at_time[count] = done
                    if last[done] < 0:
                        first[done] = count
                    else:
                        following[last[done]] = count
                    last[done] = count
                    count += 1
                if a != 0:
                    back = mine + prices[a, 0]
                    loaded = t + minutes[a, 0] + reload
                    if r + 1 < rounds and loaded <= shift and count < labels_most:
                        place[count] = 0
                        turn[count] = r + 1
                        cost[count] = back
                        memo[count] = seen & keep[a, 0]
                        before[count] = label
                        at_time[count] = loaded
                        if last[loaded] < 0:
                            first[loaded] = count
                        else:
                            following[last[loaded]] = count
                        last[loaded] = count
                        count += 1
            label = following[label]
        if not fits:
            break
    return place, turn, cost, memo, before, at_time, useful, fits, count


@compiled
def _join(order, place, turn, cost, memo, at_time, useful, service, bit, reload, shift, rounds, at_most):  # type: ignore[no-untyped-def]
    """The cheapest pair of labels at each place that make a walk: its cost and the labels. `order` are labels by place,
    then cost."""
    k = len(service)
    best = np.full(k, at_most)
    pair = np.full((k, 2), -1, np.int32)
    start = 0
    while start < len(order):
        j = place[order[start]]
        end = start
        while end < len(order) and place[order[end]] == j:
            end += 1
        most_turns = rounds - 1 if j > 0 else rounds
        stay = service[j] if j > 0 else reload
        for x in range(start, end):
            p = order[x]
            if 2.0 * cost[p] >= best[j]:
                break
            for y in range(x, end):
                q = order[y]
                if cost[p] + cost[q] >= best[j]:
                    break
                if at_time[p] + at_time[q] - stay > shift or turn[p] + turn[q] > most_turns:
                    continue
                if memo[p] & memo[q] != bit[j]:
                    continue
                best[j] = cost[p] + cost[q]
                pair[j, 0] = p
                pair[j, 1] = q
        start = end
    return best, pair


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
