"""Guessing is slow, and whoever guesses locks nobody out for good."""

from concurrent.futures import ThreadPoolExecutor

from tests.people.signin.post_office import BOSS, BOSS_PASSWORD, COURIER, COURIER_PASSWORD, Office

WRONG = {"login": BOSS, "password": "wrong but long enough"}


def statuses(office: Office, count: int, *, login: str = BOSS, address: str = "10.0.0.1") -> list[int]:
    browser = office.browser(address=address)
    return [browser.post("/api/sign-in", json={**WRONG, "login": login}).status_code for _ in range(count)]


def test_sixth_try_has_to_wait_and_is_told_how_long(office: Office) -> None:
    assert statuses(office, 5) == [401] * 5
    answer = office.browser().post("/api/sign-in", json=WRONG)
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "15"
    assert "15" in answer.json()["detail"]
    assert "15" in answer.json()["detail_zh"]


def test_each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(office: Office) -> None:
    statuses(office, 5)
    waits = []
    for _ in range(9):
        wait = int(office.browser().post("/api/sign-in", json=WRONG).headers["retry-after"])
        waits.append(wait)
        office.clock.forward(seconds=wait)
        assert statuses(office, 1) == [401]
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900, 900]


def test_right_password_after_the_wait_begins_anew(office: Office) -> None:
    statuses(office, 5)
    office.clock.forward(seconds=15)
    office.at_desk()
    assert statuses(office, 5) == [401] * 5


def test_right_password_during_the_wait_is_not_looked_at(office: Office) -> None:
    statuses(office, 5)
    answer = office.browser().post("/api/sign-in", json={"login": BOSS, "password": BOSS_PASSWORD})
    assert answer.status_code == 429


def test_unknown_names_are_slowed_alike(office: Office) -> None:
    assert statuses(office, 6, login="Z9999") == [401] * 5 + [429]


def test_waits_outlive_the_server(office: Office) -> None:
    statuses(office, 5)
    again = office.restart()
    assert statuses(again, 1) == [429]
    again.close()


def test_one_address_that_tries_many_names_is_slowed(office: Office) -> None:
    browser = office.browser(address="10.9.9.9")
    codes = [browser.post("/api/sign-in", json={**WRONG, "login": f"N{n}"}).status_code for n in range(51)]
    assert codes == [401] * 50 + [429]
    office.at_desk(COURIER, COURIER_PASSWORD)


def test_many_tries_at_one_time_do_not_get_past_the_limit(office: Office) -> None:
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: statuses(office, 1)[0], range(24)))
    assert codes.count(401) == 5
    assert codes.count(429) == 19


def test_administrator_unlocks_an_account(office: Office) -> None:
    statuses(office, 5)
    office.desk.accounts.tries.unlock("a0001")
    office.at_desk()
