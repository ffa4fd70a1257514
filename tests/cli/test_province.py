"""`tianlu province`: every county of a folder, its table and map; taken up again; refused in plain words."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.command import Said, tianlu
from tests.scale.packages import BROKEN, write_broken, write_province
from tests.small_county import WEEK

QUICK = ("--week", WEEK.monday, "--iterations", 300, "--processes", 1)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_province(tmp_path_factory.mktemp("packages"), ("100001", "100002"))
    write_broken(folder)
    return folder


@pytest.fixture(scope="module")
def planned(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    to = tmp_path_factory.mktemp("out") / "run"
    return to, tianlu("province", "--packages", packages, "--out", to, *QUICK)


def test_all_counties_are_planned_and_written(planned: tuple[Path, Said]) -> None:
    to, said = planned
    assert said.code == 1, said.err
    assert "Total" in said.out
    assert "2/3 keep all" in said.out
    assert f"{BROKEN}: places row" in said.out
    assert {path.name for path in (to / "plans").iterdir()} == {"100001.json", "100002.json"}
    assert {path.name for path in to.glob("province.*")} == {
        f"province{suffix}" for suffix in (".json", ".xlsx", ".csv", ".parquet", ".geojson")
    }
    assert pl.read_csv(to / "province.csv")["state"].to_list()[-1] == "未能规划 trouble"
    layer = json.loads((to / "province.geojson").read_text())
    assert [feature["properties"]["state"] for feature in layer["features"]] == ["kept", "kept", "trouble"]


def test_its_plans_are_plans_for_every_other_verb(planned: tuple[Path, Said], packages: Path) -> None:
    to, _ = planned
    assert tianlu("check", packages / "100001", to / "plans" / "100001.json").code == 0


def test_the_same_again_is_refused_and_resumed_when_asked_for(planned: tuple[Path, Said], packages: Path) -> None:
    to, _ = planned
    again = tianlu("province", "--packages", packages, "--out", to, *QUICK)
    assert (again.code, "--resume" in again.err) == (2, True)
    resumed = tianlu("province", "--packages", packages, "--out", to, "--resume", "--language", "zh")
    assert resumed.code == 1
    assert "合计" in resumed.out
    assert "2/3 个县全部守住" in resumed.out


def test_a_resumed_run_with_another_seed_is_refused(planned: tuple[Path, Said], packages: Path) -> None:
    to, _ = planned
    said = tianlu("province", "--packages", packages, "--out", to, "--resume", "--seed", 9)
    assert said.code == 2
    assert "seed: found results of 1; expected 9" in said.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--packages", "nowhere"), "no such folder"),
        (("--seconds", 5, "--iterations", 9), "name one of them"),
    ],
)
def test_an_order_that_cannot_be_is_refused(words: tuple[object, ...], expected: str, tmp_path: Path) -> None:
    said = tianlu("province", "--out", tmp_path / "out", *words)
    assert (said.code, expected in said.err) == (2, True)
    assert not (tmp_path / "out").exists()
