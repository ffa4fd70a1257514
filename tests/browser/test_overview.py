"""The overview: the province's counties by prefecture, and one prefecture alone."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, serving
from tests.browser.test_accessible import faults
from tests.gates import open_sample_gate
from tests.jobs.alone import book_alone
from tianlu.server.app import make_app
from tianlu.server.door import open_door


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk on the sample province."""
    folder = tmp_path_factory.mktemp("province")
    door = open_door(folder, clock=datetime.now, jobs=book_alone(folder))
    with serving(make_app(door, gate=open_sample_gate())) as address:
        yield address


def open_overview(browser: Browser, province: str, size: tuple[int, int], language: str) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.add_init_script(f"localStorage['tianlu.language'] ??= '{language}'")
    page.goto(province)
    page.wait_for_selector("polygon[points*=',']", state="attached")
    return page


def test_prefecture_is_opened_and_left_again(browser: Browser, province: str) -> None:
    page = open_overview(browser, province, DESKTOP, "zh")
    expect(page.locator("tr.group")).to_have_count(8)
    page.get_by_role("link", name="西宁市").click()
    expect(page.get_by_role("heading", name="西宁市")).to_be_visible()
    expect(page.locator("tbody tr:not(.group)")).to_have_count(7)
    expect(page.locator("polygon")).to_have_count(7)
    page.get_by_role("link", name="看全省").click()
    expect(page.locator("polygon")).to_have_count(44)
    page.close()


def test_county_says_which_prefecture_it_lies_in(browser: Browser, province: str) -> None:
    page = browser.new_page()
    page.goto(f"{province}/plan/632521")
    page.get_by_role("navigation", name="所在位置").get_by_role("link", name="海南藏族自治州").click()
    expect(page.get_by_role("heading", name="海南藏族自治州")).to_be_visible()
    page.close()


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh"), (DESKTOP, "en"), (PHONE, "zh"), (PHONE, "en")])
def test_names_on_the_map_keep_clear_of_each_other_and_of_its_edges(
    browser: Browser, province: str, size: tuple[int, int], language: str
) -> None:
    page = open_overview(browser, province, size, language)
    edge = page.locator("figure svg").bounding_box()
    boxes = page.locator("g.names text").evaluate_all(
        "names => names.map(name => name.getBoundingClientRect()).map(at => [at.left, at.top, at.right, at.bottom])"
    )
    assert edge is not None
    assert len(boxes) > 8
    assert all(edge["x"] <= box[0] and box[2] <= edge["x"] + edge["width"] for box in boxes)
    overlaps = [(a, b) for k, a in enumerate(boxes) for b in boxes[:k] if overlap(a, b)]
    assert overlaps == []
    assert faults(page) == []
    page.close()


def overlap(a: list[float], b: list[float]) -> bool:
    """Of the letters: a line's box is higher than they are."""
    return a[0] < b[2] and b[0] < a[2] and a[1] + 3 < b[3] and b[1] + 3 < a[3]
