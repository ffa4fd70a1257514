"""A scenario's file: what is written reads as the same scenario, and every trouble has its path in both languages."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tianlu.core.ids import LineId, PlaceId, VehicleId
from tianlu.core.problem import ProblemsFound
from tianlu.place.model import AreaClass
from tianlu.plan.county import Energy
from tianlu.plan.lines.trip import FeeBasis
from tianlu.plan.whatif.changes import (
    AddVehicles,
    BusTerms,
    CloseStation,
    MoveStation,
    RemoveVehicles,
    ReplaceVehicles,
    Scenario,
    Subsidise,
    VisitsAtLeast,
    WithoutBuses,
)
from tianlu.plan.whatif.ready_made import ready_made
from tianlu.plan.whatif.scenario_file import parse_scenario, scenario_body, write_scenario
from tianlu.plan.whatif.subsidy import shipped_rules
from tianlu.plan.whatif.subsidy_rule import Grade, SubsidyRule

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
PLACES = TEXTS.filter(lambda text: text != "nearest").map(PlaceId)
FEN = st.integers(0, 10**9)
GRAMS = st.integers(0, 10**8)
PERCENT = st.integers(0, 100)


def degrees(most: int) -> st.SearchStrategy[float]:
    """A coordinate to the fifth decimal, about a metre."""
    return st.integers(-most * 10**5, most * 10**5).map(lambda steps: steps / 10**5)


OWN_RULES = st.builds(
    SubsidyRule,
    id=TEXTS.filter(lambda text: text not in shipped_rules()),
    name=TEXTS,
    name_en=TEXTS,
    percent_max=PERCENT,
    cap_fen=FEN,
    grade_percents=st.tuples(PERCENT, PERCENT, PERCENT, PERCENT),
    clause=TEXTS,
)
SPREAD = st.one_of(
    st.just({}), st.fixed_dictionaries({"years": st.integers(1, 30), "weeks_a_year": st.integers(1, 53)})
)
CHANGES = st.one_of(
    st.just(WithoutBuses()),
    st.builds(
        ReplaceVehicles,
        kinds=st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
        kind=TEXTS,
        energy=st.sampled_from(Energy),
        consumption_per_100km=st.integers(0, 10**6),
        capacity_g=GRAMS,
        capacity_pieces=st.integers(1, 10**5),
        day_fen=FEN,
        km_fen=FEN,
        hour_fen=FEN,
    ),
    st.builds(
        VisitsAtLeast,
        visits=st.integers(1, 7),
        area_classes=st.lists(st.sampled_from(AreaClass), max_size=3).map(tuple),
    ),
    st.builds(CloseStation, station=PLACES, vehicles_move=st.booleans(), serve_from=st.none() | PLACES),
    st.builds(MoveStation, station=PLACES, to=PLACES),
    st.builds(MoveStation, station=PLACES, lon=degrees(180), lat=degrees(90)),
    st.builds(
        BusTerms,
        lines=st.lists(TEXTS.map(LineId), max_size=2).map(tuple),
        fee_basis=st.none() | st.sampled_from(FeeBasis),
        fee_fen=FEN,
        hold_g=st.none() | GRAMS,
        hold_pieces=st.none() | st.integers(0, 10**5),
    ),
    st.builds(AddVehicles, like=TEXTS.map(VehicleId), count=st.integers(1, 50), depot=st.none() | PLACES),
    st.builds(RemoveVehicles, vehicles=st.lists(TEXTS.map(VehicleId), min_size=1, max_size=3).map(tuple)),
    st.builds(
        lambda rule, fen, grade, spread: Subsidise(rule, fen, grade, **spread),
        st.sampled_from(list(shipped_rules().values())) | OWN_RULES,
        FEN,
        st.sampled_from(Grade),
        SPREAD,
    ),
)
SCENARIOS = st.builds(
    Scenario,
    name=TEXTS,
    name_en=TEXTS,
    changes=st.lists(CHANGES, min_size=1, max_size=4).map(tuple),
    note=st.just("") | TEXTS,
)


@settings(max_examples=150, deadline=None)
@given(SCENARIOS)
def test_what_is_written_reads_as_the_same_scenario(scenario: Scenario) -> None:
    assert parse_scenario(write_scenario(scenario)) == scenario
    assert parse_scenario(json.dumps(scenario_body(scenario), ensure_ascii=False)) == scenario


HEAD = "format: tianlu-scenario/1\nname: 甲\nname_en: A\nchanges:\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[1", None),
        ("3", None),
        ("format: tianlu-scenario/2\nname: 甲\nname_en: A\nchanges: [{change: without_buses}]", "format"),
        ("format: tianlu-scenario/1\nname: 甲\nchanges: [{change: without_buses}]", "name_en"),
        (HEAD.replace("changes:\n", "changes: []"), "changes"),
        (HEAD + "  - change: fly", "changes[0].change"),
        (HEAD + "  - 7", "changes[0].change"),
        (HEAD + "  - change: without_buses\n    lines: [a]", "changes[0].lines"),
        (HEAD + "  - change: without_buses\n  - change: visits_at_least\n    visits: 8", "changes[1].visits"),
        (HEAD + "  - change: visits_at_least\n    visits: true", "changes[0].visits"),
        (HEAD + "  - change: visits_at_least\n    visits: 3\n    area_classes: [moon]", "changes[0].area_classes"),
        (HEAD + "  - change: bus_terms\n    fee_yuan: 0.123", "changes[0].fee_yuan"),
        (HEAD + "  - change: bus_terms", "changes[0]"),
        (HEAD + "  - change: move_station\n    station: S\n    lon: 1", "changes[0]"),
        (HEAD + "  - change: move_station\n    station: S", "changes[0]"),
        (HEAD + "  - change: remove_vehicles\n    vehicles: []", "changes[0].vehicles"),
        (HEAD + "  - change: subsidy\n    rule: none\n    investment_yuan: 1\n    grade: A", "changes[0].rule"),
    ],
)
def test_trouble_is_named_by_its_path_in_both_languages(text: str, path: str | None) -> None:
    with pytest.raises(ProblemsFound) as caught:
        parse_scenario(text)
    assert path in [problem.field for problem in caught.value.problems]
    assert all(problem.expected_zh and problem.how_to_fix_zh for problem in caught.value.problems)


def test_ready_made_scenarios_read_or_ask_for_what_only_the_operator_knows() -> None:
    whole = [each.name for each in ready_made().values() if not each.asks]
    assert whole == ["without-buses", "five-visits"]
    for name in whole:
        parse_scenario(ready_made()[name].text)
    for template in ready_made().values():
        if template.asks:
            with pytest.raises(ProblemsFound) as caught:
                parse_scenario(template.text)
            assert {problem.field for problem in caught.value.problems} == {ask.path for ask in template.asks}


def test_electric_fleet_asks_for_prices_and_invents_none() -> None:
    asked = {ask.key for ask in ready_made()["ev-fleet"].asks}
    assert {"yuan_a_day", "yuan_a_km", "yuan_an_hour"} <= asked
    with pytest.raises(ProblemsFound) as caught:
        parse_scenario(ready_made()["ev-fleet"].text)
    assert [problem.code for problem in caught.value.problems].count("price_missing") == 3
