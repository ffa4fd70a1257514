"""`tianlu check`."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.command import tianlu, tianlu_process
from tests.cli.conftest import OnDisk


def test_a_plan_that_keeps_every_rule_exits_with_0_and_says_so(on_disk: OnDisk) -> None:
    said = tianlu("check", on_disk.package, on_disk.good)
    assert (said.code, said.err) == (0, "")
    assert "visits_a_week" in said.out
    assert "kept" in said.out


def test_a_plan_that_breaks_a_rule_exits_with_1_and_names_it(on_disk: OnDisk) -> None:
    short = on_disk.write("short.json", replace(on_disk.plan, rounds=on_disk.plan.rounds[:1]))
    said = tianlu("check", on_disk.package, short)
    assert said.code == 1
    assert "visits_a_week" in said.out


def test_the_language_is_that_of_the_locale_or_the_option(on_disk: OnDisk) -> None:
    assert "达标" in tianlu("check", on_disk.package, on_disk.good, locale="zh_CN.UTF-8").out
    assert "达标" in tianlu("check", on_disk.package, on_disk.good, "--language", "zh").out


def test_a_missing_package_is_said_in_plain_words(on_disk: OnDisk) -> None:
    said = tianlu_process("check", "nowhere.xlsx", on_disk.good)
    assert said.code == 2
    assert "nowhere.xlsx" in said.err
    assert "Traceback" not in said.err


def test_a_missing_plan_is_said_in_plain_words(on_disk: OnDisk) -> None:
    said = tianlu("check", on_disk.package, "nowhere.json")
    assert said.code == 2
    assert "nowhere.json" in said.err
    assert "Traceback" not in said.err


def test_a_file_that_is_no_plan_is_said_to_be_none(on_disk: OnDisk, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    said = tianlu("check", on_disk.package, tmp_path / "bad.json")
    assert said.code == 2
    assert "bad.json: found" in said.err
    assert "expected JSON" in said.err


@pytest.mark.parametrize(
    ("wrong", "said_en", "said_zh"),
    [
        ({"rounds": "x"}, 'rounds: found "x"; expected a list', 'rounds：实际为 "x"；应为 列表'),
        (
            {"rounds": [{"day": "Monday"}]},
            'rounds[0].day: found "Monday"; expected a whole number',
            'rounds[0].day：实际为 "Monday"；应为 整数',
        ),
    ],
)
def test_a_wrong_value_in_a_plan_is_named_by_its_path(
    wrong: dict[str, object], said_en: str, said_zh: str, on_disk: OnDisk, tmp_path: Path
) -> None:
    (tmp_path / "bad.json").write_text(json.dumps({**json.loads(on_disk.good.read_text()), **wrong}))
    for language, expected in (("en", said_en), ("zh", said_zh)):
        said = tianlu("check", on_disk.package, tmp_path / "bad.json", "--language", language)
        assert said.code == 2
        assert "bad.json" in said.err
        assert expected in said.err


def test_a_plan_that_is_not_utf_8_is_said_to_be_none(on_disk: OnDisk, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes("计划".encode("gb18030"))
    said = tianlu("check", on_disk.package, tmp_path / "bad.json")
    assert said.code == 2
    assert "UTF-8" in said.err


def test_a_plan_made_for_another_problem_is_refused(on_disk: OnDisk) -> None:
    other = on_disk.write("other.json", replace(on_disk.plan, problem_hash="0" * 64))
    said = tianlu("check", on_disk.package, other)
    assert said.code == 2
    assert "another problem" in said.err


def test_a_plan_without_its_week_asks_for_it(on_disk: OnDisk, tmp_path: Path) -> None:
    (tmp_path / "bare.json").write_text(on_disk.plan.to_json())
    assert "--week" in tianlu("check", on_disk.package, tmp_path / "bare.json").err
    assert tianlu("check", on_disk.package, tmp_path / "bare.json", "--week", "2026-11-26").code == 0


def test_a_word_that_is_no_date_is_refused(on_disk: OnDisk) -> None:
    said = tianlu("check", on_disk.package, on_disk.good, "--week", "soon")
    assert said.code == 2
    assert "2026-11-23" in said.err


def test_problems_of_a_package_are_listed_in_the_language_asked_for(on_disk: OnDisk, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("code,kind\nH,hub\n")
    said = tianlu("check", tmp_path, on_disk.good, "--language", "zh")
    assert said.code == 2
    assert "应为" in said.err
