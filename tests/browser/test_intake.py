"""A list comes to the desk as a file: a column put right, tried out, taken in; pairs judged by keyboard, one undone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, open_office
from tests.browser.test_accessible import faults
from tests.server.county_lists import COUNTY, bank_list, list_office, post_list
from tests.server.toy_office import ToyOffice

SOON = 30_000
"""Milliseconds: a file is read in a process of its own, which is slow to start on a busy machine."""
PAGE = f"/target/intake?org={COUNTY}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyOffice]:
    with list_office(tmp_path_factory.mktemp("intake")) as opened:
        yield opened


def choose(page: Page, name: str, content: bytes, *, source: str) -> None:
    page.get_by_label(re.compile("^来源$|^Source$")).fill(source)
    file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def figure(page: Page, name: str) -> Locator:
    result = page.get_by_role("region", name=re.compile("导入结果|What was taken in"))
    return result.locator("dl div", has_text=name).locator("dd")


def test_list_is_put_right_tried_taken_in_and_its_doubts_are_judged(office: ToyOffice, browser: Browser) -> None:
    page = open_office(browser, office, PAGE, size=DESKTOP)
    expect(page.get_by_text("尚未导入过清单")).to_be_visible()
    choose(page, "坏.xlsx", b"PK\x03\x04junk", source="寄递")
    expect(page.get_by_role("alert")).to_contain_text("应为", timeout=SOON)
    choose(page, "寄递.csv", post_list(), source="寄递")
    columns = page.get_by_role("region", name="各列含义")
    expect(columns.get_by_label("户号")).to_have_value("", timeout=SOON)
    columns.get_by_label("户号").select_option("编号")
    read = page.get_by_role("region", name="按此读取")
    expect(read.get_by_role("row").nth(1)).to_contain_text("K0", timeout=SOON)
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_text("尚未更改")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="导入 300 行").click()
    expect(figure(page, "新客户")).to_have_text("300", timeout=60_000)
    expect(page.get_by_text("已提交 300 条命令（共 300 条）")).to_be_visible()

    choose(page, "寄递再来.csv", post_list(), source="寄递")
    expect(page.get_by_text("列对应已保存")).to_be_visible(timeout=SOON)
    expect(columns.get_by_label("户号")).to_have_value("key")
    choose(page, "金融.csv", bank_list(), source="金融")
    expect(columns.get_by_label("姓名")).to_have_value("name", timeout=SOON)
    page.get_by_role("button", name="导入 150 行").click()
    expect(figure(page, "认出在单")).to_have_text(re.compile("^1\\d\\d$"), timeout=60_000)

    page.get_by_role("button", name=re.compile("疑似同一客户 \\d+")).click()
    pairs = page.get_by_role("list", name="待核对").get_by_role("listitem")
    before = pairs.count()
    assert before >= 20
    page.get_by_role("region", name="疑似同一客户").focus()
    page.keyboard.press("d")
    expect(pairs).to_have_count(before - 1)
    page.keyboard.press("s")
    expect(page.get_by_text(re.compile("已并入"))).to_be_visible()
    page.get_by_role("button", name="撤销合并").click()
    expect(page.get_by_text(re.compile("已并入"))).to_be_hidden()
    expect(pairs).to_have_count(before - 2)
    expect(page.get_by_role("region", name="疑似同一客户")).to_be_focused()
    page.keyboard.press("s")
    expect(page.get_by_text(re.compile("已并入"))).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Lists of customers in")).to_be_visible()


def test_merged_customer_is_parted_in_his_drawer(office: ToyOffice, browser: Browser) -> None:
    for customer in ("m1", "m2"):
        body = {"kind": "company", "name": f"雪域合作社{customer}", "tier": "third", "relation": "new", "reason": "新"}
        office.send(office.boss, "customer.enter", COUNTY, customer=customer, **body)
    office.send(office.boss, "customer.judge", COUNTY, customer="m1", other="m2", is_same=True, reason="一家")
    page = open_office(browser, office, f"/target?org={COUNTY}&customer=m1", size=DESKTOP)
    drawer = page.get_by_role("complementary", name="客户")
    expect(drawer).to_contain_text("雪域合作社m2")
    drawer.get_by_role("button", name="拆分").click()
    expect(drawer.get_by_role("button", name="拆分")).to_have_count(0)
    expect(drawer).not_to_contain_text("雪域合作社m2")


@pytest.fixture(scope="module")
def doubted(office: ToyOffice) -> ToyOffice:
    """With a pair in doubt."""
    for customer in ("w1", "w2"):
        body = {"kind": "person", "name": f"才让{customer}", "tier": "small", "relation": "new", "reason": "新"}
        office.send(office.boss, "customer.enter", COUNTY, customer=customer, phone="13900001111", **body)
    reasons = [{"said": "same telephone number", "said_zh": "电话相同", "centibits": 630}]
    reasons.append({"said": "another surname", "said_zh": "姓氏不同", "centibits": -460})
    office.send(office.boss, "customer.doubt", COUNTY, customer="w1", other="w2", permille=610, reasons=reasons)
    return office


@pytest.mark.parametrize(
    ("size", "language", "theme"), [(DESKTOP, "zh", "dark"), (PHONE, "en", "light"), (PHONE, "zh", "dark")]
)
@pytest.mark.parametrize("part", ["list", "doubts"])
def test_page_of_lists_is_accessible_and_fits(
    doubted: ToyOffice, browser: Browser, part: str, size: tuple[int, int], language: str, theme: str
) -> None:
    page = open_office(browser, doubted, f"{PAGE}&part={part}", size=size, language=language, theme=theme)
    if part == "list":
        choose(page, "寄递.csv", post_list(), source="另一来源")
        expect(page.get_by_role("region", name=re.compile("按此读取|As it would be read"))).to_be_visible(timeout=SOON)
    else:
        expect(page.get_by_role("list", name=re.compile("待核对|To be judged"))).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
