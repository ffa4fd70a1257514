"""Only the built desk's files are served, whatever is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.gates import open_gate
from tests.server.conftest import make_door
from tianlu.server.app import make_app

PAGE = "<html>the desk</html>"
SECRET = "nobody's business"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text(PAGE)
    (static / "assets" / "a.js").write_text("1")
    (tmp_path / "secret.txt").write_text(SECRET)
    (static / "link.txt").symlink_to(tmp_path / "secret.txt")
    with TestClient(make_app(make_door(tmp_path / "workspace"), gate=open_gate(), static=static)) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "/%252e%252e%252fsecret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/link.txt",
        "/.git/config",
        "/assets",
        "/assets/",
        "/secret.txt%00.html",
        "/%00",
        "/" + "a" * 500,
        "/" + "a/" * 500,
        "/%ff%fe",
    ],
)
def test_static_files_stay_within_their_folder(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (200, 404)
    assert SECRET not in answer.text
    assert "root:" not in answer.text
    assert "a.js" not in answer.text
    if answer.status_code == 200:
        assert answer.text == PAGE
