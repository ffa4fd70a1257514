"""Which counties a province has, and what their packages hold."""

from pathlib import Path

import pytest

from tests.scale.packages import write_province
from tianlu.core.problem import ProblemsFound
from tianlu.scale.packages import hash_package, list_packages


def test_the_sample_has_44_packages_of_different_content() -> None:
    refs = list_packages("sample")
    assert len(refs) == len({ref.sha256 for ref in refs}) == 44
    assert refs[0].package == f"sample:{refs[0].key}"


def test_a_folder_lists_files_and_folders_but_nothing_hidden(tmp_path: Path) -> None:
    write_province(tmp_path, ("100002", "100001"))
    (tmp_path / "100003.zip").write_bytes(b"no zip, which the planning will say")
    for name in (".DS_Store", "~$100001.xlsx", "readme.txt"):
        (tmp_path / name).write_text("not a package")
    assert [ref.key for ref in list_packages(str(tmp_path))] == ["100001", "100002", "100003"]


def test_the_hash_follows_content_and_not_place(tmp_path: Path) -> None:
    one = write_province(tmp_path / "a", ("100001",)) / "100001"
    two = write_province(tmp_path / "b", ("100001",)) / "100001"
    assert hash_package(one) == hash_package(two)
    with (two / "places.csv").open("a") as places:
        places.write("\n")
    assert hash_package(one) != hash_package(two)


def test_a_renamed_table_is_another_package(tmp_path: Path) -> None:
    package = write_province(tmp_path, ("100001",)) / "100001"
    before = hash_package(package)
    (package / "places.csv").rename(package / "demand2.csv")
    assert hash_package(package) != before


def refused(where: Path) -> str:
    with pytest.raises(ProblemsFound) as trouble:
        list_packages(str(where))
    (problem,) = trouble.value.problems
    assert problem.expected_zh
    return problem.code


def test_no_folder_no_packages_and_two_of_a_name_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere") == "no_packages_folder"
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty") == "no_packages"
    write_province(tmp_path / "twice", ("100001",))
    (tmp_path / "twice" / "100001.zip").write_bytes(b"")
    assert refused(tmp_path / "twice") == "package_twice"
