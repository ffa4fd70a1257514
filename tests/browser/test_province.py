"""The province on the overview: floors on the map and in the list, a run started, watched, stopped and gone on with."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, serving
from tests.browser.test_accessible import faults
from tests.gates import open_sample_gate
from tests.jobs.alone import book_alone
from tests.scale.packages import write_broken
from tests.small_county import WEEK
from tianlu.plan.service import PlanShelf
from tianlu.scale.county_order import CountyBudget
from tianlu.scale.packages import PackageRef, list_sample, package_at
from tianlu.scale.province import plan_province
from tianlu.scale.province_desk import ProvinceDesk
from tianlu.scale.province_folder import ProvinceFolder
from tianlu.scale.province_order import ProvinceOrder
from tianlu.server.app import make_app
from tianlu.server.door import open_door, shelve

RUN = "20261123-080000-000000"
SOUND, TROUBLED = ("632626", "632803"), "632625"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk on the sample province, of which two counties are planned and one has a broken package."""
    workspace = tmp_path_factory.mktemp("workspace")
    broken = write_broken(workspace / "broken")
    refs = tuple(ref for ref in list_sample() if ref.key in SOUND)
    packages = (*refs, PackageRef(TROUBLED, str(broken), package_at(broken).sha256, size=4))
    shelf = PlanShelf(workspace)
    plan_province(
        ProvinceFolder(workspace / "provinces" / RUN),
        ProvinceOrder(packages, WEEK, CountyBudget(iterations=8000), seed=1),
        processes=1,
        on_county=lambda outcome: shelve(shelf, datetime.now, RUN, outcome),
    )
    desk = ProvinceDesk(
        workspace,
        jobs=book_alone(workspace),
        list_packages=lambda: packages,
        on_county=lambda run, outcome: shelve(shelf, datetime.now, run, outcome),
        clock=datetime.now,
        processes=1,
    )
    with serving(
        make_app(
            open_door(workspace, clock=datetime.now, jobs=book_alone(workspace)), gate=open_sample_gate(), province=desk
        )
    ) as address:
        yield address


def open_overview(browser: Browser, province: str, size: tuple[int, int], language: str, theme: str = "light") -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.add_init_script(f"localStorage['tianlu.language'] = '{language}'; localStorage['tianlu.theme'] = '{theme}'")
    page.goto(province)
    page.wait_for_selector("polygon[points*=',']", state="attached")
    page.wait_for_selector("[data-test=province-said]")
    return page


@pytest.mark.parametrize(
    ("size", "language", "theme"), [(DESKTOP, "zh", "light"), (DESKTOP, "en", "dark"), (PHONE, "zh", "dark")]
)
def test_floors_are_on_the_map_and_in_the_list(
    browser: Browser, province: str, size: tuple[int, int], language: str, theme: str
) -> None:
    page = open_overview(browser, province, size, language, theme)
    expect(page.locator("svg a.kept")).to_have_count(2)
    expect(page.locator("svg a.trouble")).to_have_count(1)
    expect(page.locator("svg a.unplanned")).to_have_count(41)
    mangya = page.get_by_role("row", name={"zh": "茫崖市", "en": "Mangya City"}[language])
    expect(mangya).to_contain_text("27/27")
    expect(page.locator("tfoot")).to_contain_text("95/95")
    expect(page.locator("[data-test=province-said]")).to_contain_text("2026-11-23")
    expect(page.locator("figcaption")).to_contain_text({"zh": "未能规划 1", "en": "could not be planned 1"}[language])
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.close()


def test_a_countys_name_opens_its_plan_of_the_run(browser: Browser, province: str) -> None:
    page = open_overview(browser, province, DESKTOP, "zh")
    page.get_by_role("row", name="茫崖市").get_by_role("link").click()
    page.wait_for_url(f"**/plan/632803?plan={RUN}-632803")
    expect(page.get_by_text("27/27").or_(page.get_by_role("status", name="兜底线"))).to_be_visible(timeout=20_000)
    page.close()


def test_a_run_is_started_watched_stopped_and_gone_on_with(browser: Browser, province: str) -> None:
    page = open_overview(browser, province, DESKTOP, "zh")
    page.get_by_role("button", name="再规划全省").click()
    expect(page.get_by_text("处理器分钟")).to_be_visible()
    page.get_by_label("每个县至少几秒").fill("600")
    page.get_by_role("button", name="开始计算").click()
    expect(page.get_by_role("status").filter(has_text="0/3 个县")).to_be_visible(timeout=20_000)
    expect(page.locator("svg a.running")).to_have_count(1, timeout=20_000)
    page.get_by_role("button", name="停止").click()
    expect(page.get_by_text("已停止，完成 0/3")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("status").filter(has_text="0/3 个县")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="停止").click()
    expect(page.get_by_role("button", name="继续")).to_be_visible(timeout=20_000)
    assert faults(page) == []
    page.close()
