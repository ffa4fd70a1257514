"""No page of the desk asks the browser for what its policy forbids, and the policy forbids what it should."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import OpenPage, wait_for_map

ROUTER = Path(__file__).resolve().parents[2] / "web" / "src" / "router.ts"
NOTE = """
window.__forbidden = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.__forbidden.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


def list_pages() -> list[str]:
    """The addresses that the desk's router knows, over the toy county."""
    text = ROUTER.read_text(encoding="utf-8")
    later = re.search(r"LATER = \[(.*?)\]", text)
    names = re.findall(r"'(\w+)'", later.group(1)) if later else []
    written = re.findall(r"path: '(/[^'(]*)'", text)
    return sorted({path.replace(":code", "000001") for path in [*written, *(f"/{name}" for name in names)]})


def forbidden(page: Page) -> list[str]:
    return list(page.evaluate("window.__forbidden"))


@pytest.mark.parametrize("path", list_pages())
def test_page_opens_within_the_policy(open_page: OpenPage, planned: str, path: str) -> None:
    page = open_page("/icon.svg")
    page.context.add_init_script(NOTE)
    page.goto(page.url.replace("/icon.svg", path + planned.removeprefix("/plan/000001")))
    page.wait_for_load_state("networkidle")
    page.mouse.move(700, 500)
    page.wait_for_timeout(200)
    assert forbidden(page) == []


def test_map_and_its_worker_draw_within_the_policy(open_page: OpenPage, planned: str) -> None:
    page = open_page(f"{planned}&day=3")
    wait_for_map(page)


def test_relief_of_a_hilly_county_draws_within_the_policy(open_page: OpenPage, planned: str) -> None:
    """The toy county lies on one level, where no relief is drawn."""

    def raise_places(route: Route) -> None:
        county = route.fetch().json()
        for place in county["places"]:
            place["altitude_m"] += 400 * (place["lat"] > county["places"][0]["lat"])
        route.fulfill(json=county)

    page = open_page("/icon.svg")
    page.context.add_init_script(NOTE)
    page.route(re.compile(r"/api/counties/000001(\?.*)?$"), raise_places)
    page.goto(page.url.replace("/icon.svg", planned))
    wait_for_map(page)
    expect(page.get_by_text("3,200–3,600")).to_be_attached()
    assert forbidden(page) == []


def test_injected_scripts_and_foreign_addresses_are_forbidden(browser: Browser, desk: str) -> None:
    page = browser.new_page()
    page.add_init_script(NOTE)
    page.goto(desk + "/data")
    said = page.evaluate(
        """async () => {
          document.body.insertAdjacentHTML('beforeend', '<img src="/nothing.png" onerror="window.__ran = 1">');
          const script = document.createElement('script');
          script.textContent = 'window.__ran = 2';
          document.body.append(script);
          const frame = document.createElement('iframe');
          frame.src = '/';
          document.body.append(frame);
          const gone = await fetch('https://elsewhere.example/').then(() => 'sent', () => 'stopped');
          await new Promise((done) => setTimeout(done, 300));
          return { ran: window.__ran ?? 0, gone };
        }"""
    )
    assert said == {"ran": 0, "gone": "stopped"}
    directives = {each.split()[0] for each in forbidden(page)}
    assert {"script-src-elem", "script-src-attr", "connect-src", "frame-src"} <= directives
    page.close()
