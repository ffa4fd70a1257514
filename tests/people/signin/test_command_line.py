"""Help with somebody's sign-in from the machine on which the server runs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from tests.people.signin.post_office import BOSS, BOSS_PASSWORD, SETUP
from tianlu.cli.main import app
from tianlu.people.signin.app import add_sign_in
from tianlu.server.one_door import OneDoor, open_one_door


@pytest.fixture
def served(tmp_path: Path) -> Iterator[OneDoor]:
    """A server over a workspace that was set up."""
    opened = open_one_door(tmp_path, clock=lambda: datetime.now(UTC))
    key = opened.sign_in.first_run.issue_setup_key()
    assert browser(opened).post("/api/setup", json={"key": key, **SETUP}).status_code == 200
    yield opened
    opened.close()


def browser(opened: OneDoor) -> TestClient:
    application = FastAPI()
    add_sign_in(application, opened.sign_in)
    return TestClient(application)


def run(workspace: Path, *words: str) -> str:
    result = CliRunner().invoke(app, [*words, "--workspace", str(workspace)])
    assert result.exit_code == 0, result.output
    return result.output.strip()


def test_reset_password_prints_an_address_that_sets_a_new_one(served: OneDoor, tmp_path: Path) -> None:
    address = run(tmp_path, "user", "reset-password", BOSS, "--address", "https://desk.example/")
    page, _, key = address.partition("#key=")
    assert page == "https://desk.example/reset"
    body = {"key": key, "password": "barley and butter tea"}
    assert browser(served).post("/api/reset-password", json=body).status_code == 204
    sign_in = {"login": BOSS, "password": "barley and butter tea"}
    assert browser(served).post("/api/sign-in", json=sign_in).status_code == 200


def test_unlock_lifts_the_wait(served: OneDoor, tmp_path: Path) -> None:
    right = {"login": BOSS, "password": BOSS_PASSWORD}
    for _ in range(5):
        browser(served).post("/api/sign-in", json={**right, "password": "wrong but long enough"})
    assert browser(served).post("/api/sign-in", json=right).status_code == 429
    run(tmp_path, "user", "unlock", BOSS)
    assert browser(served).post("/api/sign-in", json=right).status_code == 200


def test_token_is_issued_listed_and_revoked(served: OneDoor, tmp_path: Path) -> None:
    text = run(tmp_path, "token", "add", BOSS, "--name", "月报", "--scope", "plan.read")
    program = browser(served)
    headers = {"Authorization": f"Bearer {text}"}
    assert list(program.get("/api/me", headers=headers).json()["reach"]) == ["plan.read"]
    listed = run(tmp_path, "token", "list")
    assert "月报" in listed
    assert text not in listed
    run(tmp_path, "token", "revoke", listed.split()[0])
    assert "revoked" in run(tmp_path, "token", "list")


def test_unknown_names_are_said_in_both_languages(served: OneDoor, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["user", "unlock", "Z9", "--workspace", str(tmp_path)])
    assert result.exit_code == 1
    assert "nobody has the staff number Z9 没有工号为 Z9 的人员" in result.output
