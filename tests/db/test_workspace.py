"""A workspace is made, locked, and opened again."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tianlu.db.trouble import StorageTrouble
from tianlu.db.workspace import open_workspace, visit_workspace


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
    with pytest.raises(StorageTrouble, match="holds no"):
        visit_workspace(tmp_path)
    assert list(tmp_path.iterdir()) == []
