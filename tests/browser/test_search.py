"""The search in the top bar: counties, places and vehicles by name, initials or code, by keyboard and by mouse."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage


def search(page: Page, text: str) -> None:
    page.get_by_role("combobox").first.wait_for()
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.get_by_role("option").first).to_be_visible()


def test_county_is_found_by_the_initials_of_its_pinyin(open_page: OpenPage) -> None:
    page = open_page("/")
    search(page, "wjx")
    expect(page.get_by_role("option", name="玩具县").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/plan/000001$"))


def test_village_found_from_another_page_opens_its_county_and_its_reasons(open_page: OpenPage, planned: str) -> None:
    page = open_page("/data")
    search(page, "上一村")
    page.get_by_role("option", name="上一村").click()
    expect(page).to_have_url(re.compile("/plan/000001.*sel=place:v00"))
    expect(page.get_by_role("complementary", name="为什么").get_by_role("heading", name="上一村")).to_be_visible()


def test_vehicle_is_found_by_its_label_and_its_week_is_shown(open_page: OpenPage, planned: str) -> None:
    page = open_page(f"{planned}&day=1", language="en")
    page.locator("[data-test=start]").wait_for()
    search(page, "v1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("day=1.*sel=vehicle:van0"))
    drawer = page.get_by_role("complementary", name="Why")
    expect(drawer).to_contain_text("3 rounds on 3 days")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_search_that_finds_nothing_says_what_it_looked_at(open_page: OpenPage) -> None:
    page = open_page("/", size=PHONE)
    search(page, "没有这个村")
    expect(page.get_by_role("option")).to_contain_text("没有名称、拼音首字母或代码是")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
