"""The headers by which a browser is told what to allow."""

import pytest
from fastapi.testclient import TestClient

from tests.server.plain_app import plain_app
from tianlu.server.headers import ANSWER_POLICY, DESK_POLICY, HeaderRules, SecurityHeaders


def open_client(*, is_https: bool = False, base_url: str = "http://testserver") -> TestClient:
    rules = HeaderRules(is_https=is_https, sign_out=frozenset({"/api/sign-out"}))
    return TestClient(SecurityHeaders(plain_app(), rules), base_url=base_url)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/echo", "/api/nowhere"])
def test_every_answer_forbids_sniffing_framing_and_telling_where_from(path: str) -> None:
    headers = open_client().get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "microphone=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


def test_the_desk_runs_its_own_scripts_and_no_others() -> None:
    assert open_client().get("/").headers["content-security-policy"] == DESK_POLICY
    script = next(each for each in DESK_POLICY.split("; ") if each.startswith("script-src"))
    assert script == "script-src 'self'"
    assert "object-src 'none'; base-uri 'none'" in DESK_POLICY


def test_what_the_api_answers_runs_no_script_when_opened_as_a_page() -> None:
    assert open_client().get("/api/echo").headers["content-security-policy"] == ANSWER_POLICY
    assert "script-src" not in ANSWER_POLICY
    assert ANSWER_POLICY.startswith("default-src 'none'")
    assert "allow-scripts" not in ANSWER_POLICY
    assert "sandbox" in ANSWER_POLICY


def test_nobody_keeps_what_the_api_answers_unless_the_route_says_so() -> None:
    client = open_client()
    assert client.get("/api/echo").headers["cache-control"] == "no-store"
    assert client.get("/api/kept").headers["cache-control"] == "public, max-age=60"
    assert "cache-control" not in client.get("/api/openapi.json").headers


def test_signing_out_empties_the_browsers_memory() -> None:
    client = open_client()
    assert client.post("/api/sign-out").headers["clear-site-data"] == '"cache"'
    assert "clear-site-data" not in client.get("/api/sign-out").headers
    assert "clear-site-data" not in client.post("/api/echo").headers


@pytest.mark.parametrize(
    ("is_https", "base_url", "is_told"),
    [(False, "http://testserver", False), (False, "https://testserver", True), (True, "http://testserver", True)],
)
def test_https_is_asked_for_ever_after_where_it_is_there(is_https: bool, base_url: str, is_told: bool) -> None:
    headers = open_client(is_https=is_https, base_url=base_url).get("/api/echo").headers
    assert headers.get("strict-transport-security") == ("max-age=63072000; includeSubDomains" if is_told else None)
