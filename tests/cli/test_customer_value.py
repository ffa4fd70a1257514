"""What customers are worth and what a campaign changed, from the machine on which the server runs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.server.test_target_campaign import campaign_file
from tests.server.test_target_value import orders_file
from tianlu.cli.main import app
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.people.signin.keys import make_id
from tianlu.server.demo_units import UNIT
from tianlu.server.one_door import OneDoor, open_one_door

TOP, CUSTOMERS = "63", 30


@pytest.fixture
def served(tmp_path: Path) -> Iterator[OneDoor]:
    """Customers of a shop's list and of a bank's, both by the same people."""
    opened = open_one_door(tmp_path / "work", clock=lambda: datetime.now(UTC))
    opened.sign_in.first_run.found_without_password(UNIT)
    boss = next(iter(opened.sign_in.gate.snapshot().persons))
    now = datetime.now(UTC)
    for k in range(CUSTOMERS):
        records = [{"source": "电商", "key": f"c{k}", "fen": 5}, {"source": "金融", "key": f"k{k}", "fen": 5}]
        who = {"customer": f"shop-{k}", "kind": "company", "name": f"店{k}", "tier": "small", "relation": "existing"}
        body = {**who, "records": records, "reason": "新增"}
        envelope = Envelope(CommandId(make_id(now)), "customer.enter", 1, OrgId(TOP), now, body)
        assert opened.door.submit(ActorId(boss), [envelope])[0].standing == "accepted"
    yield opened
    opened.close()


def run(folder: Path, verb: str, content: bytes, source: str, *words: str, code: int = 0) -> str:
    file = folder / "file.csv"
    file.write_bytes(content)
    where = ["--workspace", str(folder / "work"), "--org", TOP, "--source", source]
    result = CliRunner().invoke(app, ["customer", verb, str(file), *where, *words])
    assert result.exit_code == code, result.output
    return result.output


def test_value_says_each_figure_with_its_reason(served: OneDoor, tmp_path: Path) -> None:
    told = run(tmp_path, "value", orders_file(CUSTOMERS + 2), "电商", "--language", "zh", "--most", "3")
    assert f"{CUSTOMERS} 户，截至 2026-06-30" in told
    assert "最近一次购买在" in told
    assert "活跃时约每" in told
    nobody = run(tmp_path, "value", orders_file(2), "保险", "--language", "en", code=2)
    assert "none of" in nobody


def test_campaign_says_what_asking_changed(served: OneDoor, tmp_path: Path) -> None:
    told = run(tmp_path, "campaign", campaign_file(CUSTOMERS), "金融", "--language", "en")
    assert "asking changed +" in told
    assert "too few to learn whom to ask first" in told
    assert "control group" in run(
        tmp_path, "campaign", campaign_file(CUSTOMERS, all_asked=True), "金融", "--language", "en", code=2
    )
