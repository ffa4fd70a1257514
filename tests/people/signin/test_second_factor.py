"""Codes from a telephone beside the password, and codes on paper for the day it is lost."""

from dataclasses import replace
from typing import Any

import pyotp
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.people.signin.post_office import BOSS, BOSS_PASSWORD, QUICK, SETUP, Clock, Office
from tianlu.people.signin.second_factor import make_paper_codes

WRONG = {"login": BOSS, "password": "wrong but long enough"}


def set_up(browser: TestClient, office: Office) -> tuple[pyotp.TOTP, list[str]]:
    """The telephone and the codes on paper; the clock stands at the next half minute."""
    new: dict[str, Any] = browser.post("/api/me/second-factor", json={"password": BOSS_PASSWORD}).json()
    phone = pyotp.TOTP(new["secret"])
    body = {"id": new["id"], "code": phone.at(office.clock())}
    answer = browser.post("/api/me/second-factor/confirm", json=body)
    assert answer.status_code == 200, answer.text
    office.clock.forward(seconds=30)
    return phone, answer.json()["codes"]


def sign_in(office: Office, code: str | None, **changes: str) -> tuple[int, str]:
    body = {"login": BOSS, "password": BOSS_PASSWORD, "code": code, **changes}
    answer = office.browser().post("/api/sign-in", json=body)
    return answer.status_code, answer.json().get("code", "")


def test_image_shows_what_the_telephone_needs(office: Office) -> None:
    new = office.at_desk().post("/api/me/second-factor", json={"password": BOSS_PASSWORD}).json()
    assert new["svg"].startswith("<svg")
    assert new["address"].startswith("otpauth://totp/Tianlu:A0001?secret=" + new["secret"])


def test_second_factor_counts_only_after_a_code_confirmed_it(office: Office) -> None:
    boss = office.at_desk()
    new = boss.post("/api/me/second-factor", json={"password": BOSS_PASSWORD}).json()
    assert sign_in(office, None) == (200, "")
    wrong = boss.post("/api/me/second-factor/confirm", json={"id": new["id"], "code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_code")
    assert boss.get("/api/me").json()["has_second_factor"] is False


def test_set_up_asks_for_the_password_and_ends_other_sessions(office: Office) -> None:
    here, there = office.at_desk(), office.at_desk()
    answer = here.post("/api/me/second-factor", json={"password": "not the password"})
    assert answer.json()["code"] == "wrong_old_password"
    set_up(here, office)
    assert (here.get("/api/me").status_code, there.get("/api/me").status_code) == (200, 401)


def test_password_alone_signs_in_no_more(office: Office) -> None:
    phone, _ = set_up(office.at_desk(), office)
    assert sign_in(office, None) == (401, "code_needed")
    assert sign_in(office, "123") == (401, "wrong_code")
    assert sign_in(office, phone.at(office.clock())) == (200, "")


def test_wrong_password_with_a_right_code_does_not_tell_which_was_wrong(office: Office) -> None:
    phone, _ = set_up(office.at_desk(), office)
    assert sign_in(office, phone.at(office.clock()), password=WRONG["password"]) == (401, "wrong_login")
    assert sign_in(office, phone.at(office.clock())) == (200, "")


def test_code_works_once(office: Office) -> None:
    phone, _ = set_up(office.at_desk(), office)
    code = phone.at(office.clock())
    assert sign_in(office, code) == (200, "")
    assert sign_in(office, code) == (401, "wrong_code")
    assert sign_in(office, phone.at(office.clock(), counter_offset=-1)) == (401, "wrong_code")
    office.clock.forward(seconds=30)
    assert sign_in(office, phone.at(office.clock())) == (200, "")


def test_code_that_confirmed_the_set_up_signs_nobody_in(office: Office) -> None:
    phone, _ = set_up(office.at_desk(), office)
    assert sign_in(office, phone.at(office.clock(), counter_offset=-1)) == (401, "wrong_code")


def test_telephone_may_be_half_a_minute_apart_and_not_more(office: Office) -> None:
    phone, _ = set_up(office.at_desk(), office)
    office.clock.forward(minutes=5)
    assert sign_in(office, phone.at(office.clock(), counter_offset=-2)) == (401, "wrong_code")
    assert sign_in(office, phone.at(office.clock(), counter_offset=2)) == (401, "wrong_code")
    assert sign_in(office, phone.at(office.clock(), counter_offset=-1)) == (200, "")
    assert sign_in(office, phone.at(office.clock(), counter_offset=1)) == (200, "")


def test_ten_paper_codes_work_once_each(office: Office) -> None:
    boss = office.at_desk()
    _, codes = set_up(boss, office)
    assert len(set(codes)) == 10
    assert sign_in(office, codes[0].lower().replace("-", " ")) == (200, "")
    assert sign_in(office, codes[0]) == (401, "wrong_code")
    assert sign_in(office, codes[9]) == (200, "")
    assert boss.get("/api/me").json()["paper_codes"] == 8


def test_paper_codes_are_random_enough_for_a_plain_hash() -> None:
    """At least 112 bits each (OWASP ASVS 5.0, 6.5.2): 24 characters of 32 different ones, none of them filling."""
    codes = [code.replace("-", "") for _ in range(20) for code in make_paper_codes()]
    assert len(set(codes)) == 200
    assert {len(code) for code in codes} == {24}
    assert set("".join(codes)) == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_whoever_is_guessed_at_gets_in_with_password_and_code(office: Office) -> None:
    phone, _ = set_up(office.at_desk(), office)
    for _ in range(5):
        office.browser().post("/api/sign-in", json=WRONG)
    assert sign_in(office, None) == (429, "too_many_tries")
    assert sign_in(office, "000000") == (429, "too_many_tries")
    assert sign_in(office, phone.at(office.clock()), password=WRONG["password"]) == (429, "too_many_tries")
    assert sign_in(office, phone.at(office.clock())) == (200, "")


def test_guessing_elsewhere_does_not_slow_a_known_browser(office: Office) -> None:
    own = office.at_desk()
    own.post("/api/sign-out")
    for _ in range(5):
        office.browser(address="10.6.6.6").post("/api/sign-in", json=WRONG)
    body = {"login": BOSS, "password": BOSS_PASSWORD}
    assert office.browser().post("/api/sign-in", json=body).status_code == 429
    assert own.post("/api/sign-in", json=body).status_code == 200
    codes = [own.post("/api/sign-in", json=WRONG).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]


def test_removing_it_asks_for_the_password(office: Office) -> None:
    boss = office.at_desk()
    set_up(boss, office)
    assert boss.post("/api/me/second-factor/remove", json={"password": "no"}).status_code == 403
    assert boss.post("/api/me/second-factor/remove", json={"password": BOSS_PASSWORD}).status_code == 204
    assert sign_in(office, None) == (200, "")


def test_role_that_needs_a_second_factor_does_nothing_before_it_is_set_up(engine: Engine) -> None:
    limits = replace(QUICK, second_factor_roles=frozenset({"administrator"}))
    office = Office(engine, Clock(), limits)
    key = office.desk.first_run.issue_setup_key()
    boss = office.browser()
    assert boss.post("/api/setup", json={"key": key, **SETUP}).json()["is_second_factor_due"] is True
    answer = boss.post("/api/change")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_due")
    set_up(boss, office)
    assert boss.post("/api/change").status_code == 200
    office.close()
