"""The doctor finds each fault that was planted, says how to mend it, and finds nothing wrong with what is sound."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import make_url, text

from tests.databases import new_database, postgresql
from tests.db.backup.filled import BLOBS, NOW, fill
from tianlu.db.blobs import digest_of, put_blob
from tianlu.db.doctor import place
from tianlu.db.doctor import postgresql as of_postgresql
from tianlu.db.engine import open_engine
from tianlu.db.finding import Finding, Grade
from tianlu.db.workspace import RESTORING
from tianlu.server.doctor import examine, put_back
from tianlu.server.keeping import back_up

__all__ = ["postgresql"]

PLAN = digest_of(BLOBS[1])
SPOILT = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_people_orgs_path'::regclass"

A_JOB = """INSERT INTO jobs (id, kind, org, ordered_by, "order", state, created_at, attempts, attempts_most, progress,
    is_cancel_asked, result)
    VALUES ('j1', '{}', '63', 'x', '{{}}', 'done', '2026-11-26 08:00:00', 1, 3, '{{}}', false, '{}')"""


@dataclass(frozen=True)
class Patient:
    folder: Path
    address: str | None

    def run(self, *statements: str) -> None:
        """As the owner, who may everything."""
        engine = open_engine(self.address or f"sqlite:///{self.folder / 'tianlu.sqlite'}")
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def found(self, grade: Grade = Grade.FAULT) -> dict[str, Finding]:
        """What is not sound, by check; the last of each."""
        return {each.check: each for each in examine(self.folder, self.address) if each.grade is grade}


@pytest.fixture(params=["sqlite", "postgresql"])
def patient(request: pytest.FixtureRequest, tmp_path: Path, postgresql: str) -> Patient:
    return filled(tmp_path, new_database(postgresql) if request.param == "postgresql" else None)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Patient:
    return filled(tmp_path, None)


@pytest.fixture
def on_postgresql(tmp_path: Path, postgresql: str) -> Patient:
    return filled(tmp_path, new_database(postgresql))


def filled(tmp_path: Path, address: str | None) -> Patient:
    folder = tmp_path / "workspace"
    fill(folder, address)
    return Patient(folder, address)


def test_sound_workspace_has_no_fault_and_all_was_looked_at(patient: Patient) -> None:
    found = examine(patient.folder, patient.address)
    assert [each for each in found if each.grade is Grade.FAULT] == []
    looked_at = {"permissions", "disk", "database", "revision", "durability", "integrity", "chains", "blobs", "fsync"}
    assert {each.check for each in found} >= looked_at | {"wal"} | ({"wall"} if patient.address else set())
    chains = next(each for each in found if each.check == "chains")
    assert chains.en.startswith("1 chains whole, 9 rows, 1 anchors met")


class Planted(NamedTuple):
    """SQL of a fault, the check that finds it, words of what it says."""

    sql: tuple[str, ...]
    check: str
    words: str


PLANTED = (
    Planted(("UPDATE audit_links SET actor = 'x' WHERE seq = 3",), "chains", "63 row 3: changed"),
    Planted(("DELETE FROM audit_links WHERE seq = 3",), "chains", "63 row 3: missing"),
    Planted(("DELETE FROM audit_links WHERE seq > 4",), "chains", "63 row 6: cut off"),
    Planted(("UPDATE audit_heads SET seq = 5",), "heads", "wrong head"),
    Planted(("DELETE FROM audit_heads",), "heads", "wrong head"),
    Planted((f"DELETE FROM blobs WHERE digest = '{PLAN}'",), "blobs", "bytes are not there"),
    Planted((f"UPDATE blobs SET content = 'rotten' WHERE digest = '{PLAN}'",), "blobs", "no longer what was put there"),
    Planted((A_JOB.format("ways", "0" * 64),), "blobs", "bytes are not there"),
    Planted(("UPDATE alembic_version SET version_num = '0005'",), "revision", "is behind"),
    Planted(("UPDATE alembic_version SET version_num = '9999'",), "revision", "is ahead"),
    Planted(("DELETE FROM alembic_version",), "revision", "nothing of Tianlu's"),
)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.sql[0])
def test_fault_in_the_rows_is_found(patient: Patient, planted: Planted) -> None:
    patient.run(*planted.sql)
    found = patient.found()
    assert set(found) == {planted.check}
    assert planted.words in found[planted.check].en
    assert found[planted.check].mend_zh


@pytest.mark.parametrize(
    ("sql", "check", "words"),
    [
        ("ALTER TABLE plan_plans NO FORCE ROW LEVEL SECURITY", "row_level_security", "plan_plans"),
        ("ALTER TABLE people_orgs DISABLE ROW LEVEL SECURITY", "row_level_security", "people_orgs"),
        ("ALTER TABLE people_state OWNER TO tianlu_app", "app_role", "people_state"),
        ("GRANT UPDATE ON audit_links TO tianlu_app", "append_only", "audit_links"),
        (
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_people_orgs_path'::regclass",
            "integrity",
            "ix_",
        ),
    ],
)
def test_hole_in_the_wall_and_spoilt_index_are_found(on_postgresql: Patient, sql: str, check: str, words: str) -> None:
    on_postgresql.run(sql)
    found = on_postgresql.found()
    assert set(found) == {check}
    assert words in found[check].en


def test_setting_that_loses_what_was_acknowledged_is_found(on_postgresql: Patient) -> None:
    name = make_url(on_postgresql.address or "").database
    on_postgresql.run(f"ALTER DATABASE {name} SET synchronous_commit = off")
    assert "synchronous_commit=off" in on_postgresql.found()["durability"].en


@pytest.fixture
def slot(on_postgresql: Patient) -> Iterator[None]:
    """A reader of the log that never comes."""
    on_postgresql.run("SELECT pg_create_physical_replication_slot('nobody', true)")
    yield
    on_postgresql.run("SELECT pg_drop_replication_slot('nobody')")


@pytest.mark.usefixtures("slot")
def test_log_that_is_held_back_is_noted(on_postgresql: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_postgresql, "LOG_NOTE_MIB", 0)
    assert "nobody holds back" in on_postgresql.found(Grade.NOTE)["wal"].en


def test_transaction_that_never_ends_is_noted(on_postgresql: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_postgresql, "OLD_S", 0)
    engine = open_engine(on_postgresql.address or "")
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        assert "in one transaction" in on_postgresql.found(Grade.NOTE)["wal"].en
    engine.dispose()


def test_damaged_page_is_found(on_sqlite: Patient) -> None:
    file = on_sqlite.folder / "tianlu.sqlite"
    content = bytearray(file.read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = os.urandom(200)
    file.write_bytes(content)
    found = on_sqlite.found()
    assert any("restore the last backup" in each.mend_en for each in found.values())


def test_row_that_refers_to_none_is_found(on_sqlite: Patient) -> None:
    with closing(sqlite3.connect(on_sqlite.folder / "tianlu.sqlite", isolation_level=None)) as plain:
        plain.execute("CREATE TABLE toy_parts (id INTEGER PRIMARY KEY, whole INTEGER REFERENCES toy_parts (id))")
        plain.execute("INSERT INTO toy_parts VALUES (1, 99)")
    assert "refers to a row of toy_parts that is missing" in on_sqlite.found()["integrity"].en


def test_file_that_is_no_database_is_found(on_sqlite: Patient) -> None:
    (on_sqlite.folder / "tianlu.sqlite").write_bytes(b"nonsense" * 1000)
    assert "not a database" in on_sqlite.found()["integrity"].en


def test_database_that_does_not_answer_is_found(on_sqlite: Patient) -> None:
    away = Patient(on_sqlite.folder, "postgresql://tianlu@127.0.0.1:1/none")
    assert "cannot be used" in away.found()["database"].en
    assert "there is no" in Patient(on_sqlite.folder / "nowhere", None).found()["database"].en
    (on_sqlite.folder / "tianlu.sqlite").unlink()
    assert "there is no" in on_sqlite.found()["database"].en


def test_anchors_that_were_changed_or_never_written_are_found(patient: Patient) -> None:
    anchors = patient.folder / "anchors.jsonl"
    lines = anchors.read_text()
    anchors.write_text(lines.replace('"before":"0', '"before":"1'))
    assert "line 1" in patient.found()["anchors"].en
    anchors.unlink()
    assert "no head was ever written down" in patient.found(Grade.NOTE)["anchors"].en


def test_bytes_that_nobody_names_are_noted(patient: Patient) -> None:
    engine = open_engine(patient.address or f"sqlite:///{patient.folder / 'tianlu.sqlite'}")
    with engine.begin() as connection:
        put_blob(connection, b"nobody's")
    engine.dispose()
    assert "named by no row" in patient.found(Grade.NOTE)["blobs"].en


def test_bytes_that_a_job_names_are_in_use_and_a_plan_is_no_digest(patient: Patient) -> None:
    engine = open_engine(patient.address or f"sqlite:///{patient.folder / 'tianlu.sqlite'}")
    with engine.begin() as connection:
        digest = put_blob(connection, b"a view")
        connection.execute(text(A_JOB.format("comparison", digest)))
        connection.execute(text(A_JOB.replace("'j1'", "'j2'").format("plan", "a-plan")))
    engine.dispose()
    assert digest[:12] not in str(patient.found(Grade.NOTE).get("blobs"))
    assert patient.found() == {}


@pytest.mark.parametrize("damage", ["DELETE FROM blobs", "UPDATE blobs SET content = 'rotten'"])
def test_bytes_are_put_back_from_any_earlier_backup(patient: Patient, tmp_path: Path, damage: str) -> None:
    path = back_up(patient.folder, patient.address, tmp_path / "b.zip", now=NOW).path
    patient.run(damage)
    assert "tianlu doctor --blobs-from" in patient.found()["blobs"].mend_zh
    assert len(put_back(patient.folder, patient.address, path).mended) == 2
    patient.run("DELETE FROM blobs WHERE size_bytes = 0")  # nobody names it, so it was left as it is
    assert patient.found() == {}


def set_half_restored(folder: Path) -> None:
    (folder / RESTORING).mkdir(mode=0o700)


def open_to_all(folder: Path) -> None:
    folder.chmod(0o755)


def give_away(folder: Path) -> None:
    os.chown(folder / "anchors.jsonl", 1, 1)


@pytest.mark.parametrize(
    ("plant", "check", "words"),
    [
        (set_half_restored, "restore", "cut off"),
        (open_to_all, "permissions", "every user"),
        pytest.param(
            give_away,
            "permissions",
            "another user",
            marks=pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away"),
        ),
    ],
)
def test_fault_in_the_folder_is_found(
    on_sqlite: Patient, plant: Callable[[Path], None], check: str, words: str
) -> None:
    plant(on_sqlite.folder)
    found = on_sqlite.found()
    assert set(found) == {check}
    assert words in found[check].en


def test_disk_that_fills_is_noted_and_then_a_fault(on_sqlite: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(on_sqlite.folder)
    monkeypatch.setattr(place.shutil, "disk_usage", lambda _: usage._replace(free=1 << 30))
    assert "1,024 MiB free" in on_sqlite.found(Grade.NOTE)["disk"].en
    monkeypatch.setattr(place.shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))
    assert "nothing is accepted" in on_sqlite.found()["disk"].mend_en


def test_log_that_grows_is_noted(tmp_path: Path) -> None:
    with (tmp_path / "tianlu.sqlite-wal").open("wb") as log:
        log.truncate(place.WAL_NOTE_MIB << 20)
    found = place.find_wal_file(tmp_path / "tianlu.sqlite")
    assert (found.grade, found.en) == (Grade.NOTE, "write-ahead log 256 MiB")


def test_slow_disk_is_noted(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "SLOW_A_SECOND", 10_000_000)
    assert "fsyncs/s" in patient.found(Grade.NOTE)["fsync"].en
