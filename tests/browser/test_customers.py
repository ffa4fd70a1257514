"""The list of customers on the desk: proposed, claimed, worked, struck off with a second person, in both languages."""

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
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.people.signin.keys import make_id
from tianlu.server.app import make_app
from tianlu.server.one_door import OneDoor, open_one_door

SECOND = "second"
OWED = ("上门走访", "方案报价", "签约")


@dataclass
class Office:
    address: str
    one_door: OneDoor
    top: str

    def send(self, actor: str, kind: str, /, **body: Any) -> None:
        """Something that somebody else does meanwhile."""
        now = datetime.now(UTC)
        envelope = Envelope(CommandId(make_id(now)), kind, 1, OrgId(self.top), now, body)
        receipt = self.one_door.door.submit(ActorId(actor), [envelope])[0]
        assert receipt.standing == "accepted", receipt

    def decide(self, customer: str) -> None:
        self.send(SECOND, "customer.decide", customer=customer, grants=True)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    """A server that was set up, with a second person who may approve."""
    workspace = tmp_path_factory.mktemp("customers")
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC))
    app = make_app(make_door(workspace), gate=one_door.sign_in.gate, one_door=one_door)
    with serving(app) as address:
        page = browser.new_page()
        key = one_door.sign_in.first_run.issue_setup_key()
        assert page.request.post(f"{address}/api/setup", data={"key": key, **SETUP}).ok
        page.close()
        snapshot = one_door.sign_in.gate.snapshot()
        boss, top = next(iter(snapshot.persons.values())), next(iter(snapshot.nodes))
        opened = Office(address, one_door, top)
        person = {"id": SECOND, "name": "卓玛", "staff_number": "S2", "entity": boss.entity}
        opened.send(boss.id, "person.add", **person)
        opened.send(boss.id, "grant.give", id="g-second", person=SECOND, role="manager")
        yield opened
    one_door.close()


def open_list(browser: Browser, office: Office, *, size: tuple[int, int], language: str, theme: str) -> Page:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(
        f"localStorage['tianlu.language'] ??= '{language}'; localStorage['tianlu.theme'] ??= '{theme}'"
    )
    assert context.request.post(f"{office.address}/api/sign-in", data=WHO).ok
    page = context.new_page()
    page.goto(f"{office.address}/target")
    return page


def act(page: Page, drawer: Locator, short: str, go: str, **fields: str) -> None:
    """An act of the drawer, its dialog filled by labels, and sent."""
    drawer.get_by_role("button", name=short, exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        field = dialog.get_by_label(label)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    dialog.get_by_role("button", name=go, exact=True).click()
    expect(dialog).to_be_hidden()


def test_customer_goes_from_proposal_to_strike_off(office: Office, browser: Browser) -> None:
    page = open_list(browser, office, size=DESKTOP, language="zh", theme="light")
    expect(page.get_by_text("清单上还没有客户")).to_be_visible()
    page.get_by_role("button", name="申请入单").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("名称").fill("雪域牦牛肉合作社")
    dialog.get_by_label("等级").select_option("二级")
    dialog.get_by_label("月均收入（元）").fill("8200")
    dialog.get_by_label("理由").fill("年寄递量大")
    dialog.get_by_role("button", name="申请入单").click()
    drawer = page.get_by_role("complementary", name="客户")
    expect(drawer).to_contain_text("待审批入单")
    expect(drawer.get_by_role("button", name="认领")).to_have_count(0)
    customer = re.search(r"customer=([\w-]+)", page.url)
    assert customer is not None

    office.decide(customer[1])
    page.reload()
    act(page, drawer, "认领", "认领")
    expect(drawer).to_contain_text("认领有效期至")
    expect(drawer.get_by_role("button", name="申请销号")).to_have_count(0)
    for work in OWED:
        act(page, drawer, "登记工作", "登记", 工作=work, 凭证=f"单号-{work}")
    expect(drawer).to_contain_text("该层级要求的工作都已完成")
    act(page, drawer, "申请销号", "申请销号", 理由="已签约")
    expect(drawer).to_contain_text("待复核销号")
    expect(drawer.get_by_role("button", name="审批")).to_have_count(0)

    office.decide(customer[1])
    page.reload()
    expect(drawer).to_contain_text("已销号")
    funnel = page.get_by_role("region", name="销号漏斗")
    expect(funnel.get_by_role("row").nth(1).get_by_role("cell")).to_have_text(["1", "1", "1", "1", "1"])
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("region", name="Way to strike-off")).to_be_visible()
    expect(page.get_by_role("complementary", name="Customer")).to_contain_text("Struck off")


@pytest.mark.parametrize(
    ("size", "language", "theme"), [(DESKTOP, "zh", "dark"), (PHONE, "en", "light"), (PHONE, "zh", "dark")]
)
def test_list_and_drawer_are_accessible_and_fit(
    office: Office, browser: Browser, size: tuple[int, int], language: str, theme: str
) -> None:
    id_ = f"c-{language}-{theme}-{size[0]}"
    body = {"kind": "company", "name": f"兴海县合作社 {id_}", "tier": "third", "relation": "new", "reason": "新增"}
    office.send(SECOND, "customer.enter", customer=id_, **body)
    page = open_list(browser, office, size=size, language=language, theme=theme)
    page.get_by_role("row", name=re.compile(id_)).click()
    expect(page.get_by_role("complementary", name=re.compile("客户|Customer"))).to_contain_text(id_)
    assert faults(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0]
