"""100,000 customers to 2,000 owners: `python benchmarks/claims.py [--customers N] [--owners M] [--seeds 1 2]`.

A made province of 300 × 300 km: six of ten customers and owners live about one of sixty towns, which are as large as
their rank says (Zipf), the rest anywhere. Seven of ten customers have one of the four nearest owners; a change costs as
much as 2 km. Capacities differ by a factor of up to 2.3 and add up to 1.2 or 1.05 times all loads, which are 1, or 1 to
5. To be left without costs 200 km.

The gap is to the dual of the linear program over all owners. `off` counts owners beyond their capacity, summed anew.
Seconds are of the processor.
"""

import argparse
import time

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from tianlu.target.compile_ahead import compile_target
from tianlu.target.lists.assign import ClaimTask, assign_customers

SIDE, TOWN = 300_000.0, 8_000.0
TOWNS = 60


def make_task(seed: int, customers: int, owners: int, *, room: float, is_unit: bool) -> ClaimTask:
    """The case of a seed; all capacities together are `room` times all loads."""
    dice = np.random.default_rng(seed)
    towns = dice.uniform(0, SIDE, (TOWNS, 2))
    customers_xy, owners_xy = _places(dice, towns, customers), _places(dice, towns, owners)
    loads = np.ones(customers) if is_unit else dice.integers(1, 6, customers).astype(float)
    capacities = dice.uniform(0.6, 1.4, owners)
    capacities = np.floor(capacities / capacities.sum() * loads.sum() * room) + 1
    _, near = KDTree(owners_xy).query(customers_xy, k=min(4, owners))
    known = near[np.arange(customers), dice.integers(0, near.shape[1], customers)]
    current = np.where(dice.random(customers) < 0.7, known, -1)
    change = np.where(current >= 0, 2_000.0, 0.0)
    left = np.full(customers, 200_000.0)
    return ClaimTask(customers_xy, owners_xy, loads, capacities, current, change, left)


def _places(dice: np.random.Generator, towns: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    size = 1 / np.arange(1, len(towns) + 1)
    about = towns[dice.choice(len(towns), count, p=size / size.sum())] + dice.normal(0, TOWN, (count, 2))
    return np.where(dice.random((count, 1)) < 0.6, about, dice.uniform(0, SIDE, (count, 2)))


def main() -> None:
    order = argparse.ArgumentParser(description=__doc__)
    order.add_argument("--customers", type=int, default=100_000)
    order.add_argument("--owners", type=int, default=2_000)
    order.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    given = order.parse_args()
    compile_target()
    print("| loads | capacity | seed | km each | bound | gap | same owner | left | off | CPU s |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for is_unit, loads in ((True, "1"), (False, "1 to 5")):
        for room in (1.2, 1.05):
            for seed in given.seeds:
                task = make_task(seed, given.customers, given.owners, room=room, is_unit=is_unit)
                began = time.process_time()
                claims = assign_customers(task)
                took = time.process_time() - began
                served = claims.owner >= 0
                used = np.bincount(claims.owner[served], task.loads[served], given.owners)
                kept = (claims.owner == task.current)[task.current >= 0].mean()
                each, least = claims.cost / given.customers / 1000, claims.bound / given.customers / 1000
                off = int((used > task.capacities + 1e-6).sum())
                cells = (loads, room, seed, f"{each:.3f}", f"{least:.3f}", f"{claims.gap:.3%}", f"{kept:.1%}")
                print(f"| {' | '.join(map(str, cells))} | {(~served).sum()} | {off} | {took:.1f} |", flush=True)


if __name__ == "__main__":
    main()
