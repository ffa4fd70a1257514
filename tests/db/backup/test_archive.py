"""An archive that is cut off, changed, too new, or meant to do harm is refused, and nothing is left half-done."""

import hashlib
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.db.backup.filled import SCANS, all_rows
from tianlu.db.backup.archive import PACKED_MOST, UNSUSPICIOUS_BYTES
from tianlu.db.backup.restore import check_archive
from tianlu.db.trouble import StorageTrouble
from tianlu.server.keeping import restore

Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def remade(path: Path, to: Path, change: Change) -> Path:
    """The archive with its entries and manifest changed."""
    with zipfile.ZipFile(path) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    manifest = json.loads(entries.pop("manifest.json"))
    change(entries, manifest)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(name, content)
        target.writestr("manifest.json", json.dumps(manifest))
    return to


def refused(path: Path, tmp_path: Path, match: str) -> StorageTrouble:
    with pytest.raises(StorageTrouble, match=match) as trouble:
        restore(path, tmp_path / "restored", None)
    assert not (tmp_path / "restored").exists()
    return trouble.value


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.7, 0.99, 0.9999])
def test_archive_that_is_cut_off_is_refused(archive: Path, tmp_path: Path, share: float) -> None:
    content = archive.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(content[: int(len(content) * share)])
    assert "不是完整的备份" in refused(cut, tmp_path, "no whole backup").zh


def test_changed_byte_is_refused_or_changes_nothing(archive: Path, tmp_path: Path) -> None:
    """Bytes of which a zip has two copies, or that are a date, change nothing."""
    content, chance = archive.read_bytes(), random.Random(20261126)
    harmless = 0
    for _ in range(150):
        at = chance.randrange(len(content))
        changed = bytearray(content)
        changed[at] ^= 1 << chance.randrange(8)
        path = tmp_path / "changed.zip"
        path.write_bytes(changed)
        try:
            check_archive(path)
        except StorageTrouble:
            continue
        harmless += 1
        with zipfile.ZipFile(path) as one, zipfile.ZipFile(archive) as other:
            assert {name: one.read(name) for name in one.namelist()} == {
                name: other.read(name) for name in other.namelist()
            }
    assert harmless < 50


def drop_row(entries: dict[str, bytes], _: dict[str, Any]) -> None:
    entries["tables/people_orgs.jsonl"] = b"".join(entries["tables/people_orgs.jsonl"].splitlines(True)[1:])


def change_scan(entries: dict[str, bytes], _: dict[str, Any]) -> None:
    entries[f"files/{SCANS}"] = entries[f"files/{SCANS}"].upper() + b" "


def drop_table(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del entries["tables/blobs.jsonl"]
    manifest["tables"] = [each for each in manifest["tables"] if each["name"] != "blobs"]


def drop_column(_: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["tables"][0]["columns"].pop()


def add_entry(entries: dict[str, bytes], _: dict[str, Any]) -> None:
    entries["tables/more.jsonl"] = b"[]\n"


def add_blob(entries: dict[str, bytes], _: dict[str, Any]) -> None:
    entries[f"blobs/{'0' * 64}"] = b"nobody's"


def swap_blob(entries: dict[str, bytes], _: dict[str, Any]) -> None:
    name = next(name for name in entries if name.startswith("blobs/") and entries[name])
    entries[name] = entries[name][::-1]


def no_manifest(_: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest.clear()


def odd_manifest(_: dict[str, bytes], manifest: dict[str, Any]) -> None:
    manifest["tables"], manifest["files"] = [1], {"a": None}


@pytest.mark.parametrize(
    "change",
    [drop_row, change_scan, drop_table, drop_column, add_entry, add_blob, swap_blob, no_manifest, odd_manifest],
)
def test_archive_that_is_not_as_its_manifest_says_is_refused(archive: Path, tmp_path: Path, change: Change) -> None:
    refused(remade(archive, tmp_path / "changed.zip", change), tmp_path, "no whole backup")


def test_row_changed_together_with_the_manifest_breaks_the_chain(archive: Path, tmp_path: Path) -> None:
    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        name = "tables/audit_links.jsonl"
        entries[name] = entries[name].replace("第3县".encode(), "第4县".encode())
        for table in manifest["tables"]:
            if table["name"] == "audit_links":
                table["sha256"] = hashlib.sha256(entries[name]).hexdigest()

    path = remade(archive, tmp_path / "changed.zip", change)
    assert "内容被改动" in refused(path, tmp_path, "chains in the backup do not hold").zh
    restore(path, tmp_path / "restored", None, with_broken_chains=True)
    assert all_rows(tmp_path / "restored", None)["audit_links"]


def test_newer_revision_and_newer_format_ask_for_a_newer_program(archive: Path, tmp_path: Path) -> None:
    revision = remade(archive, tmp_path / "revision.zip", lambda _, manifest: manifest.update(revision="9999"))
    assert "升级天路" in refused(revision, tmp_path, "newer than this program").zh
    newer = remade(archive, tmp_path / "format.zip", lambda _, manifest: manifest.update(version=2))
    assert "升级天路" in refused(newer, tmp_path, "newer Tianlu").zh


@pytest.mark.parametrize(
    "path",
    [
        "../evil",
        "/etc/evil",
        "plans/../../evil",
        "C:/evil",
        "a\\..\\evil",
        "tianlu.sqlite",
        "tianlu.lock",
        ".",
        "a//b",
        "",
    ],
)
def test_path_that_leads_elsewhere_is_refused(archive: Path, tmp_path: Path, path: str) -> None:
    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        entries[f"files/{path}"] = b"evil"
        digest = hashlib.sha256(b"evil").hexdigest()
        manifest["files"].append({"path": path, "size_bytes": 4, "sha256": digest})

    refused(remade(archive, tmp_path / "slip.zip", change), tmp_path, "no whole backup")
    assert not list(tmp_path.parent.glob("**/evil"))


def test_archive_that_would_unpack_to_far_more_is_refused_unread(archive: Path, tmp_path: Path) -> None:
    zeros = bytes(UNSUSPICIOUS_BYTES + 1)

    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        entries["files/zeros"] = zeros
        digest = hashlib.sha256(zeros).hexdigest()
        manifest["files"].append({"path": "zeros", "size_bytes": len(zeros), "sha256": digest})

    bomb = remade(archive, tmp_path / "bomb.zip", change)
    assert bomb.stat().st_size < UNSUSPICIOUS_BYTES / PACKED_MOST
    refused(bomb, tmp_path, "more than any backup")


def test_size_that_the_manifest_belies_is_refused_unread(archive: Path, tmp_path: Path) -> None:
    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        entries["files/zeros"] = bytes(10_000_000)
        manifest["files"].append({"path": "zeros", "size_bytes": 10, "sha256": "0" * 64})

    refused(remade(archive, tmp_path / "bomb.zip", change), tmp_path, "not those that its manifest lists")


def test_what_is_no_archive_at_all_is_refused(tmp_path: Path) -> None:
    for name, content in (("empty.zip", b""), ("text.zip", b"not a zip" * 1000)):
        (tmp_path / name).write_bytes(content)
        refused(tmp_path / name, tmp_path, "no whole backup")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("readme", "a zip of something else")
    refused(tmp_path / "other.zip", tmp_path, "no whole backup")


def test_check_reads_all_and_writes_nothing(archive: Path, tmp_path: Path) -> None:
    alone = tmp_path / "b.zip"
    shutil.copy(archive, alone)
    assert check_archive(alone).rows > 0
    assert list(tmp_path.iterdir()) == [alone]
