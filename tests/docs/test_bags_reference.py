"""docs/reference/bags.md says of labels, events and rules what the code knows, and nothing else."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tianlu.plan.bags.carriage import SecurityMark, Stowage
from tianlu.plan.bags.event import Boarded, Excepted, HandedOver, Received, Sealed, Settled
from tianlu.plan.bags.exceptions import GUIDES, BagState, Outcome
from tianlu.plan.bags.label import LABEL_FORMAT
from tianlu.plan.bags.scan import Act
from tianlu.plan.bags.split_rule import MailBasis, PassengerBasis, parse_rule

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "bags.md").read_text(encoding="utf-8")
EVENTS = {each.kind: each for each in (Sealed, HandedOver, Boarded, Received, Excepted, Settled)}
HEAD = {"kind", "id", "trip", "at", "by"}


def rows(head: str) -> list[list[str]]:
    """The cells of the table whose first head this is."""
    table = TEXT.split(f"\n| {head} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in table]


def test_every_kind_of_event_is_documented_with_its_own_fields() -> None:
    documented = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in rows("kind")}
    assert documented == {kind: {field.name for field in fields(of)} - HEAD for kind, of in EVENTS.items()}


def test_the_common_fields_are_documented() -> None:
    assert {row[0].strip("`") for row in rows("field")} == HEAD


def test_every_act_is_documented() -> None:
    assert [row[2].strip("`") for row in rows("kind")] == [act.value for act in Act]


def test_every_exception_is_documented_with_its_states() -> None:
    documented = {}
    for row in rows("exception"):
        states = row[2] if len(row) > 2 else ""
        documented[row[0].strip("`")] = {BagState(each.strip()) for each in states.split(",") if each.strip()}
    assert documented == {guide.kind.value: set(guide.states) for guide in GUIDES}


@pytest.mark.parametrize(
    "word",
    [
        LABEL_FORMAT,
        *(each.value for kind in (Stowage, Outcome, MailBasis, PassengerBasis) for each in kind),
        *(field.name for field in fields(SecurityMark)),
    ],
)
def test_every_word_is_on_the_page(word: str) -> None:
    assert word in TEXT


def test_the_pages_rule_is_one() -> None:
    rule = parse_rule(TEXT.split("```yaml\n", 1)[1].split("```", 1)[0])
    assert rule.passengers is not None
    assert rule.version == "2026-1"
