"""Units, people and roles from the machine on which the server runs, beside a server that is running."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tianlu.cli.main import app
from tianlu.command import store
from tianlu.people.signin.kinds import SERVER
from tianlu.server.demo_units import UNIT
from tianlu.server.one_door import OneDoor, open_one_door
from tianlu.server.sample_tree import sample_units

COUNTY, TOP = "632521", "63"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[OneDoor]:
    opened = open_one_door(tmp_path, clock=lambda: datetime.now(UTC))
    opened.sign_in.first_run.found_without_password(UNIT)
    yield opened
    opened.close()


def run(workspace: Path, *words: str, language: str = "en", code: int = 0) -> str:
    result = CliRunner().invoke(app, [*words, "--workspace", str(workspace), "--language", language])
    assert result.exit_code == code, result.output
    return result.output.strip()


def test_unit_and_person_and_role_come_and_go(served: OneDoor, tmp_path: Path) -> None:
    run(tmp_path, "org", "add", "6325", "--under", TOP, "--level", "prefecture", "--name", "海南州")
    run(tmp_path, "person", "add", "C1", "--name", "卓玛", "--org", "6325", "--phone", "13900001111")
    given = run(tmp_path, "grant", "give", "C1", "planner", "6325", "--until", "2030-12-31")
    assert "  6325  海南州  prefecture  1 people" in run(tmp_path, "org", "list")
    assert run(tmp_path, "person", "list", "--under", "6325").split("\n") == [
        "C1  卓玛  6325",
        f"    planner  6325  ..2030-12-31  {given}",
    ]
    run(tmp_path, "grant", "end", given)
    run(tmp_path, "person", "leave", "C1")
    assert run(tmp_path, "person", "list", "--under", "6325") == ""
    assert "C1  卓玛  6325  left" in run(tmp_path, "person", "list", "--with-left")
    with served.workspace.engine.connect() as connection:
        made = [link for link in store.list_all_links(connection) if "signin" not in link.content]
    assert len(made) == 5
    assert {link.actor for link in made} == {SERVER}


def test_sample_is_planted_once(served: OneDoor, tmp_path: Path) -> None:
    count = len(sample_units([COUNTY]))
    assert run(tmp_path, "org", "plant-sample", "--county", COUNTY) == f"{count} units added, 0 were there"
    assert run(tmp_path, "org", "plant-sample", "--county", COUNTY) == f"0 units added, {count} were there"
    nodes = served.sign_in.gate.snapshot().nodes
    assert {node.id for node in nodes.values() if node.path.startswith(f"/63/6325/{COUNTY}/")} >= {
        row.id for row in sample_units([COUNTY]) if row.parent == COUNTY
    }
    assert "示例省没有县 999999" in run(tmp_path, "org", "plant-sample", "--county", "999999", language="zh", code=2)


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (["org", "add", "x", "--under", "nowhere", "--level", "team", "--name", "组"], "no unit nowhere", "没有机构"),
        (["org", "add", TOP, "--under", TOP, "--level", "team", "--name", "组"], "a 63 already", "编号 63 已存在"),
        (["person", "leave", "Z9"], "staff number Z9", "没有工号为 Z9 的人员"),
        (["person", "leave", "demo"], "nobody else is administrator", "没有其他系统管理员"),
        (["person", "add", "C2", "--name", "机", "--org", TOP, "--service", "--phone", "139"], "no telephone", "电话"),
        (["grant", "give", "demo", "king", TOP], "no role king", "没有角色 king"),
        (["grant", "end", "none"], "no grant none", "没有授权 none"),
    ],
)
def test_what_cannot_be_done_is_said_in_both_languages(
    served: OneDoor, tmp_path: Path, words: list[str], en: str, zh: str
) -> None:
    assert en in run(tmp_path, *words, code=2)
    assert zh in run(tmp_path, *words, language="zh", code=2)


def test_nothing_is_done_before_the_first_set_up(tmp_path: Path) -> None:
    open_one_door(tmp_path, clock=lambda: datetime.now(UTC)).close()
    assert "first set-up" in run(tmp_path, "org", "list", code=2)
