"""The plan page says how many villages have one driver and how far their hours lie apart."""

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPage


def test_dispatcher_sees_how_many_villages_have_one_driver(open_page: OpenPage, planned: str) -> None:
    page = open_page(planned)
    panel = page.locator("[data-test=consistency]")
    expect(panel).to_contain_text(re.compile(r"\d+/\d+ 个村只有一名司机"))
    expect(panel.locator("tbody tr")).to_have_count(6)
    expect(panel).to_contain_text("只量不计价")
    page.get_by_role("button", name="English").click()
    expect(panel).to_contain_text(re.compile(r"One driver in \d+ of \d+ villages"))


def test_dispatcher_opens_a_village_with_several_drivers(open_page: OpenPage, planned: str) -> None:
    page = open_page("/")

    def with_two_drivers(route: Route) -> None:
        body = route.fetch().json()
        place = next(each["place"] for each in body["places"] if each["visits"])
        drivers = [body["rounds"][0]["vehicle"], "gone"]
        worst = {"place": place, "drivers": drivers, "earliest_min": 545, "latest_min": 840}
        body["consistency"] |= {"worst": [worst], "further_driver_fen": 300, "arrival_hour_fen": 100}
        route.fulfill(json=body)

    page.route(re.compile(r"/api/plans/[^/]+$"), with_two_drivers)
    page.goto(page.url.rstrip("/") + planned)
    panel = page.locator("[data-test=consistency]")
    expect(panel).to_contain_text("09:05–14:00")
    expect(panel).to_contain_text("每多一名司机 ¥3.00，到达每差一小时 ¥1.00")
    worst = panel.get_by_role("button")
    name = worst.inner_text()
    worst.click()
    expect(page.get_by_role("complementary", name="为什么").get_by_role("heading", name=name)).to_be_visible()
