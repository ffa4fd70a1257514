"""The grid on the desk: made, its layers switched, a key cell and its customers, a customer and his cell."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, open_office, wait_for_map
from tests.browser.test_accessible import faults
from tests.server.toy import CODE
from tests.server.toy_office import ToyOffice, toy_office
from tests.server.wide_toy import SERVED, enter_served, wide_counties

PAGE = f"/target/map?org={CODE}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyOffice]:
    with toy_office(tmp_path_factory.mktemp("grid"), wide_counties()) as opened:
        enter_served(opened)
        opened.enter("person", "v11", kind="person", name="王小丽", relation="new", tier="small")
        opened.enter("far", "nowhere", tier="special")
        yield opened


@pytest.fixture(scope="module")
def made(office: ToyOffice, browser: Browser) -> ToyOffice:
    """With a grid, made on the desk."""
    page = open_office(browser, office, PAGE, size=DESKTOP)
    expect(page.get_by_text("这个机构还没有网格")).to_be_visible()
    page.get_by_role("button", name="生成网格").click()
    expect(page.get_by_role("region", name="可信度")).to_contain_text("留出网格检验：排序相关 0.", timeout=120_000)
    page.context.close()
    return office


def test_layers_are_switched_and_say_their_unit(made: ToyOffice, browser: Browser) -> None:
    page = open_office(browser, made, PAGE, size=DESKTOP)
    wait_for_map(page)
    assert page.get_by_label("图层").input_value() == "potential_fen"
    page.get_by_label("图层").select_option("reach_fen")
    expect(page.locator("figcaption")).to_contain_text("元/次：从邮路停靠点往返")
    expect(page).to_have_url(re.compile("layer=reach_fen"))
    page.get_by_label("图层").select_option("penetration")
    expect(page.get_by_role("list", name="图例")).to_contain_text("%")
    page.context.close()


def test_key_cell_narrows_the_list_and_says_why(made: ToyOffice, browser: Browser) -> None:
    page = open_office(browser, made, PAGE, size=DESKTOP)
    page.get_by_role("button", name=re.compile(r"重点网格 \d+")).click()
    page.get_by_role("region", name="重点网格").locator("tbody tr").first.click()
    cell = page.get_by_role("region", name="网格", exact=True)
    expect(cell).to_contain_text("为何是重点网格（第 1 名）")
    expect(cell).to_contain_text("年潜力 ¥")
    expect(page).to_have_url(re.compile("cell=8"))
    page.get_by_role("button", name=re.compile(r"客户 \d+")).click()
    table = page.get_by_role("region", name="清单", exact=True)
    behind = int(page.get_by_role("button", name=re.compile(r"客户 \d+")).inner_text().split()[1])
    assert behind < SERVED / 2
    expect(table.locator("tbody tr[data-id]")).to_have_count(behind)
    expect(page.locator(".chosen-cell")).to_have_count(1)
    page.get_by_role("button", name="看全部").click()
    expect(page.get_by_role("button", name=f"客户 {SERVED + 2}")).to_be_visible()
    page.context.close()


def test_customer_is_chosen_and_his_cell_is_marked(made: ToyOffice, browser: Browser) -> None:
    page = open_office(browser, made, f"{PAGE}&tier=small", size=DESKTOP)
    wait_for_map(page)
    table = page.get_by_role("region", name="清单", exact=True)
    expect(table.locator("tbody tr[data-id]")).to_have_count(1)
    table.get_by_role("row", name=re.compile("王小丽")).click()
    expect(page.locator(".chosen-cell")).to_have_attribute("title", re.compile("下二村"))
    expect(page.get_by_text("王小丽 所在网格已标出")).to_be_visible()
    page.get_by_label("等级", exact=True).select_option("special")
    table.get_by_role("row", name=re.compile("合作社far")).click()
    expect(page.get_by_text("合作社far 的地点不明")).to_be_visible()
    expect(page.locator(".chosen-cell")).to_have_count(0)
    page.context.close()


def test_cell_is_chosen_on_the_map(made: ToyOffice, browser: Browser) -> None:
    page = open_office(browser, made, f"{PAGE}&show=map", size=DESKTOP)
    wait_for_map(page)
    middle = page.locator("canvas").bounding_box()
    assert middle is not None
    chosen = _click_until_chosen(page, middle["x"], middle["y"], middle["width"], middle["height"])
    assert chosen, "somewhere on the map there is a cell"
    expect(page.get_by_role("region", name="网格", exact=True)).to_contain_text("现有年收入")
    page.context.close()


def _click_until_chosen(page: Page, x: float, y: float, width: float, height: float) -> bool:
    """Across the middle of the map, where the hub and its villages lie."""
    for part in range(40, 61):
        for down in (0.46, 0.48, 0.5, 0.52, 0.54):
            page.mouse.click(x + width * part / 100, y + height * down)
            if "cell=" in page.url:
                return True
    return False


@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [(DESKTOP, "zh", "dark"), (DESKTOP, "en", "light"), (PHONE, "en", "light"), (PHONE, "zh", "dark")],
)
def test_page_of_the_grid_is_accessible_and_fits(
    made: ToyOffice, browser: Browser, size: tuple[int, int], language: str, theme: str
) -> None:
    page = open_office(browser, made, PAGE, size=size, language=language, theme=theme)
    wait_for_map(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if size == PHONE:
        page.get_by_role("button", name=re.compile("^(List|清单)$")).click()
        expect(page.locator("tbody tr[data-id]").first).to_be_visible()
        expect(page.locator("canvas")).to_have_count(0)
        assert faults(page) == []
    page.context.close()
