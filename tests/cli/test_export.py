"""`tianlu export`."""

from pathlib import Path

import pytest

from tests.cli.command import tianlu
from tests.cli.conftest import OnDisk


@pytest.mark.parametrize(("name", "begins"), [("week.xlsx", b"PK"), ("sheets.pdf", b"%PDF")])
def test_the_file_s_name_says_what_is_written(on_disk: OnDisk, tmp_path: Path, name: str, begins: bytes) -> None:
    said = tianlu("export", on_disk.package, on_disk.good, "--to", tmp_path / name)
    assert said.code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_kind_of_file_that_is_not_known_is_said(on_disk: OnDisk, tmp_path: Path) -> None:
    said = tianlu("export", on_disk.package, on_disk.good, "--to", tmp_path / "week.docx")
    assert said.code == 2
    assert ".xlsx" in said.err


def test_a_folder_that_is_not_there_is_said(on_disk: OnDisk, tmp_path: Path) -> None:
    said = tianlu("export", on_disk.package, on_disk.good, "--to", tmp_path / "missing" / "week.xlsx")
    assert said.code == 2
    assert "Traceback" not in said.err
