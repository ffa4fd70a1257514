"""Customers come onto the list and leave it by approval of a second person, with reach and masks on what is shown."""

import pytest

from tests.people.county_office import OTHER, STRANGER
from tests.target.lists.customers.list_office import BOSS, COUNTY, COURIER, MANAGER, YAK, ListOffice


def test_customer_is_on_the_list_once_a_second_person_approves(office: ListOffice) -> None:
    office.done(MANAGER, "customer.enter", YAK, **{**_company(), "reason": "年寄递量大"})
    assert office.stage() == "entering"
    assert office.not_done(MANAGER, "customer.decide", grants=True) == "needs_another"
    assert office.not_done(COURIER, "customer.claim") == "wrong_stage"
    office.done(BOSS, "customer.decide", grants=True, reason="同意")
    assert office.stage() == "open"


def test_entry_that_is_turned_down_can_be_asked_for_again(office: ListOffice) -> None:
    office.done(MANAGER, "customer.enter", YAK, **_company())
    office.done(BOSS, "customer.decide", grants=False, reason="资料不全")
    assert office.stage() == "left"
    office.done(MANAGER, "customer.enter", YAK, **_company())
    assert office.stage() == "entering"


def test_customer_is_entered_once(office: ListOffice) -> None:
    office.enter()
    assert office.not_done(MANAGER, "customer.enter", YAK, **_company()) == "customer_exists"


def test_exit_needs_a_second_person_and_ends_the_claim(office: ListOffice) -> None:
    office.enter()
    office.done(COURIER, "customer.claim")
    office.done(MANAGER, "customer.exit", reason="已停业")
    assert office.not_done(MANAGER, "customer.decide", grants=True) == "needs_another"
    office.done(BOSS, "customer.decide", grants=True)
    assert (office.stage(), office.owner()) == ("left", None)


def test_change_is_refused_where_it_changes_nothing_or_was_seen_older(office: ListOffice) -> None:
    office.enter()
    assert office.not_done(MANAGER, "customer.change", tier="second") == "nothing_changes"
    office.done(MANAGER, "customer.change", tier="first")
    assert office.refused(MANAGER, "customer.change", COUNTY, base=1, customer=YAK, tier="third") == "stale_base"


def test_who_may_not_manage_the_list_enters_nobody(office: ListOffice) -> None:
    assert office.not_done(COURIER, "customer.enter", YAK, **_company()) == "not_allowed"
    assert office.not_done(COURIER, "customer.exit", reason="x") == "not_allowed"


def test_customer_of_one_county_is_not_there_for_another(office: ListOffice) -> None:
    office.enter()
    assert office.get(STRANGER, "/api/customers")["total"] == 0
    assert office.client(STRANGER).get(f"/api/customers/{YAK}").status_code == 403
    assert office.refused(STRANGER, "customer.change", OTHER, customer=YAK, tier="first") == "no_such_customer"
    assert office.get(STRANGER, "/api/customers/funnel") == []


def test_parent_unit_includes_its_children_and_pages_hang_together(office: ListOffice) -> None:
    entered = [office.enter(customer=f"c{k}", monthly_fen=1000 * (k % 3)) for k in range(7)]
    assert office.get(BOSS, "/api/customers?org=63")["total"] == 7
    seen, after = [], ""
    while True:
        page = office.get(BOSS, f"/api/customers?count=2&after={after}")
        seen += [(each["monthly_fen"], each["id"]) for each in page["customers"]]
        after = page["next"]
        if after is None:
            break
    assert seen == sorted(seen, key=lambda each: (-each[0], each[1]))
    assert {id_ for _, id_ in seen} == set(entered)
    assert office.client(BOSS).get("/api/customers?after=nonsense").status_code == 422


@pytest.mark.parametrize(
    ("query", "found"), [("tier=first", 1), ("relation=lost", 1), ("stage=open", 2), ("text=牦牛", 1)]
)
def test_list_is_narrowed(office: ListOffice, query: str, found: int) -> None:
    office.enter(customer="a", tier="first", name="兴海县牦牛绒厂")
    office.enter(customer="b", relation="lost", name="多杰", kind="person")
    assert office.get(MANAGER, f"/api/customers?{query}")["total"] == found


def test_person_is_masked_for_all_but_his_owner_and_who_may_read_personal_data(office: ListOffice) -> None:
    office.enter(customer="p", kind="person", name="才让多杰", address="恰卜恰镇东巴村三组12号")
    shown = office.seen(COURIER, "p")["customer"]
    assert (shown["name"], shown["phone"]) == ("才***", "139******78")
    assert shown["address"] == "恰卜恰镇东巴村*组**号"
    assert shown["is_masked"]
    office.done(COURIER, "customer.claim", "p")
    assert office.seen(COURIER, "p")["customer"]["name"] == "才让多杰"
    assert office.seen(MANAGER, "p")["customer"]["name"] == "才让多杰"
    assert office.get(COURIER, "/api/customers?text=才让")["total"] == 0


def test_customer_of_another_legal_entity_is_masked_even_for_a_manager(office: ListOffice) -> None:
    office.enter(customer="p", kind="person", name="才让多杰", entity="bank")
    assert office.seen(MANAGER, "p")["customer"]["name"] == "才***"


def test_customer_of_no_named_entity_is_the_units_and_masked_for_another(office: ListOffice) -> None:
    office.must(BOSS, "person.add", COUNTY, id="banker", name="银行员", staff_number="B1", entity="bank")
    office.must(BOSS, "grant.give", COUNTY, id="g-banker", person="banker", role="manager")
    office.enter(customer="p", kind="person", name="才让多杰")
    assert office.seen("banker", "p")["customer"]["name"] == "才***"
    assert office.seen(MANAGER, "p")["customer"]["name"] == "才让多杰"


def test_customer_is_shown_with_the_records_he_is_made_of(office: ListOffice) -> None:
    records = [
        {"source": "寄递清单", "key": "J-0001234", "line": "寄递", "fen": 60_000},
        {"source": "银行清单", "key": "B7", "line": "金融", "fen": 40_000},
    ]
    office.enter(customer="p", kind="person", name="才让多杰", records=records)
    assert office.seen(MANAGER, "p")["records"] == records
    assert [each["key"] for each in office.seen(COURIER, "p")["records"]] == ["*******34", "**"]
    assert office.seen(MANAGER, "p")["customer"]["monthly_fen"] == 100_000


def test_audit_hides_what_is_personal_in_the_commands(office: ListOffice) -> None:
    office.enter(customer="p", kind="person", name="才让多杰")
    links = office.get(MANAGER, f"/api/audit/{COUNTY}?count=50")["links"]
    entered = next(link for link in links if link["kind"] == "customer.enter")
    assert entered["body"]["name"] == "才***"
    assert "12" not in entered["body"]["address"]


def _company() -> dict[str, object]:
    return {"kind": "company", "name": "雪域", "tier": "second", "relation": "new", "reason": "新增"}
