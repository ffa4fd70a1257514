"""A manager helps somebody who cannot sign in, but nobody who may what he himself may not."""

import pyotp
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, update

from tests.people.signin.post_office import (
    BOSS,
    BOSS_PASSWORD,
    COUNTY,
    COURIER,
    COURIER_ID,
    COURIER_PASSWORD,
    SERVICE_ID,
    Office,
    add_person,
)
from tianlu.command.envelope import ActorId
from tianlu.people.tables import GRANTS, PERSONS
from tianlu.people.versions import raise_version

MANAGER, MANAGER_PASSWORD, MANAGER_ID = "M0003", "wool and salt and tea", ActorId("manager-3")
NEW = "barley and butter tea"
ACTS = ("reset-password", "drop-second-factor", "unlock")


@pytest.fixture
def manager(office: Office) -> TestClient:
    """The browser of somebody who manages people in the county, of the courier's legal entity."""
    add_person(office.engine, MANAGER_ID, "卓玛", MANAGER)
    with office.engine.begin() as connection:
        connection.execute(insert(GRANTS).values(id="g-m", person=MANAGER_ID, role="manager", org=COUNTY))
        raise_version(connection)
    person = office.desk.accounts.find_person(MANAGER_ID)
    assert person is not None
    office.desk.accounts.set_password(person, MANAGER_PASSWORD, by=MANAGER_ID)
    return office.at_desk(MANAGER, MANAGER_PASSWORD)


def boss_id(office: Office) -> str:
    return str(office.at_desk().get("/api/me").json()["id"])


def of(person: str, act: str = "") -> str:
    return f"/api/people/{person}/account{f'/{act}' if act else ''}"


def sign_in(office: Office, password: str, login: str = COURIER) -> int:
    return office.browser().post("/api/sign-in", json={"login": login, "password": password}).status_code


def test_address_sets_a_new_password_once(office: Office, manager: TestClient) -> None:
    answer = manager.post(of(COURIER_ID, "reset-password"))
    assert (answer.status_code, answer.json()["hours"]) == (201, 24)
    page, _, key = answer.json()["address"].partition("#key=")
    assert page == "/reset"
    body = {"key": key, "password": NEW}
    assert office.browser().post("/api/reset-password", json=body).status_code == 204
    assert (sign_in(office, NEW), sign_in(office, COURIER_PASSWORD)) == (200, 401)
    assert office.browser().post("/api/reset-password", json=body).status_code == 410


def test_wait_is_shown_and_lifted_also_at_a_browser_that_knows_him(office: Office, manager: TestClient) -> None:
    known = office.at_desk(COURIER, COURIER_PASSWORD)
    for browser in (office.browser(), known):
        for _ in range(5):
            browser.post("/api/sign-in", json={"login": COURIER, "password": "wrong but long enough"})
    right = {"login": COURIER, "password": COURIER_PASSWORD}
    assert known.post("/api/sign-in", json=right).status_code == 429
    assert manager.get(of(COURIER_ID)).json()["wait_s"] == 15
    assert manager.post(of(COURIER_ID, "unlock")).status_code == 204
    assert manager.get(of(COURIER_ID)).json()["wait_s"] == 0
    assert known.post("/api/sign-in", json=right).status_code == 200
    assert sign_in(office, COURIER_PASSWORD) == 200


def test_second_factor_is_dropped_and_his_sessions_end(office: Office, manager: TestClient) -> None:
    courier = office.at_desk(COURIER, COURIER_PASSWORD)
    begun = courier.post("/api/me/second-factor", json={"password": COURIER_PASSWORD}).json()
    code = pyotp.TOTP(begun["secret"]).at(office.clock())
    assert courier.post("/api/me/second-factor/confirm", json={"id": begun["id"], "code": code}).status_code == 200
    assert manager.get(of(COURIER_ID)).json()["has_second_factor"]
    assert sign_in(office, COURIER_PASSWORD) == 401
    assert manager.post(of(COURIER_ID, "drop-second-factor")).status_code == 204
    assert courier.get("/api/me").status_code == 401
    assert sign_in(office, COURIER_PASSWORD) == 200


def test_nobody_helps_who_may_more_than_himself(office: Office, manager: TestClient) -> None:
    boss = boss_id(office)
    seen = manager.get(of(boss)).json()
    assert not seen["may_help"]
    assert "org.manage" in seen["why_not"]
    assert "org.manage" in seen["why_not_zh"]
    for act in ("reset-password", "unlock"):
        answer = manager.post(of(boss, act))
        assert (answer.status_code, answer.json()["code"]) == (409, "refused"), act
        assert "org.manage" in answer.json()["detail_zh"]
    assert sign_in(office, BOSS_PASSWORD, BOSS) == 200


def test_nobody_helps_a_colleague_of_another_legal_entity(office: Office, manager: TestClient) -> None:
    with office.engine.begin() as connection:
        connection.execute(update(PERSONS).where(PERSONS.c.id == COURIER_ID).values(entity="bank"))
        raise_version(connection)
    assert not manager.get(of(COURIER_ID)).json()["may_help"]
    assert manager.post(of(COURIER_ID, "reset-password")).status_code == 409
    assert office.at_desk().get(of(COURIER_ID)).json()["may_help"]  # who manages units may


def test_own_account_and_a_service_are_helped_elsewhere(office: Office, manager: TestClient) -> None:
    for person, code in ((MANAGER_ID, "own_account"), (SERVICE_ID, "service_account")):
        for act in ACTS:
            assert manager.post(of(person, act)).json()["code"] == code


@pytest.mark.parametrize("person", [MANAGER_ID, "nobody"])
def test_who_manages_nobody_learns_nothing(office: Office, manager: TestClient, person: str) -> None:
    courier = office.at_desk(COURIER, COURIER_PASSWORD)
    answers = [courier.get(of(person)), *(courier.post(of(person, act)) for act in ACTS)]
    assert {answer.status_code for answer in answers} == {403}
    assert {answer.json()["detail"].replace(person, "…") for answer in answers} == {
        "you may not do this at … (it needs people.manage); ask who manages that unit"
    }


def test_account_is_helped_at_a_browser_and_from_this_site_only(office: Office, manager: TestClient) -> None:
    path = of(COURIER_ID, "reset-password")
    assert office.browser().post(path).status_code == 401
    assert manager.post(path, headers={"sec-fetch-site": "cross-site"}).json()["code"] == "from_another_site"
    order = {"name": "t", "scopes": ["people.manage"], "days": 1}
    token = office.at_desk().post("/api/me/tokens", json=order).json()["text"]
    answer = office.browser().post(path, headers={"authorization": f"Bearer {token}"})
    assert answer.json()["code"] == "not_by_token"
