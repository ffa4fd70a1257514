"""The panel of a plan that breaks a rule: why, and what the ways out cost."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.conftest import serving
from tests.gates import open_gate
from tests.server.conftest import TOY, make_door, make_ways
from tests.server.test_conflict import planned, pose_mondays
from tests.server.toy import CODE, WEEK
from tianlu.plan.counties import Counties
from tianlu.server.app import make_app


def test_panel_names_the_conflict_and_prices_ways_out(browser: Browser, tmp_path: Path) -> None:
    counties = Counties(lambda: [TOY], pose=pose_mondays, coming_week=lambda county, today: WEEK)
    door = make_door(tmp_path, counties=counties)
    plan = planned(door)
    with serving(make_app(door, ways=make_ways(door, tmp_path), gate=open_gate(CODE))) as address:
        context = browser.new_context()
        context.add_init_script("localStorage['tianlu.language'] ??= 'en'")
        page = context.new_page()
        page.goto(f"{address}/plan/{CODE}?plan={plan}")
        panel = page.locator("[data-test=conflict]")
        panel.get_by_text("cannot all be kept").first.wait_for(timeout=60_000)
        panel.locator("[data-test=ways]").click()
        panel.locator("[data-test=ways-table]").wait_for(timeout=120_000)
        assert "also on" in panel.locator("[data-test=ways-table]").inner_text()
        context.close()
