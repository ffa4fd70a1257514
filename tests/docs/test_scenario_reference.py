"""docs/reference/scenario.md names every change with its keys, every ready-made scenario and every shipped rule."""

import re
from pathlib import Path

from tianlu.plan.whatif.ready_made import ready_made
from tianlu.plan.whatif.scenario_file import FORMS, SCENARIO_FORMAT
from tianlu.plan.whatif.subsidy import shipped_rules

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "scenario.md").read_text(encoding="utf-8")


def test_the_page_names_every_change_with_its_keys_and_which_must_be_there() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", TEXT, re.MULTILINE))
    assert list(rows) == [form.name for form in FORMS]
    for form in FORMS:
        said = re.findall(r"`(\w+)`(\*?)", rows[form.name])
        assert said == [(cell.key, "*" if cell.is_required else "") for cell in form.cells]


def test_the_page_names_the_format_the_ready_made_and_the_rules() -> None:
    assert SCENARIO_FORMAT in TEXT
    for name in (*ready_made(), *shipped_rules()):
        assert f"`{name}`" in TEXT
