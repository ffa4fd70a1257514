"""Reads a plan's JSON strictly: each value is of the type that its dataclass says, or named by its path."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from tianlu.core.problem import Problem, ProblemsFound

TABLE = "plan"

FOUND_CHARACTERS_MAX = 60

Value = TypeVar("Value")


def read_object(text: str) -> dict[str, Any]:
    """The object of a JSON text. Raises ProblemsFound where the text is none."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProblemsFound([problem_at("", "not_json", str(error), "JSON", "JSON 文本")]) from None
    if not isinstance(body, dict):
        raise ProblemsFound([problem_at("", "wrong_type", shown(body), "an object", "一个对象")])
    return body


def read_value(of: type[Value], body: object, path: str = "") -> Value:
    """The dataclass `of` that an object describes. Raises ProblemsFound with all that is wrong with it."""
    problems = list(_problems(of, body, path))
    if problems:
        raise ProblemsFound(problems)
    value: Value = _build(of, body)
    return value


def problem_at(path: str, code: str, found: str, expected: str, expected_zh: str) -> Problem:
    """Trouble with the value at a path, `rounds[3].stops[0].arrive_min`; a blank path is the whole text."""
    return Problem(
        code=code,
        table=TABLE,
        row=None,
        field=path or None,
        found=found,
        expected=expected,
        how_to_fix="Write the plan as docs/reference/plan.md says.",
        expected_zh=expected_zh,
        how_to_fix_zh="请按 docs/reference/plan.md 书写计划。",
    )


def shown(value: object) -> str:
    """A value as it stands in the file, if it is short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= FOUND_CHARACTERS_MAX else text[:FOUND_CHARACTERS_MAX] + "…"


def _problems(kind: Any, value: object, path: str) -> Iterator[Problem]:
    """What hinders reading a value as a whole number, a text, a list or a dataclass."""
    if kind is int:
        if type(value) is not int:
            yield problem_at(path, "wrong_type", shown(value), "a whole number", "整数")
    elif kind is str:
        if not isinstance(value, str):
            yield problem_at(path, "wrong_type", shown(value), "a text", "文本")
    elif get_origin(kind) is tuple:
        if not isinstance(value, list):
            yield problem_at(path, "wrong_type", shown(value), "a list", "列表")
            return
        for k, each in enumerate(value):
            yield from _problems(get_args(kind)[0], each, f"{path}[{k}]")
    elif not isinstance(value, dict):
        yield problem_at(path, "wrong_type", shown(value), "an object", "一个对象")
    else:
        yield from _problems_of_fields(kind, value, f"{path}." if path else "")


def _problems_of_fields(of: Any, body: Mapping[str, Any], prefix: str) -> Iterator[Problem]:
    known = _fields(of)
    for name, (field, kind) in known.items():
        if name in body:
            yield from _problems(kind, body[name], prefix + name)
        elif field.default is MISSING:
            yield problem_at(prefix + name, "missing_field", "nothing", "a value", "必须填写")
    for name in body.keys() - known.keys():
        listed = ", ".join(known)
        yield problem_at(prefix + name, "unknown_field", shown(name), f"one of {listed}", f"{listed} 之一")


def _build(kind: Any, value: Any) -> Any:
    """The value of a body that has no problems."""
    if get_origin(kind) is tuple:
        return tuple(_build(get_args(kind)[0], each) for each in value)
    if is_dataclass(kind) and isinstance(kind, type):
        known = _fields(kind)
        return kind(**{name: _build(known[name][1], each) for name, each in value.items()})
    return value


@cache
def _fields(of: Any) -> dict[str, tuple[Field[Any], Any]]:
    """The fields of a dataclass with their types; an id's type is the one it is made of."""
    hints = get_type_hints(of)
    return {field.name: (field, getattr(hints[field.name], "__supertype__", hints[field.name])) for field in fields(of)}
