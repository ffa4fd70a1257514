"""A lower bound: what no plan of a county's week can cost less than, proven.

The week is a linear program that every plan satisfies (`bounding/week_program.py`), over legs, with cuts. Cases of it
tell apart how many vehicle-days there are and which villages they call at (`bounding/rise.py`). Any prices of the rows
prove a bound of a case (Lagrange), and the least over the cases is the week's, whether or not anything has converged:
stopping at any time leaves a valid bound (docs/decisions/0010).
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from tianlu.core.calendar import MINUTES_A_DAY
from tianlu.place.model import PlaceKind
from tianlu.plan.rounds.bounding.linear import NoSolution, SolverGaveUp
from tianlu.plan.rounds.bounding.rise import BoundParams, Rise, TimeIsUp
from tianlu.plan.rounds.problem import WeekProblem

DEFAULT_BOUND_PARAMS = BoundParams()
SAFE = 1e-7
"""Share of the bound that is given away for what floating-point sums may have lost."""

OnBound = Callable[[float, int], bool]
"""Told seconds and bound after every step; the computing stops where it returns False."""


@dataclass(frozen=True)
class Bound:
    """No plan that keeps every rule costs less than `fen`; None where none was computed, and `why_none` says why.

    `no_plan` is True where it was proven that no plan keeps every rule. `trace` is (seconds, fen) as the bound rose.
    """

    fen: int | None
    why_none: str = ""
    no_plan: bool = False
    trace: tuple[tuple[float, int], ...] = ()


def lower_bound(
    problem: WeekProblem,
    *,
    seconds: float,
    params: BoundParams = DEFAULT_BOUND_PARAMS,
    on_bound: OnBound = lambda _, __: True,
    clock: Callable[[], float] = time.perf_counter,
) -> Bound:
    """The best bound within about `seconds` of `clock`."""
    unable = _why_not(problem)
    if unable:
        return Bound(None, unable)
    trace: list[tuple[float, int]] = []

    def on_rise(elapsed_s: float, bound: float) -> bool:
        fen = _whole(bound)
        if not trace or fen > trace[-1][1]:
            trace.append((round(elapsed_s, 2), fen))
        return on_bound(elapsed_s, trace[-1][1])

    rise = Rise(problem, params, seconds=seconds, clock=clock, on_rise=on_rise)
    try:
        rise.run()
    except NoSolution:
        return Bound(None, "no plan keeps every rule", no_plan=True)
    except (SolverGaveUp, TimeIsUp):
        pass
    if not trace:
        return Bound(None, f"nothing was proven within {seconds:.0f} s")
    return Bound(trace[-1][1], trace=tuple(trace))


def _whole(bound: float) -> int:
    """The least whole number of fen that a plan can cost: plans cost whole fen."""
    return max(0, math.ceil(bound - SAFE * abs(bound) - 1e-3))


def _why_not(problem: WeekProblem) -> str:
    if problem.driven is not None:
        return "part of the week is driven already; the bound is of whole weeks"
    for vehicle in problem.vehicles:
        if vehicle.shift_from_min < 0 or vehicle.shift_to_min > MINUTES_A_DAY:
            return f"the shift of {vehicle.id} runs past midnight, which the bound does not model"
        if problem.site(vehicle.depot).kind is PlaceKind.VILLAGE:
            return f"{vehicle.id} stands at a village, which the bound does not model"
    return ""
