"""docs/security.md answers every item of the standard once, and what it names is there."""

import re
from dataclasses import fields
from pathlib import Path

from tianlu.server.limits import Limits
from tianlu.server.security_log import Event

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NUMBERS = (Path(__file__).parent / "asvs-5.0-level-2.txt").read_text(encoding="utf-8").split()
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in TEXT.splitlines()
    if re.match(r"\| \d+\.\d+\.\d+ \|", line)
]
STATES = ("done", "not applicable", "operator", "open")


def test_every_number_of_levels_one_and_two_is_answered_once() -> None:
    assert len(NUMBERS) == 253
    assert [row[0] for row in ROWS] == NUMBERS
    assert all(len(row) == 5 and all(row) for row in ROWS)


def test_the_counts_above_are_those_of_the_rows() -> None:
    assert {row[3] for row in ROWS} == set(STATES)
    for state in STATES:
        assert f"| {state} | {sum(row[3] == state for row in ROWS)} |" in TEXT


def test_every_test_named_exists() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^def (test_\w+)\(", written, re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", TEXT))
    assert len(named) > 50
    assert named - there == set()


def test_every_file_named_exists() -> None:
    named = set(re.findall(r"`((?:src|web|docs|tests)/[\w./-]+)`", TEXT))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_what_is_done_names_where_or_by_which_test() -> None:
    bare = [row[0] for row in ROWS if row[3] == "done" and "`" not in row[4] and "Section" not in row[4]]
    assert bare == []


def test_limits_on_this_page_are_those_of_the_code() -> None:
    limits = Limits()
    numbers = {each.name: getattr(limits, each.name) for each in fields(Limits)}
    said = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|$", TEXT, re.MULTILINE))
    assert said == {name: str(value) for name, value in numbers.items() if isinstance(value, int | float)}


def test_events_on_this_page_are_those_of_the_code() -> None:
    listed = TEXT.split("Events: ")[1].split(".\n")[0]
    assert set(re.findall(r"`(\w+)`", listed)) == {event.value for event in Event}
