"""Units, people and roles on the desk, signed in as everybody is: add a unit, add a person, give a role."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, serving
from tests.browser.test_accessible import faults
from tests.people.signin.post_office import BOSS, BOSS_PASSWORD, SETUP
from tests.server.conftest import make_door, make_whatif
from tianlu.server.app import make_app
from tianlu.server.one_door import open_one_door

HIS_PASSWORD = "barley and butter tea"
WHO = {"login": BOSS, "password": BOSS_PASSWORD}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """The address of a server that was set up."""
    workspace = tmp_path_factory.mktemp("people")
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC))
    door = make_door(workspace)
    app = make_app(door, gate=one_door.sign_in.gate, whatif=make_whatif(door, workspace), one_door=one_door)
    with serving(app) as address:
        page = browser.new_page()
        key = one_door.sign_in.first_run.issue_setup_key()
        assert page.request.post(f"{address}/api/setup", data={"key": key, **SETUP}).ok
        page.close()
        yield address
    one_door.close()


def open_signed_in(browser: Browser, address: str, *, size: tuple[int, int], language: str, theme: str) -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(
        f"localStorage['tianlu.language'] ??= '{language}'; localStorage['tianlu.theme'] ??= '{theme}'"
    )
    assert context.request.post(f"{address}/api/sign-in", data=WHO).ok
    page = context.new_page()
    page.goto(f"{address}/people")
    return page


def test_manager_adds_a_unit_and_a_person_and_gives_a_role(office: str, browser: Browser) -> None:
    page = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page.goto(f"{office}/people")
    page.get_by_label("工号").fill(BOSS)
    page.get_by_label("密码").fill(BOSS_PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page).to_have_url(re.compile("/people"))

    page.get_by_role("button", name="增设机构").click()
    page.get_by_label("编号").fill("team-1")
    page.get_by_label(re.compile("^级别")).select_option("班组")
    page.get_by_label("名称", exact=True).fill("投递一组")
    page.get_by_role("dialog").get_by_role("button", name="增设机构").click()
    expect(page.get_by_role("heading", name="投递一组")).to_be_visible()
    expect(page).to_have_url(re.compile("unit=team-1"))

    add_person(page, "卓玛", "C1", "登记人员")
    drawer = page.get_by_role("complementary", name="人员信息")
    expect(drawer).to_contain_text("卓玛")
    expect(page.get_by_role("row", name=re.compile("卓玛.*C1.*投递一组"))).to_be_visible()
    expect(page.get_by_role("treeitem", name=re.compile("投递一组"))).to_contain_text("1")

    drawer.get_by_role("button", name="授予角色").click()
    page.get_by_role("dialog").get_by_label(re.compile("^角色")).select_option("网络规划员")
    page.get_by_role("dialog").get_by_role("button", name="授予角色").click()
    expect(drawer).to_contain_text("网络规划员 · 投递一组")
    expect(page).to_have_url(re.compile("person="))

    add_person(page, "拉毛", "C1", "登记人员")
    expect(page.get_by_role("alert")).to_contain_text("工号 C1 已属于他人。请核对工号")
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    page.get_by_role("button", name="English").click()
    add_person(page, "拉毛", "C1", "Add a person")
    expect(page.get_by_role("alert")).to_contain_text("the staff number C1 belongs to somebody else")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()

    drawer = page.get_by_role("complementary", name="Person")
    drawer.get_by_role("button", name="End", exact=True).click()
    page.get_by_role("button", name="End the role").click()
    expect(drawer).to_contain_text("No role yet")
    drawer.get_by_role("button", name="Leave").click()
    page.get_by_role("button", name="Note that they left").click()
    expect(page.get_by_text("Nobody here yet.")).to_be_visible()
    page.context.close()


def add_person(page: Page, name: str, number: str, act: str) -> None:
    page.get_by_role("button", name=act).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^(姓名|Name)")).fill(name)
    dialog.get_by_label(re.compile("^(工号|Staff number)")).fill(number)
    dialog.get_by_role("button", name=act).click()


def test_password_is_reset_by_a_link_and_a_wait_is_lifted(office: str, browser: Browser) -> None:
    page = open_signed_in(browser, office, size=DESKTOP, language="zh", theme="light")
    add_person(page, "旦增", "D1", "登记人员")
    drawer = page.get_by_role("complementary", name="人员信息")
    expect(drawer).to_contain_text("密码未设置")
    link = reset_link(page)
    page.get_by_role("dialog").get_by_role("button", name="知道了").click()

    his = browser.new_page(locale="zh-CN")
    his.goto(link)
    his.get_by_label("新密码").fill(HIS_PASSWORD)
    his.get_by_role("button", name="保存新密码").press("Enter")
    expect(his.get_by_text("新密码已生效")).to_be_visible()
    for _ in range(5):
        his.request.post(f"{office}/api/sign-in", data={"login": "D1", "password": "wrong but long enough"})
    page.reload()
    expect(drawer).to_contain_text("密码已设置")
    expect(drawer).to_contain_text("秒内不能登录")
    drawer.get_by_role("button", name="解除登录限制").press("Enter")
    assert faults(page) == []
    page.get_by_role("dialog").get_by_role("button", name="解除登录限制").click()
    expect(drawer).not_to_contain_text("秒内不能登录")
    signed_in = his.request.post(f"{office}/api/sign-in", data={"login": "D1", "password": HIS_PASSWORD})
    assert signed_in.ok

    page.get_by_role("row", name=re.compile(BOSS)).click()
    expect(drawer.get_by_role("heading", name="登录")).to_have_count(0)
    his.close()
    page.context.close()


def reset_link(page: Page) -> str:
    page.get_by_role("complementary").get_by_role("button", name="重置密码").click()
    page.get_by_role("dialog").get_by_role("button", name="生成重置链接").click()
    return page.locator("[data-test=reset-link]").input_value()


def test_tree_is_walked_by_keys(office: str, browser: Browser) -> None:
    page = open_signed_in(browser, office, size=DESKTOP, language="zh", theme="light")
    for unit in ("a", "b"):
        page.get_by_role("treeitem").first.click()
        page.get_by_role("button", name="增设机构").click()
        page.get_by_label("编号").fill(f"key-{unit}")
        page.get_by_label("名称", exact=True).fill(f"网点{unit}")
        page.get_by_role("dialog").get_by_role("button", name="增设机构").click()
        expect(page.get_by_role("heading", name=f"网点{unit}")).to_be_visible()
    page.get_by_role("treeitem").first.click()
    page.get_by_role("treeitem").first.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="网点a")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("treeitem")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("treeitem", name=re.compile("网点b"))).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("size", "language", "theme"), [(DESKTOP, "zh", "light"), (DESKTOP, "en", "dark"), (PHONE, "zh", "dark")]
)
def test_people_page_has_no_serious_fault(
    office: str, browser: Browser, size: tuple[int, int], language: str, theme: str
) -> None:
    page = open_signed_in(browser, office, size=size, language=language, theme=theme)
    page.get_by_role("row", name=re.compile(BOSS)).click()
    page.get_by_role("complementary").get_by_role("button", name=re.compile("^(授予角色|Give a role)")).click()
    page.get_by_role("dialog").wait_for()
    page.wait_for_timeout(400)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_toolbars_keep_to_one_line_beside_the_drawer(office: str, browser: Browser, language: str) -> None:
    page = open_signed_in(browser, office, size=DESKTOP, language=language, theme="light")
    page.locator("tbody tr[data-id]").first.click()
    page.get_by_role("complementary").wait_for()
    for bar in (".middle .head", ".middle .bar"):
        middles = page.locator(f"{bar} button:visible").evaluate_all(
            "(all) => all.map((each) => each.getBoundingClientRect()).map((box) => (box.top + box.bottom) / 2)"
        )
        assert len(middles) >= 3
        assert max(middles) - min(middles) < 2
    inside = page.locator(".middle").evaluate("(it) => it.scrollWidth <= it.clientWidth")
    assert inside
    page.context.close()
