"""What tests of several rooms need: the machine's browser."""

import os
import shutil

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium. Where none is found the test is skipped; in CI it fails."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path is not None:
            return path
    if os.environ.get("CI"):
        pytest.fail("CI needs a Chromium: install the package chromium")
    pytest.skip("no Chromium on this machine")
