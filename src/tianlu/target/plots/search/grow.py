"""Districts grown from seeds, unit by unit, so that each is in one piece."""

import heapq

from tianlu.target.plots.search.compiled import entry
from tianlu.target.plots.search.state import NOWHERE, Floats, Ints


@entry
def grow(first: Ints, neighbours: Ints, xy: Floats, centres: Floats, handicaps: Floats, assigned: Ints) -> None:
    """Give every unit that is NOWHERE to a district that it borders, the nearest first: by squared distance to the
    district's centre less the district's handicap. Units that no district's piece reaches stay NOWHERE."""
    heap = [(0.0, 0, 0)]
    heap.clear()
    for unit in range(len(assigned)):
        if assigned[unit] != NOWHERE:
            heap.append((-1e300, unit, assigned[unit]))
    seeded = len(heap)
    taken = 0
    while heap:
        _, unit, district = heapq.heappop(heap)
        if assigned[unit] == NOWHERE:
            assigned[unit] = district
        elif taken >= seeded:
            continue
        taken += 1
        for e in range(first[unit], first[unit + 1]):
            other = neighbours[e]
            if assigned[other] == NOWHERE:
                dx, dy = xy[other, 0] - centres[district, 0], xy[other, 1] - centres[district, 1]
                heapq.heappush(heap, (dx * dx + dy * dy - handicaps[district], other, district))
