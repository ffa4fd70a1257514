"""Plots on the desk: drawn by a job, kept, a place moved with its cost said before, locked, given, mended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, serving
from tests.browser.test_accessible import faults
from tests.browser.test_people import WHO
from tests.people.signin.post_office import SETUP
from tests.server.conftest import make_door
from tests.server.toy import CODE, WEEK
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.people.signin.keys import make_id
from tianlu.plan.plan_work import PlanOrder, start_plan
from tianlu.server.app import make_app
from tianlu.server.job_book import open_jobs
from tianlu.server.one_door import OneDoor, open_one_door
from tianlu.server.plan_shelf import open_shelf
from tianlu.server.target.door import open_target

COURIER = "p1"
COURIER_NUMBER, COURIER_PASSWORD = "P1", "five red foxes cross the ice"


@dataclass
class Office:
    address: str
    one_door: OneDoor

    @property
    def boss(self) -> ActorId:
        return next(id_ for id_ in self.one_door.sign_in.gate.snapshot().persons if id_ != COURIER)

    def send(self, kind: str, /, **body: Any) -> None:
        """Something that is done elsewhere meanwhile."""
        now = datetime.now(UTC)
        envelope = Envelope(CommandId(make_id(now)), kind, 1, OrgId(CODE), now, body)
        receipt = self.one_door.door.submit(self.boss, [envelope])[0]
        assert receipt.standing == "accepted", receipt


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    """A server of the toy county that was set up, with a kept plan, and a courier who may look only."""
    workspace = tmp_path_factory.mktemp("plots")
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC))
    jobs = open_jobs(one_door)
    door = make_door(workspace, shelf=open_shelf(one_door), jobs=jobs)
    app = make_app(door, gate=one_door.sign_in.gate, target=open_target(one_door, door, jobs), one_door=one_door)
    with serving(app) as address:
        page = browser.new_page()
        key = one_door.sign_in.first_run.issue_setup_key()
        setup = {**SETUP, "org": CODE, "org_name": "玩具县", "org_name_en": "Toy County"}
        assert page.request.post(f"{address}/api/setup", data={"key": key, **setup}).ok
        page.close()
        opened = Office(address, one_door)
        boss = one_door.sign_in.gate.snapshot().persons[opened.boss]
        opened.send("person.add", id=COURIER, name="卓玛", staff_number=COURIER_NUMBER, entity=boss.entity)
        opened.send("grant.give", id="g1", person=COURIER, role="courier")
        accounts = one_door.sign_in.accounts
        person = accounts.find_person(ActorId(COURIER))
        assert person is not None
        accounts.set_password(person, COURIER_PASSWORD, by=person.id)
        made = start_plan(door.desk, PlanOrder(CODE, WEEK, seconds=0.05, seed=1, asked_by=opened.boss))
        door.desk.wait(made.id, timeout_s=60)
        yield opened
    one_door.close()


def open_plots(
    browser: Browser,
    office: Office,
    *,
    who: dict[str, str] = WHO,
    size: tuple[int, int] = DESKTOP,
    language: str = "zh",
    theme: str = "light",
) -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(
        f"localStorage['tianlu.language'] ??= '{language}'; localStorage['tianlu.theme'] ??= '{theme}'"
    )
    assert context.request.post(f"{office.address}/api/sign-in", data=who).ok
    page = context.new_page()
    page.goto(f"{office.address}/target/plots")
    return page


def draw(page: Page, button: str, go: str, **fields: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label).fill(value)
    dialog.get_by_role("button", name=go, exact=True).click()
    expect(dialog).to_be_hidden()


def drawn(browser: Browser, office: Office) -> Page:
    """The page with five plots kept, drawn anew."""
    page = open_plots(browser, office)
    title = page.get_by_role("button", name=re.compile("^(划分责任田|重新划分)$"))
    expect(title).to_be_visible()
    draw(page, title.inner_text(), "开始划分", 块数="5", 允许偏差="20")
    page.get_by_role("region", name="划分方案").get_by_role("button", name="采用").click(timeout=60_000)
    expect(page.get_by_text("采用", exact=False).filter(has_text="于")).to_be_visible()
    return page


@pytest.fixture(scope="module")
def kept(office: Office, browser: Browser) -> Office:
    """With five plots kept, for tests that look at them and change none."""
    drawn(browser, office).context.close()
    return office


def rows(page: Page) -> Locator:
    return page.get_by_role("region", name="玩具县的责任田").locator("tbody tr")


def open_plot(page: Page, number: int) -> Locator:
    """The panel of a plot, opened by the keyboard."""
    row = page.locator(f"tr[data-plot='{number}']")
    row.focus()
    row.press("Enter")
    panel = page.get_by_role("region", name=f"{number} 号责任田的地点")
    expect(panel).to_be_visible()
    return panel


def move_one(page: Page, plot: int) -> tuple[str, str]:
    """A place at the border of a plot given to one beside, by the keyboard: its name and where it went. The cost and
    the bars are looked at before it is sent."""
    panel, bar = open_plot(page, plot), page.get_by_role("region", name="划转所选地点")
    for item in panel.get_by_role("listitem").filter(has_text="边界").all():
        name = item.locator("label span").first.inner_text()
        item.get_by_role("checkbox").press("Space")
        for choice in bar.get_by_label("划入").locator("option:not([disabled])").all():
            to = choice.get_attribute("value")
            assert to is not None
            bar.get_by_label("划入").select_option(to)
            told = bar.get_by_role("status")
            expect(told).to_be_visible()
            shares = re.search(rf"{plot} 号 ([\d.]+ %) → ([\d.]+ %)", told.inner_text())
            if shares is None or shares[1] == shares[2]:
                continue  # it would tear a plot apart, or weighs next to nothing
            expect(told).to_contain_text(re.compile(r"切开的相邻对 [+−\d]"))
            expect(page.locator(f"tr[data-plot='{plot}'] td").nth(4)).to_contain_text(shares[2])
            bar.get_by_role("button", name="划转", exact=True).press("Enter")
            expect(bar).to_be_hidden()
            expect(page.locator(f"tr[data-plot='{plot}'] td").nth(4)).to_contain_text(shares[2])
            return name, to
        item.get_by_role("checkbox").press("Space")
    raise AssertionError(f"no place of plot {plot} can go anywhere")


def test_plots_are_drawn_kept_moved_locked_given_and_mended(office: Office, browser: Browser) -> None:
    page = open_plots(browser, office)
    expect(page.get_by_text("还没有责任田。点“划分责任田”")).to_be_visible()
    page = drawn(browser, office)
    expect(rows(page)).to_have_count(5)
    expect(page.get_by_text("不可能少于")).to_be_visible()

    name, to = move_one(page, 1)
    expect(open_plot(page, int(to))).to_contain_text(name)
    page.get_by_role("button", name="撤销上一步").click()
    expect(page.get_by_role("button", name="撤销上一步")).to_be_hidden()
    panel = open_plot(page, 1)
    expect(panel).to_contain_text(name)

    panel.get_by_role("button", name=f"锁定{name}").click()
    expect(panel.get_by_role("button", name=f"解锁{name}")).to_be_visible()
    expect(panel.get_by_label(re.compile(name)).first).to_be_disabled()

    panel.get_by_role("button", name="分派").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("北片")
    dialog.get_by_label("责任人").select_option(COURIER)
    dialog.get_by_role("button", name="保存分派").click()
    expect(page.locator("tr[data-plot='1']")).to_contain_text("北片")
    expect(page.locator("tr[data-plot='1']")).to_contain_text("卓玛")

    page.get_by_role("button", name="调整", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name=re.compile("^3")).check()
    dialog.get_by_label("允许偏差（%）").fill("30")
    dialog.get_by_role("button", name="开始调整").click()
    bar = page.get_by_role("region", name="划分方案")
    expect(bar).to_contain_text("原责任田空缺", timeout=60_000)
    expect(rows(page)).to_have_count(4)
    bar.get_by_role("button", name="看现状").click()
    expect(rows(page)).to_have_count(5)
    bar.get_by_role("button", name="采用").click()
    expect(bar).to_be_hidden()
    expect(rows(page)).to_have_count(4)
    expect(page.locator("tr[data-plot='1']")).to_contain_text("北片")


def test_places_are_taken_by_a_line_drawn_round_them(kept: Office, browser: Browser) -> None:
    page = open_plots(browser, kept)
    expect(rows(page)).to_have_count(5)
    box = page.get_by_role("img", name=re.compile("地图")).bounding_box()
    assert box is not None
    left, top, right, bottom = box["x"] + 4, box["y"] + 4, box["x"] + box["width"] - 4, box["y"] + box["height"] / 2
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom)):
        page.mouse.move(x, y, steps=4)
    page.mouse.up()
    bar = page.get_by_role("region", name="划转所选地点")
    expect(bar).to_contain_text(re.compile(r"已选 \d\d 处"))
    bar.get_by_role("button", name="取消选择").click()
    expect(bar).to_be_hidden()


def test_who_may_not_manage_sees_the_plots_and_cannot_edit(kept: Office, browser: Browser) -> None:
    page = open_plots(browser, kept, who={"login": COURIER_NUMBER, "password": COURIER_PASSWORD})
    expect(rows(page)).to_have_count(5)
    panel = open_plot(page, 1)
    expect(panel.get_by_role("checkbox")).to_have_count(0)
    for name in ("重新划分", "调整", "按责任田分户", "分派"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)


@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [(DESKTOP, "zh", "light"), (DESKTOP, "en", "dark"), (PHONE, "en", "light"), (PHONE, "zh", "dark")],
)
def test_page_is_accessible_and_fits(
    kept: Office, browser: Browser, size: tuple[int, int], language: str, theme: str
) -> None:
    page = open_plots(browser, kept, size=size, language=language, theme=theme)
    row = page.locator("tr[data-plot='2']")
    row.click()
    expect(row).to_have_attribute("aria-selected", "true")
    page.get_by_role("checkbox").first.check()
    page.get_by_label(re.compile("^(划入|To plot)")).select_option("3")
    page.wait_for_load_state("networkidle")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
