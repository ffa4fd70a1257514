"""One owner a customer, whoever asks at the same time; claims idle out, are handed over, and have a most."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from tests.people.county_office import a_command
from tests.target.lists.customers.list_office import BOSS, COUNTY, COURIER, MANAGER, YAK, ListOffice
from tianlu.target.lists.customers.levels import shipped_levels
from tianlu.target.lists.customers.model import Tier


def test_twenty_at_once_leave_one_owner(office: ListOffice) -> None:
    people = [f"w{k}" for k in range(20)]
    office.hire(*people)
    for customer in ("r1", "r2", "r3"):
        office.enter(customer=customer)
        begin = threading.Barrier(20)

        def claim(person: str, customer: str = customer, begin: threading.Barrier = begin) -> str:
            begin.wait()
            return str(office.act(person, "customer.claim", customer)["standing"])

        with ThreadPoolExecutor(20) as pool:
            standings = dict(zip(people, pool.map(claim, people), strict=True))
        winners = [person for person, standing in standings.items() if standing == "accepted"]
        assert winners == [office.owner(customer)]


def test_claimed_customer_is_refused_to_others_with_the_owner_named(office: ListOffice) -> None:
    office.enter()
    office.done(COURIER, "customer.claim")
    receipt = office.act(MANAGER, "customer.claim")
    assert receipt["refusal"]["code"] == "already_claimed"
    assert COURIER in receipt["refusal"]["reason"]


def test_claim_made_on_what_was_seen_before_is_told_who_was_quicker(office: ListOffice) -> None:
    office.enter()
    version = office.seen(MANAGER)["customer"]["version"]
    office.done(COURIER, "customer.claim")
    assert office.refused(MANAGER, "customer.claim", COUNTY, base=version, customer=YAK) == "already_claimed"
    office.done(COURIER, "customer.release")
    assert office.refused(MANAGER, "customer.claim", COUNTY, base=version, customer=YAK) == "stale_base"


def test_claim_idles_out_and_somebody_else_may_take_the_customer(office: ListOffice) -> None:
    office.enter()
    office.done(COURIER, "customer.claim")
    office.pass_days(29)
    assert office.owner() == COURIER
    assert office.not_done(MANAGER, "customer.claim") == "already_claimed"
    office.pass_days(1)
    assert office.owner() is None
    assert office.not_done(COURIER, "customer.work", work="call") == "not_yours"
    office.done(MANAGER, "customer.claim")
    assert office.owner() == MANAGER


def test_clock_of_a_sender_makes_no_claim_last_longer(office: ListOffice) -> None:
    office.enter()
    ahead = (office.now + timedelta(days=400)).isoformat()
    command = a_command("customer.claim", COUNTY, made_at=ahead, body={"customer": YAK})
    assert office.send(COURIER, command)[0]["standing"] == "accepted"
    work = {"customer": YAK, "work": "visit"}
    assert (
        office.send(COURIER, a_command("customer.work", COUNTY, made_at=ahead, body=work))[0]["standing"] == "accepted"
    )
    [done] = office.seen(COURIER)["works"]
    assert datetime.fromisoformat(done["at"]) == office.now
    office.pass_days(30)
    assert office.owner() is None


def test_work_keeps_the_claim_alive(office: ListOffice) -> None:
    office.enter()
    office.done(COURIER, "customer.claim")
    office.pass_days(20)
    office.done(COURIER, "customer.work", work="call", words="电话未接")
    office.pass_days(20)
    assert office.owner() == COURIER


def test_owner_hands_over_and_nobody_else_but_a_manager_does(office: ListOffice) -> None:
    office.hire("w1", "w2")
    office.enter()
    office.done(COURIER, "customer.claim")
    assert office.not_done("w1", "customer.assign", owner="w1") == "not_allowed"
    assert office.not_done("w1", "customer.release") == "not_allowed"
    office.done(COURIER, "customer.assign", owner="w1", deputy="w2")
    assert office.owner() == "w1"
    assert office.not_done(COURIER, "customer.assign", owner=COURIER) == "not_allowed"
    office.done(MANAGER, "customer.assign", owner="w2")
    office.done(MANAGER, "customer.release")
    assert office.owner() is None
    assert office.not_done(MANAGER, "customer.release") == "not_claimed"


def test_customer_goes_to_somebody_who_is_there(office: ListOffice) -> None:
    office.enter()
    assert office.not_done(MANAGER, "customer.assign", owner="nobody") == "no_such_worker"
    assert office.not_done(COURIER, "customer.claim", deputy=COURIER) == "same_person"
    assert office.not_done(COURIER, "customer.claim", deputy="nobody") == "no_such_worker"


def test_customer_goes_to_nobody_who_may_not_work_the_list_there(office: ListOffice) -> None:
    """Whoever sends the command by himself; the page offers none but those who may."""
    office.hire("planner", role="planner")
    office.enter()
    assert office.not_done(COURIER, "customer.claim", deputy="planner") == "may_not_work"
    assert office.not_done(MANAGER, "customer.assign", owner="planner") == "may_not_work"
    assert office.not_done(MANAGER, "customer.assign", owner=COURIER, deputy="planner") == "may_not_work"
    assert office.owner() is None
    office.must(BOSS, "grant.give", COUNTY, id="g-more", person="planner", role="account_manager")
    office.done(MANAGER, "customer.assign", owner=COURIER, deputy="planner")
    assert office.owner() == COURIER


def test_nobody_owns_more_than_his_capacity(office: ListOffice) -> None:
    most = shipped_levels()[Tier.SPECIAL].capacity
    for k in range(most + 1):
        office.enter(customer=f"s{k}", tier="special")
    for k in range(most):
        office.done(COURIER, "customer.claim", f"s{k}")
    assert office.not_done(COURIER, "customer.claim", f"s{most}") == "is_full"
    office.enter(customer="other")
    office.done(COURIER, "customer.claim", "other")
    office.done(COURIER, "customer.release", "s0")
    office.done(COURIER, "customer.claim", f"s{most}")


def test_list_of_the_unclaimed_and_of_an_owner(office: ListOffice) -> None:
    for customer in ("a", "b", "c"):
        office.enter(customer=customer)
    office.hire("w1")
    office.done(COURIER, "customer.claim", "a", deputy="w1")
    assert office.get(BOSS, "/api/customers?unclaimed=true")["total"] == 2
    assert office.get(BOSS, f"/api/customers?owner={COURIER}")["customers"][0]["id"] == "a"
    assert office.get(BOSS, "/api/customers?owner=w1")["total"] == 1
    assert YAK not in str(office.get(BOSS, "/api/customers"))
