"""`tianlu doctor` beside a running server: words, exit codes, JSON, blobs from a backup."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.command import tianlu, tianlu_process
from tests.db.backup.filled import fill
from tests.server.real_server import founded_server
from tianlu.cli.doctor import CHECKS_ZH


def test_workspace_that_is_being_served_is_sound(tmp_path: Path) -> None:
    with founded_server(tmp_path / "workspace"):
        said = tianlu_process("doctor", "--workspace", tmp_path / "workspace")
    assert said.code == 0, said.out
    assert "sound  chains: 1 chains whole" in said.out
    assert re.search(r"[\d,]+ fsyncs/s", said.out)


def test_fault_ends_with_1_and_is_said_with_its_mend(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    fill(folder, None)
    archive = tmp_path / "b.zip"
    assert tianlu("backup", archive, "--workspace", folder, "--language", "en").code == 0
    with closing(sqlite3.connect(folder / "tianlu.sqlite", isolation_level=None)) as plain:
        plain.execute("DELETE FROM blobs")
    said = tianlu("doctor", "--workspace", folder, "--language", "zh")
    assert said.code == 1
    assert "故障  内容块：2 个摘要被引用而内容缺失" in said.out
    assert "处理：请从任一较早的备份补回" in said.out
    answer = json.loads(tianlu("doctor", "--workspace", folder, "--json", "--language", "en").out)
    assert answer["is_sound"] is False
    assert {each["check"] for each in answer["findings"]} <= set(CHECKS_ZH)
    mended = tianlu("doctor", "--workspace", folder, "--blobs-from", archive, "--language", "en")
    assert mended.code == 0
    assert mended.out.startswith("2 blobs put back, 0 are not in that backup either")
