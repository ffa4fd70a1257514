"""The what-if page: scenarios side by side, the frontier, the siting; started, seen, kept in the address."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessible import faults
from tianlu.plan.whatif.ready_made import ready_made

PAGE = "/plan/000001/whatif"
SHORT = "input[type=number] >> nth=0"


def compute(page: Page, test: str) -> None:
    """Start what the form asks, and wait for its result."""
    page.locator("[data-test=go]").click()
    page.locator(f"[data-test={test}]").wait_for(timeout=60_000)
    page.wait_for_url(re.compile("result="))


def test_scenarios_stand_side_by_side_with_signed_differences_and_maps(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    page.locator("[data-test=go]").wait_for()
    page.locator(SHORT).fill("1")
    compute(page, "comparison")
    table = page.locator("[data-test=comparison]")
    expect(table.get_by_role("columnheader", name=re.compile("^现状"))).to_be_visible()
    expect(table.get_by_role("columnheader", name="不用客运班车")).to_be_visible()
    expect(table.get_by_role("row", name=re.compile("^成本")).locator(".less").first).to_have_text(re.compile("[+−±]"))
    expect(page.locator("[data-test=maps] svg")).to_have_count(3)
    page.reload()
    expect(page.locator("[data-test=comparison]")).to_be_visible()


def test_work_under_way_is_in_the_top_bar_of_every_page_and_is_stopped_there(open_page: OpenPage) -> None:
    page = open_page(f"{PAGE}?tab=frontier", language="en")
    page.locator("[data-test=go]").wait_for()
    page.locator(SHORT).fill("600")
    page.locator("[data-test=go]").click()
    page.locator("[data-test=progress]").wait_for()
    page.get_by_role("link", name="Province").click()
    page.get_by_role("button", name="1 under way").click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".jobs li", has_text="Cost and visits")).to_contain_text("stopped", timeout=30_000)
    expect(page.locator(".chip")).to_have_text("Jobs")


def test_template_cannot_be_computed_before_its_prices_are_filled_in(open_page: OpenPage) -> None:
    page = open_page(PAGE, language="en")
    page.get_by_label("An electric fleet").check()
    expect(page.locator("[data-test=go]")).to_be_disabled()
    for label, figure in (("Most pieces a vehicle", "500"), ("vehicle-day", "180"), ("a km", "0.4"), ("an hour", "25")):
        page.get_by_label(re.compile(label)).fill(figure)
    expect(page.locator("[data-test=go]")).to_be_enabled()


def test_own_file_is_offered_beside_the_others_or_refused_by_its_path(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    page.locator("[data-test=go]").wait_for()
    text = ready_made()["five-visits"].text

    def bring(name: str, content: str) -> None:
        page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "text/yaml", "buffer": content.encode()}
        )

    bring("三次.yaml", text.replace("五次", "三次"))
    expect(page.get_by_label("每村每周三次到访")).to_be_checked()
    bring("错.yaml", text.replace("visits: 5", "visits: 9"))
    expect(page.get_by_role("alert")).to_contain_text("changes[0].visits")


def test_frontier_is_drawn_and_listed(open_page: OpenPage) -> None:
    page = open_page(PAGE + "?tab=frontier", language="en", theme="dark")
    page.locator("[data-test=go]").wait_for()
    page.locator(SHORT).fill("1")
    compute(page, "frontier")
    expect(page.get_by_role("img", name="Weekly cost against visits")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(7)


def test_sites_are_marked_on_the_map_with_their_proof(open_page: OpenPage) -> None:
    page = open_page(PAGE + "?tab=siting")
    page.locator("[data-test=stations]").fill("4")
    compute(page, "siting")
    expect(page.get_by_text("已证最优")).to_be_visible()
    expect(page.locator("[data-test=siting] circle.open")).to_have_count(4)


def test_job_under_way_can_be_stopped(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    page.locator("[data-test=go]").wait_for()
    page.locator(SHORT).fill("60")
    page.locator("[data-test=go]").click()
    page.get_by_role("button", name="停止").click()
    expect(page.get_by_text("已停止，没有留下结果。")).to_be_visible(timeout=20_000)


def test_page_is_reached_from_the_plan_and_leads_back(open_page: OpenPage, planned: str) -> None:
    page = open_page(planned)
    page.get_by_role("link", name="情景").click()
    expect(page).to_have_url(re.compile("/plan/000001/whatif"))
    page.get_by_role("link", name="返回计划").click()
    expect(page).to_have_url(re.compile("/plan/000001"))


@pytest.mark.parametrize(("size", "language", "theme"), [(DESKTOP, "zh", "light"), (PHONE, "en", "dark")])
def test_page_has_no_serious_fault_and_fits_the_phone(
    open_page: OpenPage, size: tuple[int, int], language: str, theme: str
) -> None:
    for tab in ("comparison", "frontier", "siting"):
        page = open_page(f"{PAGE}?tab={tab}", size=size, language=language, theme=theme)
        page.locator("[data-test=go]").wait_for()
        page.wait_for_load_state("networkidle")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.close()
