"""The readmes name files and commands that exist."""

import re
from pathlib import Path

import pytest

from tianlu.cli.main import VERBS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_link_of_the_readme_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_command_of_the_readme_exists(name: str) -> None:
    verbs = set(re.findall(r"^\.venv/bin/tianlu (\w+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
    assert verbs
    assert verbs <= set(VERBS)


def test_the_systems_of_both_readmes_are_the_same() -> None:
    tables = [(ROOT / name).read_text(encoding="utf-8").count("\n| ") for name in ("README.md", "README.zh.md")]
    assert tables[0] == tables[1]
