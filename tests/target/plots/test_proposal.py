"""What is proposed in place of standing plots keeps numbers and locks, says what moves and why, and tells how far it
is."""

from dataclasses import replace

import numpy as np
import pytest

from tests.target.plots.grids import grid
from tianlu.core.ids import PlaceId
from tianlu.sample import open_county
from tianlu.target.plots.check import broken_plot_rules
from tianlu.target.plots.county import CountyTerritory
from tianlu.target.plots.draw import STEPS
from tianlu.target.plots.plots import PlotTask
from tianlu.target.plots.proposal import Proposal, Standing, WhyMoved, propose_drawing, propose_mending
from tianlu.target.plots.territory import make_territory

WIDE, HIGH = 8, 6
SOME = open_county("632803").places[0]


def cells(*, heavy: dict[int, float] | None = None) -> CountyTerritory:
    """A county of a grid, each cell a place; `heavy` are cells that take more than one minute."""
    territory = grid(WIDE, HIGH)
    work = np.ones((WIDE * HIGH, 1))
    for unit, minutes in (heavy or {}).items():
        work[unit] = minutes
    places = tuple(replace(SOME, id=PlaceId(f"p{k:02d}")) for k in range(WIDE * HIGH))
    return CountyTerritory(places, make_territory(territory.xy, work, map(tuple, territory.edges.tolist())))


def as_standing(proposal: Proposal, *locked: str) -> Standing:
    numbers = zip(proposal.county.places, proposal.numbers.tolist(), strict=True)
    return Standing({place.id: number for place, number in numbers}, frozenset(map(PlaceId, locked)))


def drawn(plots: int = 4, **more: object) -> Proposal:
    found = propose_drawing(cells(), plots, 0.1, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def is_sound(proposal: Proposal, tolerance: float) -> bool:
    known = sorted(set(proposal.numbers.tolist()))
    index = np.searchsorted(known, proposal.numbers)
    territory = proposal.county.territory
    return not broken_plot_rules(PlotTask(territory, len(known), tolerance, np.zeros(territory.units, np.int64)), index)


def test_first_plots_are_numbered_from_the_north_and_nothing_moves() -> None:
    found = drawn()
    assert sorted(set(found.numbers.tolist())) == [1, 2, 3, 4]
    norths = [found.county.territory.xy[found.numbers == number][:, 1].mean() for number in (1, 2, 3, 4)]
    assert norths == sorted(norths, reverse=True)
    assert (found.moved, found.shares_before) == ((), {})


def test_plots_drawn_again_keep_the_numbers_of_those_they_share_most_with() -> None:
    first = drawn(seed=1)
    other = drawn(seed=1, before=as_standing(first))
    assert other.moved == ()
    renamed = Standing({place: 10 * number for place, number in as_standing(first).plot_of.items()})
    again = drawn(seed=1, before=renamed)
    assert (again.numbers == 10 * first.numbers).all()


def test_locked_places_keep_their_plot_when_all_is_drawn_anew() -> None:
    first = drawn()
    held = Standing({**as_standing(first).plot_of}, frozenset({PlaceId("p00"), PlaceId("p47")}))
    other = drawn(plots=3, seed=5, before=held)
    assert [other.numbers[0], other.numbers[47]] == [first.numbers[0], first.numbers[47]]
    assert {each.because for each in other.moved} == {WhyMoved.REDRAWN}
    assert is_sound(other, 0.1)


def test_fewer_plots_than_have_locked_places_cannot_be_drawn() -> None:
    first = drawn()
    with pytest.raises(ValueError, match="have locked places"):
        drawn(plots=1, before=as_standing(first, "p00", "p47"))


def test_places_of_a_vacant_plot_go_to_others_and_its_locks_are_void() -> None:
    first = drawn()
    vacant = int(first.numbers[0])
    mended = propose_mending(cells(), 0.1, as_standing(first, "p00"), vacant=frozenset({vacant}))
    assert mended is not None
    assert vacant not in mended.numbers
    assert is_sound(mended, 0.1)
    of_vacant = {each.place for each in mended.moved if each.because is WhyMoved.VACANT}
    assert of_vacant == {
        place.id for place, number in zip(first.county.places, first.numbers, strict=True) if number == vacant
    }


def test_shifted_work_moves_few_places_and_says_from_which_share_to_which() -> None:
    first = drawn()
    shifted = cells(heavy={0: 3.0})
    mended = propose_mending(shifted, 0.1, as_standing(first, "p00"))
    assert mended is not None
    assert is_sound(mended, 0.1)
    assert 0 < len(mended.moved) <= 10
    assert {each.because for each in mended.moved} == {WhyMoved.UNEVEN}
    home = int(first.numbers[0])
    assert mended.numbers[0] == home
    assert mended.shares_before[home] > 1.1 >= mended.shares[home]


def test_place_that_came_later_joins_a_plot_beside_it() -> None:
    standing = as_standing(drawn())
    known = {place: number for place, number in standing.plot_of.items() if place != "p47"}
    mended = propose_mending(cells(), 0.15, Standing(known))
    assert mended is not None
    [new] = [each for each in mended.moved if each.because is WhyMoved.NEW]
    assert (new.place, new.was) == ("p47", 0)
    assert is_sound(mended, 0.15)


def test_no_plot_left_is_no_mending() -> None:
    with pytest.raises(ValueError, match="without a plot"):
        propose_mending(cells(), 0.1, as_standing(drawn()), vacant=frozenset({1, 2, 3, 4}))


def test_search_tells_how_far_it_is_and_may_be_ended() -> None:
    told: list[float] = []
    drawn(on_share=told.append)
    assert told == sorted(told)
    assert len(told) > STEPS
    assert told[-1] == 1.0

    def stop(_: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        drawn(on_share=stop)
