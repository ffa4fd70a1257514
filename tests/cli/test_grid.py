"""The grid from the machine on which the server runs: made as a job, kept, its key cells printed with reasons."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tianlu.cli.main import app
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.people.signin.keys import make_id
from tianlu.people.signin.kinds import SERVER
from tianlu.sample import open_county
from tianlu.server.demo_units import UNIT
from tianlu.server.one_door import OneDoor, open_one_door

COUNTY = "630123"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[OneDoor]:
    opened = open_one_door(tmp_path / "work", clock=lambda: datetime.now(UTC))
    opened.sign_in.first_run.found_without_password(UNIT)
    run(tmp_path, "org", "plant-sample", "--county", COUNTY)
    yield opened
    opened.close()


def run(folder: Path, *words: str, language: str = "en", code: int = 0) -> str:
    result = CliRunner().invoke(app, [*words, "--workspace", str(folder / "work"), "--language", language])
    assert result.exit_code == code, result.output
    return result.output.strip()


def enter(served: OneDoor, count: int) -> None:
    """A company of ours at each of some places, who brings by how many live there; on the list by two words."""
    boss, now, drawn = next(iter(served.sign_in.gate.snapshot().persons)), datetime.now(UTC), random.Random(1)
    places = sorted(open_county(COUNTY).places, key=lambda place: place.id)
    for k, place in enumerate(places[:count]):
        who = {"customer": f"c{k}", "kind": "company", "name": f"店{k}", "tier": "small", "relation": "existing"}
        fen = round(300 * place.population * drawn.uniform(0.2, 1))
        body = {**who, "place": str(place.id), "monthly_fen": fen, "reason": "新增"}
        orders = [
            (SERVER, "customer.enter", body),
            (ActorId(boss), "customer.decide", {"customer": f"c{k}", "grants": True}),
        ]
        for actor, kind, said in orders:
            envelope = Envelope(CommandId(make_id(now)), kind, 1, OrgId(COUNTY), now, said)
            assert served.door.submit(actor, [envelope])[0].standing == "accepted"


def test_grid_is_made_kept_and_its_key_cells_say_why(served: OneDoor, tmp_path: Path) -> None:
    enter(served, 150)
    said = run(tmp_path, "grid", "make", "--org", COUNTY)
    assert "are key cells" in said
    assert "cells held back: rank correlation 0." in said
    assert "whole blocks held back: " in said
    told = run(tmp_path, "grid", "key", "--org", COUNTY, "--most", "2")
    assert "Could bring ¥" in told
    assert "of " in told.splitlines()[-1]
    assert "年潜力 ¥" in run(tmp_path, "grid", "key", "--org", COUNTY, language="zh")
    assert "grid" in run(tmp_path, "job", "list")


def test_too_few_customers_and_no_grid_are_said_in_words(served: OneDoor, tmp_path: Path) -> None:
    assert "grid make --org" in run(tmp_path, "grid", "key", "--org", COUNTY, code=2)
    enter(served, 20)
    assert "cells bring anything; 60 at least" in run(tmp_path, "grid", "make", "--org", COUNTY)
    assert "没有潜力估计" in run(tmp_path, "grid", "key", "--org", COUNTY, language="zh")
    assert "there is no unit 99" in run(tmp_path, "grid", "make", "--org", "99", code=2)
    assert "the plan is gone" in run(tmp_path, "grid", "make", "--org", COUNTY, "--plan", "none", code=2)
