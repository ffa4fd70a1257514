"""Floors measured on what is done."""

from hypothesis import given
from hypothesis import strategies as st

from tianlu.core.calendar import DayPattern
from tianlu.core.ids import PlaceId
from tianlu.place.model import AreaClass, Place, PlaceKind
from tianlu.plan.floors.compliance import Served, measure_compliance
from tianlu.plan.floors.obligation import Obligation, RuleRef

CLAUSE = RuleRef("visits_a_week", "a clause", "statute")


def a_village(name: str, area_class: AreaClass = AreaClass.RURAL) -> Place:
    return Place(
        id=PlaceId(name),
        kind=PlaceKind.VILLAGE,
        name=name,
        parent=PlaceId("h"),
        lon=100.0,
        lat=36.0,
        altitude_m=3000,
        area_class=area_class,
        population=500,
    )


def three_a_week() -> Obligation:
    return Obligation(visits_min=3, gap_days_max=3, rules=(("visits_min", CLAUSE),))


def days(*weekdays: int) -> DayPattern:
    return DayPattern.of(weekdays)


def test_visits_above_the_floor_are_a_margin() -> None:
    place = a_village("a")
    result = measure_compliance([place], {place.id: three_a_week()}, {place.id: Served(visit_days=days(0, 2, 4, 5))})
    visits, gap = result.lines
    assert (visits.margin, visits.is_met, visits.rule) == (1, True, CLAUSE)
    assert (gap.found, gap.margin, gap.is_met) == (2, 1, True)


def test_gap_across_the_weeks_seam_is_a_miss() -> None:
    place = a_village("a")
    result = measure_compliance([place], {place.id: three_a_week()}, {place.id: Served(visit_days=days(0, 1, 2))})
    (miss,) = result.misses
    assert (miss.place, miss.found, miss.margin) == (place.id, 5, -2)


def test_place_without_any_visit_misses_its_gap_too() -> None:
    place = a_village("a")
    result = measure_compliance([place], {place.id: three_a_week()}, {})
    assert [(line.found, line.margin) for line in result.misses] == [(0, -3), (None, None)]


def test_denominator_counts_the_places_that_a_rule_binds() -> None:
    near, far, free = a_village("a"), a_village("b", AreaClass.REMOTE), a_village("c")
    owed = {near.id: three_a_week(), far.id: Obligation(visits_min=1, rules=(("visits_min", CLAUSE),))}
    done = {near.id: Served(visit_days=days(0, 3)), far.id: Served(visit_days=days(6))}
    result = measure_compliance([near, far, free], owed, done)
    tallies = {(tally.rule, tally.area_class): (tally.met, tally.of, tally.margin_min) for tally in result.tallies}
    assert tallies["visits_a_week", None] == (1, 2, -1)
    assert tallies["visits_a_week", AreaClass.REMOTE] == (1, 1, 0)
    assert (result.places_met, result.places_of) == (1, 2)


def test_promise_to_a_place_without_mail_binds_nobody() -> None:
    place = a_village("a")
    owed = {place.id: Obligation(promise_deliver_min=600, promise_collect_days=0)}
    assert measure_compliance([place], owed, {}).lines == ()


def test_mail_that_never_moves_breaks_its_promise() -> None:
    place = a_village("a")
    owed = {place.id: Obligation(promise_deliver_min=600)}
    done = {place.id: Served(deliver_worst_min=300, deliver_stuck=1)}
    (line,) = measure_compliance([place], owed, done).lines
    assert (line.found, line.is_met) == (None, False)


def test_promise_is_kept_to_the_minute() -> None:
    place = a_village("a")
    owed = {place.id: Obligation(promise_deliver_min=600)}
    for worst, is_met in ((600, True), (601, False)):
        (line,) = measure_compliance([place], owed, {place.id: Served(deliver_worst_min=worst)}).lines
        assert line.is_met is is_met


@given(st.lists(st.integers(0, 127), min_size=1, max_size=12), st.integers(0, 7), st.integers(1, 7))
def test_met_and_missed_add_up(masks: list[int], visits: int, gap: int) -> None:
    places = [a_village(f"p{k}") for k in range(len(masks))]
    owed = {place.id: Obligation(visits_min=visits, gap_days_max=gap) for place in places}
    done = {place.id: Served(visit_days=DayPattern(mask)) for place, mask in zip(places, masks, strict=True)}
    result = measure_compliance(places, owed, done)
    assert result.met + len(result.misses) == result.of
    assert sum(tally.of for tally in result.tallies if tally.area_class is None) == result.of
    assert sum(tally.of for tally in result.tallies if tally.area_class is not None) == result.of
