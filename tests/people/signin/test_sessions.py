"""Signing in and out, how long it lasts, and what other sites cannot do."""

import pytest
from sqlalchemy import select, update

from tests.people.signin.post_office import BOSS, BOSS_PASSWORD, COURIER, COURIER_ID, COURIER_PASSWORD, Office
from tianlu.people.signin.keys import digest_of
from tianlu.people.signin.tables import SESSIONS
from tianlu.people.tables import PERSONS
from tianlu.people.versions import raise_version


def test_signing_in_tells_who_one_is_and_what_one_may(office: Office) -> None:
    me = office.at_desk().get("/api/me").json()
    assert (me["name"], me["staff_number"], me["home_name"]) == ("李雪梅", BOSS, "共和县")
    assert [grant["role"] for grant in me["grants"]] == ["administrator"]
    assert me["reach"]["people.manage"] == ["/632521/"]
    courier = office.at_desk(COURIER, COURIER_PASSWORD).get("/api/me").json()
    assert "people.manage" not in courier["reach"]


def test_login_name_is_taken_in_any_case_and_width(office: Office) -> None:
    office.at_desk(" ａ0001 ")


@pytest.mark.parametrize(("login", "password"), [(BOSS, "wrong but long enough"), ("Z9999", BOSS_PASSWORD)])
def test_unknown_name_and_wrong_password_look_alike(office: Office, login: str, password: str) -> None:
    answer = office.browser().post("/api/sign-in", json={"login": login, "password": password})
    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_login"
    assert "set-cookie" not in answer.headers


def test_without_signing_in_nothing_is_told(office: Office) -> None:
    answer = office.browser().get("/api/me")
    assert answer.status_code == 401
    assert answer.json()["detail_zh"] == "请先登录"


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(office: Office) -> None:
    body = {"login": BOSS, "password": BOSS_PASSWORD}
    plain = office.browser().post("/api/sign-in", json=body).headers["set-cookie"]
    assert plain.startswith("tianlu=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(plain.split("; "))
    secure = office.browser(https=True).post("/api/sign-in", json=body).headers["set-cookie"]
    assert secure.startswith("__Host-tianlu=")
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Secure"} <= set(secure.split("; "))
    assert "Domain" not in secure


def test_database_keeps_no_key_that_would_sign_in(office: Office) -> None:
    key = office.at_desk().cookies["tianlu"]
    with office.engine.connect() as connection:
        digests = set(connection.execute(select(SESSIONS.c.digest)).scalars())
    assert digest_of(key) in digests
    assert key not in digests


def test_signing_in_anew_ends_the_session_before(office: Office) -> None:
    browser = office.at_desk()
    before = browser.cookies["tianlu"]
    browser.post("/api/sign-in", json={"login": BOSS, "password": BOSS_PASSWORD})
    assert browser.cookies["tianlu"] != before
    assert office.browser().get("/api/me", headers={"Cookie": f"tianlu={before}"}).status_code == 401


def test_signing_out_ends_the_session_at_once(office: Office) -> None:
    browser = office.at_desk()
    key = browser.cookies["tianlu"]
    assert browser.get("/api/me").status_code == 200
    assert browser.post("/api/sign-out").status_code == 204
    assert "tianlu" not in browser.cookies
    assert office.browser().get("/api/me", headers={"Cookie": f"tianlu={key}"}).status_code == 401


def test_session_ends_after_an_hour_without_use(office: Office) -> None:
    browser = office.at_desk()
    for _ in range(3):
        office.clock.forward(minutes=59)
        assert browser.get("/api/me").status_code == 200
    office.clock.forward(minutes=60)
    assert browser.get("/api/me").status_code == 401


def test_session_ends_twelve_hours_after_signing_in(office: Office) -> None:
    browser = office.at_desk()
    for _ in range(23):
        office.clock.forward(minutes=30)
        assert browser.get("/api/me").status_code == 200
    office.clock.forward(minutes=30)
    assert browser.get("/api/me").status_code == 401


def test_sessions_outlive_the_server(office: Office) -> None:
    key = office.at_desk().cookies["tianlu"]
    again = office.restart()
    assert again.browser().get("/api/me", headers={"Cookie": f"tianlu={key}"}).status_code == 200
    again.close()


def test_one_sees_ones_own_sessions_and_ends_them(office: Office) -> None:
    here, there = office.at_desk(), office.at_desk()
    office.at_desk(COURIER, COURIER_PASSWORD)
    seen = here.get("/api/me/sessions").json()
    assert [row["is_this"] for row in seen].count(True) == 1
    other = next(row["id"] for row in there.get("/api/me/sessions").json() if row["is_this"])
    assert here.delete(f"/api/me/sessions/{other}").status_code == 204
    assert there.get("/api/me").status_code == 401
    assert here.delete(f"/api/me/sessions/{other}").status_code == 404


def test_nobody_ends_somebody_elses_session(office: Office) -> None:
    courier = office.at_desk(COURIER, COURIER_PASSWORD)
    id_ = courier.get("/api/me/sessions").json()[0]["id"]
    assert office.at_desk().delete(f"/api/me/sessions/{id_}").status_code == 404
    assert courier.get("/api/me").status_code == 200


def test_all_other_sessions_end_together(office: Office) -> None:
    here, there = office.at_desk(), office.at_desk()
    assert here.delete("/api/me/sessions").status_code == 204
    assert (here.get("/api/me").status_code, there.get("/api/me").status_code) == (200, 401)


def test_who_has_left_is_signed_in_no_more(office: Office) -> None:
    courier = office.at_desk(COURIER, COURIER_PASSWORD)
    with office.engine.begin() as connection:
        connection.execute(update(PERSONS).where(PERSONS.c.id == COURIER_ID).values(has_left=True))
        raise_version(connection)
    assert courier.get("/api/me").status_code == 401
    body = {"login": COURIER, "password": COURIER_PASSWORD}
    assert office.browser().post("/api/sign-in", json=body).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://desk.example:81"}, 403),
        ({"Origin": "http://desk.example"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({}, 200),
    ],
)
def test_changes_that_another_site_sends_are_refused(office: Office, headers: dict[str, str], status: int) -> None:
    browser = office.at_desk()
    assert browser.post("/api/change", headers=headers).status_code == status
    body = {"login": BOSS, "password": BOSS_PASSWORD}
    assert office.browser().post("/api/sign-in", json=body, headers=headers).status_code == status


def test_same_requests_within_two_seconds_ask_the_database_once(office: Office) -> None:
    browser = office.at_desk()
    browser.get("/api/me")
    with office.engine.begin() as connection:
        connection.execute(SESSIONS.delete())
    assert browser.get("/api/me").status_code == 200
    office.clock.forward(seconds=2)
    assert browser.get("/api/me").status_code == 401
