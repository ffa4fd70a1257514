"""`tianlu backup` beside a running server, `tianlu restore` into another folder."""

from pathlib import Path

from tests.cli.command import tianlu, tianlu_process
from tests.server.real_server import founded_server


def test_backup_beside_a_running_server_is_restored_and_verified(tmp_path: Path) -> None:
    with founded_server(tmp_path / "workspace"):
        said = tianlu_process("backup", tmp_path, "--workspace", tmp_path / "workspace")
    assert said.code == 0, said.err
    (archive,) = tmp_path.glob("tianlu-*.zip")
    assert str(archive) in said.out
    assert "rows in" in said.out
    checked = tianlu("restore", archive, "--check-only", "--workspace", tmp_path / "nowhere", "--language", "zh")
    assert (checked.code, checked.out.splitlines()[0]) == (0, f"{archive}：完整")
    assert not (tmp_path / "nowhere").exists()
    restored = tianlu_process("restore", archive, "--workspace", tmp_path / "restored", "--language", "zh")
    assert (restored.code, restored.out.splitlines()[0]) == (0, f"已恢复到 {tmp_path / 'restored'}"), restored.err
    assert "632521: whole" in tianlu("audit", "verify", "--workspace", tmp_path / "restored", "--language", "en").out
    again = tianlu("restore", archive, "--workspace", tmp_path / "restored", "--language", "zh")
    assert again.code == 2
    assert "不是空数据库" in again.err


def test_workspace_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    said = tianlu("backup", tmp_path, "--workspace", tmp_path / "nowhere", "--language", "zh")
    assert said.code == 2
    assert "请指定服务器的工作区" in said.err
    assert tianlu("restore", tmp_path / "none.zip", "--workspace", tmp_path / "new", "--language", "en").code == 2
