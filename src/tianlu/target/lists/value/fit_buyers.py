"""BG/NBD and the market's tempo fitted together to the histories of customers, by greatest likelihood."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from tianlu.target.lists.value.bg_nbd import BgNbd, Record, log_likelihood
from tianlu.target.lists.value.purchases import Histories
from tianlu.target.lists.value.tempo import DAYS_A_STRETCH, Tempo, lengths_by_day, stretch_of, stretches

START = BgNbd(r=0.3, alpha=5.0, a=0.8, b=2.5)


@dataclass(frozen=True)
class FitParams:
    """`step_sd` is how far the log of the tempo is thought to move from a stretch of `days_a_stretch` to the next; with
    one stretch for all the past it is the paper's BG/NBD."""

    step_sd: float = 0.15
    days_a_stretch: int = DAYS_A_STRETCH


@dataclass(frozen=True, eq=False)
class BuyerModel:
    """The fitted model. `is_sound` is False where the search for the greatest likelihood did not end by itself."""

    figures: BgNbd
    tempo: Tempo
    log_likelihood: float
    is_sound: bool


def fit_buyers(histories: Histories, repeat_days: NDArray[np.int64], *, params: FitParams | None = None) -> BuyerModel:
    """The figures and the tempo that make the histories likeliest, with the prior on the tempo's steps.

    `repeat_days` are the days, from `histories.start`, of all repeat purchases of all customers in any order.
    Raises ValueError where nobody came back, for then there is no habit to learn.
    """
    params = params or FitParams()
    if not histories.repeats.any():
        raise ValueError("nobody bought a second time")
    packed = _pack(histories)
    edges = stretches(histories.end, params.days_a_stretch)
    bought = np.bincount(stretch_of(repeat_days, edges), minlength=len(edges) - 1).astype(float)
    start = np.concatenate([np.log([START.r, START.alpha, START.a, START.b]), np.zeros(len(edges) - 2)])
    limits = [(-9.0, 9.0)] * len(start)
    # A likelihood per customer, so that the search stops at the same relative gain for few and for many.
    scale = float(packed.weights.sum())

    def downhill(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = _posterior(point, packed, edges, bought, params.step_sd)
        return -value / scale, -slope / scale

    found = minimize(downhill, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 500})
    return _model(found.x, edges, -float(found.fun) * scale, is_sound=bool(found.success))


def record_of(histories: Histories, tempo: Tempo) -> Record:
    """Histories in weeks of mean tempo."""
    clock = tempo.clock
    return Record(
        repeats=histories.repeats.astype(float),
        recency=clock[histories.last] - clock[histories.first],
        age=clock[histories.end] - clock[histories.first],
    )


@dataclass(frozen=True, eq=False)
class _Packed:
    """Customers with the same history as one row with its weight."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    repeats: NDArray[np.int64]
    weights: NDArray[np.float64]


def _pack(histories: Histories) -> _Packed:
    span = histories.end + 1
    key = (histories.repeats * span + histories.first) * span + histories.last
    kinds, counts = np.unique(key, return_counts=True)
    return _Packed(kinds // span % span, kinds % span, kinds // span**2, counts.astype(float))


def _posterior(
    point: NDArray[np.float64],
    packed: _Packed,
    edges: NDArray[np.int64],
    bought: NDArray[np.float64],
    step_sd: float,
) -> tuple[float, NDArray[np.float64]]:
    """Log-posterior and slope at (log figures, log pace of each stretch after the first, whose pace is 1)."""
    figures = np.exp(point[:4])
    log_pace = np.concatenate([[0.0], point[4:]])
    pace = np.exp(log_pace)
    by_day = lengths_by_day(edges)
    clock = by_day @ pace
    record = Record(
        packed.repeats.astype(float), clock[packed.last] - clock[packed.first], clock[-1] - clock[packed.first]
    )
    slope = log_likelihood(BgNbd(*figures), record, packed.weights)
    by_clock = np.bincount(packed.last, slope.by_recency, minlength=len(clock))
    by_clock -= np.bincount(packed.first, slope.by_recency + slope.by_age, minlength=len(clock))
    by_clock[-1] += slope.by_age.sum()
    steps = np.diff(log_pace)
    by_log_pace = (by_clock @ by_day) * pace + bought
    by_log_pace[1:] -= steps / step_sd**2
    by_log_pace[:-1] += steps / step_sd**2
    value = slope.log_likelihood + float(bought @ log_pace) - float(steps @ steps) / (2 * step_sd**2)
    return value, np.concatenate([slope.by_figure * figures, by_log_pace[1:]])


def _model(point: NDArray[np.float64], edges: NDArray[np.int64], value: float, *, is_sound: bool) -> BuyerModel:
    """Times are counted anew so that the mean pace is 1."""
    pace = np.exp(np.concatenate([[0.0], point[4:]]))
    mean = float(pace @ np.diff(edges) / np.diff(edges).sum())
    r, alpha, a, b = np.exp(point[:4])
    return BuyerModel(BgNbd(r, alpha / mean, a, b), Tempo(edges, pace / mean), value, is_sound)
