"""A customer is struck off on what his level asks for and a second signature, and can be opened again."""

from sqlalchemy import select

from tests.target.lists.customers.list_office import BOSS, COURIER, MANAGER, OWED, YAK, ListOffice
from tianlu.command import store as chains
from tianlu.command.envelope import Envelope
from tianlu.command.rebuild import rebuild
from tianlu.target.lists.customers.tables import STATE_TABLES, WORKS


def test_strike_off_waits_until_all_that_is_owed_was_done(office: ListOffice) -> None:
    office.enter()
    office.done(COURIER, "customer.claim")
    assert office.seen(COURIER)["missing"] == list(OWED)
    assert office.not_done(COURIER, "customer.strike_off", reason="已签约") == "works_missing"
    office.done(COURIER, "customer.work", work="visit")
    office.done(COURIER, "customer.work", work="offer")
    office.done(COURIER, "customer.work", work="contract")
    assert office.seen(COURIER)["missing"] == ["contract"], "a contract without evidence is none"
    office.done(COURIER, "customer.work", work="contract", evidence="合同 2026-118")
    office.done(COURIER, "customer.strike_off", reason="已签约")
    assert office.stage() == "striking"


def test_second_signature_is_by_nobody_who_worked_the_customer(office: ListOffice) -> None:
    office.enter()
    office.done(MANAGER, "customer.claim", deputy=COURIER)
    office.work_off(COURIER)
    office.done(COURIER, "customer.strike_off", reason="已签约")
    assert office.not_done(MANAGER, "customer.decide", grants=True) == "needs_another"
    assert office.not_done(COURIER, "customer.decide", grants=True) == "not_allowed"
    office.done(BOSS, "customer.decide", grants=True)
    assert (office.stage(), office.owner()) == ("struck", None)


def test_strike_off_that_is_turned_down_leaves_the_customer_with_his_owner(office: ListOffice) -> None:
    office.enter()
    office.done(COURIER, "customer.claim")
    office.work_off(COURIER)
    office.done(COURIER, "customer.strike_off", reason="已签约")
    office.done(MANAGER, "customer.decide", grants=False, reason="合同未盖章")
    assert (office.stage(), office.owner()) == ("open", COURIER)


def test_reopened_customer_is_owed_all_again(office: ListOffice) -> None:
    strike_off(office)
    office.done(BOSS, "customer.reopen", reason="业务下滑")
    office.done(COURIER, "customer.claim")
    assert office.seen(COURIER)["missing"] == list(OWED)
    assert len(office.seen(COURIER)["works"]) == len(OWED), "what was done before is still shown"
    assert office.not_done(COURIER, "customer.strike_off", reason="已签约") == "works_missing"


def test_only_owner_and_deputy_put_work_on_record(office: ListOffice) -> None:
    office.hire("w1")
    office.enter()
    office.done(COURIER, "customer.claim")
    assert office.not_done("w1", "customer.work", work="visit") == "not_yours"
    assert office.not_done("w1", "customer.strike_off", reason="x") == "not_yours"
    with office.engine.connect() as connection:
        assert connection.execute(select(WORKS)).all() == []


def test_funnel_counts_each_step_within_the_one_before(office: ListOffice) -> None:
    strike_off(office)
    for customer in ("a", "b", "c"):
        office.enter(customer=customer)
    office.done(COURIER, "customer.claim", "a")
    office.done(COURIER, "customer.work", "a", work="visit")
    office.done(COURIER, "customer.claim", "b")
    [*_, steps] = office.get(BOSS, "/api/customers/funnel")
    assert [steps[each] for each in ("listed", "claimed", "worked", "striking", "struck")] == [4, 3, 2, 1, 1]
    [his] = office.get(BOSS, "/api/customers/funnel?by_owner=true")
    assert (his["of"], his["claimed"], his["struck"]) == (COURIER, 3, 1)


def test_replay_of_the_chains_makes_the_same_customers(office: ListOffice) -> None:
    strike_off(office)
    office.done(BOSS, "customer.reopen", reason="业务下滑")
    office.enter(customer="b")
    office.done(COURIER, "customer.consent", "b", purpose="contact", is_given=False, day="2026-11-20")
    office.done(COURIER, "customer.claim", "b")
    office.pass_days(40)
    office.done(MANAGER, "customer.claim", "b", deputy=COURIER)
    with office.engine.connect() as connection:
        before = {table.name: sorted(map(repr, connection.execute(select(table)))) for table in STATE_TABLES}
        links = [
            each
            for each in chains.list_all_links(connection)
            if Envelope.of_content(each.content).kind.startswith("customer.")
        ]
        for table in STATE_TABLES:
            connection.execute(table.delete())
        assert list(rebuild(connection, office.registry, links)) == []
        after = {table.name: sorted(map(repr, connection.execute(select(table)))) for table in STATE_TABLES}
        connection.rollback()
    assert after == before


def strike_off(office: ListOffice) -> None:
    office.enter()
    office.done(COURIER, "customer.claim")
    office.work_off(COURIER)
    office.done(COURIER, "customer.strike_off", reason="已签约")
    office.done(BOSS, "customer.decide", grants=True)
    assert office.stage(YAK) == "struck"
