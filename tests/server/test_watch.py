"""Each request has an id, refusals are put on record, and a fault shows nothing of its inside."""

import io
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.server.plain_app import plain_app
from tianlu.server.security_log import Event, SecurityLog
from tianlu.server.watch import Watch, find_event


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def client(stream: io.StringIO) -> TestClient:
    app = plain_app()
    app.add_middleware(Watch, log=SecurityLog(stream=stream))
    return TestClient(app, client=("10.1.2.3", 5000))


def events(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_requests_have_ids_of_their_own(client: TestClient, stream: io.StringIO) -> None:
    ids = {client.get("/").headers["x-request-id"] for _ in range(20)}
    assert len(ids) == 20
    assert events(stream) == []


def test_a_fault_answers_in_both_languages_with_an_id_and_nothing_of_its_inside(
    client: TestClient, stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = client.get("/api/broken?token=swordfish")
    assert answer.status_code == 500
    body = answer.json()
    assert set(body) == {"detail", "detail_zh", "id"}
    assert body["id"] in body["detail"]
    assert body["id"] in body["detail_zh"]
    assert "swordfish" not in answer.text
    assert "Traceback" not in answer.text
    (event,) = events(stream)
    assert event["event"] == "unexpected"
    assert event["request"] == body["id"] == answer.headers["x-request-id"]
    assert event["more_kind"] == "RuntimeError"
    assert event["path"] == "/api/broken"
    assert "swordfish" not in stream.getvalue()
    assert "RuntimeError" in capsys.readouterr().err


def test_a_fault_in_the_middle_of_an_answer_ends_the_connection(client: TestClient, stream: io.StringIO) -> None:
    with pytest.raises(RuntimeError, match="in the middle"):
        client.get("/api/half")
    assert [each["event"] for each in events(stream)] == ["unexpected"]


def test_a_refusal_is_put_on_record_with_the_person_and_the_address(client: TestClient, stream: io.StringIO) -> None:
    answer = client.get("/api/forbidden?name=secret")
    (event,) = events(stream)
    assert event["event"] == "not_allowed"
    assert event["person"] == "p-7"
    assert event["address"] == "10.1.2.3"
    assert event["path"] == "/api/forbidden"
    assert event["request"] == answer.headers["x-request-id"]
    assert "secret" not in stream.getvalue()


def test_a_method_that_is_not_served_is_put_on_record(client: TestClient, stream: io.StringIO) -> None:
    client.delete("/api/echo")
    assert [(each["event"], each["more_status"]) for each in events(stream)] == [("limit_hit", 405)]


@pytest.mark.parametrize(
    ("act", "event"),
    [
        ("reset-password", Event.RESET_LINK_ISSUED),
        ("drop-second-factor", Event.SECOND_FACTOR_REMOVED),
        ("unlock", Event.UNLOCKED),
    ],
)
def test_help_with_an_account_is_put_on_record_also_where_it_is_refused(act: str, event: Event) -> None:
    scope = {"method": "POST", "path": f"/api/people/anna/account/{act}", "headers": [], "state": {}}
    assert [find_event(scope, status) for status in (204, 409)] == [event, event]
    assert find_event({**scope, "method": "GET", "path": "/api/people/anna/account"}, 200) is None
