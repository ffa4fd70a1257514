"""Compile the searches of target before their first use: `python -m tianlu.target.compile_ahead`, once, for seconds.

The compiled code is kept on disk beside the files until one of them changes.
"""

import numpy as np

from tianlu.target.lists.assign import ClaimTask, assign_customers
from tianlu.target.plots.districts import DistrictTask, find_districts, make_ground
from tianlu.target.plots.draw import anneal_plots
from tianlu.target.plots.locks import start_with_locks
from tianlu.target.plots.search.state import Weights
from tianlu.target.plots.territory import make_territory
from tianlu.target.progress import go_on


def compile_target() -> None:
    """Search in the smallest of tasks: what is compiled for them serves every other."""
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    territory = make_territory(corners, np.ones((4, 1)), [(0, 1), (1, 3), (3, 2), (2, 0)])
    find_districts(DistrictTask(territory, 2, 0.5), runs=1)
    start = start_with_locks(territory, 2, {}, np.random.default_rng(0))
    assert start is not None, "four corners are connected"
    weights = Weights(tolerance=0.5, balance=1.0, cut=1.0, moved=0.0)
    anneal_plots(make_ground(territory, 2), start, 2, weights, hot=1.0, sweeps=1, seed=0, on_share=go_on)
    nobody, nothing = np.full(4, -1), np.zeros(4)
    assign_customers(ClaimTask(corners, corners, np.ones(4), np.ones(4), nobody, nothing, np.full(4, 9.0)))


if __name__ == "__main__":
    print("compiling the searches of target, once: half a minute")
    compile_target()
