"""A county's office with outlets, a manager, couriers and an auditor, each with his own password, for browsers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP, serving
from tests.people.signin.post_office import BOSS, BOSS_PASSWORD, COUNTY, SETUP
from tests.server.conftest import make_door
from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt
from tianlu.people.signin.keys import make_id
from tianlu.server.app import make_app
from tianlu.server.one_door import OneDoor, open_one_door

MANAGER, COURIER, SECOND, AUDITOR = "M1", "C1", "C2", "J1"
"""Staff numbers, and ids: 卓玛 manages the county, 才让 and 扎西 are couriers of the two outlets, 央金 audits."""
OUTLET, OTHER_OUTLET, CLOSED = "out-1", "out-2", "out-3"
PEOPLE = (
    (MANAGER, "卓玛", COUNTY, "manager"),
    (COURIER, "才让", OUTLET, "courier"),
    (SECOND, "扎西", OUTLET, "courier"),
    (AUDITOR, "央金", COUNTY, "auditor"),
)
PASSWORDS = {BOSS: BOSS_PASSWORD} | {number: f"barley and butter tea of {number}" for number, *_ in PEOPLE}
A_COMPANY = {"kind": "company", "name": "合作社", "tier": "second", "relation": "existing", "reason": "年寄递量大"}
OWED = ("visit", "offer", "contract")
"""What a customer of the second tier is owed."""


@dataclass
class Office:
    address: str
    one_door: OneDoor
    boss: str
    browser: Browser

    def ask(self, actor: str, kind: str, org: str = COUNTY, /, **body: Any) -> Receipt:
        now = datetime.now(UTC)
        envelope = Envelope(CommandId(make_id(now)), kind, 1, OrgId(org), now, body)
        return self.one_door.door.submit(ActorId(actor), [envelope])[0]

    def send(self, actor: str, kind: str, org: str = COUNTY, /, **body: Any) -> None:
        """Something that somebody else does meanwhile."""
        receipt = self.ask(actor, kind, org, **body)
        assert receipt.standing == "accepted", receipt

    def enter(self, customer: str, org: str = OUTLET, /, **changes: Any) -> str:
        """Somebody on the list: proposed by the manager, approved by his superior."""
        body = {**A_COMPANY, "name": f"合作社 {customer}", **changes}
        self.send(MANAGER, "customer.enter", org, customer=customer, **body)
        self.send(self.boss, "customer.decide", org, customer=customer, grants=True)
        return customer

    def work_off(self, customer: str, by: str = COURIER) -> None:
        """Claimed, and all done that the second tier asks for."""
        self.send(by, "customer.claim", OUTLET, customer=customer)
        for work in OWED:
            self.send(by, "customer.work", OUTLET, customer=customer, work=work, evidence=f"单号-{work}")

    def reset_link(self, person: str) -> str:
        """What the administrator hands out."""
        context = self.browser.new_context()
        who = {"login": BOSS, "password": BOSS_PASSWORD}
        assert context.request.post(f"{self.address}/api/sign-in", data=who).ok
        made = context.request.post(f"{self.address}/api/people/{person}/account/reset-password")
        assert made.ok, made.text()
        address = made.json()["address"]
        context.close()
        return f"{self.address}{address}"

    def set_password(self, person: str) -> None:
        key = self.reset_link(person).split("key=")[1]
        page = self.browser.new_page()
        body = {"key": key, "password": PASSWORDS[person]}
        assert page.request.post(f"{self.address}/api/reset-password", data=body).ok
        page.close()

    def open(
        self,
        who: str,
        query: str = "",
        *,
        size: tuple[int, int] = DESKTOP,
        language: str = "zh",
        theme: str = "light",
    ) -> Page:
        """The list, signed in."""
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]})
        context.add_init_script(
            f"localStorage['tianlu.language'] ??= '{language}'; localStorage['tianlu.theme'] ??= '{theme}'"
        )
        body = {"login": who, "password": PASSWORDS[who]}
        assert context.request.post(f"{self.address}/api/sign-in", data=body).ok
        page = context.new_page()
        page.goto(f"{self.address}/target{query}")
        return page


@contextmanager
def customers_office(workspace: Path, browser: Browser) -> Iterator[Office]:
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC))
    app = make_app(make_door(workspace), gate=one_door.sign_in.gate, one_door=one_door)
    with serving(app) as address:
        page = browser.new_page()
        key = one_door.sign_in.first_run.issue_setup_key()
        assert page.request.post(f"{address}/api/setup", data={"key": key, **SETUP}).ok
        page.close()
        boss = next(iter(one_door.sign_in.gate.snapshot().persons.values()))
        office = Office(address, one_door, boss.id, browser)
        for unit, name in ((OUTLET, "恰卜恰支局"), (OTHER_OUTLET, "倒淌河支局"), (CLOSED, "旧支局")):
            office.send(boss.id, "org.add", id=unit, level="outlet", name=name, entity=boss.entity)
        for number, name, home, role in PEOPLE:
            body = {"id": number, "name": name, "staff_number": number, "entity": boss.entity}
            office.send(boss.id, "person.add", home, **body)
            office.send(boss.id, "grant.give", home, id=f"g-{number}", person=number, role=role)
        for person in (MANAGER, SECOND, AUDITOR):
            office.set_password(person)
        yield office
    one_door.close()


def drawer_of(page: Page) -> Locator:
    return page.get_by_role("complementary", name="客户")


def choose(page: Page, name: str) -> Locator:
    """The drawer of somebody on the list."""
    page.get_by_role("row", name=name).first.click()
    drawer = drawer_of(page)
    expect(drawer.get_by_role("heading", name=name)).to_be_visible()
    return drawer


def begin(page: Page, short: str, **fields: str) -> Locator:
    """An act of the drawer: its dialog, filled by labels."""
    drawer_of(page).get_by_role("button", name=short, exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        field = dialog.get_by_label(label)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    return dialog


def act(page: Page, short: str, go: str, **fields: str) -> None:
    """An act of the drawer, done."""
    dialog = begin(page, short, **fields)
    dialog.get_by_role("button", name=go, exact=True).click()
    expect(dialog).to_be_hidden()
