"""Whether a district stays in one piece when a unit leaves it."""

from tianlu.target.plots.search.compiled import compiled
from tianlu.target.plots.search.state import Ground, State


@compiled
def stays_whole(ground: Ground, state: State, unit: int) -> bool:
    """Whether all neighbours of a unit within its district reach each other without it: first through neighbours of
    its own alone, which is nearly always enough, then through the whole district. A last unit does not leave."""
    first, neighbours, assigned = ground.first, ground.neighbours, state.assigned
    mark, queue = state.mark, state.queue
    district = assigned[unit]
    state.stamp[0] += 2
    reached, beside = state.stamp[0], state.stamp[0] - 1
    count, start = 0, -1
    for e in range(first[unit], first[unit + 1]):
        if assigned[neighbours[e]] == district:
            start = neighbours[e]
            mark[start] = beside
            count += 1
    if count < 2:
        return count == 1
    mark[start], queue[0] = reached, start
    head, tail = 0, 1
    while head < tail:
        for e in range(first[queue[head]], first[queue[head] + 1]):
            other = neighbours[e]
            if mark[other] == beside:
                mark[other] = reached
                queue[tail] = other
                tail += 1
        head += 1
    missing = count - tail
    mark[unit] = reached
    head = 0
    while missing and head < tail:
        for e in range(first[queue[head]], first[queue[head] + 1]):
            other = neighbours[e]
            if assigned[other] == district and mark[other] != reached:
                missing -= mark[other] == beside
                mark[other] = reached
                queue[tail] = other
                tail += 1
        head += 1
    return missing == 0
