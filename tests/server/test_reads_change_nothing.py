"""GET reads: it changes nothing of what is kept, and nothing secret has to stand in an address."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.real_server import FOUNDING, Founded, founded_server

DESCRIPTION = Path(__file__).resolve().parents[2] / "web" / "src" / "api" / "openapi.json"
PATHS: Mapping[str, Mapping[str, Any]] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))["paths"]
ENDLESS = "/events"
WHEN_LAST_USED = "signin_token_uses"
GIVEN = {"code": FOUNDING["org"], "chain": FOUNDING["org"], "week": "2026-03-02", "county": FOUNDING["org"]}
SECRET_WORDS = ("key", "token", "password", "secret", "code", "state")
BY_OAUTH = {("/api/sign-in/{provider}/callback", "code"), ("/api/sign-in/{provider}/callback", "state")}
A_HEADING = {("/api/target/intake/look", "key"), ("/api/target/intake", "key")}
"""What a file's column of customers' numbers is called."""
IN_PATH_NOT_SECRET = "code"
"""A county's."""


def kept(workspace: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for when a token was used last; and every file's bytes but the log's."""
    with closing(sqlite3.connect(workspace / "tianlu.sqlite")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {
            name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr)
            for name in sorted(names)
            if name != WHEN_LAST_USED
        }
    files = [path for path in workspace.rglob("*") if path.is_file() and not path.name.startswith("tianlu.")]
    rows["files"] = sorted((str(path), path.read_bytes()) for path in files if path.suffix != ".log")
    return rows


def address_of(path: str) -> str:
    for name in [part[1:].split("}")[0] for part in path.split("/") if part.startswith("{")]:
        path = path.replace(f"{{{name}}}", GIVEN.get(name, "nothing"))
    return path.replace("{suffix}", "xlsx")


def test_get_changes_nothing_whatever_the_address(tmp_path: Path) -> None:
    reads = [path for path, methods in PATHS.items() if "get" in methods and not path.endswith(ENDLESS)]
    assert len(reads) > 40
    with founded_server(tmp_path / "w") as served:
        before = kept(served.workspace)
        assert before["people_persons"]
        statuses = {path: ask(served, path) for path in reads}
        assert kept(served.workspace) == before
    assert sum(status == 200 for status in statuses.values()) > 12, statuses
    assert {path: status for path, status in statuses.items() if status >= 500} == {}


def ask(served: Founded, path: str) -> int:
    headers = {"Authorization": f"Bearer {served.token}"}
    query = {name: GIVEN[name] for name in ("county", "week")} | {"month": "2026-03"}
    answer = httpx.get(f"{served.address}{address_of(path)}", headers=headers, params=query, timeout=60)
    return answer.status_code


@pytest.mark.parametrize("where", ["query", "path"])
def test_nothing_secret_is_asked_for_in_an_address(where: str) -> None:
    """A provider's code and state come in a query because OAuth says so; the code serves once."""
    named = {
        (path, each["name"])
        for path, methods in PATHS.items()
        for operation in methods.values()
        for each in operation.get("parameters", [])
        if each["in"] == where and any(word in each["name"].lower() for word in SECRET_WORDS)
    }
    allowed = BY_OAUTH | A_HEADING if where == "query" else {each for each in named if each[1] == IN_PATH_NOT_SECRET}
    assert named == allowed
