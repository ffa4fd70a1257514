"""A plot is whole where one can go through it from neighbour to neighbour."""

from hypothesis import given
from hypothesis import strategies as st

from tests.target.plots.kept.plot_office import LADDER, PLOT_OF
from tianlu.target.plots.kept.whole import members_of, torn_plots


def test_plots_of_pairs_are_whole() -> None:
    assert torn_plots(PLOT_OF, LADDER) == []


def test_plot_with_a_place_on_the_other_side_is_torn() -> None:
    assert torn_plots({**PLOT_OF, "a1": 3}, LADDER) == [3]
    assert torn_plots({**PLOT_OF, "a1": 3, "b2": 1, "b1": 1}, LADDER) == [3]


@given(st.lists(st.integers(1, 3), min_size=6, max_size=6))
def test_torn_are_the_plots_whose_places_have_no_way_between_them(plots: list[int]) -> None:
    plot_of = dict(zip(LADDER, plots, strict=True))
    for plot, places in members_of(plot_of).items():
        ways = {(here, there) for here in places for there in places if here == there or there in LADDER[here]}
        for _ in places:
            ways |= {(a, d) for a, b in ways for c, d in ways if b == c}
        assert (plot in torn_plots(plot_of, LADDER)) == (len(ways) < len(places) ** 2)
