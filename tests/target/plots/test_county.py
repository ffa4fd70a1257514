"""A county's places become a territory in one piece, whatever their lie, with the plan's minutes as work."""

from dataclasses import replace

import numpy as np
import pytest

from tianlu.core.ids import PlaceId
from tianlu.place.model import Place, PlaceKind
from tianlu.sample import open_county
from tianlu.target.plots.check import broken_plot_rules
from tianlu.target.plots.county import LEAST_MIN, county_territory
from tianlu.target.plots.draw import draw_plots
from tianlu.target.plots.plots import PlotTask

PLACES = open_county("632803").places
VILLAGE = next(place for place in PLACES if place.kind is PlaceKind.VILLAGE)


def is_in_one_piece(first: np.ndarray, neighbours: np.ndarray) -> bool:
    seen, todo = {0}, [0]
    while todo:
        unit = todo.pop()
        for other in neighbours[first[unit] : first[unit + 1]].tolist():
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return len(seen) == len(first) - 1


def at(*points: tuple[float, float]) -> list[Place]:
    return [replace(VILLAGE, id=PlaceId(f"p{k}"), lon=lon, lat=lat) for k, (lon, lat) in enumerate(points)]


@pytest.mark.parametrize(
    "places",
    [
        PLACES,
        at((100, 36)),
        at((100, 36), (100, 36)),
        at((100, 36), (100.1, 36.1), (100.2, 36.2), (100.3, 36.3), (100.4, 36.4)),
        at((100, 36), (100, 36), (100.1, 36), (100, 36.1), (100.1, 36.1), (100.1, 36.1)),
    ],
)
def test_territory_is_in_one_piece(places: list[Place]) -> None:
    found = county_territory(places, {})
    assert PlaceKind.HUB not in {place.kind for place in found.places}
    assert is_in_one_piece(found.territory.first, found.territory.neighbours)


def test_work_is_what_the_plan_says_and_a_place_without_is_somebodys_too() -> None:
    found = county_territory(at((100, 36), (100.1, 36)), {PlaceId("p0"): 90.0})
    assert found.territory.activities.ravel().tolist() == [90.0, LEAST_MIN]


def test_plots_of_a_county_are_contiguous_and_balanced() -> None:
    found = county_territory(PLACES, {place.id: 20.0 + k % 7 for k, place in enumerate(PLACES)})
    task = PlotTask(found.territory, 3, 0.1, np.zeros(found.territory.units, np.int64))
    drawn = draw_plots(task, seed=1)
    assert drawn is not None
    assert broken_plot_rules(task, drawn.assigned) == ()


def test_county_without_villages_has_no_plots() -> None:
    with pytest.raises(ValueError, match="no plots"):
        county_territory([place for place in PLACES if place.kind is PlaceKind.HUB], {})
