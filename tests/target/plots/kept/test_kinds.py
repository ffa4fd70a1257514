"""Plots are kept whole, changed by hand while they stay in one piece each, locked, named and given."""

from typing import Any

import pytest

from tests.target.plots.kept.plot_office import COUNTY, COURIER, OTHER, STRANGER, PlotOffice, a_drawing, moves
from tianlu.command.receipt import Standing


def test_kept_drawing_is_read_back_as_it_was_sent(office: PlotOffice) -> None:
    receipt = office.keep(note="秋季", job="j1")
    assert (receipt.standing, receipt.version) == (Standing.ACCEPTED, 1)
    drawing, sent = office.drawing(), a_drawing(note="秋季", job="j1")
    assert [(each.place, each.plot, each.seconds, list(each.neighbours)) for each in drawing.places] == [
        tuple(each.values()) for each in sent["places"]
    ]
    assert [each.number for each in drawing.plots] == [1, 2, 3]
    assert (drawing.note, drawing.job, drawing.bound, drawing.kept_at) == ("秋季", "j1", 4, office.now)


def test_new_drawing_replaces_the_one_before_whole(office: PlotOffice) -> None:
    office.keep()
    kept = office.keep(plots=[{"number": 2, "name": "北片"}, {"number": 5}], a1=2, a2=2, c1=5, c2=5)
    assert kept.version == 2
    assert [(each.number, each.name) for each in office.drawing().plots] == [(2, "北片"), (5, "")]
    assert set(office.drawing().plot_of.values()) == {2, 5}


def test_drawing_made_before_the_last_change_is_not_kept(office: PlotOffice) -> None:
    office.keep(base=0)
    office.done("lock", places=["a1"])
    receipt = office.keep(base=1)
    assert receipt.refusal is not None
    assert receipt.refusal.code == "stale_base"
    assert office.keep(base=2).standing is Standing.ACCEPTED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"a2": 3}, "plot_torn"),
        ({"c1": 2, "c2": 2}, "plot_emptied"),
        ({"a1": 7}, "no_such_plot"),
        ({"plots": [{"number": 1}, {"number": 1}, {"number": 2}, {"number": 3}]}, "not_a_drawing"),
        ({"plots": [{"number": 1, "person": "nobody"}, {"number": 2}, {"number": 3}]}, "no_such_worker"),
        ({"plots": [{"number": 1, "unit": "nowhere"}, {"number": 2}, {"number": 3}]}, "no_such_team"),
    ],
)
def test_drawing_that_does_not_hold_together_is_not_kept(
    office: PlotOffice, changes: dict[str, Any], code: str
) -> None:
    refusal = office.keep(**changes).refusal
    assert refusal is not None
    assert refusal.code == code


def test_neighbours_that_are_not_each_others_are_no_drawing(office: PlotOffice) -> None:
    places = a_drawing()["places"]
    places[0]["neighbours"].append("c2")
    refusal = office.keep(places=places).refusal
    assert refusal is not None
    assert refusal.code == "not_a_drawing"


def test_drawing_is_kept_by_the_server_alone(office: PlotOffice) -> None:
    assert office.refused("manager", "plots.keep", COUNTY, **a_drawing()) == "not_taken_here"


def test_place_at_the_border_goes_to_the_plot_beside_and_balance_is_said(office: PlotOffice) -> None:
    office.keep()
    receipt = office.done("move", moves=moves(a1=2))
    assert office.drawing().plot_of["a1"] == 2
    assert receipt["result"] == {"uneven": [1, 2]}
    assert receipt["version"] == 2
    assert office.done("move", moves=moves(a1=1))["result"] == {"uneven": []}


def test_two_places_swap_at_once(office: PlotOffice) -> None:
    office.keep(tolerance=0.0)
    assert office.done("move", moves=moves(a1=2, b2=1))["result"] == {"uneven": []}
    assert office.drawing().plot_of == {"a1": 2, "a2": 1, "b1": 2, "b2": 1, "c1": 3, "c2": 3}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"a1": 3}, "plot_torn"),
        ({"a1": 2, "a2": 2}, "plot_emptied"),
        ({"a1": 1}, "nothing_changes"),
        ({"zz": 1}, "no_such_plot_place"),
        ({"a1": 9}, "no_such_plot"),
    ],
)
def test_move_that_breaks_a_plot_is_refused_with_the_reason(
    office: PlotOffice, wanted: dict[str, int], code: str
) -> None:
    office.keep()
    assert office.not_done("move", moves=moves(**wanted)) == code
    assert office.drawing().version == 1


def test_locked_place_stays_until_it_is_unlocked(office: PlotOffice) -> None:
    office.keep()
    office.done("lock", places=["a1", "a2"])
    assert office.not_done("lock", places=["a1"]) == "nothing_changes"
    assert office.not_done("move", moves=moves(a1=2)) == "place_locked"
    office.done("unlock", places=["a1"])
    office.done("move", moves=moves(a1=2))
    assert [each.place for each in office.drawing().places if each.is_locked] == ["a2"]


def test_plot_is_given_to_somebody_who_works_here_or_to_a_unit_or_to_nobody(office: PlotOffice) -> None:
    office.keep()
    office.done("give", plot=2, person=COURIER, unit=COUNTY)
    assert (office.drawing().plot[2].person, office.drawing().plot[2].unit) == (COURIER, COUNTY)
    assert office.not_done("give", plot=2, person="nobody") == "no_such_worker"
    assert office.not_done("give", plot=2, unit="nowhere") == "no_such_team"
    assert office.not_done("give", plot=9, person=COURIER) == "no_such_plot"
    office.done("give", plot=2)
    assert office.drawing().plot[2].person == ""


def test_plot_is_named(office: PlotOffice) -> None:
    office.keep()
    office.done("name", plot=1, name="河卡片")
    assert office.drawing().plot[1].name == "河卡片"


def test_edit_made_on_an_older_drawing_is_refused(office: PlotOffice) -> None:
    office.keep()
    office.done("name", plot=1, name="河卡片", base=1)
    assert office.not_done("move", moves=moves(a1=2), base=1) == "stale_base"


def test_nothing_is_done_to_plots_by_who_may_not_manage_the_list_or_elsewhere(office: PlotOffice) -> None:
    office.keep()
    assert office.not_done("move", by=COURIER, moves=moves(a1=2)) == "not_allowed"
    assert office.not_done("give", by=STRANGER, plot=1) == "not_allowed"
    refusal = office.keep(COURIER).refusal
    assert refusal is not None
    assert refusal.code == "not_allowed"
    assert office.refused(STRANGER, "plots.name", OTHER, plot=1, name="x") == "no_drawing"
