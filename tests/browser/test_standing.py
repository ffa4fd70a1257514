"""A plan is published, withdrawn and noted on at its page, and its history says by whom."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving
from tests.browser.test_accessible import faults
from tests.server.conftest import make_door
from tests.server.toy import CODE, WEEK
from tianlu.people.model import EntityKind
from tianlu.people.signin.first_run import FirstUnit
from tianlu.plan.plan_work import PlanOrder, start_plan
from tianlu.server.app import make_app
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import open_one_door
from tianlu.server.plan_shelf import open_shelf

UNIT = FirstUnit("邮政", EntityKind.POST.value, CODE, "玩具县", "Toy County", "李雪梅", "A1")


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of a county with one plan, open to its administrator."""
    one_door = open_one_door(tmp_path, clock=lambda: datetime.now(UTC))
    first_run = one_door.sign_in.first_run
    boss = first_run.found_without_password(UNIT)
    door = make_door(tmp_path, shelf=open_shelf(one_door), jobs=open_jobs(one_door))
    job = start_plan(door.desk, PlanOrder(CODE, WEEK, seconds=0.05, seed=1, asked_by=boss.id))
    door.desk.wait(job.id, timeout_s=60)
    context = browser.new_context(locale="zh-CN")
    with serving(make_app(door, gate=one_door.sign_in.gate, one_door=one_door)) as address:
        opened = context.new_page()
        opened.goto(f"{address}/enter#key={first_run.issue_enter_key(boss.id)}")
        expect(opened.get_by_text("李雪梅")).to_be_visible()
        opened.goto(f"{address}/plan/{CODE}")
        yield opened
        context.close()
    one_door.close()


def test_plan_is_published_withdrawn_and_its_history_read(page: Page) -> None:
    standing = page.locator("[data-test=standing]")
    expect(standing).to_contain_text("由 李雪梅 生成")
    page.locator("[data-test=publish]").click()
    expect(standing).to_contain_text("已发布")
    page.locator("[data-test=withdraw]").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("大雪封山")
    page.get_by_role("dialog").get_by_role("button", name="撤回").click()
    expect(standing).to_contain_text("已撤回")
    page.locator("[data-test=history]").click()
    expect(page.locator(".changes li")).to_have_count(3)
    expect(page.locator(".changes")).to_contain_text("大雪封山")


def test_note_is_written_on_a_plan_and_stands_in_its_history(page: Page) -> None:
    page.locator("[data-test=history]").click()
    page.get_by_label("备注").fill("国庆后恢复")
    page.get_by_role("button", name="保存备注").press("Enter")
    expect(page.locator(".changes li").filter(has_text="李雪梅 写了备注")).to_contain_text("国庆后恢复")
    expect(page.get_by_role("button", name="保存备注")).to_be_disabled()
    expect(page.locator(".el-message")).to_have_count(0)
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("[data-test=standing]")).to_contain_text("国庆后恢复")
    page.locator("[data-test=history]").click()
    page.get_by_label("备注").fill("")
    page.get_by_role("button", name="保存备注").click()
    expect(page.locator(".changes li").filter(has_text="写了备注")).to_have_count(2)
    expect(page.locator("[data-test=standing]")).not_to_contain_text("国庆后恢复")
