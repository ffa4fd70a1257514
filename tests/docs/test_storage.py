"""docs/storage.md tells of every check of the doctor, and of what the code decides."""

import re
from pathlib import Path

import pytest

from tianlu.cli.doctor import CHECKS_ZH
from tianlu.db.app_role import APP_ROLE
from tianlu.db.backup.archive import PACKED_MOST
from tianlu.db.backup.manifest import BLOBS, FILES, MANIFEST, TABLES
from tianlu.db.backup.workspace_files import CACHE
from tianlu.db.doctor.place import ROOM_FAULT_MIB, ROOM_NOTE_MIB, SLOW_A_SECOND
from tianlu.db.group_commit import AT_MOST
from tianlu.db.workspace import ANCHORS, DATABASE, LOCK, RESTORING
from tianlu.server.one_door import PROVIDERS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "storage.md").read_text(encoding="utf-8")


def test_every_check_of_the_doctor_has_a_row_and_no_other_has() -> None:
    table = TEXT.split("| check |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    named = {name for line in table for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert named == set(CHECKS_ZH) - {"wall"}  # that it holds is no finding to mend


@pytest.mark.parametrize("word", [ANCHORS, DATABASE, LOCK, RESTORING, PROVIDERS, CACHE, APP_ROLE, MANIFEST])
def test_every_name_is_on_the_page(word: str) -> None:
    assert word in TEXT


def test_figures_on_the_page_are_those_of_the_code() -> None:
    assert all(f"`{place}" in TEXT for place in (TABLES, BLOBS, FILES))
    assert f"more than {PACKED_MOST} times its size" in TEXT
    assert f"under {ROOM_FAULT_MIB} MiB free; note under {ROOM_NOTE_MIB >> 10} GiB" in TEXT
    assert f"fewer than {SLOW_A_SECOND} durable writes a second" in TEXT
    assert f"up to {AT_MOST} commands" in TEXT
