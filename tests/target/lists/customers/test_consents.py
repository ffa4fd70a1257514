"""Consents are put on record, given and withdrawn; the last day stands, and all stay to be seen."""

from datetime import date
from typing import Any

import pytest

from tests.target.lists.customers.list_office import BOSS, COUNTY, COURIER, MANAGER, ListOffice
from tianlu.command.envelope import ActorId
from tianlu.target.lists.customers.model import ConsentMark
from tianlu.target.lists.customers.purposes import shipped_purposes, standing_marks

PERSON = "p"
GIVEN = {"purpose": "contact", "is_given": True, "day": "2026-11-20", "documented": "同意书 118 号"}
"""The office's day is 2026-11-23."""


def test_consent_is_shown_with_who_put_it_on_record_and_until_it_is_withdrawn(office: ListOffice) -> None:
    enter_person(office)
    office.done(COURIER, "customer.consent", PERSON, **GIVEN)
    [mark] = consents(office)
    assert (mark["purpose"], mark["is_given"], mark["stands"]) == ("contact", True, True)
    assert (mark["by"], mark["by_name"], mark["documented"]) == (COURIER, "才让courier", "同意书 118 号")
    office.done(COURIER, "customer.consent", PERSON, purpose="contact", is_given=False, day="2026-11-22")
    assert [(each["is_given"], each["stands"]) for each in consents(office)] == [(False, True), (True, False)]


def test_older_consent_put_on_record_late_undoes_no_withdrawal(office: ListOffice) -> None:
    enter_person(office)
    office.done(COURIER, "customer.consent", PERSON, purpose="contact", is_given=False, day="2026-11-22")
    office.done(COURIER, "customer.consent", PERSON, **GIVEN)
    assert {each["is_given"]: each["stands"] for each in consents(office)} == {False: True, True: False}


def test_of_one_day_the_mark_put_on_record_last_stands(office: ListOffice) -> None:
    enter_person(office)
    office.done(COURIER, "customer.consent", PERSON, **GIVEN)
    office.pass_days(1)
    office.done(COURIER, "customer.consent", PERSON, **{**GIVEN, "is_given": False})
    assert [each["is_given"] for each in consents(office) if each["stands"]] == [False]


def test_sharing_names_the_other_legal_entity_and_each_recipient_stands_by_itself(office: ListOffice) -> None:
    enter_person(office)
    office.must(BOSS, "entity.add", COUNTY, id="shop", kind="ecommerce", name="邮乐")
    sharing = {**GIVEN, "purpose": "sharing"}
    for recipient in ("", "post", "nobody"):
        refused = office.not_done(COURIER, "customer.consent", PERSON, **sharing, recipient=recipient)
        assert refused == "wrong_recipient", f"to {recipient!r}: his own entity or none"
    office.done(COURIER, "customer.consent", PERSON, **sharing, recipient="bank")
    office.done(COURIER, "customer.consent", PERSON, **{**sharing, "is_given": False}, recipient="shop")
    assert {each["recipient"]: each["is_given"] for each in consents(office) if each["stands"]} == {
        "bank": True,
        "shop": False,
    }
    assert office.not_done(COURIER, "customer.consent", PERSON, **GIVEN, recipient="bank") == "wrong_recipient"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"purpose": "everything"}, "no_such_purpose"),
        ({"documented": ""}, "consent_undocumented"),
        ({"day": "2026-11-25"}, "day_to_come"),
    ],
)
def test_mark_that_cannot_be_is_refused(office: ListOffice, changes: dict[str, Any], code: str) -> None:
    enter_person(office)
    assert office.not_done(COURIER, "customer.consent", PERSON, **{**GIVEN, **changes}) == code
    assert consents(office) == []


def test_who_may_not_work_the_list_puts_no_consent_on_record(office: ListOffice) -> None:
    office.hire("p1", role="planner")
    enter_person(office)
    assert office.not_done("p1", "customer.consent", PERSON, **GIVEN) == "not_allowed"


def test_consent_to_sharing_lifts_no_mask_and_hides_its_document_from_who_sees_him_masked(office: ListOffice) -> None:
    enter_person(office)
    office.must(BOSS, "person.add", COUNTY, id="banker", name="银行员", staff_number="B1", entity="bank")
    office.must(BOSS, "grant.give", COUNTY, id="g-banker", person="banker", role="manager")
    office.done(COURIER, "customer.consent", PERSON, **{**GIVEN, "purpose": "sharing"}, recipient="bank")
    assert office.seen("banker", PERSON)["customer"]["name"] == "才***"
    assert consents(office, "banker")[0]["documented"] == "*"


def test_mark_made_on_what_was_seen_before_is_refused(office: ListOffice) -> None:
    enter_person(office)
    body = {"customer": PERSON, **GIVEN}
    assert office.refused(COURIER, "customer.consent", COUNTY, base=1, **body) == "stale_base"


def test_every_purpose_is_told_with_its_clause(office: ListOffice) -> None:
    told = {each["id"]: each for each in office.get(COURIER, "/api/customers/purposes")}
    assert set(told) == set(shipped_purposes()) >= {"contact", "marketing", "sharing"}
    assert all(each["name"] and each["name_en"] and each["clause"] for each in told.values())
    assert [id_ for id_, each in told.items() if each["names_recipient"]] == ["sharing"]


def test_marks_stand_by_day_whatever_the_order_they_are_given_in(office: ListOffice) -> None:
    at = office.now
    marks = [
        ConsentMark(str(k), PERSON, "contact", "", given, date(2026, 11, day), "", ActorId("a"), at)
        for k, (given, day) in enumerate([(True, 1), (False, 9), (True, 5)])
    ]
    for order in (marks, marks[::-1]):
        assert standing_marks(order)["contact", ""] is marks[1]


def enter_person(office: ListOffice) -> None:
    office.enter(customer=PERSON, kind="person", name="才让多杰")


def consents(office: ListOffice, actor: str = MANAGER) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.seen(actor, PERSON)["consents"]
    return found
