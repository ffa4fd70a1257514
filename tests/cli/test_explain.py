"""`tianlu explain`."""

from dataclasses import replace

from tests.cli.command import tianlu
from tests.cli.conftest import OnDisk
from tianlu.core.ids import VehicleId


def test_a_place_is_named_by_code_or_name_and_explained(on_disk: OnDisk) -> None:
    by_code = tianlu("explain", on_disk.package, on_disk.good, "V3")
    by_name = tianlu("explain", on_disk.package, on_disk.good, "三村")
    assert by_code.code == 0
    assert by_code.out == by_name.out
    assert "One more visit a week" in by_code.out


def test_reasons_come_in_chinese_too(on_disk: OnDisk) -> None:
    assert "每周" in tianlu("explain", on_disk.package, on_disk.good, "V3", "--language", "zh").out


def test_a_place_that_is_not_there_is_said(on_disk: OnDisk) -> None:
    said = tianlu("explain", on_disk.package, on_disk.good, "五村")
    assert said.code == 2
    assert "五村" in said.err


def test_a_plan_that_names_unknown_vehicles_is_not_explained(on_disk: OnDisk) -> None:
    first, *rest = on_disk.plan.rounds
    strange = replace(on_disk.plan, rounds=(replace(first, vehicle=VehicleId("Z9")), *rest))
    said = tianlu("explain", on_disk.package, on_disk.write("strange.json", strange), "V3")
    assert said.code == 2
    assert "makes no sense" in said.err


def test_a_file_that_is_not_there_is_said_in_the_language_spoken(on_disk: OnDisk) -> None:
    said = tianlu("explain", on_disk.package, "/nowhere.json", "V1", "--language", "zh")
    assert said.code == 2
    assert "没有这个文件" in said.err


def test_floors_have_their_chinese_names(on_disk: OnDisk) -> None:
    said = tianlu("explain", on_disk.package, on_disk.good, "V1", "--language", "zh")
    assert "每周到访天数" in said.out
    assert "visits_a_week" not in said.out
