"""Who may own a customer is listed with the room he has, to who may work the list and to nobody else."""

from typing import Any

import pytest

from tests.target.lists.customers.list_office import BOSS, COUNTY, COURIER, MANAGER, YAK, ListOffice
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Tier


def test_all_who_may_work_at_the_unit_are_listed_by_name_with_their_room(office: ListOffice) -> None:
    office.enter()
    office.enter(customer="b")
    office.enter(customer="c", tier="small")
    office.done(COURIER, "customer.claim")
    office.done(COURIER, "customer.claim", "c")
    found = {each["id"]: each for each in workers(office, MANAGER, "b")}
    assert set(found) == {BOSS, MANAGER, COURIER}, "the manager of another county is not among them"
    assert (found[COURIER]["owned"], found[MANAGER]["owned"]) == (1, 0), "of this tier only"
    assert found[COURIER]["capacity"] == shipped_levels()[Tier.SECOND].capacity
    assert (found[COURIER]["name"], found[COURIER]["home_name"]) == ("才让courier", "共和县")
    seen = {each["id"]: each["home_name"] for each in workers(office, COURIER, "b")}
    assert seen[BOSS] == "青海省", "also where the reader's own units do not reach"


def test_who_has_left_or_lost_the_role_is_listed_no_more(office: ListOffice) -> None:
    office.hire("w1", "w2", "w3")
    office.hire("p1", role="planner")
    office.enter()
    office.must(BOSS, "person.leave", COUNTY, person="w1")
    office.must(BOSS, "grant.end", COUNTY, id="g-w2")
    assert {each["id"] for each in workers(office, COURIER)} == {BOSS, MANAGER, COURIER, "w3"}


def test_program_owns_no_customer(office: ListOffice) -> None:
    body = {"id": "s1", "name": "接口", "staff_number": "s1", "entity": "post", "is_service": True}
    office.must(BOSS, "person.add", COUNTY, **body)
    office.must(BOSS, "grant.give", COUNTY, id="g-s1", person="s1", role="account_manager")
    office.enter()
    assert "s1" not in {each["id"] for each in workers(office, COURIER)}


@pytest.mark.parametrize(("actor", "customer"), [("stranger", YAK), ("p1", YAK), (COURIER, "nobody")])
def test_who_may_not_work_the_list_there_is_told_nobody(office: ListOffice, actor: str, customer: str) -> None:
    office.hire("p1", role="planner")
    office.enter()
    assert office.client(actor).get(f"/api/customers/{customer}/workers").status_code == 403


def test_customer_says_who_asked_for_what_waits_and_whose_he_was(office: ListOffice) -> None:
    office.enter()
    office.done(COURIER, "customer.claim")
    office.work_off(COURIER)
    office.done(COURIER, "customer.strike_off", reason="已签约")
    assert asked(office) == (COURIER, "才让courier", "")
    office.done(MANAGER, "customer.decide", grants=True)
    assert asked(office) == ("", "", COURIER)


def test_what_waits_for_a_decision_is_listed_whatever_it_is(office: ListOffice) -> None:
    for customer in ("a", "b"):
        office.enter(customer=customer)
    office.done(MANAGER, "customer.exit", "b", reason="已停业")
    new = {"kind": "company", "name": "雪域", "tier": "second", "relation": "new", "reason": "新增"}
    office.done(MANAGER, "customer.enter", "c", **new)
    page = office.get(BOSS, "/api/customers?waiting=true")
    assert ({each["id"] for each in page["customers"]}, page["total"]) == ({"b", "c"}, 2)


def workers(office: ListOffice, actor: str, customer: str = YAK) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.get(actor, f"/api/customers/{customer}/workers")
    return found


def asked(office: ListOffice) -> tuple[str, str, str]:
    shown = office.seen(BOSS)["customer"]
    return shown["asked_by"], shown["asked_by_name"], shown["struck_for"]
