"""The pages on customers name commands that exist, and the figures that are shipped."""

import re
from pathlib import Path

import click
import pytest
import typer.main

from tianlu.cli.main import app
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Tier
from tianlu.target.lists.tier_rules import load_tiers
from tianlu.target.visits.left_out import Because
from tianlu.target.visits.wanted import shipped_wishes

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("lists", "working-a-list", "visits")


def text_of(page: str) -> str:
    return (DOCS / f"{page}.md").read_text(encoding="utf-8")


def row_of(page: str, tier: Tier) -> list[str]:
    [row] = re.findall(rf"^\| \S+ {tier.value} \| (.*) \|$", text_of(page), re.MULTILINE)
    return [cell.strip() for cell in row.split("|")]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_of_the_page_exists(page: str) -> None:
    lines = re.findall(r"^tianlu (.+?)(?:\s+#.*)?$", text_of(page), re.MULTILINE)
    assert lines
    group = typer.main.get_command(app)
    for line in lines:
        command, words = group, line.split()
        while isinstance(command, click.Group) or hasattr(command, "get_command"):
            command = command.get_command(None, words.pop(0))  # type: ignore[arg-type]
            assert command is not None, line
        known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= known, line


@pytest.mark.parametrize("tier", list(Tier))
def test_figures_of_a_tier_are_those_shipped(tier: Tier) -> None:
    [rule] = [rule for rule in load_tiers() if rule.tier == tier]
    assert row_of("lists", tier) == [str(rule.month_fen_min // 100)]
    level, wish = shipped_levels()[tier], shipped_wishes()[tier]
    needs = ", ".join(work.value for work, times in level.needs.items() for _ in range(times))
    proven = ", ".join(sorted(level.proven)) or "–"
    assert row_of("working-a-list", tier) == [needs, proven, str(level.idle.days), str(level.capacity)]
    minutes, share, least, hours, _ = row_of("visits", tier)
    assert (minutes, share, least) == (
        str(wish.minutes),
        f"{wish.share:.0%}".replace("%", " %"),
        str(wish.least_fen // 100),
    )
    begin, end = (int(text[:2]) * 60 for text in hours.split("–"))
    assert (begin, end) == (wish.from_min, wish.to_min)


def test_every_reason_to_leave_a_visit_out_has_a_row() -> None:
    table = text_of("visits").split("| 原因 | reason |")[1].split("\n\n")[0]
    assert len(re.findall(r"^\| [^-]", table, re.MULTILINE)) == len(Because)
