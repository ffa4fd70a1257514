"""A workspace is made, locked, and opened again."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from tianlu.db.engine import open_engine
from tianlu.db.trouble import StorageTrouble
from tianlu.db.workspace import look_at_workspace, open_workspace, visit_workspace


def test_folder_and_database_are_made(tmp_path: Path) -> None:
    opened = open_workspace(tmp_path / "new" / "workspace")
    with opened.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM people_orgs")).scalar_one() == 0
    opened.close()
    assert (tmp_path / "new" / "workspace" / "tianlu.sqlite").is_file()
    open_workspace(tmp_path / "new" / "workspace").close()


def test_second_server_on_one_workspace_is_refused_but_may_look(tmp_path: Path) -> None:
    opened = open_workspace(tmp_path)
    with pytest.raises(StorageTrouble, match="another server") as trouble:
        open_workspace(tmp_path)
    assert "另一个服务器" in trouble.value.zh
    visit_workspace(tmp_path).close()
    opened.close()
    open_workspace(tmp_path).close()


@pytest.mark.parametrize("address", ["nonsense", "mysql://host/name"])
def test_address_of_no_known_database_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(StorageTrouble, match="postgresql://"):
        open_workspace(tmp_path, address)


def test_database_that_does_not_answer_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match="cannot be used"):
        open_workspace(tmp_path, "postgresql://tianlu@127.0.0.1:1/none")


def test_visit_to_an_empty_folder_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match="there is no"):
        visit_workspace(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_lock_holds_however_the_database_is_named(tmp_path: Path) -> None:
    folder, file = tmp_path / "workspace", tmp_path / "elsewhere" / "post.sqlite"
    opened = open_workspace(folder, f"sqlite:///{file}")
    for other, address in (
        (folder, None),
        (tmp_path / "other", f"sqlite:///{tmp_path}/elsewhere/../elsewhere/post.sqlite"),
    ):
        with pytest.raises(StorageTrouble, match="another server"):
            open_workspace(other, address)
    opened.close()
    opened = open_workspace(folder)
    with pytest.raises(StorageTrouble, match="another server"):
        open_workspace(tmp_path / "other", f"sqlite:///{folder / 'tianlu.sqlite'}")
    opened.close()


def test_folder_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    open_workspace(tmp_path / "workspace").close()
    assert stat.S_IMODE((tmp_path / "workspace").stat().st_mode) == 0o700


@pytest.mark.parametrize(("revision", "words"), [("0001", "tianlu serve"), ("9999", "newer than this program")])
def test_visit_needs_the_revision_of_this_program(address: str, tmp_path: Path, revision: str, words: str) -> None:
    open_workspace(tmp_path, address).close()
    _set_revision(address, revision)
    with pytest.raises(StorageTrouble, match=words):
        visit_workspace(tmp_path, address)
    look_at_workspace(tmp_path, address).close()


def test_visit_to_a_database_without_tianlu_says_so(address: str, tmp_path: Path) -> None:
    open_engine(address).connect().close()
    with pytest.raises(StorageTrouble, match="nothing of Tianlu's"):
        visit_workspace(tmp_path, address)


def test_file_that_is_no_database_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "tianlu.sqlite").write_text("not a database" * 100)
    with pytest.raises(StorageTrouble, match="cannot be used"):
        visit_workspace(tmp_path)


def _set_revision(address: str, revision: str) -> None:
    engine = open_engine(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    engine.dispose()
