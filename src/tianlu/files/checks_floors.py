"""Checks on own figures of the standard: their units, and the law above them."""

from collections.abc import Iterator

from tianlu.core.problem import Problem
from tianlu.files.cells import Record
from tianlu.files.county_rows import FLOOR_FIELDS, floor_of
from tianlu.files.draft import Draft
from tianlu.files.schema import TABLES
from tianlu.files.schema_county import UNITS_OF_FLOORS_ZH
from tianlu.plan.floors.standard import FIGURE_RANGES, RULE_UNITS, FloorRule, asks_for_more, load_standard
from tianlu.plan.floors.statute import find_statute_above


def floors_have_their_unit(draft: Draft) -> Iterator[Problem]:
    """A rule's figure is counted in the rule's unit and lies in its range."""
    for floor in draft.records("floors"):
        if not floor.has("rule", "unit", "figure"):
            continue
        unit = RULE_UNITS[floor["rule"]]
        low, high = FIGURE_RANGES[unit]
        if floor["unit"] != unit:
            yield Problem(
                "floor_in_wrong_unit",
                "floors",
                floor.row,
                "unit",
                f"“{floor['unit']}”",
                f"“{unit}”, as {floor['rule']} is counted",
                f"Give the figure in {unit}.",
                f"“{unit}”（{floor['rule']} 的单位）",
                "请按该单位填写数值。",
            )
        elif not low <= floor["figure"] <= high:
            yield Problem(
                "out_of_range",
                "floors",
                floor.row,
                "figure",
                f"{floor['figure']} {unit}",
                f"{low} to {high} {unit}",
                "Correct the figure.",
                f"{low} 到 {high}",
                "请更正数值。",
            )


def floors_keep_the_law(draft: Draft) -> Iterator[Problem]:
    """An operator's own figure is no laxer than a statute's, the standard's or the package's own."""
    sound = {floor.row: floor_of(floor) for floor in draft.records("floors") if _is_whole(floor)}
    standard = load_standard()
    for row, own in sound.items():
        law = find_statute_above(own, standard, sound.values())
        if law is not None:
            yield _below_the_law(row, own, law)


def _is_whole(floor: Record) -> bool:
    required = [column.name for column in TABLES["floors"].columns if column.required]
    return all(name in floor for name in FLOOR_FIELDS) and floor.has(*required)


def _below_the_law(row: int, own: FloorRule, law: FloorRule) -> Problem:
    where = ", ".join(sorted(law.kinds & own.kinds) + sorted(law.area_classes & own.area_classes))
    more = asks_for_more(law.name)
    figure_zh = f"{'不少于' if more else '不超过'} {law.figure} {UNITS_OF_FLOORS_ZH[law.unit]}"
    return Problem(
        "below_the_law",
        "floors",
        row,
        "figure",
        f"{own.figure} {own.unit} for {where}, the operator's own figure",
        f"at {'least' if more else 'most'} {law.figure} {law.unit}, as {law.clause} says",
        f"{'Raise' if more else 'Lower'} the figure, or leave out the kinds and area classes that the law binds; "
        "where another law says so, mark the row statute and name it in clause.",
        f"{figure_zh}（{law.clause}）",
        f"请{'提高' if more else '降低'}数值，或去掉该法律适用的地点类型和区域类别；"
        "如另有法律规定，请把“依据类别”改为“法定”并写明条款。",
    )
