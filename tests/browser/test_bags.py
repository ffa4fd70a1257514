"""Bags on buses: a bag is sealed, handed over, loaded and received on the desk; the month; the split of cost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessible import faults


@pytest.fixture
def bags(planned: str) -> str:
    """The address of the plan's bags."""
    return planned.replace("?", "/bags?")


def fill_seals(page: Page) -> None:
    """The last four digits of each bag's number, as its seal."""
    for box in page.locator("form#bag-act input.seal").all():
        name = box.get_attribute("aria-label") or ""
        box.fill(f"N{name[-4:]}")


def do(page: Page, act: str) -> None:
    """Press an act's button, fill in its form, send it."""
    page.get_by_role("button", name=re.compile(f"^{act} \\d")).first.click()
    form = page.locator("form#bag-act")
    form.get_by_label("经办人").fill("卓玛")
    if act == "封签":
        for mark in ("实名", "验视安检", "登记"):
            form.get_by_label(mark, exact=True).check()
    if act in ("交接", "签收"):
        form.get_by_label(re.compile("客车方")).fill("王师傅")
    fill_seals(page)
    page.get_by_role("dialog").get_by_role("button", name=re.compile(f"^{act} \\d+ 袋$")).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_trips_bags_go_from_seal_to_receipt(open_page: OpenPage, bags: str) -> None:
    page = open_page(f"{bags}&day=1")
    expect(page.get_by_role("heading", name="玩具县 · 交邮联运")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("货舱逐站装载图.*60.0.80.0 千克"))).to_be_visible()
    for act, state in (("封签", "已封签"), ("交接", "已交接"), ("上车", "在途"), ("签收", "已签收")):
        do(page, act)
        expect(page.get_by_role("cell", name=state, exact=True)).to_have_count(3)
    expect(page.get_by_text("卓玛 → 王师傅")).to_have_count(1)
    page.reload()
    expect(page.get_by_role("cell", name="已签收", exact=True)).to_have_count(3)


def test_a_refusal_is_shown_in_the_form_and_nothing_is_written(open_page: OpenPage, bags: str) -> None:
    page = open_page(f"{bags}&day=3")
    page.get_by_role("button", name="封签 3").click()
    page.get_by_label("经办人").fill("卓玛")
    fill_seals(page)
    page.get_by_role("button", name="封签 3 袋").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("反恐怖主义法 20")
    page.get_by_role("button", name="先不办").click()
    expect(page.get_by_role("cell", name="已计划", exact=True)).to_have_count(3)


def test_a_late_bus_is_reported_and_the_next_step_is_told(open_page: OpenPage, bags: str) -> None:
    page = open_page(f"{bags}&day=5", language="en")
    page.get_by_role("button", name="Exception").click()
    page.get_by_label("What went wrong").select_option("bus_late")
    expect(page.get_by_role("dialog")).to_contain_text("Tell the receivers the new hour")
    page.get_by_label("Done by").fill("Dolma")
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text(re.compile(r"Bus late \d\d:\d\d Dolma"))).to_be_visible()


def test_a_scanned_label_opens_its_trip_and_ticks_its_bag(open_page: OpenPage, bags: str) -> None:
    page = open_page(f"{bags}&day=5")
    page.get_by_role("button", name=re.compile("2路")).click()
    number = page.locator("tbody tr").first.get_attribute("data-id") or ""
    page.goto(page.url.replace("day=5", "day=1"))
    page.get_by_label("扫描标签或输入袋号").fill(f"TLB1;{number};x;2026-11-27;a;b;1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("day=5"))
    expect(page.locator(f"tr[data-id='{number}'] input")).to_be_checked()
    page.get_by_label("扫描标签或输入袋号").fill("0000 0000 0000 0000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="没有")).to_be_visible()


def test_papers_of_the_day_have_a_code_a_bag(open_page: OpenPage, bags: str) -> None:
    page = open_page(f"{bags}&day=3")
    address = page.get_by_role("link", name="打印清单与标签").get_attribute("href") or ""
    paper = open_page(address)
    expect(paper.locator("article.label svg")).to_have_count(6)
    expect(paper.get_by_role("heading", name=re.compile("装载清单"))).to_have_count(2)


def test_the_month_and_the_split_add_up(open_page: OpenPage, bags: str) -> None:
    page = open_page(bags)
    page.get_by_role("button", name="月度结算").click()
    expect(page.get_by_text("¥54.00")).to_be_visible()
    page.get_by_role("button", name="成本分摊").click()
    page.locator("[data-test=split]").click()
    expect(page.get_by_role("alert")).to_contain_text("投递中普遍服务 %")
    for label, value in (
        ("名称", "试"),
        ("版本", "1"),
        ("依据（合同、文件）", "附件二"),
        ("投递中普遍服务 %", "40"),
        ("收寄中普遍服务 %", "40"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.locator("[data-test=split]").click()
    expect(page.get_by_text(re.compile(r"40\.0 %"))).to_be_visible()
    expect(page.get_by_text("规则未声明旅客分摊依据")).to_be_visible()
    page.locator("tbody tr").first.click()
    expect(page.locator("[data-test=why]")).to_contain_text("40.00 %")
    expect(page.get_by_role("region", name="计入了哪些邮件").locator("tbody tr")).to_have_count(3)


def test_the_plan_leads_to_its_bags_and_back(open_page: OpenPage, planned: str) -> None:
    page = open_page(f"{planned}&day=3")
    page.get_by_role("link", name="交邮联运").click()
    expect(page).to_have_url(re.compile("/bags.*day=3"))
    page.get_by_role("link", name="返回计划").click()
    expect(page).to_have_url(re.compile(r"/plan/000001\?.*day=3"))


@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [(DESKTOP, "zh", "light"), (DESKTOP, "en", "dark"), (PHONE, "zh", "dark"), (PHONE, "en", "light")],
)
def test_bags_have_no_serious_fault(
    open_page: OpenPage, bags: str, size: tuple[int, int], language: str, theme: str
) -> None:
    for tab in ("", "&tab=statement", "&tab=split"):
        page = open_page(bags + tab, size=size, language=language, theme=theme)
        page.wait_for_load_state("networkidle")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.close()
