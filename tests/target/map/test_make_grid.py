"""A planted market is found where it was not shown, and where too little is known nothing is made up."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.target.map.ground_of import draw_county, drive, market_of, serve
from tianlu.target.grid.potential import PotentialParams, weighted_spearman
from tianlu.target.lists.customers.model import Customer
from tianlu.target.map.ground import gather_ground
from tianlu.target.map.make_grid import GridFound, GridTask, WhyNot, make_grid
from tianlu.target.map.view import view_grid, why_no_potential

COUNTY = draw_county(360)
SERVED = serve(COUNTY, 0.55)
PARAMS = PotentialParams(trees=40, known_min=60)


def grid_of(customers: list[tuple[str, Customer]], params: PotentialParams = PARAMS) -> tuple[GridTask, GridFound]:
    ground = gather_ground([(COUNTY, drive("v0", "v1", "v2"))], customers, visit_min=20)
    task = GridTask(ground, 8, 9, 1, params)
    return task, make_grid(task)


TASK, FOUND = grid_of(SERVED)
MARKET = market_of(COUNTY)


VIEW = view_grid(
    FOUND, TASK.ground, org="632521", plans={}, month=9, seed=1, made_at=datetime(2026, 11, 26, tzinfo=UTC)
)


def planted() -> NDArray[np.float64]:
    """The market of each cell."""
    total = np.zeros(len(FOUND.grid))
    for place in VIEW.places:
        total[place.row] += MARKET[place.id]
    return total


def test_cells_where_nobody_is_ours_are_ranked_as_planted() -> None:
    potential, own = FOUND.layers["potential_fen"].to_numpy(), FOUND.layers["own_fen"].to_numpy()
    hidden = own == 0
    assert hidden.sum() > 100
    assert weighted_spearman(potential[hidden], planted()[hidden], np.ones(hidden.sum())) > 0.75


def test_quality_is_of_cells_left_out_and_the_interval_holds() -> None:
    quality = FOUND.quality
    assert quality.because == ""
    assert quality.by_cells is not None
    assert quality.by_blocks is not None
    assert quality.by_cells.cells == quality.known == (FOUND.layers["own_fen"] > 0).sum()
    assert 0.4 < quality.by_blocks.spearman < 0.9
    assert quality.by_cells.coverage == pytest.approx(0.8, abs=0.1)


def test_key_cells_are_worth_their_visits_and_say_why() -> None:
    assert FOUND.key_cells
    worth = [each.worth_fen for each in FOUND.key_cells]
    assert worth == sorted(worth, reverse=True)
    assert worth[-1] > 0
    assert VIEW.key_cells[0].text.startswith("Could bring ¥")
    assert VIEW.key_cells[0].text_zh.startswith("年潜力 ¥")
    assert {each.feature for key in VIEW.key_cells for each in key.reasons} & {"population", "altitude_m"}
    assert sum(market.worth_fen for market in VIEW.key_markets) == sum(worth)


def test_few_known_cells_give_no_potential_but_all_that_is_known() -> None:
    _, found = grid_of(SERVED[:20])
    assert (found.quality.because, found.quality.found, found.quality.needed) == ("few_cells", 20, 60)
    assert "potential_fen" not in found.layers.columns
    assert found.key_cells == ()
    assert found.layers["own_fen"].sum() > 0
    assert (found.layers["reach_fen"] > 0).all()


def test_figures_without_any_law_are_no_potential() -> None:
    rng = np.random.default_rng(4)
    noise = [(code, replace(each, monthly_fen=int(rng.integers(1_000, 90_000)))) for code, each in SERVED]
    _, found = grid_of(noise)
    assert found.quality.because == "no_better_than_chance"
    assert "potential_fen" not in found.layers.columns


@pytest.mark.parametrize(
    ("because", "said", "said_zh"),
    [
        ("few_cells", "12 cells bring anything; 100", "12 个网格"),
        ("few_blocks", "12 blocks of the map; 100", "12 个片区"),
        ("no_better_than_chance", "no better than by chance", "不比偶然更好"),
        ("", "", ""),
    ],
)
def test_why_there_is_no_potential_is_said_with_its_figures(because: WhyNot, said: str, said_zh: str) -> None:
    zh, en = why_no_potential(VIEW.quality.model_copy(update={"because": because, "found": 12, "needed": 100}))
    assert said in en
    assert said_zh in zh
    assert bool(en) == bool(because)


def test_work_says_where_it_is_and_how_far() -> None:
    said: list[tuple[float, str]] = []
    make_grid(TASK, lambda share, at: said.append((share, at)))
    assert [at for k, (_, at) in enumerate(said) if not k or said[k - 1][1] != at] == [
        "features",
        "potential",
        "held_back",
        "key_cells",
    ]
    assert [share for share, _ in said] == sorted(share for share, _ in said)


def test_same_seed_gives_the_same_grid() -> None:
    again = make_grid(TASK)
    assert again.layers.equals(FOUND.layers)
    assert again.key_cells == FOUND.key_cells


def test_view_has_nobodys_name_telephone_or_address() -> None:
    text = VIEW.model_dump_json()
    assert "鑫源" not in text
    assert "13900001111" not in text
    assert "村口" not in text


def test_cells_are_those_in_which_a_place_stands() -> None:
    assert {place.row for place in VIEW.places} == set(range(len(VIEW.cells)))
