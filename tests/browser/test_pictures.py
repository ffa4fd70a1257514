"""The README's picture, made anew with `WRITE_PICTURES=1 pytest tests/browser/test_pictures.py`: a county of the sample
province, planned for five minutes, as the week at a glance."""

import os
import re
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.conftest import serving, wait_for_map
from tests.gates import open_sample_gate
from tests.jobs.alone import book_alone
from tianlu.server.app import make_app
from tianlu.server.door import open_door

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
COUNTY = "632521"
ORDER = {"county": COUNTY, "week": "2026-11-30", "seconds": 300, "seed": 1}
COMPILES_AND_PLANS_S = 600
COLOURS = 256


@pytest.mark.skipif("WRITE_PICTURES" not in os.environ, reason="makes pictures only when asked")
def test_picture_of_the_week(browser: Browser, tmp_path: Path) -> None:
    with serving(
        make_app(open_door(tmp_path, clock=datetime.now, jobs=book_alone(tmp_path)), gate=open_sample_gate())
    ) as address:
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.request.post(f"{address}/api/plans", data=ORDER)
        page.goto(f"{address}/plan/{COUNTY}")
        page.wait_for_url(re.compile("plan="), timeout=COMPILES_AND_PLANS_S * 1000)
        page.wait_for_selector("[data-test=week]")
        wait_for_map(page)
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.locator("[data-test=week]").evaluate("(week) => week.scrollIntoView({ block: 'end' })")
        page.screenshot(path=PICTURES / "week.png")
    with Image.open(PICTURES / "week.png") as picture:
        picture.convert("RGB").quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE).save(
            PICTURES / "week.png", optimize=True
        )
    assert (PICTURES / "week.png").stat().st_size < 150_000
