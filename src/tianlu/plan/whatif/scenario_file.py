"""A scenario's file, YAML or JSON: read strictly, every trouble with its path, and written again.

    format: tianlu-scenario/1
    name: 每村每周五次到访
    name_en: Five visits a week in every village
    changes:
      - change: visits_at_least
        visits: 5

A figure that a template leaves blank (null) is asked for: prices are the operator's own and are never invented.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import yaml

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.place.model import AreaClass
from tianlu.plan.county import Energy, Wishes
from tianlu.plan.lines.trip import FeeBasis
from tianlu.plan.whatif.cells import (
    KILOGRAMS,
    LITRES_OR_KWH,
    SERVE_FROM,
    SUBSIDY_RULE,
    TEXT,
    YES,
    YUAN,
    Kind,
    NotThat,
    choice,
    code,
    degrees,
    many,
    whole,
)
from tianlu.plan.whatif.changes import (
    AddVehicles,
    BusTerms,
    Change,
    CloseStation,
    MoveStation,
    RemoveVehicles,
    ReplaceVehicles,
    Scenario,
    Subsidise,
    VisitsAtLeast,
    WithoutBuses,
)
from tianlu.plan.whatif.subsidy_rule import Grade

SCENARIO_FORMAT = "tianlu-scenario/1"
TABLE = "scenario"
FOUND_CHARACTERS_MAX = 60
BLANK_CODES = frozenset({"blank", "price_missing"})
"""Codes of the problems that say no more than that a figure has still to be filled in."""


@dataclass(frozen=True)
class Cell:
    """A figure of a change: its key in the file, the field that it fills, its kind."""

    key: str
    field: str
    kind: Kind
    is_required: bool = True


@dataclass(frozen=True)
class Form:
    """A kind of change: its name in the file, its value, its figures."""

    name: str
    of: type[Any]
    cells: tuple[Cell, ...] = ()


FORMS = (
    Form("without_buses", WithoutBuses),
    Form(
        "replace_vehicles",
        ReplaceVehicles,
        (
            Cell("kinds", "kinds", many(code("vehicle_kind"), at_least=1)),
            Cell("kind", "kind", code("vehicle_kind")),
            Cell("energy", "energy", choice(Energy)),
            Cell("consumption_per_100km", "consumption_per_100km", LITRES_OR_KWH),
            Cell("capacity_kg", "capacity_g", KILOGRAMS),
            Cell("capacity_pieces", "capacity_pieces", whole(1, 100_000)),
            Cell("yuan_a_day", "day_fen", YUAN),
            Cell("yuan_a_km", "km_fen", YUAN),
            Cell("yuan_an_hour", "hour_fen", YUAN),
        ),
    ),
    Form(
        "visits_at_least",
        VisitsAtLeast,
        (
            Cell("visits", "visits", whole(1, 7)),
            Cell("area_classes", "area_classes", many(choice(AreaClass), at_least=0), is_required=False),
        ),
    ),
    Form(
        "close_station",
        CloseStation,
        (
            Cell("station", "station", code("station")),
            Cell("vehicles_move", "vehicles_move", YES),
            Cell("serve_from", "serve_from", SERVE_FROM, is_required=False),
        ),
    ),
    Form(
        "move_station",
        MoveStation,
        (
            Cell("station", "station", code("station")),
            Cell("to", "to", code("place"), is_required=False),
            Cell("lon", "lon", degrees(180), is_required=False),
            Cell("lat", "lat", degrees(90), is_required=False),
        ),
    ),
    Form(
        "bus_terms",
        BusTerms,
        (
            Cell("lines", "lines", many(code("line"), at_least=0), is_required=False),
            Cell("fee_basis", "fee_basis", choice(FeeBasis), is_required=False),
            Cell("fee_yuan", "fee_fen", YUAN, is_required=False),
            Cell("hold_kg", "hold_g", KILOGRAMS, is_required=False),
            Cell("hold_pieces", "hold_pieces", whole(0, 100_000), is_required=False),
        ),
    ),
    Form(
        "add_vehicles",
        AddVehicles,
        (
            Cell("like", "like", code("vehicle")),
            Cell("count", "count", whole(1, 50)),
            Cell("depot", "depot", code("place"), is_required=False),
        ),
    ),
    Form("remove_vehicles", RemoveVehicles, (Cell("vehicles", "vehicles", many(code("vehicle"), at_least=1)),)),
    Form(
        "consistency",
        Wishes,
        (
            Cell("further_driver_yuan", "further_driver_fen", YUAN),
            Cell("arrival_hour_yuan", "arrival_hour_fen", YUAN),
        ),
    ),
    Form(
        "subsidy",
        Subsidise,
        (
            Cell("rule", "rule", SUBSIDY_RULE),
            Cell("investment_yuan", "investment_fen", YUAN),
            Cell("grade", "grade", choice(Grade)),
            Cell("years", "years", whole(1, 100), is_required=False),
            Cell("weeks_a_year", "weeks_a_year", whole(1, 53), is_required=False),
        ),
    ),
)
FORM_BY_NAME = {form.name: form for form in FORMS}
FORM_BY_TYPE = {form.of: form for form in FORMS}

_TOGETHER = {"subsidy": ("years", "weeks_a_year"), "move_station": ("lon", "lat")}


@dataclass(frozen=True)
class Ask:
    """A figure that a template leaves to whoever uses it, by path, with the kind that it must have."""

    path: str
    kind: str
    change: str
    key: str


def parse_scenario(text: str) -> Scenario:
    """Raises ProblemsFound with all that is wrong, each by its path."""
    return read_scenario(parse_body(text))


def parse_body(text: str) -> Any:
    """The text as JSON, or as YAML, which takes JSON's number 1e-05 for a word. Raises ProblemsFound."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        pass
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ProblemsFound(
            [_problem("", "not_yaml", " ".join(str(error).split()), "YAML or JSON", "YAML 或 JSON")]
        ) from None


def read_scenario(body: Any) -> Scenario:
    """The scenario that an object describes. Raises ProblemsFound with all that is wrong, each by its path."""
    problems = list(_problems(body))
    if problems:
        raise ProblemsFound(problems)
    changes = tuple(_build(change) for change in body["changes"])
    return Scenario(body["name"], body["name_en"], changes, body.get("note", ""))


def write_scenario(scenario: Scenario) -> str:
    """YAML that reads as the same scenario."""
    return yaml.safe_dump(scenario_body(scenario), allow_unicode=True, sort_keys=False)


def scenario_body(scenario: Scenario) -> dict[str, Any]:
    """The scenario as an object, as its file has it."""
    body: dict[str, Any] = {"format": SCENARIO_FORMAT, "name": scenario.name, "name_en": scenario.name_en}
    if scenario.note:
        body["note"] = scenario.note
    return {**body, "changes": [_change_body(change) for change in scenario.changes]}


def list_asks(body: Any) -> tuple[Ask, ...]:
    """What a template leaves blank, in order."""
    return tuple(
        Ask(f"changes[{k}].{cell.key}", cell.kind.name, form.name, cell.key)
        for k, change in enumerate(body["changes"])
        for form in (FORM_BY_NAME[change["change"]],)
        for cell in form.cells
        if cell.key in change and change[cell.key] is None
    )


def _change_body(change: Change) -> dict[str, Any]:
    form = FORM_BY_TYPE[type(change)]
    defaults = {field.name: field.default for field in fields(form.of)}
    body: dict[str, Any] = {"change": form.name}
    for cell in form.cells:
        value = getattr(change, cell.field)
        if cell.is_required or value != defaults[cell.field]:
            body[cell.key] = cell.kind.write(value)
    return body


def _build(body: Mapping[str, Any]) -> Any:
    form = FORM_BY_NAME[body["change"]]
    return form.of(**{cell.field: cell.kind.read(body[cell.key]) for cell in form.cells if cell.key in body})


def _problems(body: Any) -> Iterator[Problem]:
    if not isinstance(body, dict):
        yield _problem(
            "",
            "wrong_type",
            _shown(body),
            "an object with format, name, name_en, changes",
            "含 format、name、name_en、changes 的对象",
        )
        return
    if body.get("format") != SCENARIO_FORMAT:
        yield _problem("format", "wrong_format", _shown(body.get("format")), SCENARIO_FORMAT, SCENARIO_FORMAT)
    for key in ("name", "name_en"):
        if key not in body:
            yield _problem(key, "missing_field", "nothing", "a name", "名称")
        else:
            yield from _cell_problems(key, TEXT, body[key])
    if "note" in body and not isinstance(body["note"], str):
        yield _problem("note", "wrong_value", _shown(body["note"]), "some text", "文字")
    known = ("format", "name", "name_en", "note", "changes")
    yield from _unknown(body, known, "")
    changes = body.get("changes")
    if not isinstance(changes, list) or not changes:
        yield _problem("changes", "no_changes", _shown(changes), "a list of changes", "改动的列表")
        return
    for k, change in enumerate(changes):
        yield from _change_problems(f"changes[{k}]", change)


def _change_problems(path: str, change: Any) -> Iterator[Problem]:
    name = change.get("change") if isinstance(change, dict) else None
    form = FORM_BY_NAME.get(name) if isinstance(name, str) else None
    if form is None:
        listed = ", ".join(FORM_BY_NAME)
        found = _shown(name if isinstance(change, dict) else change)
        yield _problem(f"{path}.change", "unknown_change", found, f"one of {listed}", f"{listed} 之一")
        return
    for cell in form.cells:
        if change.get(cell.key) is not None:
            yield from _cell_problems(f"{path}.{cell.key}", cell.kind, change[cell.key])
        elif cell.is_required or cell.key in change:
            yield _asked_for(f"{path}.{cell.key}", cell.kind)
    yield from _unknown(change, ("change", *(cell.key for cell in form.cells)), f"{path}.")
    yield from _together(path, form, change)


def _together(path: str, form: Form, change: Mapping[str, Any]) -> Iterator[Problem]:
    """What a change needs as a whole."""
    pair = _TOGETHER.get(form.name)
    if pair and (pair[0] in change) != (pair[1] in change):
        both = " and ".join(pair)
        yield _problem(
            path, "half_a_pair", "one of the two", f"{both}, or neither", f"{'、'.join(pair)} 要么都写，要么都不写"
        )
    if form.name == "move_station" and ("to" in change) == ("lon" in change):
        yield _problem(path, "no_target", "both or neither", "either to, or lon and lat", "写 to，或写 lon 和 lat")
    if form.name == "bus_terms" and not {"fee_yuan", "hold_kg", "hold_pieces", "fee_basis"} & set(change):
        yield _problem(path, "nothing_changed", "no new figure", "a fee or a hold", "运费或货舱的新数字")


def _cell_problems(path: str, kind: Kind, value: Any) -> Iterator[Problem]:
    try:
        kind.read(value)
    except NotThat as wrong:
        yield _problem(path, "wrong_value", _shown(value), wrong.expected, wrong.expected_zh)


def _asked_for(path: str, kind: Kind) -> Problem:
    if kind is YUAN:
        return Problem(
            code="price_missing",
            table=TABLE,
            row=None,
            field=path,
            found="nothing",
            expected="your own price in yuan",
            how_to_fix="Enter the price that you pay or were offered; none is assumed.",
            expected_zh="您自己的价格（元）",
            how_to_fix_zh="请填写实际支付或对方报出的价格；本系统不作假定。",
        )
    return _problem(path, "blank", "nothing", "a value", "必须填写")


def _unknown(body: Mapping[Any, Any], known: tuple[str, ...], prefix: str) -> Iterator[Problem]:
    for key in body:
        if key not in known:
            listed = ", ".join(known)
            yield _problem(f"{prefix}{key}", "unknown_field", str(key), f"one of {listed}", f"{listed} 之一")


def _problem(path: str, code_: str, found: str, expected: str, expected_zh: str) -> Problem:
    return Problem(
        code=code_,
        table=TABLE,
        row=None,
        field=path or None,
        found=found,
        expected=expected,
        how_to_fix="Write the scenario as docs/reference/scenario.md says.",
        expected_zh=expected_zh,
        how_to_fix_zh="请按 docs/reference/scenario.md 书写情景。",
    )


def _shown(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= FOUND_CHARACTERS_MAX else text[:FOUND_CHARACTERS_MAX] + "…"
