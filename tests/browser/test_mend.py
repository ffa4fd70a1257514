"""A plan is mended on the desk: a place closed by a click or from the lists, the difference seen, kept or discarded."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage, wait_for_map
from tests.browser.test_main_act import click_village_on_map, tab_to


def run_mending(page: Page) -> None:
    page.get_by_label(re.compile("计算秒数|Seconds to search")).fill("1")
    page.keyboard.press("Tab")
    page.locator("[data-test=run-mending]").click()
    expect(page.locator("[data-test=difference]")).to_be_visible(timeout=60_000)


def test_a_place_closed_on_the_map_is_mended_and_the_mended_plan_discarded(open_page: OpenPage, planned: str) -> None:
    page = open_page(f"{planned}&day=2")
    wait_for_map(page)
    page.get_by_role("button", name="调整", exact=True).click()
    click_village_on_map(page, "上一村")
    expect(page.get_by_role("list", name="已加入的情况")).to_contain_text("上一村 封闭至本周结束")
    run_mending(page)
    panel = page.locator("[data-test=difference]")
    expect(panel).to_contain_text("上一村")
    expect(panel.get_by_role("row", name=re.compile("^之前"))).to_be_visible()
    wait_for_map(page)
    panel.get_by_role("button", name="放弃").click()
    expect(panel).to_have_count(0)
    expect(page).to_have_url(re.compile(re.escape(planned.split("?")[1])))


def test_keyboard_alone_sends_a_courier_home_and_keeps_the_mended_plan(open_page: OpenPage, planned: str) -> None:
    page = open_page(planned)
    page.get_by_role("heading", name="一周总览").wait_for()
    tab_to(page, "调整")
    page.keyboard.press("Enter")
    page.locator("[data-test=upset]").select_option("vehicle_away")
    page.get_by_role("combobox", name="车辆", exact=True).select_option("moto3")
    page.get_by_role("combobox", name="日期", exact=True).select_option("4")
    tab_to(page, "加入")
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="已加入的情况")).to_contain_text("周五")
    run_mending(page)
    page.get_by_role("button", name=re.compile("^邮路 ")).first.click()
    page.get_by_role("button", name="保留").click()
    expect(page.locator("[data-test=difference]")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-test=difference]")).to_be_visible(timeout=20_000)


def test_what_cannot_be_is_refused_in_words(open_page: OpenPage, planned: str) -> None:
    page = open_page(planned, language="en")
    page.get_by_role("button", name="Mend", exact=True).click()
    page.locator("[data-test=upset]").select_option("hand_over")
    page.get_by_role("combobox", name="Vehicle", exact=True).select_option("van0")
    page.get_by_role("combobox", name="Day", exact=True).select_option("6")
    page.get_by_label("Vehicle that takes over").select_option("van1")
    page.get_by_role("button", name="Add").click()
    page.locator("[data-test=run-mending]").click()
    expect(page.get_by_role("alert")).to_contain_text("a vehicle with a round still to leave on that day")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_runs_over_the_edge_of_a_phone(open_page: OpenPage, planned: str, theme: str) -> None:
    page = open_page(planned, size=PHONE, language="en", theme=theme)
    page.get_by_role("button", name="Mend", exact=True).click()
    expect(page.get_by_role("heading", name="Mend this week")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
