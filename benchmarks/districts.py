"""Published districting instances (Gliesch, Ritt, Moreira 2018): `python benchmarks/districts.py --dir DIR --seconds S
--csv OUT [NAME ...]`.

DIR holds files `*.in` or `*.in.gz`: number of units; a line `id x y a1 a2 a3` each; number of edges; a line each; last
line `districts attempts tolerance tolerance tolerance`. OUT gets instance, cost (largest diameter), bound (proven),
seconds (of the processor, reading included), valid (as `plots/check.py` judges, which shares no code with the search;
an instance without districts has an empty cost and is not valid). `published.csv` in DIR, if there is one, is only
printed beside.
"""

import argparse
import csv
import gzip
import time
from pathlib import Path

import numpy as np

from tianlu.target.compile_ahead import compile_target
from tianlu.target.plots.bound_diameter import bound_diameter
from tianlu.target.plots.check import broken_rules, largest_diameter
from tianlu.target.plots.districts import DistrictTask, find_districts
from tianlu.target.plots.territory import make_territory

COLUMNS = ("instance", "cost", "bound", "seconds", "valid")
BOUND_SHARE = 0.05
"""Of the seconds, for the bound."""
DIGITS = 4


def read_instance(path: Path) -> DistrictTask:
    """The task of a file, its activities' tolerances being one and the same."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    words = text.decode().split()
    units = int(words[0])
    rows = np.array(words[1 : 1 + 6 * units], float).reshape(units, 6)
    place = {int(row[0]): k for k, row in enumerate(rows)}
    at = 1 + 6 * units
    edges = int(words[at])
    ends = [place[int(word)] for word in words[at + 1 : at + 1 + 2 * edges]]
    districts, _, *tolerances = words[at + 1 + 2 * edges :]
    if len(tolerances) != 3 or len(set(tolerances)) != 1:
        raise ValueError(f"{path.name}: expected one tolerance three times in the last line, found {tolerances}")
    territory = make_territory(rows[:, 1:3], rows[:, 3:], zip(ends[::2], ends[1::2], strict=True))
    return DistrictTask(territory, int(districts), float(tolerances[0]))


def main() -> None:
    order = argparse.ArgumentParser(description=__doc__)
    order.add_argument("--dir", type=Path, required=True)
    order.add_argument("--seconds", type=float, default=60.0, help="CPU-seconds an instance")
    order.add_argument("--csv", type=Path, required=True)
    order.add_argument("--seed", type=int, default=1)
    order.add_argument("names", nargs="*", help="instances, without .in.gz; all where none is given")
    given = order.parse_args()
    compile_target()
    published = read_published(given.dir / "published.csv")
    with given.csv.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for path in sorted([*given.dir.glob("*.in"), *given.dir.glob("*.in.gz")]):
            name = path.name.split(".in")[0]
            if given.names and name not in given.names:
                continue
            row = measure(path, name, given.seconds, given.seed)
            rows.writerow(row)
            file.flush()
            print(*row, published.get(name, ""), flush=True)


def measure(path: Path, name: str, seconds: float, seed: int) -> tuple[str, str, str, str, bool]:
    """A row of OUT."""
    began = time.process_time()
    task = read_instance(path)
    bound = bound_diameter(task, seconds=seconds * BOUND_SHARE, seed=seed, clock=time.process_time)
    left = seconds - (time.process_time() - began)
    found = find_districts(task, seconds=left, seed=seed, clock=time.process_time)
    took = f"{time.process_time() - began:.1f}"
    if found is None:
        return name, "", f"{bound:.{DIGITS}f}", took, False
    broken = broken_rules(task.territory, found.assigned, districts=task.districts, tolerance=task.tolerance)
    cost = largest_diameter(task.territory, found.assigned)
    return name, f"{cost:.{DIGITS}f}", f"{bound:.{DIGITS}f}", took, not broken


def read_published(path: Path) -> dict[str, float]:
    """The published mean diameter of each instance, if the file is there."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as file:
        return {row["instance"]: float(row["mean_diameter"]) for row in csv.DictReader(file)}


if __name__ == "__main__":
    main()
