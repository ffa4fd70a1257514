"""Published p-median instances (OR-Library, Beasley 1985), solved and proven: `python benchmarks/p_median.py --dir DIR
--csv OUT [NAME ...]`.

DIR holds any files `*.txt` of the kind (first line vertices, edges, p; then edges with lengths, a later one replacing
an earlier one between the same pair). OUT gets instance, cost, bound, seconds, valid: seconds of the processor, with
reading and shortest paths; valid: p different vertices are open and the cost is theirs, counted anew by Dijkstra from
the file. A bound that meets the cost is a proof. One instance runs after the other on one thread.
"""

import argparse
import csv
import re
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from tianlu.place.p_median import PMedian, Sited, solve_p_median

FAR = 1 << 40
COLUMNS = ("instance", "cost", "bound", "seconds", "valid")


def read_figures(path: Path) -> tuple[int, int, dict[tuple[int, int], int]]:
    """Vertices, p, and the length of each edge, smaller vertex first, both from 0."""
    vertices, edges, sites_open, *figures = map(int, path.read_text(encoding="utf-8").split())
    lengths: dict[tuple[int, int], int] = {}
    for k in range(0, 3 * edges, 3):
        here, there, length = figures[k : k + 3]
        lengths[min(here, there) - 1, max(here, there) - 1] = length
    return vertices, sites_open, lengths


def read_instance(path: Path) -> tuple[NDArray[np.int64], int]:
    """Shortest distances between all vertices, and p."""
    vertices, sites_open, lengths = read_figures(path)
    distances = np.full((vertices, vertices), FAR, np.int64)
    np.fill_diagonal(distances, 0)
    for (here, there), length in lengths.items():
        distances[here, there] = distances[there, here] = length
    for middle in range(vertices):
        np.minimum(distances, distances[:, middle, None] + distances[middle], out=distances)
    return distances, sites_open


def is_valid(path: Path, found: Sited) -> bool:
    """Whether p vertices of the file are open and the cost is what they cost."""
    vertices, sites_open, lengths = read_figures(path)
    opened = set(found.open)
    if len(opened) != sites_open or not opened <= set(range(vertices)):
        return False
    here, there = np.array(list(lengths)).T
    graph = csr_matrix((np.array(list(lengths.values()), float), (here, there)), (vertices, vertices))
    nearest = dijkstra(graph, directed=False, indices=sorted(opened), min_only=True)
    return bool(nearest.sum() == found.cost)


def main() -> None:
    order = argparse.ArgumentParser(description=__doc__)
    order.add_argument("--dir", type=Path, required=True)
    order.add_argument("--csv", type=Path, required=True)
    order.add_argument("--seconds", type=float, default=300.0, help="CPU-seconds an instance at most")
    order.add_argument("names", nargs="*", help="instances, without .txt; all where none is given")
    given = order.parse_args()
    paths = sorted(given.dir.glob("*.txt"), key=lambda path: [int(part) for part in re.findall(r"\d+", path.stem)])
    with given.csv.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for path in paths:
            if given.names and path.stem not in given.names:
                continue
            began = time.process_time()
            costs, sites_open = read_instance(path)
            found = solve_p_median(PMedian(costs, sites_open), seconds=given.seconds, clock=time.process_time)
            took = time.process_time() - began
            assert found is not None, "without capacities there is always a choice"
            row = (path.stem, found.cost, found.bound, f"{took:.2f}", is_valid(path, found))
            rows.writerow(row)
            file.flush()
            print(*row, flush=True)


if __name__ == "__main__":
    main()
