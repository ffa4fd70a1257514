"""axe finds no serious fault on any page, in either width, language or theme; nothing spills over the phone's edge."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, wait_for_map

GRAVE = {"serious", "critical"}
ASKED = "&day=1&sel=place:v00"
BAGS = "&tab=bags&view=table&sel=round:r3"
VEHICLE = "&sel=vehicle:van0"
LOOKS = [
    (DESKTOP, "zh", "light", ("/", "/data", "/learn", ASKED)),
    (DESKTOP, "en", "dark", ("", BAGS, VEHICLE)),
    (PHONE, "zh", "dark", ("/", ASKED)),
    (PHONE, "en", "light", ("", BAGS)),
]


@pytest.mark.parametrize(("size", "language", "theme", "paths"), LOOKS)
def test_pages_have_no_serious_fault(
    open_page: OpenPage, planned: str, size: tuple[int, int], language: str, theme: str, paths: tuple[str, ...]
) -> None:
    """A path that does not begin with `/` is a part of the planned county's address."""
    for path in paths:
        page = open_page(path if path.startswith("/") else planned + path, size=size, language=language, theme=theme)
        if path in ("", ASKED, VEHICLE):
            wait_for_map(page)
        page.wait_for_load_state("networkidle")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.close()


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found if fault["impact"] in GRAVE]
