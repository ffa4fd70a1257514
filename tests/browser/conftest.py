"""The built desk over the toy county, in Debian's Chromium."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.gates import open_gate
from tests.server.conftest import make_door, make_ways, make_whatif
from tests.server.toy import CODE
from tests.server.toy_office import WHO, ToyOffice
from tests.server.toy_office import serving as serving
from tianlu.server.app import STATIC, make_app

QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
# What the browser itself remarks: drawing WebGL in software, and a refusal that the page shows in words.
HARMLESS = ("GL Driver Message", "status of 422", "status of 404")
DESKTOP = (1440, 900)
PHONE = (390, 844)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server of its own."""
    assert (STATIC / "index.html").is_file(), "the desk is not built: make setup, or npm run build in web/"
    workspace = tmp_path_factory.mktemp("workspace")
    door = make_door(workspace)
    whatif, ways = make_whatif(door, workspace), make_ways(door, workspace)
    with serving(make_app(door, gate=open_gate(CODE), whatif=whatif, ways=ways)) as address:
        yield address


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


def open_office(
    browser: Browser, office: ToyOffice, path: str, *, size: tuple[int, int], language: str = "zh", theme: str = "light"
) -> Page:
    """A page of an office, signed in as its administrator."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(
        f"localStorage['tianlu.language'] ??= '{language}'; localStorage['tianlu.theme'] ??= '{theme}'"
    )
    assert context.request.post(f"{office.address}/api/sign-in", data=WHO).ok
    page = context.new_page()
    page.goto(f"{office.address}{path}")
    return page


@pytest.fixture
def open_page(browser: Browser, desk: str) -> Iterator[OpenPage]:
    """Opens an address of the desk; when the test ends the console must have stayed clean."""
    contexts = []
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(known in message.text for known in HARMLESS):
            said.append(message.text)

    def open_(path: str, *, size: tuple[int, int] = DESKTOP, language: str = "zh", theme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        context.add_init_script(
            "if (origin !== 'null') {"  # papers are sandboxed: they have no storage
            f"localStorage['tianlu.language'] ??= '{language}'; localStorage['tianlu.theme'] ??= '{theme}'}}"
        )
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(desk + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture(scope="session")
def planned(desk: str, browser: Browser) -> str:
    """The address of the toy county with a plan made."""
    page = browser.new_page()
    body = {"county": "000001", "week": "2026-11-23", "seconds": 0.5, "seed": 9}
    page.request.post(f"{desk}/api/plans", data=body)
    for _ in range(200):
        plans = page.request.get(f"{desk}/api/plans").json()
        if plans:
            break
        page.wait_for_timeout(100)
    page.close()
    return f"/plan/000001?plan={plans[0]['id']}"


def wait_for_map(page: Page) -> None:
    """Until the map has drawn all that it was given."""
    page.wait_for_selector("[data-idle=true]", timeout=30_000)
