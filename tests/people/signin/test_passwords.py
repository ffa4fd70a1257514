"""Which passwords are taken, and what is kept of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.people.signin.post_office import BOSS, BOSS_PASSWORD, COURIER, COURIER_PASSWORD, QUICK, Office
from tianlu.people.signin import store
from tianlu.people.signin.limits import Hashing
from tianlu.people.signin.passwords import SHORTEST, Hasher, breached_passwords, check_password
from tianlu.people.signin.tables import SECRETS
from tianlu.people.signin.trouble import SignInTrouble

QUICK_HASHER = Hasher(QUICK.hashing)


@pytest.mark.parametrize(
    "password", ["four quiet yaks graze", "雪山草地邮路漫漫人情长远真", "kT9#wqLmz!4x", " spaces at ends are kept "]
)
def test_long_passwords_of_any_characters_are_taken(password: str) -> None:
    check_password(password, ["才让", "C0007"])


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("eleven char", "11"),
        ("x" * 50 + "yz vw" * 20, "150"),
        ("password2026!!", "guessed"),
        ("Woaini5201314", "guessed"),
        ("aaaaaaaaaaaaaaa", "guessed"),
        ("abababababab", "guessed"),
        ("234567890123", "guessed"),
        ("abcdefghijklm", "guessed"),
        ("qwertyuiop123456", "guessed"),
        ("C0007 才让 C0007 才让", "name or number"),
        ("Gonghe-13900001111", "name or number"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, words: str) -> None:
    with pytest.raises(SignInTrouble) as trouble:
        check_password(password, ["才让", "C0007", "13900001111", "Gonghe"])
    assert words in trouble.value.detail
    assert trouble.value.detail_zh


def test_no_password_of_published_breaches_is_taken() -> None:
    long_enough = [each for each in breached_passwords() if len(each) >= SHORTEST]
    assert len(breached_passwords()) > 20_000
    assert len(long_enough) > 200
    for each in long_enough:
        for written in (each, each.upper(), each.capitalize()):
            with pytest.raises(SignInTrouble):
                check_password(written, [])


@given(st.text(min_size=1, max_size=128), st.text(min_size=1, max_size=128))
def test_only_the_very_same_characters_are_right(password: str, other: str) -> None:
    kept = QUICK_HASHER.hash(password)
    assert QUICK_HASHER.is_right(password, kept)
    assert QUICK_HASHER.is_right(other, kept) == (other == password)
    assert not QUICK_HASHER.is_right(password, None)


def test_hash_is_argon2id_of_owasps_cost() -> None:
    assert Hasher(Hashing()).hash("four quiet yaks graze").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_password_hashed_at_a_lower_cost_is_hashed_anew_when_signing_in(office: Office) -> None:
    dearer = Office(office.engine, office.clock, office.limits.__class__(hashing=Hashing(memory_kib=128, passes=2)))
    dearer.at_desk(COURIER, COURIER_PASSWORD)
    dearer.at_desk(COURIER, COURIER_PASSWORD)
    dearer.close()
    with office.engine.connect() as connection:
        kept = connection.execute(select(SECRETS.c.value).where(SECRETS.c.person == "courier-7")).scalars().all()
    assert [value.split("$")[3] for value in kept] == ["m=128,t=2,p=1"]


def test_new_password_needs_the_old_one_and_ends_all_other_sessions(office: Office) -> None:
    here, elsewhere = office.at_desk(), office.at_desk()
    change = {"old": "not the password at all", "new": "seven black tents stand"}
    assert here.post("/api/me/password", json=change).json()["code"] == "wrong_old_password"
    assert elsewhere.get("/api/me").status_code == 200
    assert here.post("/api/me/password", json={**change, "old": BOSS_PASSWORD}).status_code == 204
    assert here.get("/api/me").status_code == 200
    assert elsewhere.get("/api/me").status_code == 401
    sign_in = {"login": BOSS, "password": BOSS_PASSWORD}
    assert office.browser().post("/api/sign-in", json=sign_in).status_code == 401
    office.at_desk(BOSS, "seven black tents stand")


def test_weak_new_password_changes_nothing(office: Office) -> None:
    here = office.at_desk()
    answer = here.post("/api/me/password", json={"old": BOSS_PASSWORD, "new": "A0001 李雪梅 A0001"})
    assert (answer.status_code, answer.json()["code"]) == (422, "weak_password")
    office.at_desk()


def test_somebody_elses_hash_under_ones_name_signs_nobody_in(office: Office) -> None:
    """Whoever can name a secret in a command gains nothing by naming his own for another person."""
    with office.engine.begin() as connection:
        boss = connection.execute(select(SECRETS.c.person).where(SECRETS.c.person != "courier-7")).scalars().first()
        own = store.find_password_id(connection, office.desk.accounts.find_login(COURIER).id)  # type: ignore[union-attr]
        assert boss is not None
        assert own is not None
        store.set_password_id(connection, person=boss, secret=own, at=office.clock())
    answer = office.browser().post("/api/sign-in", json={"login": BOSS, "password": COURIER_PASSWORD})
    assert answer.status_code == 401


def test_reset_address_sets_a_password_once_and_ends_all_sessions(office: Office) -> None:
    person = office.desk.accounts.find_login(COURIER)
    assert person is not None
    at_desk = office.at_desk(COURIER, COURIER_PASSWORD)
    key = office.desk.accounts.issue_reset_link(person, by=person.id)
    weak = office.browser().post("/api/reset-password", json={"key": key, "password": "C0007"})
    assert weak.json()["code"] == "weak_password"
    body = {"key": key, "password": "barley and butter tea"}
    assert office.browser().post("/api/reset-password", json=body).status_code == 204
    assert at_desk.get("/api/me").status_code == 401
    office.at_desk(COURIER, "barley and butter tea")
    again = office.browser().post("/api/reset-password", json={**body, "password": "another four words here"})
    assert (again.status_code, again.json()["code"]) == (410, "used_key")


def test_reset_address_is_void_after_a_day_and_when_a_newer_one_was_issued(office: Office) -> None:
    person = office.desk.accounts.find_login(COURIER)
    assert person is not None
    older = office.desk.accounts.issue_reset_link(person, by=person.id)
    newer = office.desk.accounts.issue_reset_link(person, by=person.id)
    body = {"password": "barley and butter tea"}
    assert office.browser().post("/api/reset-password", json={"key": older, **body}).status_code == 410
    office.clock.forward(hours=24)
    assert office.browser().post("/api/reset-password", json={"key": newer, **body}).status_code == 410
