"""The week's visits on the desk: planned on the rounds of a kept plan, seen as map and table, with who is left out."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESKTOP, PHONE, open_office
from tests.browser.test_accessible import faults
from tests.server.toy_office import ToyOffice, toy_office

BUSY = 20
"""Customers in villages; two more are at a place that no round knows."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyOffice]:
    with toy_office(tmp_path_factory.mktemp("visits")) as opened:
        for k in range(BUSY):
            opened.enter(f"c{k}", f"v{k % 10}{k % 6}", monthly_fen=100_000 * (k + 1))
        opened.enter("far", "nowhere")
        opened.send(opened.boss, "customer.claim", customer="c19")
        yield opened


def test_visits_are_planned_seen_and_explained(office: ToyOffice, browser: Browser) -> None:
    page = open_office(browser, office, "/target/visits", size=DESKTOP)
    expect(page.get_by_text("这个计划还没有安排走访")).to_be_visible()
    page.get_by_role("button", name="安排走访").click()
    table = page.get_by_role("region", name="本周走访")
    expect(table).to_be_visible(timeout=60_000)
    planned = page.get_by_role("button", name=re.compile(r"已安排 \d+")).inner_text()
    number = int(planned.split()[1])
    assert number > 0
    expect(table.locator("tbody tr")).to_have_count(number)
    expect(page.get_by_text("1 户地点不明")).to_be_visible()

    table.get_by_role("row", name=re.compile("合作社c19")).click()
    expect(page.get_by_role("region", name="为何此时此地")).to_contain_text(re.compile("停靠.*(绕行|无需绕行)"))
    expect(page).to_have_url(re.compile("customer=c19"))
    page.get_by_label("只看我的").check()
    expect(table.locator("tbody tr")).to_have_count(1)
    page.get_by_label("只看我的").uncheck()
    page.get_by_role("group", name="时间").get_by_role("button", name="一", exact=True).click()
    expect(table.locator("tbody tr").first).to_contain_text("周一")
    page.get_by_role("button", name=re.compile("未安排")).click()
    expect(page.get_by_role("region", name="本周不走访")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Week of visits")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "language", "theme"), [(DESKTOP, "zh", "dark"), (PHONE, "en", "light"), (PHONE, "zh", "dark")]
)
def test_page_of_visits_is_accessible_and_fits(
    office: ToyOffice, browser: Browser, size: tuple[int, int], language: str, theme: str
) -> None:
    page = open_office(browser, office, "/target/visits", size=size, language=language, theme=theme)
    if page.get_by_role("button", name=re.compile("^(安排走访|Plan visits)$")).is_visible(timeout=5000):
        page.get_by_role("button", name=re.compile("^(安排走访|Plan visits)$")).click()
    expect(page.get_by_role("region", name=re.compile("走访合计|Sums of the visits"))).to_be_visible(timeout=60_000)
    expect(page.locator("canvas")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
