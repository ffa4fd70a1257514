"""The panel of a plan that breaks a rule: why, and what the ways out cost."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import serving
from tests.gates import open_gate
from tests.server.conftest import TOY, make_door, make_ways
from tests.server.test_conflict import planned, pose_mondays
from tests.server.toy import CODE, WEEK
from tianlu.plan.counties import Counties
from tianlu.server.app import make_app


def test_panel_names_the_conflict_and_has_ways_out_sought_stopped_and_priced(browser: Browser, tmp_path: Path) -> None:
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
        panel.get_by_role("button", name="Find ways out").click()
        search = panel.locator("[data-test=ways-job]")
        expect(search).to_contain_text("Planning with way out 1/", timeout=60_000)
        search.get_by_role("button", name="Stop").click()
        expect(search).to_contain_text("was stopped", timeout=60_000)
        panel.get_by_role("button", name="Seek ways out again").click()
        page.reload()
        page.locator(".chip").filter(has_text="1 under way").click()
        expect(page.locator(".jobs li").filter(has_text="ways out").first).to_contain_text("way out", timeout=60_000)
        panel.locator("[data-test=ways-table]").wait_for(timeout=120_000)
        assert "also on" in panel.locator("[data-test=ways-table]").inner_text()
        expect(panel.locator("[data-test=ways]")).to_have_count(0)
        context.close()
