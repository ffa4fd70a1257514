"""The whole chain by the command line alone: generated lists, taken in, approved, claimed, worked, struck off; a plan,
its visits, its plots."""

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.command import tianlu
from tianlu.server.demo_units import UNIT
from tianlu.server.one_door import open_one_door

COUNTY = "632803"
MANAGER, SALES, COURIER = "M1", "A1", "C1"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A workspace that somebody has set up, with the county's units and three people."""
    folder = tmp_path / "work"
    opened = open_one_door(folder, clock=lambda: datetime.now(UTC))
    opened.sign_in.first_run.found_without_password(UNIT)
    opened.close()
    say(folder, "org", "plant-sample", "--county", COUNTY)
    for login, role in ((MANAGER, "manager"), (SALES, "account_manager"), (COURIER, "courier")):
        say(folder, "person", "add", login, "--name", f"示例{login}", "--org", COUNTY)
        say(folder, "grant", "give", login, role, COUNTY)
    return folder


def say(work: Path, *words: object, code: int = 0) -> list[str]:
    """What the command prints, by lines."""
    said = tianlu(*words, "--workspace", work, "--language", "en")
    assert said.code == code, said.out + said.err
    return said.out.strip().split("\n")


def customers(work: Path, *words: object) -> list[str]:
    rows = say(work, "customer", "list", "--most", 1000, *words)
    return [row.split()[0] for row in rows if row]


def test_chain_runs_from_generated_lists_to_strike_off_visits_and_plots(work: Path, tmp_path: Path) -> None:
    waiting = take_in_all(work, tmp_path / "lists")
    say(work, "customer", "grade", "--org", COUNTY, "--as", MANAGER)
    assert say(work, "customer", "decide", *waiting, "--grant", "--as", MANAGER) == [f"{len(waiting)} granted"]
    say(work, "customer", "share-out", "--county", COUNTY)
    struck = strike_one_off(work)
    claim_by_oneself(work)
    orders = tmp_path / "lists" / f"示例-电商订单-{COUNTY}.csv"
    value = say(work, "customer", "value", orders, "--org", COUNTY, "--source", "示例电商")
    assert "0 are of nobody on the list" in value[0]
    plan = keep_a_plan(work)
    visits = say(work, "customer", "visits", "--plan", plan)
    assert re.search(r"^\d+ visits, expected to bring ¥", visits[-1])
    assert not any(line.startswith(struck) for line in visits)
    plots = say(work, "plot", "draw", "--plan", plan, "--plots", 2, "--tolerance", 0.2, "--visits")
    assert [line.split()[0] for line in plots[:2]] == ["1", "2"]
    chain = tianlu("audit", "verify", "--county", COUNTY, "--workspace", work, "--language", "en")
    assert f"{COUNTY}: whole" in chain.out


def take_in_all(work: Path, folder: Path) -> list[str]:
    """By the very commands that `tianlu sample lists` prints. Who waits for entry then."""
    made = tianlu("sample", "lists", "--county", COUNTY, "--out", folder, "--format", "csv", "--language", "en")
    assert made.code == 0, made.err
    commands = [line for line in made.out.split("\n") if line.startswith("tianlu customer take-in")]
    assert len(commands) == 4
    for command in commands:
        said = say(work, *shlex.split(command)[1:])
        assert any(" 0 rows left out" in line for line in said)
    assert any("0 new customers" in line for line in say(work, *shlex.split(commands[0])[1:])), "it comes again"
    return customers(work, "--stage", "entering")


def strike_one_off(work: Path) -> str:
    """One that the account manager owns and the courier does not."""
    owned = [row.split() for row in say(work, "customer", "list", "--stage", "open", "--tier", "third")]
    customer = owned[0][0]
    for words in (("visit",), ("offer", "--evidence", "示例凭证-0001")):
        say(work, "customer", "work", customer, *words, "--as", SALES)
    refused = tianlu("customer", "strike-off", customer, "--reason", "x", "--as", COURIER, "--workspace", work)
    assert refused.code == 2
    say(work, "customer", "strike-off", customer, "--reason", "示例：已报价", "--as", SALES)
    assert customers(work, "--stage", "striking") == [customer]
    say(work, "customer", "decide", customer, "--grant", "--as", MANAGER)
    assert customers(work, "--stage", "struck") == [customer]
    return customer


def claim_by_oneself(work: Path) -> None:
    """What the account manager lets go, the courier claims."""
    customer = customers(work, "--stage", "open", "--tier", "small")[0]
    say(work, "customer", "release", customer, "--as", SALES)
    assert say(work, "customer", "claim", customer, "--as", COURIER) == [f"{customer} is claimed by {COURIER}"]
    assert say(work, "customer", "assign", customer, "--owner", SALES, "--deputy", COURIER, "--as", COURIER)


def keep_a_plan(work: Path) -> str:
    words = ("plan", f"sample:{COUNTY}", "--iterations", 2000, "--bound-seconds", 0, "--keep", work, "--language", "en")
    said = tianlu(*words)
    assert said.code in (0, 1), said.err
    found = re.search(r"Plan kept as (\S+)", said.out)
    assert found, said.out
    return found[1]
