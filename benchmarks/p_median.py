"""Published p-median instances (OR-Library, Beasley 1985), solved and proven: `python benchmarks/p_median.py FOLDER
[NAME ...]`.

FOLDER holds `pmed1.txt` … (first line vertices, edges, p; then edges with lengths, a later one replacing an earlier one
between the same pair) and `optimum.csv` (instance, optimum).
"""

import csv
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tianlu.place.p_median import PMedian, solve_p_median

FAR = 1 << 40


def read_instance(path: Path) -> tuple[NDArray[np.int64], int]:
    """Shortest distances between all vertices, and p."""
    vertices, edges, sites_open, *figures = map(int, path.read_text(encoding="utf-8").split())
    distances = np.full((vertices, vertices), FAR, np.int64)
    np.fill_diagonal(distances, 0)
    for k in range(0, 3 * edges, 3):
        here, there, length = figures[k : k + 3]
        distances[here - 1, there - 1] = distances[there - 1, here - 1] = length
    for middle in range(vertices):
        np.minimum(distances, distances[:, middle, None] + distances[middle], out=distances)
    return distances, sites_open


def main(folder: Path, names: list[str]) -> None:
    with (folder / "optimum.csv").open(encoding="utf-8") as file:
        optimum = {row["instance"]: int(row["optimum"]) for row in csv.DictReader(file)}
    print("| instance | vertices | p | cost | bound | optimum | proven | s |")
    print("|---|---|---|---|---|---|---|---|")
    for name in names or sorted(optimum, key=lambda each: int(each.removeprefix("pmed"))):
        costs, sites_open = read_instance(folder / f"{name}.txt")
        began = time.perf_counter()
        found = solve_p_median(PMedian(costs, sites_open), seconds=300)
        took = time.perf_counter() - began
        assert found is not None
        figures = (name, len(costs), sites_open, found.cost, found.bound, optimum[name], found.is_proven, f"{took:.1f}")
        print("| " + " | ".join(map(str, figures)) + " |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
