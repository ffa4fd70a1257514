"""审计 on the desk: a manager settles what waits, sees the chain grow and verified, and a tampered row named."""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import Connection, func, update

from tests.browser.conftest import DESKTOP, PHONE, serving
from tests.browser.test_accessible import faults
from tests.people.signin.post_office import COUNTY, SETUP
from tests.server.conftest import make_door, make_whatif
from tianlu.command.anchors import Anchor
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt
from tianlu.command.soundness import Checked, OnRows, check_chain
from tianlu.command.tables import LINKS
from tianlu.people.model import EntityKind
from tianlu.people.signin.first_run import FirstUnit
from tianlu.people.signin.keys import make_id
from tianlu.server.app import make_app
from tianlu.server.one_door import OneDoor, open_one_door

MANAGER, PASSWORD = "M1", "barley and butter tea"
UNIT = FirstUnit(
    SETUP["entity_name"], EntityKind.POST.value, COUNTY, SETUP["org_name"], SETUP["org_name_en"], "李雪梅", "A1"
)


@dataclass
class Office:
    """A server that was set up, with a manager; `boss` is its administrator."""

    address: str
    one_door: OneDoor
    boss: ActorId
    entity: str

    def send(self, kind: str, body: dict[str, object], *, phone: str | None = None, seq: int | None = None) -> Receipt:
        now = datetime.now(UTC)
        envelope = Envelope(CommandId(make_id(now)), kind, 1, OrgId(COUNTY), now, body, device=phone, seq=seq)
        return self.one_door.door.submit(self.boss, [envelope])[0]

    def add_person(self, id_: str, name: str, number: str, **device: object) -> Receipt:
        body = {"id": id_, "name": name, "staff_number": number, "entity": self.entity}
        return self.send("person.add", body, **device)  # type: ignore[arg-type]

    def open(self, browser: Browser, path: str, size: tuple[int, int], language: str, theme: str) -> Page:
        """A page of the manager's, who is signed in."""
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        context.add_init_script(
            f"localStorage['tianlu.language'] ??= '{language}'; localStorage['tianlu.theme'] ??= '{theme}'"
        )
        who = {"login": MANAGER, "password": PASSWORD}
        assert context.request.post(f"{self.address}/api/sign-in", data=who).ok
        page = context.new_page()
        page.goto(self.address + path)
        return page


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    one_door = open_one_door(tmp_path, clock=lambda: datetime.now(UTC))
    boss = one_door.sign_in.first_run.found_without_password(UNIT)
    door = make_door(tmp_path)
    app = make_app(door, gate=one_door.sign_in.gate, whatif=make_whatif(door, tmp_path), one_door=one_door)
    with serving(app) as address:
        office = Office(address, one_door, boss.id, boss.entity)
        office.add_person("manager", "才让", MANAGER)
        office.send("grant.give", {"id": "g-manager", "person": "manager", "role": "manager"})
        manager = one_door.sign_in.accounts.find_person(ActorId("manager"))
        assert manager is not None
        one_door.sign_in.accounts.set_password(manager, PASSWORD, by=manager.id)
        yield office
    one_door.close()


def leave_work(office: Office) -> None:
    """A phone sends one person under a number that is taken, and one after a number that is lost."""
    office.add_person("lhamo", "拉毛", "C1")
    assert office.add_person("drolma", "卓玛", "C1", phone="手机-01", seq=1).standing == "refused"
    assert office.add_person("tashi", "扎西", "C9", phone="手机-01", seq=4).standing == "held"


def test_manager_mends_the_cause_replays_and_sees_the_chain_grow(office: Office, browser: Browser) -> None:
    leave_work(office)
    page = office.open(browser, "/audit", DESKTOP, "zh", "light")
    expect(
        page.get_by_role("navigation", name="主导航").get_by_role("link", name=re.compile("审计.*2 项待处理"))
    ).to_be_visible()
    page.get_by_role("button", name="待处理 2").click()
    expect(page).to_have_url(re.compile("view=waiting"))
    page.get_by_role("row", name=re.compile("登记人员.*工号 C1 已属于他人")).click()
    drawer = page.get_by_role("complementary", name="死信详情")
    expect(drawer).to_contain_text("卓*")
    settle(page, drawer.get_by_role("button", name="重新执行"), "重新执行", "再试一次")
    expect(page.get_by_role("alert")).to_contain_text("工号 C1 已属于他人")
    page.get_by_role("dialog").get_by_role("button", name="取消").click()

    page.goto(f"{office.address}/people?person=lhamo")
    page.get_by_role("complementary").get_by_role("button", name="修改").click()
    page.get_by_role("dialog").get_by_label("工号").fill("C2")
    page.get_by_role("dialog").get_by_role("button", name="保存修改").click()
    expect(page.get_by_role("complementary")).to_contain_text("C2")

    page.goto(f"{office.address}/audit?view=waiting")
    page.get_by_role("row", name=re.compile("登记人员.*C1")).press("Enter")
    settle(page, drawer.get_by_role("button", name="重新执行"), "重新执行", "拉毛的工号已改正")
    expect(page.get_by_text("没有死信")).to_be_visible()
    page.get_by_role("row", name=re.compile("手机-01.*2–3")).click()
    gap = page.get_by_role("complementary", name="断号详情")
    settle(page, gap.get_by_role("button", name="跳过缺号"), "跳过缺号", "手机已更换")
    expect(page.get_by_text("没有断号")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("项待处理"))).to_have_count(0)

    page.get_by_role("button", name="审计链").click()
    newest = page.locator("tbody tr").first
    expect(newest).to_contain_text("跳过缺号")
    newest.click()
    expect(page.get_by_role("complementary")).to_contain_text("手机已更换")
    page.get_by_role("combobox", name="事项").select_option("登记人员")
    expect(page).to_have_url(re.compile("kind=person.add"))
    expect(page.locator("tbody tr")).to_have_count(4)
    page.get_by_role("button", name="校验", exact=True).click()
    page.get_by_role("button", name="校验全部").click()
    expect(page.get_by_role("status")).to_have_text("1 条链全部完整")
    page.context.close()


def settle(page: Page, button: object, act: str, reason: str) -> None:
    button.click()  # type: ignore[attr-defined]
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^理由")).fill(reason)
    dialog.get_by_role("button", name=act).click()


def test_row_that_was_tampered_with_is_named_and_shown(office: Office, browser: Browser) -> None:
    with office.one_door.workspace.engine.begin() as connection:
        tampered = update(LINKS).where(LINKS.c.chain == COUNTY, LINKS.c.seq == 2)
        connection.execute(tampered.values(content=func.replace(LINKS.c.content, "才让", "仁青")))
    page = office.open(browser, "/audit?view=verify", DESKTOP, "en", "light")
    page.get_by_role("button", name="Verify all").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Chains that are broken: 1")
    expect(page.get_by_text("Row 2 was changed")).to_be_visible()
    page.get_by_role("link", name="Show the row").click()
    expect(page.get_by_role("complementary", name="Row of the chain")).to_contain_text("Person added")
    expect(page.locator("tbody tr").first).to_contain_text("3")
    page.context.close()


def test_older_rows_follow_and_what_is_asked_for_stands_in_the_address(office: Office, browser: Browser) -> None:
    for number in range(110):
        office.add_person(f"p{number}", "卓玛", f"N{number}")
    page = office.open(browser, "/audit", DESKTOP, "zh", "light")
    rows = page.locator("tbody tr[data-id]")
    expect(rows).to_have_count(100)
    page.get_by_role("button", name="继续显示更早的").press("Enter")
    expect(rows.last).to_contain_text("首次设置")
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="只看“登记人员”").press("Enter")
    page.get_by_role("combobox", name="经办人").select_option("李雪梅")
    expect(page).to_have_url(re.compile("kind=person.add.*by="))
    page.reload()
    expect(page.get_by_role("combobox", name="事项")).to_have_value("person.add")
    page.get_by_role("combobox", name="经办人").select_option("才让")
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    page.context.close()


def downloaded(page: Page, button: str, file: Path) -> openpyxl.Workbook:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    download.value.save_as(file)
    return openpyxl.load_workbook(file)


def rows_of(book: openpyxl.Workbook, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in book[sheet].iter_rows(min_row=2)]


def test_chain_and_dead_letters_are_taken_away_as_they_are_narrowed(
    office: Office, browser: Browser, tmp_path: Path
) -> None:
    leave_work(office)
    page = office.open(browser, "/audit?kind=person.add", DESKTOP, "zh", "light")
    expect(page.locator("tbody tr[data-id]").first).to_be_visible()
    shown = page.locator("tbody tr[data-id]").count()
    added = rows_of(downloaded(page, "导出本链 Excel", tmp_path / "chain.xlsx"), "审计")
    assert len(added) == shown
    assert {"person.add"} == {str(cell) for row in added for cell in row if cell == "person.add"}
    page.get_by_role("button", name="校验", exact=True).click()
    every = rows_of(downloaded(page, "导出全部审计链 Excel", tmp_path / "chains.xlsx"), "审计")
    assert len(every) > len(added)
    page.get_by_role("button", name="待处理 2").click()
    (letter,) = rows_of(downloaded(page, "导出死信 Excel", tmp_path / "letters.xlsx"), "死信")
    assert "工号 C1 已属于他人" in str(letter)
    page.context.close()


def test_export_tells_how_far_it_is_and_is_stopped(office: Office, browser: Browser) -> None:
    """The server's answers are held back here, for its table is small."""
    page = office.open(browser, "/audit", DESKTOP, "zh", "light")
    step = {"id": "e1", "table": "audit", "suffix": "xlsx", "state": "running", "rows": 5, "total": 8}

    def answer(route: Route) -> None:
        if route.request.method == "DELETE":
            step["state"] = "cancelled"
        route.fulfill(json=step)

    page.route("**/api/sheets/**", answer)
    page.get_by_role("button", name="导出本链 Excel").click()
    expect(page.get_by_role("status")).to_contain_text("正在导出 5 / 8 行")
    page.get_by_role("button", name="停止导出").click()
    expect(page.get_by_role("button", name="导出本链 Excel")).to_be_visible()
    page.context.close()


def test_letters_are_shown_a_page_at_a_time(office: Office, browser: Browser) -> None:
    office.add_person("lhamo", "拉毛", "C1")
    for k in range(103):
        assert office.add_person(f"x{k}", "卓玛", "C1", phone="手机-01", seq=k + 1).standing == "refused"
    page = office.open(browser, "/audit?view=waiting", DESKTOP, "zh", "light")
    letters = page.get_by_role("region", name="死信").locator("tbody tr[data-id]")
    expect(letters).to_have_count(100)
    expect(page.get_by_text("已显示 100 条，共 103 条。")).to_be_visible()
    page.get_by_role("button", name="继续显示").press("Enter")
    expect(letters).to_have_count(103)
    expect(page.get_by_role("button", name="继续显示")).to_have_count(0)
    page.context.close()


def test_verification_tells_at_which_row_it_is_and_is_stopped(
    office: Office, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()

    def slowly(connection: Connection, anchors: Iterable[Anchor], chain: str, *, on_rows: OnRows) -> Checked:
        on_rows(2)
        may_go_on.wait(30)
        on_rows(3)
        return check_chain(connection, anchors, chain)

    monkeypatch.setattr("tianlu.people.api_audit.check_chain", slowly)
    page = office.open(browser, "/audit?view=verify", DESKTOP, "zh", "light")
    page.get_by_role("button", name="校验全部").click()
    expect(page.locator("[data-test=reading]")).to_contain_text(re.compile(r"共和县：2 / \d+ 行"))
    page.get_by_role("button", name="停止").click()
    expect(page.get_by_role("status")).to_contain_text("已停止：校验了 0/1 条链")
    may_go_on.set()
    page.get_by_role("button", name="校验全部").click()
    expect(page.get_by_role("status")).to_have_text("1 条链全部完整")
    page.context.close()


def test_one_chain_of_dozens_is_found_by_its_name(office: Office, browser: Browser) -> None:
    chains = [{"chain": f"6300{k}", "name": f"{k}号县", "name_en": f"County {k}", "rows": k} for k in range(10, 54)]
    page = office.open(browser, "/people", DESKTOP, "zh", "light")
    page.route("**/api/audit", lambda route: route.fulfill(json=chains))
    page.route("**/api/audit/*", lambda route: route.fulfill(json={"links": [], "before": None}))
    page.goto(f"{office.address}/audit?chain=630053")
    listed = page.get_by_role("navigation", name="审计链").get_by_role("button")
    expect(listed).to_have_count(44)
    expect(listed.filter(has_text="53号县")).to_be_in_viewport()
    page.get_by_role("searchbox", name="查找机构").last.fill("county 42")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text("42号县")
    page.context.close()


def test_auditor_sees_the_chain_and_nothing_to_settle(office: Office, browser: Browser) -> None:
    leave_work(office)
    office.send("grant.end", {"id": "g-manager"})
    office.send("grant.give", {"id": "g-auditor", "person": "manager", "role": "auditor"})
    page = office.open(browser, "/audit?view=waiting", DESKTOP, "zh", "light")
    expect(page.locator("tbody tr").first).to_contain_text("授予角色")
    expect(page.get_by_role("button", name=re.compile("待处理"))).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("项待处理"))).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize(
    ("size", "language", "theme"),
    [(DESKTOP, "zh", "light"), (DESKTOP, "en", "dark"), (PHONE, "zh", "dark"), (PHONE, "en", "light")],
)
def test_audit_page_has_no_serious_fault(
    office: Office, browser: Browser, size: tuple[int, int], language: str, theme: str
) -> None:
    leave_work(office)
    page = office.open(browser, "/audit?view=verify", size, language, theme)
    page.locator("[data-test=verify]").click()
    expect(page.locator("[data-test=chain]")).to_be_visible()
    assert_sound(page, size)
    for path in ("/audit?row=2", "/audit?view=waiting"):
        page.goto(office.address + path)
        page.locator("tbody tr[data-id]").first.click()
        page.get_by_role("complementary").wait_for()
        assert_sound(page, size)
    page.context.close()


def assert_sound(page: Page, size: tuple[int, int]) -> None:
    page.wait_for_load_state("networkidle")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
