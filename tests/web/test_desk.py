"""The desk's own tests and types, run by its own tools where they are installed."""

import os

import pytest

import hatch_build

INSTALLED = hatch_build.WEB / "node_modules" / "vitest"


@pytest.fixture(autouse=True)
def _needs_tools() -> None:
    if not INSTALLED.is_dir() and not os.environ.get("CI"):
        pytest.skip("the desk's tools are not installed: make check installs them")


def test_desks_own_tests_pass() -> None:
    hatch_build.npm("test")


def test_types_are_made_from_the_committed_api_description() -> None:
    hatch_build.npm("run", "types:check")
