"""The whole chain on the desk, over generated lists of a sample county: import, link, tier, approve, claim, strike-off,
grid, plots, visits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP
from tests.browser.test_accessible import faults
from tests.server.county_office import MANAGER, PASSWORDS, SELLER, county_office
from tests.server.toy_office import WHO, ToyOffice
from tianlu.sample import open_county
from tianlu.sample.customer_lists import CountyLists, make_lists
from tianlu.sample.list_files import list_name, write_lists

COUNTY = "632803"
"""Of few villages, so that its week is soon planned."""
LONG = 120_000
"""Milliseconds that a job may take on a busy machine."""


@dataclass
class Desk:
    """The county's desk, and its generated lists as files."""

    office: ToyOffice
    browser: Browser
    made: CountyLists
    files: Path

    def open(self, login: str, path: str) -> Page:
        who = WHO if login == WHO["login"] else {"login": login, "password": PASSWORDS[login]}
        context = self.browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
        context.add_init_script("localStorage['tianlu.language'] ??= 'zh'; localStorage['tianlu.theme'] ??= 'light'")
        assert context.request.post(f"{self.office.address}/api/sign-in", data=who).ok
        page = context.new_page()
        page.goto(f"{self.office.address}{path}")
        return page


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Desk]:
    made = make_lists(open_county(COUNTY), seed=1, year=2025)
    files = tmp_path_factory.mktemp("lists")
    write_lists(made, files, "csv")
    with county_office(tmp_path_factory.mktemp("chain"), COUNTY) as office:
        yield Desk(office, browser, made, files)


def test_chain_runs_from_generated_lists_to_strike_off_grid_plots_and_visits(desk: Desk) -> None:
    entered = take_in_all(desk)
    grade(desk)
    approve(desk)
    share_out(desk, entered)
    struck = strike_one_off(desk)
    plan = make_a_plan(desk)
    make_the_grid(desk)
    draw_the_plots(desk)
    plan_the_visits(desk, plan, struck)


def take_in_all(desk: Desk) -> int:
    """The four lists as files, by the manager. How many customers wait for entry then."""
    page = desk.open(MANAGER, f"/target/intake?org={COUNTY}")
    result = page.get_by_role("region", name="导入结果")
    new = 0
    for each in desk.made.lists:
        kept = each.kept
        page.get_by_label("来源", exact=True).fill(kept.source)
        page.locator("input[type=file]").set_input_files(desk.files / list_name(COUNTY, kept, "csv"))
        go = page.get_by_role("button", name=re.compile(r"导入 \d+ 行"))
        expect(go).to_have_text(f"导入 {len(each.rows)} 行", timeout=LONG)
        page.get_by_label("业务线").fill(kept.line)
        page.get_by_label("金额单位").select_option("1" if kept.in_fen else "100")
        page.get_by_label("金额涵盖月数").fill(str(kept.months))
        go.click(timeout=LONG)
        expect(result).to_contain_text(f"{kept.source} · 导入结果", timeout=LONG)
        expect(figure(result, "可用记录")).to_have_text(f"{len(each.rows)}", timeout=LONG)
        expect(result).to_contain_text("新客户待审批入单", timeout=LONG)
        new += int(figure(result, "新客户").inner_text())
    assert int(figure(result, "认出在单").inner_text()) > 0, "lists of one county have customers in common"
    page.context.close()
    return new


def figure(result: Locator, name: str) -> Locator:
    return result.locator("dl div", has_text=name).locator("dd")


def grade(desk: Desk) -> None:
    """By the sum of all lists: at entry the first list alone counted."""
    page = desk.open(MANAGER, f"/target?org={COUNTY}")
    page.get_by_role("button", name="重新分级").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile(r"调整 \d+ 户")).click(timeout=LONG)
    expect(dialog.get_by_role("status")).to_contain_text(re.compile("已调整 [1-9]"), timeout=LONG)
    dialog.get_by_role("button", name="关闭", exact=True).click()
    page.context.close()


def approve(desk: Desk) -> None:
    """All that waits, by a second person at once."""
    page = desk.open(WHO["login"], f"/target?org={COUNTY}&waiting=true")
    page.get_by_role("button", name="审批所列").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile(r"审批 \d+ 户")).click(timeout=LONG)
    expect(dialog.get_by_role("status")).to_contain_text("未通过 0 户", timeout=LONG)
    dialog.get_by_role("button", name="关闭", exact=True).click()
    expect(page.get_by_text("没有符合条件的客户")).to_be_visible()
    page.context.close()


def share_out(desk: Desk, entered: int) -> None:
    page = desk.open(MANAGER, f"/target?org={COUNTY}&unclaimed=true")
    expect(page.locator("[data-test=total]")).to_have_text(re.compile(r"\d+"))
    assert 0 < int(page.locator("[data-test=total]").inner_text()) <= entered
    page.get_by_role("button", name="分户", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile(r"分给责任人 \d+ 户")).click(timeout=LONG)
    expect(dialog.get_by_role("status")).to_contain_text(re.compile("已分 [1-9]"), timeout=LONG)
    expect(dialog).to_contain_text("才让")
    dialog.get_by_role("button", name="关闭", exact=True).click()
    page.context.close()


def strike_one_off(desk: Desk) -> str:
    """A customer of the third tier, worked by his owner, signed for by the manager. His name."""
    page = desk.open(SELLER, f"/target?org={COUNTY}&tier=third")
    page.get_by_label("我的客户").check()
    row = page.get_by_role("region", name="客户清单").locator("tbody tr[data-id]").first
    name = row.locator("td").first.inner_text()
    row.click()
    drawer = page.get_by_role("complementary", name="客户")
    for work in ("上门走访", "方案报价"):
        do(page, "登记工作", "登记", 工作=work, 凭证="示例凭证-0001")
    expect(drawer).to_contain_text("该层级要求的工作都已完成")
    do(page, "申请销号", "申请销号", 理由="示例：已报价")
    expect(drawer).to_contain_text("待复核销号")
    address = re.sub(r"^https?://[^/]*", "", page.url)
    page.context.close()
    page = desk.open(MANAGER, address)
    do(page, "审批", "提交")
    expect(page.get_by_role("complementary", name="客户")).to_contain_text("已销号")
    page.context.close()
    return name


def do(page: Page, short: str, go: str, **fields: str) -> None:
    """An act of the drawer, its dialog filled by labels, and sent."""
    page.get_by_role("complementary", name="客户").get_by_role("button", name=short, exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        field = dialog.get_by_label(re.compile(f"^{label}"))
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    dialog.get_by_role("button", name=go, exact=True).click()
    expect(dialog).to_be_hidden()


def make_a_plan(desk: Desk) -> str:
    page = desk.open(MANAGER, "/")
    body = {"county": COUNTY, "week": "2026-11-23", "seconds": 6, "seed": 1}
    job = page.request.post(f"{desk.office.address}/api/plans", data=body).json()
    for _ in range(600):
        job = page.request.get(f"{desk.office.address}/api/jobs/{job['id']}").json()
        if job["state"] not in ("queued", "running"):
            break
        page.wait_for_timeout(200)
    assert job["state"] == "done", job
    page.context.close()
    return str(job["plan"])


def make_the_grid(desk: Desk) -> None:
    page = desk.open(MANAGER, f"/target/map?org={COUNTY}")
    page.get_by_role("button", name="生成网格").click()
    expect(page.get_by_role("region", name="可信度")).to_be_visible(timeout=LONG)
    expect(page.locator("canvas")).to_be_visible()
    page.get_by_label("图层").select_option("own_fen")
    assert faults(page) == []
    page.context.close()


def draw_the_plots(desk: Desk) -> None:
    page = desk.open(MANAGER, f"/target/plots?org={COUNTY}")
    page.get_by_role("button", name="划分责任田").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("块数").fill("2")
    dialog.get_by_label("允许偏差").fill("20")
    dialog.get_by_role("button", name="开始划分").click()
    page.get_by_role("region", name="划分方案").get_by_role("button", name="采用").click(timeout=LONG)
    expect(page.locator("tr[data-plot]")).to_have_count(2, timeout=LONG)
    assert faults(page) == []
    page.context.close()


def plan_the_visits(desk: Desk, plan: str, struck: str) -> None:
    page = desk.open(MANAGER, f"/target/visits?org={COUNTY}&plan={plan}")
    page.get_by_role("button", name="安排走访").click()
    table = page.get_by_role("region", name="本周走访")
    expect(table.locator("tbody tr[data-id]").first).to_be_visible(timeout=LONG)
    expect(page.get_by_role("region", name="走访合计")).to_contain_text("随邮路")
    expect(table.get_by_role("row", name=re.compile(re.escape(struck)))).to_have_count(0)
    expect(table).to_contain_text("才让")
    assert faults(page) == []
    page.context.close()
