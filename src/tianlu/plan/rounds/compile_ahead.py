"""Compile the search before its first use: `python -m tianlu.plan.rounds.compile_ahead`, once, for minutes.

The compiled code is kept on disk beside the search's files until one of them changes.
"""

import time

import numpy as np

from tianlu.plan.rounds.anneal import DEFAULT_PARAMS, anneal
from tianlu.plan.rounds.bounding.cuts import find_cuts
from tianlu.plan.rounds.plain import PlainProblem, plain_week
from tianlu.plan.rounds.result import Budget
from tianlu.plan.rounds.search.flow import true_loads


def compile_search() -> None:
    """Search a problem of two nodes, as a plain one and as a county: what is compiled for it serves every other."""
    week = plain_week(
        PlainProblem(
            distance=np.array([[0.0, 1.0], [1.0, 0.0]]),
            service=np.zeros(2),
            demand=np.ones(2),
            patterns=((), ((0,),)),
            vehicles=1,
            load_max=(2.0,),
            length_max=(0.0,),
        )
    )
    for numbers in (week.numbers, np.zeros_like(week.numbers)):
        found = anneal(
            week._replace(numbers=numbers),
            budget=Budget(iterations=1),
            seed=0,
            params=DEFAULT_PARAMS,
            clock=time.perf_counter,
            on_step=lambda _: True,
        )
    find_cuts(np.ones((2, 2)), np.ones(2), np.ones(2), capacity=1.0, least=0.1)
    true_loads(week, found.state, np.zeros_like(found.state.carried), np.zeros_like(week.hold))


if __name__ == "__main__":
    print("compiling the search, once: one to three minutes")
    compile_search()
