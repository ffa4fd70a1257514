"""Travel figures of which some may be missing: a whole matrix, or every pair that is not there as a Problem."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tianlu.core.ids import PlaceId
from tianlu.core.problem import Problem
from tianlu.place.model import Place
from tianlu.place.travel import TravelMatrix

Travelled = tuple[TravelMatrix | None, tuple[Problem, ...]]
"""A matrix and no Problems, or no matrix and all of them."""


def complete_travel(
    places: Sequence[Place], *, seconds: NDArray[np.float64], metres: NDArray[np.float64], source: str
) -> Travelled:
    """A matrix from seconds and metres of shape (n, n), NaN where there is no way; minutes are rounded up.

    A missing pair is never a large number: it is said, with the names of both places. A place that has no way
    to or from any other is said once.
    """
    missing = np.isnan(seconds) | np.isnan(metres)
    np.fill_diagonal(missing, False)
    if missing.any():
        return None, _problems(places, missing)
    minutes = np.ceil(np.nan_to_num(seconds) / 60).astype(np.int32)
    whole_metres = np.rint(np.nan_to_num(metres)).astype(np.int32)
    np.fill_diagonal(minutes, 0)
    np.fill_diagonal(whole_metres, 0)
    return TravelMatrix(tuple(place.id for place in places), minutes, whole_metres, source), ()


def table_travel(
    places: Sequence[Place], legs: Mapping[tuple[PlaceId, PlaceId], tuple[int, int]], *, source: str
) -> Travelled:
    """A matrix from a table of legs: minutes and metres from place to place; legs of other places are left aside."""
    seconds, metres = np.full((2, len(places), len(places)), np.nan)
    index = {place.id: k for k, place in enumerate(places)}
    for (origin, destination), (minutes, length) in legs.items():
        if origin in index and destination in index:
            at = index[origin], index[destination]
            seconds[at], metres[at] = 60 * minutes, length
    return complete_travel(places, seconds=seconds, metres=metres, source=source)


def _problems(places: Sequence[Place], missing: NDArray[np.bool_]) -> tuple[Problem, ...]:
    others = len(places) - 1
    cut_off = (missing.sum(axis=0) == others) & (missing.sum(axis=1) == others)
    alone = [_cut_off(place) for place, is_alone in zip(places, cut_off, strict=True) if is_alone]
    pairs = np.argwhere(missing & ~cut_off[:, None] & ~cut_off[None, :])
    return (*alone, *(_no_way(places[origin], places[destination]) for origin, destination in pairs.tolist()))


def _cut_off(place: Place) -> Problem:
    return Problem(
        code="place_cut_off",
        table="travel",
        row=None,
        field=None,
        found=f"no way between {_named(place)} and any other place",
        expected="a way from every place to every other",
        how_to_fix="Correct the place's coordinates, or add its legs to a travel table.",
        expected_zh="任意两个地点之间应有道路可通",
        how_to_fix_zh=f"请更正 {_named(place)} 的坐标，或在 travel 表中补上其往返里程。",
    )


def _no_way(origin: Place, destination: Place) -> Problem:
    return Problem(
        code="no_way",
        table="travel",
        row=None,
        field=None,
        found=f"no way from {_named(origin)} to {_named(destination)}",
        expected="a way from every place to every other",
        how_to_fix="Correct the coordinates of the two places, or add the leg to a travel table.",
        expected_zh="任意两个地点之间应有道路可通",
        how_to_fix_zh=f"请更正 {_named(origin)} 与 {_named(destination)} 的坐标，或在 travel 表中补上这一段。",
    )


def _named(place: Place) -> str:
    return f"{place.name} ({place.id})"
