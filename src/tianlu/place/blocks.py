"""A travel matrix asked block by block of something that answers for a few places at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tianlu.core.problem import Problem
from tianlu.place.complete import Travelled, complete_travel
from tianlu.place.model import Place


@dataclass(frozen=True, eq=False)
class Block:
    """Travel from some places to others: seconds and metres of shape (origins, destinations), NaN where there is no
    way, and how far each origin lies from the road it was put on, NaN where that is not said."""

    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]
    off_road_m: NDArray[np.float64]


Ask = Callable[[Sequence[Place], Sequence[Place]], Block]
"""Answers for origins and destinations. Raises NoAnswer, or PlacesRefused."""


class NoAnswer(Exception):
    """Nothing will come of asking again."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class PlacesRefused(NoAnswer):
    """These places cannot be answered for together; others may be."""


class Unconnected(PlacesRefused):
    """No origin has a way to any destination, or one of them is off the map: told apart by asking for each alone."""


@dataclass(frozen=True)
class Asking:
    """`block`: places to a side of a question (OSRM and Valhalla answer 100 × 100 and 50 × 50 as they come).

    A place farther than `off_road_m_max` metres from the nearest road is a Problem: its figures would be another's.
    """

    block: int = 50
    off_road_m_max: int = 2_000

    def __post_init__(self) -> None:
        if self.block < 1 or self.off_road_m_max < 0:
            raise ValueError(f"a question is for one place or more, not {self}")


def ask_in_blocks(places: Sequence[Place], ask: Ask, asking: Asking, *, source: str) -> Travelled:
    """The whole matrix, or everything that stands in its way."""
    seconds, metres = np.full((2, len(places), len(places)), np.nan)
    off_road_m = np.full(len(places), np.nan)
    troubles: dict[Problem, None] = {}
    spans = [slice(k, min(k + asking.block, len(places))) for k in range(0, len(places), asking.block)]
    for rows in spans:
        for columns in spans:
            try:
                block = ask(places[rows], places[columns])
            except PlacesRefused as refused:
                troubles |= dict.fromkeys(_refusal(refused, places[rows], places[columns], ask))
                continue
            except NoAnswer as nothing:
                return None, (*troubles, nothing.problem)
            seconds[rows, columns], metres[rows, columns] = block.seconds, block.metres
            off_road_m[rows] = block.off_road_m
    troubles |= dict.fromkeys(_off_road(places, off_road_m, asking.off_road_m_max))
    if troubles:
        return None, tuple(troubles)
    return complete_travel(places, seconds=seconds, metres=metres, source=source)


def _refusal(
    refused: PlacesRefused, origins: Sequence[Place], destinations: Sequence[Place], ask: Ask
) -> list[Problem]:
    """The places that are refused even alone, else the refusal itself; pairs without a way are left to be missing."""
    problems = []
    for place in {place.id: place for place in (*origins, *destinations)}.values():
        try:
            ask([place], [place])
        except PlacesRefused as alone:
            problems.append(_refused(place, alone.problem.found))
    return problems or ([] if isinstance(refused, Unconnected) else [refused.problem])


def _refused(place: Place, why: str) -> Problem:
    return Problem(
        code="place_off_the_map",
        table="places",
        row=None,
        field="lon, lat",
        found=f"{place.name} ({place.id}) at {place.lon}, {place.lat}: {why}",
        expected="a place near a road of the map",
        how_to_fix="Correct the coordinates, or use a map that covers the place.",
        expected_zh="地点应靠近地图上的道路",
        how_to_fix_zh="请更正坐标，或换用覆盖该地点的地图。",
    )


def _off_road(places: Sequence[Place], off_road_m: NDArray[np.float64], m_max: int) -> list[Problem]:
    return [
        Problem(
            code="place_far_from_road",
            table="places",
            row=None,
            field="lon, lat",
            found=f"{place.name} ({place.id}) {apart:.0f} m from the nearest road of the map",
            expected=f"a road within {m_max} m",
            how_to_fix="Correct the coordinates, or add the place's legs to a travel table.",
            expected_zh=f"{m_max} 米以内应有道路",
            how_to_fix_zh="请更正坐标，或在 travel 表中补上其往返里程。",
        )
        for place, apart in zip(places, off_road_m, strict=True)
        if apart > m_max
    ]
