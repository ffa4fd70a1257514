"""The list of jobs: what failed says why, and is tried again from there."""

from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import serving
from tests.gates import open_gate
from tests.server.conftest import make_door
from tests.server.toy import CODE, WEEK, solve_once_mended
from tianlu.server.app import make_app

ORDER = {"county": CODE, "week": WEEK.monday.isoformat(), "seconds": 0.2}


def test_failed_plan_says_why_and_is_tried_again(browser: Browser, tmp_path: Path) -> None:
    mended = tmp_path / "mended"
    door = make_door(tmp_path, partial(solve_once_mended, mended=mended))
    with serving(make_app(door, gate=open_gate(CODE))) as address:
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        job = page.request.post(f"{address}/api/plans", data=ORDER).json()["id"]
        door.desk.wait(job, timeout_s=30)
        page.goto(f"{address}/plan/{CODE}")
        page.locator(".chip").filter(has_text="任务").click()
        row = page.locator(".jobs li")
        expect(row).to_contain_text("失败")
        expect(row.locator("[data-test=job-trouble]")).to_contain_text("程序出错（RuntimeError: the toy broke）")
        mended.touch()
        row.locator("[data-test=retry]").click()
        expect(row).to_contain_text("完成", timeout=30_000)
        expect(row.locator("[data-test=retry]")).to_have_count(0)
        context.close()
