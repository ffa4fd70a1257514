"""The scenarios that are shipped: whole ones, and templates that ask for what only the operator knows."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tianlu.core.problem import ProblemsFound
from tianlu.plan.whatif.scenario_file import BLANK_CODES, Ask, list_asks, parse_body, read_scenario

NAMES = ("without-buses", "five-visits", "station-closed", "ev-fleet", "same-driver", "subsidised-station")


@dataclass(frozen=True)
class ReadyMade:
    """`body` is the scenario as an object; a template has blanks (`asks`), which must be filled before it can be
    read."""

    name: str
    text: str
    body: dict[str, Any]
    asks: tuple[Ask, ...]


@cache
def ready_made() -> dict[str, ReadyMade]:
    """By name, in the order in which they are offered."""
    return {name: _open(name) for name in NAMES}


def open_scenario(name: str, text: str) -> ReadyMade:
    """An operator's own scenario or template, to be offered beside those that are shipped. Raises ProblemsFound for all
    that is wrong but blanks."""
    body = parse_body(text)
    try:
        read_scenario(body)
    except ProblemsFound as trouble:
        wrong = [problem for problem in trouble.problems if problem.code not in BLANK_CODES]
        if wrong:
            raise ProblemsFound(wrong) from None
    asks = list_asks(body)
    if not asks:
        read_scenario(body)
    return ReadyMade(name, text, body, asks)


def _open(name: str) -> ReadyMade:
    text = files(__package__).joinpath("ready", f"{name}.yaml").read_text(encoding="utf-8")
    body = parse_body(text)
    return ReadyMade(name, text, body, list_asks(body))
