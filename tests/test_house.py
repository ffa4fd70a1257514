"""The house itself: what set-up relies on."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_lock_names_no_registry_address() -> None:
    assert not re.search(r"https?://|--index-url|--find-links", (ROOT / "requirements.lock").read_text())


def test_every_locked_package_has_a_hash() -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text())
    packages = [entry for entry in entries if "==" in entry and not entry.startswith("#")]
    assert packages
    assert all("--hash=sha256:" in entry for entry in packages)


def test_every_word_of_make_help_is_a_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    promised = re.findall(r'@echo "make (\w+)', makefile)
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    assert promised
    assert set(promised) <= targets
