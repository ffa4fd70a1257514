"""How many plots a county has, and what is refused."""

import numpy as np
import pytest

from tests.target.plots.grids import grid
from tianlu.target.plots.plots import PlotTask, county_parts


def test_counties_get_plots_by_their_work_and_at_least_one() -> None:
    territory = grid(12, 1)
    counties = np.array([0] * 8 + [1] * 3 + [2])
    assert [len(part.plots) for part in county_parts(PlotTask(territory, 6, 0.1, counties))] == [4, 1, 1]


def test_locked_plots_stay_in_their_county() -> None:
    task = PlotTask(grid(12, 1), 3, 0.1, np.arange(12) // 6, locks={11: 0, 7: 2})
    assert [part.plots for part in county_parts(task)] == [(1,), (0, 2)]


def test_a_county_left_without_a_plot_is_refused() -> None:
    task = PlotTask(grid(12, 1), 2, 0.1, np.arange(12) // 6, locks={0: 0, 5: 1})
    with pytest.raises(ValueError, match="left without one"):
        county_parts(task)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"plots": 1}, "at least one a county"),
        ({"locks": {0: 5}}, "locks are of units"),
        ({"locks": {0: 1, 11: 1}}, "locked in two counties"),
        ({"tolerance": -0.1}, "tolerance"),
        ({"counties": np.zeros(3, np.int64)}, "county of every unit"),
    ],
)
def test_a_task_checks_itself(wrong: dict[str, object], said: str) -> None:
    sound = {"territory": grid(12, 1), "plots": 3, "tolerance": 0.1, "counties": np.arange(12) // 6}
    with pytest.raises(ValueError, match=said):
        PlotTask(**{**sound, **wrong})  # type: ignore[arg-type]
