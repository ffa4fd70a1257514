"""People out as Excel, edited, and back on the desk: rows are looked at with their reasons, then imported."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, serving
from tests.browser.test_accessible import faults
from tests.browser.test_people import office, open_signed_in
from tests.people.signin.post_office import BOSS_PASSWORD
from tests.server.conftest import make_door
from tests.server.toy import CODE, WEEK
from tianlu.plan.plan_work import PlanOrder, start_plan
from tianlu.server.app import make_app
from tianlu.server.demo_units import UNIT
from tianlu.server.one_door import open_one_door

__all__ = ["office"]


READS_APART_MS = 30_000
"""A file is read in a process of its own."""


def acts(page: Page) -> Locator:
    return page.get_by_role("group", name=re.compile("^(人员|People)$"))


def exported(page: Page, folder: Path) -> openpyxl.Workbook:
    with page.expect_download() as download:
        acts(page).get_by_role("button", name=re.compile("导出|Export")).click()
    download.value.save_as(folder / "people.xlsx")
    return openpyxl.load_workbook(folder / "people.xlsx")


def bring(page: Page, file: Path) -> Locator:
    acts(page).get_by_role("button", name=re.compile("导入|Import")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("选择文件|Choose a file")).set_input_files(file)
    dialog.get_by_role("table").wait_for()
    return dialog


def edit(book: openpyxl.Workbook, file: Path, *, number: str) -> None:
    """The first person's telephone number is changed, one person is new, another one's unit is not there."""
    sheet = book["人员"]
    sheet.cell(2, 8).value = "13800002222"
    home, entity = sheet.cell(2, 5).value, sheet.cell(2, 7).value
    for row, (name, code, unit) in enumerate([("卓玛", number, home), ("扎西", f"{number}x", "nowhere")], start=3):
        for place, value in ((3, name), (4, code), (5, unit), (7, entity)):
            sheet.cell(row, place).value = value
    book.save(file)


def test_people_go_out_are_edited_and_come_back(office: str, browser: Browser, tmp_path: Path) -> None:
    page = open_signed_in(browser, office, size=DESKTOP, language="zh", theme="light")
    edit(exported(page, tmp_path), tmp_path / "改好.xlsx", number="S1")
    dialog = bring(page, tmp_path / "改好.xlsx")
    expect(dialog.get_by_role("row", name=re.compile("^2 修改.*电话.*13800002222"))).to_be_visible()
    dialog.get_by_role("button", name="导入 3 行").click()
    expect(dialog.get_by_text("导入完成")).to_be_visible(timeout=READS_APART_MS)
    expect(dialog.get_by_role("row", name=re.compile("^4 退回.*nowhere"))).to_be_visible()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="下载结果").click()
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    assert download.value.suggested_filename == "改好-结果.xlsx"
    assert [row[0].value for row in book["结果"].iter_rows(min_row=2)] == [
        "未变 unchanged",
        "未变 unchanged",
        "退回 refused",
    ]
    assert "nowhere" in str(book["结果"].cell(4, 2).value)
    dialog.get_by_role("button", name="关闭", exact=True).click()
    expect(page.get_by_role("row", name=re.compile("卓玛.*S1"))).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("size", "language", "theme"), [(DESKTOP, "zh", "light"), (DESKTOP, "en", "dark"), (PHONE, "zh", "dark")]
)
def test_import_has_no_serious_fault(
    office: str, browser: Browser, tmp_path: Path, size: tuple[int, int], language: str, theme: str
) -> None:
    page = open_signed_in(browser, office, size=size, language=language, theme=theme)
    edit(exported(page, tmp_path), tmp_path / "edited.xlsx", number="P1")
    bring(page, tmp_path / "edited.xlsx")
    page.wait_for_timeout(400)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.context.close()


def test_plans_go_out_from_the_lists_and_from_a_plan(browser: Browser, tmp_path: Path) -> None:
    one_door = open_one_door(tmp_path, clock=lambda: datetime.now(UTC))
    boss = one_door.sign_in.first_run.found_without_password(replace(UNIT, org=CODE))
    one_door.sign_in.accounts.set_password(boss, BOSS_PASSWORD, by=boss.id)
    door = make_door(tmp_path)
    for seed in (1, 2):
        job = start_plan(door.desk, PlanOrder(CODE, WEEK, seconds=0.05, seed=seed))
        door.desk.wait(job.id, timeout_s=60)
    with serving(make_app(door, gate=one_door.sign_in.gate, one_door=one_door)) as address:
        context = browser.new_context(locale="zh-CN", viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
        who = {"login": UNIT.staff_number, "password": BOSS_PASSWORD}
        assert context.request.post(f"{address}/api/sign-in", data=who).ok
        page = context.new_page()
        for path, button in (("/", "导出计划 Excel"), ("/plan", "导出计划 Excel"), (f"/plan/{CODE}", "导出")):
            page.goto(address + path)
            if button == "导出":
                page.get_by_role("button", name="导出", exact=True).click()
                act = page.get_by_role("menuitem", name="本县全部计划 Excel")
            else:
                act = page.get_by_role("button", name=button)
            with page.expect_download() as download:
                act.click()
            download.value.save_as(tmp_path / "plans.xlsx")
            plans = openpyxl.load_workbook(tmp_path / "plans.xlsx")["计划"]
            assert plans.max_row == 3
        context.close()
    one_door.close()
