"""Two who may be one customer are judged: made one and parted again with records, claim and stage; or remembered as
two."""

import pytest
from sqlalchemy import select

from tests.people.county_office import OTHER, STRANGER
from tests.target.lists.customers.list_office import BOSS, COUNTY, COURIER, MANAGER, YAK, ListOffice
from tianlu.target.lists.customers import store
from tianlu.target.lists.customers.model import SourceRecord
from tianlu.target.lists.customers.tables import DECISIONS, DOUBTS

TWIN = "yak-shop"
WHY = [{"said": "same brand and telephone", "said_zh": "字号与电话相同", "centibits": 250}]


def a_row(key: str, fen: int, before_fen: int = 0) -> dict[str, object]:
    return {"source": "寄递", "key": key, "line": "寄递", "fen": fen, "before_fen": before_fen}


def two(office: ListOffice) -> None:
    """Both on the list, with a record each."""
    office.enter(records=[a_row("1", 1000, 2000)])
    office.enter(customer=TWIN, name="雪域牦牛肉店", records=[a_row("2", 300)])
    office.done(MANAGER, "customer.doubt", YAK, other=TWIN, permille=520, reasons=WHY)


def money(office: ListOffice, customer: str) -> int:
    return int(office.seen(BOSS, customer)["customer"]["monthly_fen"])


def records(office: ListOffice, customer: str) -> list[SourceRecord]:
    with office.engine.connect() as connection:
        return store.list_records(connection, customer)


def test_the_same_are_made_one_with_records_money_and_claim(office: ListOffice) -> None:
    two(office)
    office.done(COURIER, "customer.claim", TWIN)
    office.done(MANAGER, "customer.judge", YAK, other=TWIN, is_same=True, reason="同一营业执照")
    assert [each.key for each in records(office, YAK)] == ["1", "2"]
    assert (money(office, YAK), office.stage(TWIN), office.owner()) == (1300, "left", COURIER)
    assert office.seen(BOSS, YAK)["customer"]["fallen_percent"] == 50, "only what both years say is compared"
    with office.engine.connect() as connection:
        assert connection.execute(select(DOUBTS)).all() == []


def test_merge_is_undone_and_both_are_as_they_were(office: ListOffice) -> None:
    two(office)
    office.done(MANAGER, "customer.judge", YAK, other=TWIN, is_same=True)
    office.done(MANAGER, "customer.take", YAK, records=[a_row("2", 500), a_row("3", 40)])
    office.done(MANAGER, "customer.part", YAK, other=TWIN, reason="两家店")
    assert (office.stage(TWIN), money(office, TWIN), money(office, YAK)) == ("open", 500, 1040)
    assert [each.key for each in records(office, TWIN)] == ["2"]
    assert office.not_done(MANAGER, "customer.part", YAK, other=TWIN) == "not_merged"
    again = office.not_done(MANAGER, "customer.doubt", YAK, other=TWIN, permille=900, reasons=WHY)
    assert again == "nothing_changes", "that they are two is remembered"
    office.done(MANAGER, "customer.judge", TWIN, other=YAK, is_same=True)
    assert office.stage(YAK) == "left"


def test_customer_entered_by_hand_has_his_own_money_back_after_a_merge(office: ListOffice) -> None:
    office.enter()
    office.enter(customer=TWIN, records=[a_row("2", 300)])
    office.done(MANAGER, "customer.judge", YAK, other=TWIN, is_same=True)
    assert money(office, YAK) == 300
    office.done(MANAGER, "customer.part", YAK, other=TWIN)
    assert money(office, YAK) == 820_000


def test_different_is_remembered_and_said_once(office: ListOffice) -> None:
    two(office)
    office.done(MANAGER, "customer.judge", TWIN, other=YAK, is_same=False, reason="父子")
    assert office.not_done(MANAGER, "customer.judge", YAK, other=TWIN, is_same=False) == "nothing_changes"
    assert office.not_done(MANAGER, "customer.doubt", YAK, other=TWIN, permille=700) == "nothing_changes"
    with office.engine.connect() as connection:
        assert connection.execute(select(DOUBTS)).all() == []
        [row] = connection.execute(select(DECISIONS)).all()
    assert (row.is_same, row.by, row.reason) == (False, MANAGER, "父子")


def test_two_owners_keep_two_customers_until_one_hands_over(office: ListOffice) -> None:
    two(office)
    office.hire("a1")
    office.done(COURIER, "customer.claim", YAK)
    office.done("a1", "customer.claim", TWIN)
    assert office.not_done(MANAGER, "customer.judge", YAK, other=TWIN, is_same=True) == "two_owners"
    office.done("a1", "customer.release", TWIN)
    office.done(MANAGER, "customer.judge", YAK, other=TWIN, is_same=True)
    assert office.owner() == COURIER


@pytest.mark.parametrize(
    ("actor", "customer", "other", "code"),
    [
        (MANAGER, YAK, YAK, "same_twice"),
        (MANAGER, YAK, "nobody", "no_such_customer"),
        (MANAGER, "waiting", YAK, "cannot_go_into"),
        (MANAGER, YAK, "banks", "two_entities"),
        (COURIER, YAK, TWIN, "not_allowed"),
    ],
)
def test_what_cannot_be_made_one_is_refused_with_the_mend(
    office: ListOffice, actor: str, customer: str, other: str, code: str
) -> None:
    two(office)
    waiting = {"kind": "company", "name": "新店", "tier": "small", "relation": "new", "reason": "新"}
    office.done(MANAGER, "customer.enter", "waiting", **waiting)
    office.enter(customer="banks", entity="bank")
    assert office.not_done(actor, "customer.judge", customer, other=other, is_same=True) == code


def test_stranger_neither_judges_nor_parts(office: ListOffice) -> None:
    two(office)
    said = {"customer": YAK, "other": TWIN}
    assert office.refused(STRANGER, "customer.judge", COUNTY, **said, is_same=True) == "not_allowed"
    assert office.refused(STRANGER, "customer.part", COUNTY, **said) == "not_allowed"
    assert office.refused(STRANGER, "customer.judge", OTHER, **said, is_same=True) == "not_allowed"


def test_stale_sight_of_the_customer_is_refused(office: ListOffice) -> None:
    two(office)
    office.done(MANAGER, "customer.change", YAK, tier="first")
    body = {"customer": YAK, "other": TWIN, "is_same": True}
    assert office.refused(MANAGER, "customer.judge", COUNTY, base=1, **body) == "stale_base"
