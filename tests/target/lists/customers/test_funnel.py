"""The funnel is added up along the tree of units, by person as well, and each of its bars is a list."""

from typing import Any

import pytest

from tests.people.county_office import OTHER, PREFECTURE, PROVINCE, STRANGER, a_command
from tests.target.lists.customers.list_office import A_COMPANY, BOSS, COUNTY, COURIER, MANAGER, YAK, ListOffice
from tianlu.people.access import Reach
from tianlu.people.model import Level, OrgNode
from tianlu.target.lists.customers.funnel import add_up
from tianlu.target.lists.customers.model import Step
from tianlu.target.lists.customers.store import Count

STEPS = [each.value for each in Step]


def test_each_unit_counts_its_own_and_all_below_it() -> None:
    nodes = {
        each.id: each
        for each in (
            node("63", None),
            node("6325", "63"),
            node("632521", "6325"),
            node("out", "632521"),
            node("632522", "6325"),
            node("none", "6325"),
        )
    }
    counts = [Count("632521", 2, 1, 0, 0, 0), Count("out", 3, 3, 2, 1, 1), Count("632522", 4, 0, 0, 0, 0)]
    rows = add_up(counts, nodes, Reach(("/63/",)))
    assert [(each.count.of, each.above, each.own) for each in rows] == [
        ("63", None, 0),
        ("6325", "63", 0),
        ("632521", "6325", 2),
        ("out", "632521", 3),
        ("632522", "6325", 4),
    ]
    assert rows[0].count == Count("63", 9, 4, 2, 1, 1)
    assert rows[2].count == Count("632521", 5, 4, 2, 1, 1)
    [county, outlet] = add_up(counts[:2], nodes, Reach(("/63/6325/632521/",)))
    assert (county.count.of, county.above, outlet.above) == ("632521", None, "632521")


def test_reader_sees_rows_of_his_reach_and_none_above(office: ListOffice) -> None:
    office.enter()
    office.must(BOSS, "grant.give", PROVINCE, id="g-auditor", person=STRANGER, role="auditor")
    rows = {each["of"]: each for each in funnel(office, BOSS)}
    assert {unit: (each["above"], each["listed"]) for unit, each in rows.items()} == {
        PROVINCE: (None, 1),
        PREFECTURE: (PROVINCE, 1),
        COUNTY: (PREFECTURE, 1),
    }
    assert [each["of"] for each in funnel(office, COURIER)] == [COUNTY]
    assert [each["of"] for each in funnel(office, COURIER, f"org={PROVINCE}")] == [COUNTY]
    assert [each["of"] for each in funnel(office, BOSS, f"org={PREFECTURE}")] == [PREFECTURE, COUNTY]
    assert [each["of"] for each in funnel(office, STRANGER)] == [PROVINCE, PREFECTURE, COUNTY]


def test_counts_of_two_counties_meet_in_their_prefecture(office: ListOffice) -> None:
    office.enter()
    body = {**A_COMPANY, "customer": "other"}
    assert office.send(BOSS, a_command("customer.enter", OTHER, body=body))[0]["standing"] == "accepted"
    decide = {"customer": "other", "grants": True}
    assert office.send(STRANGER, a_command("customer.decide", OTHER, body=decide))[0]["standing"] == "accepted"
    listed = {each["of"]: (each["own"], each["listed"]) for each in funnel(office, BOSS)}
    assert listed == {PROVINCE: (0, 2), PREFECTURE: (0, 2), COUNTY: (1, 1), OTHER: (1, 1)}


@pytest.mark.parametrize("by_owner", [False, True])
def test_every_bar_is_a_list_of_as_many(office: ListOffice, by_owner: bool) -> None:
    a_few_of_each_step(office)
    of, filter_ = (COURIER, f"owner={COURIER}") if by_owner else (COUNTY, f"org={COUNTY}")
    row = {each["of"]: each for each in funnel(office, BOSS, f"by_owner={str(by_owner).lower()}")}[of]
    listed = [office.get(BOSS, f"/api/customers?{filter_}&step={step}")["total"] for step in STEPS]
    assert listed == [row[step] for step in STEPS]
    assert listed == ([5, 5, 3, 2, 1] if by_owner else [6, 5, 3, 2, 1])


def test_no_step_has_more_than_the_one_before(office: ListOffice) -> None:
    office.enter()
    office.done(COURIER, "customer.claim")
    office.done(COURIER, "customer.work", work="visit")
    office.done(COURIER, "customer.release")
    [*_, row] = funnel(office, BOSS)
    assert [row[step] for step in STEPS] == [1, 0, 0, 0, 0], "who worked him has given him up"


def test_where_on_the_way_somebody_is_narrows_no_funnel(office: ListOffice) -> None:
    a_few_of_each_step(office)
    for query in ("stage=struck", "unclaimed=true", "waiting=true", "text=nothing"):
        assert [each["listed"] for each in funnel(office, MANAGER, query)] == [6]
    assert funnel(office, MANAGER, "tier=first") == []


def a_few_of_each_step(office: ListOffice) -> None:
    for customer in ("free", "claimed", "claimed-2", "worked", "striking", YAK):
        office.enter(customer=customer)
        if customer != "free":
            office.done(COURIER, "customer.claim", customer)
    office.done(COURIER, "customer.work", "worked", work="call")
    for customer in ("striking", YAK):
        office.work_off(COURIER, customer)
        office.done(COURIER, "customer.strike_off", customer, reason="已签约")
    office.done(MANAGER, "customer.decide", grants=True)
    office.done(MANAGER, "customer.enter", "entering", **{k: v for k, v in A_COMPANY.items() if k != "customer"})


def funnel(office: ListOffice, actor: str, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.get(actor, f"/api/customers/funnel?{query}")
    return found


def node(id_: str, parent: str | None) -> OrgNode:
    paths = {"63": "/63/", "6325": "/63/6325/", "632521": "/63/6325/632521/", "out": "/63/6325/632521/out/"}
    path = paths.get(id_, f"/63/6325/{id_}/")
    return OrgNode(id_, parent, Level.COUNTY, id_, "", "post", path, 1)  # type: ignore[arg-type]
