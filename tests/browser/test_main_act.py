"""The desk's main act: choose a county, plan its week, open a day, ask why; by mouse and by keyboard alone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, wait_for_map


def test_planner_plans_a_week_by_mouse_and_asks_why(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("link", name="玩具县").last.click()
    page.get_by_role("button", name=re.compile("生成一周计划|再算一个计划")).click()
    page.get_by_label("计算时间").fill("2")
    page.get_by_role("button", name="开始计算").click()
    expect(page.get_by_role("img", name="目前最好的成本随时间下降")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name="一周总览")).to_be_visible(timeout=40_000)
    expect(page).to_have_url(re.compile("plan="))
    expect(page.get_by_role("status", name="兜底线")).to_contain_text(re.compile(r"\d+/70"))
    expect(page.get_by_text("下界未计算")).to_be_visible()

    page.get_by_role("button", name=re.compile("打开周三")).click()
    expect(page).to_have_url(re.compile("day=3"))
    click_village_on_map(page, "上一村")
    drawer = page.get_by_role("complementary", name="为什么")
    expect(drawer.get_by_role("heading", name="上一村")).to_be_visible()
    expect(page).to_have_url(re.compile("sel=place"))
    expect(drawer.locator("[data-test=reasons] li").first).to_contain_text("周", timeout=20_000)

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("complementary", name="Why").get_by_role("heading", name="Village 0-0")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_keyboard_alone_plans_a_week_and_asks_why(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.get_by_role("row", name=re.compile("玩具县"))).to_be_visible()
    tab_to(page, "玩具县")
    page.keyboard.press("Enter")
    expect(page.locator("[data-test=start]")).to_be_visible(timeout=20_000)
    tab_to(page, re.compile("生成一周计划|再算一个计划"))
    page.keyboard.press("Enter")
    page.get_by_label("计算时间").wait_for()
    tab_to(page, re.compile("计算时间"))
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("plan="), timeout=40_000)
    page.get_by_role("heading", name="一周总览").wait_for()
    tab_to(page, re.compile("打开周五"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("day=5"))
    page.get_by_role("button", name=re.compile("^地点")).focus()
    page.keyboard.press("Enter")
    row = page.locator("tbody tr").nth(12)
    row.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="为什么")).to_be_visible()
    page.get_by_role("button", name="关闭说明").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary", name="为什么")).to_have_count(0)


def test_selection_and_day_stand_in_the_address(open_page: OpenPage, planned: str) -> None:
    page = open_page(f"{planned}&day=1&sel=place:v00&tab=rounds")
    expect(page.get_by_role("heading", name="上一村")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="显示全部").click()
    expect(page.locator("tbody tr")).to_have_count(11)


def test_totals_follow_the_filter(open_page: OpenPage, planned: str) -> None:
    page = open_page(f"{planned}&view=table")
    expect(page.locator("tfoot td").first).to_have_text("合计 33")
    page.get_by_label("筛选停靠").fill("<=4")
    expect(page.locator("tfoot td").first).to_have_text("合计 3/33")
    page.get_by_label("筛选停靠").fill("99")
    expect(page.get_by_text("没有符合筛选的行")).to_be_visible()


def test_legend_hides_a_layer_and_the_address_says_so(open_page: OpenPage, planned: str) -> None:
    page = open_page(f"{planned}&day=1&view=map")
    wait_for_map(page)
    page.get_by_role("button", name="乡村邮路").click()
    expect(page).to_have_url(re.compile("hide=couriers"))
    expect(page.get_by_role("button", name="乡村邮路")).to_have_attribute("aria-pressed", "false")


def test_one_vehicle_is_picked_in_the_legend(open_page: OpenPage, planned: str) -> None:
    page = open_page(f"{planned}&view=map")
    wait_for_map(page)
    page.get_by_role("group", name="车辆").get_by_role("button", name="V1").click()
    expect(page).to_have_url(re.compile("sel=vehicle:van0"))
    expect(page.get_by_role("complementary", name="为什么")).to_contain_text("3 天 3 条邮路")
    wait_for_map(page)
    page.get_by_role("group", name="车辆").get_by_role("button", name="V1").click()
    expect(page.get_by_role("complementary", name="为什么")).to_have_count(0)


def test_county_that_is_not_there_is_said_in_the_readers_language(open_page: OpenPage) -> None:
    page = open_page("/plan/999999")
    expect(page.get_by_role("alert")).to_contain_text("没有 999999 这个县")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("alert")).to_contain_text("no county 999999")
    page.get_by_role("link", name="To the overview").click()
    expect(page.get_by_role("heading", name="Counties of the province")).to_be_visible()


def test_vehicles_week_is_told_and_the_window_says_where_one_is(open_page: OpenPage, planned: str) -> None:
    page = open_page(f"{planned}&sel=vehicle:moto3", language="en")
    drawer = page.get_by_role("complementary", name="Why")
    expect(drawer).to_contain_text("3 rounds on 3 days")
    expect(drawer).to_contain_text("6 stops")
    expect(page).to_have_title("Toy County · 2026-11-23 · Tianlu")


def test_cancel_keeps_the_best_so_far(open_page: OpenPage) -> None:
    page = open_page("/plan/000001")
    page.locator("[data-test=start]").click()
    page.get_by_label("计算时间").fill("60")
    page.get_by_role("button", name="开始计算").click()
    expect(page.get_by_role("img", name="目前最好的成本随时间下降")).to_be_visible(timeout=20_000)
    expect(page.get_by_text(re.compile("目前最好 ¥"))).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="停止，保留目前最好的计划").click()
    expect(page.get_by_text("提前停止")).to_be_visible(timeout=30_000)


def test_unsound_package_is_answered_with_what_to_mend(open_page: OpenPage) -> None:
    page = open_page("/data")
    page.set_input_files("input[type=file]", {"name": "县.zip", "mimeType": "application/zip", "buffer": b"x"})
    expect(page.get_by_text("有 1 处要改")).to_be_visible()
    expect(page.get_by_role("cell", name="Write the station's code.")).to_be_visible()


def click_village_on_map(page: Page, name: str) -> None:
    """Find where the village lies by choosing it in the table, choose another, then click there."""
    page.get_by_role("button", name=re.compile("^地点")).click()
    page.get_by_role("cell", name=name, exact=True).click()
    page.wait_for_selector(f".chosen-place[title='{name}']")
    wait_for_map(page)
    box = page.locator(f".chosen-place[title='{name}']").bounding_box()
    assert box is not None
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_role("cell", name="上二村", exact=True).click()
    expect(page.locator(".chosen-place[title='上二村']")).to_have_count(1)
    wait_for_map(page)
    page.mouse.click(*at)


def tab_to(page: Page, name: str | re.Pattern[str]) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(80):
        page.keyboard.press("Tab")
        called: str = page.evaluate(
            "() => { const e = document.activeElement; return e.getAttribute('aria-label')"
            " ?? e.labels?.[0]?.textContent ?? e.textContent ?? '' }"
        )
        if re.search(name, called.strip()):
            return
    raise AssertionError(f"Tab does not reach {name}")
