"""The judge of visits notices what is changed; each rule has a kept case and a broken one."""

from dataclasses import replace

import pytest

from tests.target.visits.test_week_visits import PLAN, PROBLEM, QUICK, wish
from tianlu.target.visits.check_visits import MadeVisit, check_visits
from tianlu.target.visits.week_visits import as_made, plan_visits

WEEK = plan_visits(PROBLEM, PLAN, [wish("x", "C", owner="O"), wish("y", "C", owner="O")], seed=1, params=QUICK)
MADE = as_made(WEEK.visits)


def rules(*visits: MadeVisit, most: int = 40) -> set[str]:
    return {fault.rule for fault in check_visits(PROBLEM, WEEK.plan, visits, owner_minutes_max=most)}


def test_visits_as_planned_have_no_fault() -> None:
    assert len(MADE) == 2
    assert rules(*MADE) == set()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"id": "y"}, "visited_once"),
        ({"from_min": 600}, "customer_there"),
        ({"to_min": 510}, "customer_there"),
        ({"days": frozenset({3})}, "customer_there"),
        ({"minutes": 25}, "customer_there"),
        ({"off_m": 7}, "way_to_customer"),
        ({"place": "D"}, "way_to_customer"),
        ({"begin_min": MADE[0].begin_min + 10, "end_min": MADE[0].end_min + 10}, "within_the_stop"),
        ({"begin_min": MADE[0].begin_min - 10, "end_min": MADE[0].end_min - 10}, "within_the_stop"),
    ],
)
def test_each_change_is_noticed(change: dict[str, object], rule: str) -> None:
    assert rule in rules(replace(MADE[0], **change), MADE[1])  # type: ignore[arg-type]


def test_owner_with_too_many_minutes_is_noticed() -> None:
    assert rules(*MADE, most=39) == {"owner_minutes"}


def test_visits_that_leave_no_time_for_the_mail_are_noticed() -> None:
    sites = tuple(
        replace(site, place=replace(site.place, service_min=1)) if site.id == "C" else site for site in PROBLEM.sites
    )
    slow = replace(PROBLEM, sites=sites)
    found = check_visits(slow, WEEK.plan, MADE, owner_minutes_max=40)
    assert {fault.rule for fault in found} == {"within_the_stop"}
    assert "邮件" in found[0].message_zh
