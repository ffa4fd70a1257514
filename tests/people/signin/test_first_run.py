"""An empty database is set up once, by whoever started the server."""

from sqlalchemy import Engine

from tests.people.signin.post_office import BOSS, SETUP, Clock, Office


def test_empty_database_is_set_up_with_the_key_and_then_signed_in(engine: Engine) -> None:
    office = Office(engine, Clock())
    browser = office.browser()
    assert browser.get("/api/sign-in").json() == {"needs_setup": True, "providers": []}
    key = office.desk.first_run.issue_setup_key()
    assert browser.post("/api/setup", json={"key": key, **SETUP}).status_code == 200
    assert browser.get("/api/me").json()["staff_number"] == BOSS
    assert browser.get("/api/sign-in").json() == {"needs_setup": False, "providers": []}
    assert office.desk.first_run.issue_setup_key() is None
    office.at_desk()
    office.close()


def test_setup_without_the_key_is_refused_and_the_key_works_once(engine: Engine) -> None:
    office = Office(engine, Clock())
    earlier = office.desk.first_run.issue_setup_key()
    key = office.desk.first_run.issue_setup_key()
    for wrong in ("", "guess", earlier):
        assert office.browser().post("/api/setup", json={"key": wrong, **SETUP}).status_code == 410
    weak = office.browser().post("/api/setup", json={"key": key, **SETUP, "password": "A0001-共和县"})
    assert weak.status_code == 422
    assert office.browser().post("/api/setup", json={"key": key, **SETUP}).status_code == 200
    again = office.browser().post("/api/setup", json={"key": key, **SETUP})
    assert (again.status_code, again.json()["code"]) == (409, "already_founded")
    office.close()


def test_setup_key_is_void_after_a_day(engine: Engine) -> None:
    office = Office(engine, Clock())
    key = office.desk.first_run.issue_setup_key()
    office.clock.forward(hours=24)
    assert office.browser().post("/api/setup", json={"key": key, **SETUP}).status_code == 410
    office.close()


def test_enter_address_signs_one_browser_in_within_ten_minutes(office: Office) -> None:
    person = office.desk.accounts.find_login(BOSS)
    assert person is not None
    key = office.desk.first_run.issue_enter_key(person.id)
    browser = office.browser()
    assert browser.post("/api/enter", json={"key": key}).status_code == 200
    assert browser.get("/api/me").json()["staff_number"] == BOSS
    assert office.browser().post("/api/enter", json={"key": key}).status_code == 410
    late = office.desk.first_run.issue_enter_key(person.id)
    office.clock.forward(minutes=10)
    assert office.browser().post("/api/enter", json={"key": late}).status_code == 410
