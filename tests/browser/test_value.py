"""What customers are worth on the desk: orders sent as a file, figures with their reasons, squares that narrow."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, open_office
from tests.browser.test_accessible import faults
from tests.server.test_target_value import CUSTOMERS, orders_file
from tests.server.toy import CODE
from tests.server.toy_office import ToyOffice, toy_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyOffice]:
    with toy_office(tmp_path_factory.mktemp("value")) as opened:
        for k in range(CUSTOMERS):
            records = [{"source": "电商", "key": f"c{k}", "line": "电商", "fen": 100_000}]
            opened.enter(f"shop-{k}", f"v{k % 10}0", records=records)
        yield opened


def send(page: Page, content: bytes) -> None:
    file: FilePayload = {"name": "订单.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def test_orders_are_sent_and_figures_say_why(office: ToyOffice, browser: Browser) -> None:
    page = open_office(browser, office, f"/target/value?org={CODE}", size=DESKTOP)
    expect(page.get_by_text("还没有估值")).to_be_visible()
    send(page, "备注,金额\na,1\n".encode())
    expect(page.get_by_role("alert")).to_contain_text("客户编号")
    send(page, orders_file(CUSTOMERS))
    table = page.get_by_role("region", name="客户价值")
    expect(table.locator("tbody tr")).to_have_count(CUSTOMERS, timeout=60_000)
    expect(page.get_by_role("region", name="依据与把握")).to_contain_text("截至 2026-06-30")
    table.locator("tbody tr").first.click()
    expect(page.get_by_role("region", name="为何如此估值")).to_contain_text(re.compile("最近一次购买在 .*活跃时约每"))
    page.get_by_role("group", name=re.compile("近度 × 频度")).get_by_role(
        "button", name=re.compile("[1-9]\\d* 户")
    ).first.click()
    expect(page).to_have_url(re.compile("square="))
    assert 0 < table.locator("tbody tr").count() < CUSTOMERS
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="What customers are worth")).to_be_visible()


@pytest.mark.parametrize(
    ("size", "language", "theme"), [(DESKTOP, "zh", "dark"), (PHONE, "en", "light"), (PHONE, "zh", "dark")]
)
def test_page_of_values_is_accessible_and_fits(
    office: ToyOffice, browser: Browser, size: tuple[int, int], language: str, theme: str
) -> None:
    page = open_office(browser, office, f"/target/value?org={CODE}", size=size, language=language, theme=theme)
    send(page, orders_file(CUSTOMERS))
    expect(page.get_by_role("region", name=re.compile("依据与把握|What it rests on"))).to_be_visible(timeout=60_000)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_campaign_tells_what_asking_changed(office: ToyOffice, browser: Browser) -> None:
    page = open_office(browser, office, f"/target/value?org={CODE}&view=campaign", size=DESKTOP)
    expect(page.get_by_text("还没有测算过活动")).to_be_visible()
    page.get_by_label("来源清单").fill("电商")
    rows = "".join(f"c{k},{k % 2},{int(k % 2 == 1 and k % 8 != 1)}\n" for k in range(CUSTOMERS))
    send(page, f"客户编号,是否触达,是否购买\n{rows}".encode())
    told = page.get_by_role("region", name="活动增量")
    expect(told).to_contain_text("增量 +75.0%", timeout=60_000)
    expect(told).to_contain_text("不足 200 户")
    assert faults(page) == []
