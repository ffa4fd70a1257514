"""The print view: sheets of A4 on which vehicles are told apart without colour."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.test_accessible import faults

PAGES = re.compile(rb"/Type\s*/Page\b[^s]")
BOX = re.compile(rb"/MediaBox\s*\[([\d. ]+)\]")


def test_print_view_is_opened_from_the_export_menu_and_leads_back(open_page: OpenPage, planned: str) -> None:
    page = open_page(f"{planned}&day=3")
    page.get_by_role("button", name="导出", exact=True).click()
    page.get_by_role("menuitem", name="打印一周计划").click()
    expect(page).to_have_url(re.compile("/plan/000001/print.*day=3"))
    expect(page.get_by_role("heading", name="玩具县 · 周三 11-25").first).to_be_visible()
    page.get_by_role("link", name="返回计划").click()
    expect(page).to_have_url(re.compile(r"/plan/000001\?.*day=3"))


def test_day_prints_on_two_sheets_of_a4_and_nothing_else(open_page: OpenPage, planned: str) -> None:
    page = open_page(planned.replace("?", "/print?") + "&day=1", theme="dark")
    expect(page.locator(".sheet")).to_have_count(3)
    pdf = page.pdf(prefer_css_page_size=True)
    sizes = [[float(side) for side in found.split()] for found in BOX.findall(pdf)]
    assert {tuple(sorted(round(side) for side in size[2:])) for size in sizes} == {(595, 842)}
    assert len(PAGES.findall(pdf)) == len(sizes) == 2
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_vehicles_on_paper_differ_by_pattern_and_label_not_by_colour(open_page: OpenPage, planned: str) -> None:
    page = open_page(planned.replace("?", "/print?") + "&day=1", language="en")
    paper = page.get_by_role("img", name="Map")
    colours = paper.locator("polyline").evaluate_all("lines => lines.map(line => getComputedStyle(line).stroke)")
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(119, 119, 119)"}
    expect(paper.get_by_text("V1", exact=True)).to_have_count(1)
    patterns = paper.locator("polyline.courier").evaluate_all(
        "lines => lines.map(line => getComputedStyle(line).strokeDasharray)"
    )
    assert len(set(patterns)) > 1


def test_print_view_has_no_serious_fault(open_page: OpenPage, planned: str) -> None:
    page = open_page(planned.replace("?", "/print?"), size=PHONE)
    page.locator(".sheet").first.wait_for()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
