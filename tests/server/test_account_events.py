"""What is done with accounts is on record, without a secret; forwarded headers of anybody are not believed."""

import json
from pathlib import Path
from typing import Any

import httpx

from tests.server.real_server import PASSWORD, founded_server

WRONG = "quite another password"


def test_what_is_done_with_an_account_is_put_on_record(tmp_path: Path) -> None:
    with founded_server(tmp_path / "w") as served, httpx.Client(base_url=served.address, timeout=60) as client:
        client.post("/api/sign-in", json={"login": "0001", "password": WRONG})
        client.post("/api/sign-in", json={"login": "0001", "password": PASSWORD})
        client.post("/api/sign-out")
        client.get("/api/people", headers={"authorization": "Bearer tianlu_forged"})
        events = read_events(tmp_path / "w")
    said = [(each["event"], each["outcome"]) for each in events]
    assert said == [
        ("set_up", "ok"),
        ("token_made", "ok"),
        ("sign_in_failed", "refused"),
        ("signed_in", "ok"),
        ("signed_out", "ok"),
        ("token_refused", "refused"),
    ]
    assert events[3]["person"]
    assert all(each["address"] == "127.0.0.1" for each in events)


def test_no_secret_of_a_sign_in_is_in_the_log(tmp_path: Path) -> None:
    with founded_server(tmp_path / "w") as served, httpx.Client(base_url=served.address, timeout=60) as client:
        client.post("/api/sign-in", json={"login": "0001", "password": WRONG})
        signed_in = client.post("/api/sign-in?password=" + PASSWORD, json={"login": "0001", "password": PASSWORD})
        client.get("/api/people", headers={"authorization": "Bearer " + served.token + "x"})
        written = (tmp_path / "w" / "security.log").read_text() + (tmp_path / "server.err").read_text()
    secrets = [WRONG, PASSWORD, served.token, *signed_in.cookies.values()]
    assert len(secrets) >= 4
    assert [each for each in secrets if each in written or each.replace(" ", "%20") in written] == []


def test_forwarded_headers_of_anybody_are_not_believed(tmp_path: Path) -> None:
    forged = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
    with founded_server(tmp_path / "w") as served:
        answer = httpx.post(f"{served.address}/api/sign-in", json={"login": "x", "password": WRONG}, headers=forged)
        assert "strict-transport-security" not in answer.headers
        assert read_events(tmp_path / "w")[-1]["address"] == "127.0.0.1"


def test_https_as_people_see_it_makes_cookies_secure(tmp_path: Path) -> None:
    with founded_server(tmp_path / "w", "--https") as served:
        answer = httpx.post(f"{served.address}/api/sign-in", json={"login": "0001", "password": PASSWORD})
    cookies = [value for name, value in answer.headers.multi_items() if name == "set-cookie"]
    assert cookies
    assert all(each.startswith("__Host-") and "Secure" in each and "HttpOnly" in each for each in cookies)
    assert "strict-transport-security" in answer.headers


def read_events(workspace: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (workspace / "security.log").read_text().splitlines()]
