"""The scenarios that are shipped: whole ones, and templates that ask for what only the operator knows."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tianlu.plan.whatif.scenario_file import Ask, list_asks, parse_body

NAMES = ("without-buses", "five-visits", "station-closed", "ev-fleet", "subsidised-station")


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


def _open(name: str) -> ReadyMade:
    text = files(__package__).joinpath("ready", f"{name}.yaml").read_text(encoding="utf-8")
    body = parse_body(text)
    return ReadyMade(name, text, body, list_asks(body))
