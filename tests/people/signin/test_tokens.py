"""Tokens of programs: shown once, limited, revoked at once."""

from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import select

from tests.people.signin.post_office import COURIER, COURIER_PASSWORD, SERVICE_ID, Office
from tianlu.command.tables import LINKS
from tianlu.people.signin.tables import SECRETS

ORDER = {"name": "月报", "scopes": ["plan.read"], "days": 30, "person": SERVICE_ID}


def issue(browser: TestClient, **changes: object) -> dict[str, Any]:
    answer = browser.post("/api/me/tokens", json={**ORDER, **changes})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def test_token_acts_as_its_service_within_its_scopes(office: Office) -> None:
    issued = issue(office.at_desk())
    assert issued["text"].startswith("tianlu_")
    me = office.browser().get("/api/me", headers=bearer(issued["text"])).json()
    assert me["id"] == SERVICE_ID
    assert list(me["reach"]) == ["plan.read"]


def test_token_gives_no_more_than_its_person_has(office: Office) -> None:
    issued = issue(office.at_desk(), scopes=["plan.read", "people.manage"])
    me = office.browser().get("/api/me", headers=bearer(issued["text"])).json()
    assert list(me["reach"]) == ["plan.read"]


def test_text_of_a_token_is_kept_nowhere(office: Office) -> None:
    text = issue(office.at_desk())["text"]
    key = text.rpartition("_")[2] if "_" not in text.split("_", 2)[2] else text.split("_", 2)[2]
    with office.engine.connect() as connection:
        kept = [*connection.execute(select(SECRETS.c.value)).scalars()]
        chain = [*connection.execute(select(LINKS.c.content)).scalars()]
    assert not [value for value in kept + chain if key in value]
    assert any("signin.issue_token" in content for content in chain)
    digests = [value for value in kept if len(value) == 64]
    assert digests
    assert not [content for content in chain if any(digest in content for digest in digests)]


def test_revoked_token_is_worth_nothing_at_once(office: Office) -> None:
    boss = office.at_desk()
    issued = issue(boss)
    program = office.browser()
    assert program.get("/api/me", headers=bearer(issued["text"])).status_code == 200
    assert boss.delete(f"/api/me/tokens/{issued['token']['id']}").status_code == 204
    assert program.get("/api/me", headers=bearer(issued["text"])).status_code == 401
    assert boss.get("/api/me/tokens").json()[0]["revoked_at"] is not None


def test_token_ends_on_its_day(office: Office) -> None:
    text = issue(office.at_desk())["text"]
    office.clock.forward(days=29, hours=23)
    assert office.browser().get("/api/me", headers=bearer(text)).status_code == 200
    office.clock.forward(hours=1)
    assert office.browser().get("/api/me", headers=bearer(text)).status_code == 401


def test_list_says_when_a_token_was_used_last(office: Office) -> None:
    boss = office.at_desk()
    text = issue(boss)["text"]
    assert boss.get("/api/me/tokens").json()[0]["used_at"] is None
    office.clock.forward(minutes=10)
    office.browser().get("/api/me", headers=bearer(text))
    assert boss.get("/api/me/tokens").json()[0]["used_at"] == "2026-11-23T12:10:00Z"


def test_courier_issues_tokens_for_himself_only(office: Office) -> None:
    courier = office.at_desk(COURIER, COURIER_PASSWORD)
    issue(courier, person=None)
    assert courier.post("/api/me/tokens", json=ORDER).status_code == 404
    theirs = issue(office.at_desk())["token"]["id"]
    assert courier.delete(f"/api/me/tokens/{theirs}").status_code == 404


def test_token_changes_no_account(office: Office) -> None:
    text = issue(office.at_desk(), person=None)["text"]
    program = office.browser()
    answer = program.post("/api/me/tokens", json=ORDER, headers=bearer(text))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_by_token")


def test_unknown_scope_and_more_than_a_year_are_refused(office: Office) -> None:
    boss = office.at_desk()
    answer = boss.post("/api/me/tokens", json={**ORDER, "scopes": ["plan.fly"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_value")
    assert boss.post("/api/me/tokens", json={**ORDER, "days": 366}).status_code == 422


def test_nonsense_in_place_of_a_token_is_nobody(office: Office) -> None:
    for text in ("", "tianlu_", "tianlu_x_y", "another", "tianlu_" + "0" * 36 + "_" + "k" * 43):
        assert office.browser().get("/api/me", headers=bearer(text)).status_code == 401
