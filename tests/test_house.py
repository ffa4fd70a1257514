"""The house itself: what set-up relies on."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


LOCKS = ("requirements.lock", "requirements-spark.lock")


def entries(lock: str) -> list[str]:
    """The packages of a lock, each with its hashes."""
    found = re.split(r"\n(?=\S)", (ROOT / lock).read_text())
    return [entry for entry in found if "==" in entry and not entry.startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_registry_address(lock: str) -> None:
    assert not re.search(r"https?://|--index-url|--find-links", (ROOT / lock).read_text())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    assert entries(lock)
    assert all("--hash=sha256:" in entry for entry in entries(lock))


def test_the_spark_lock_agrees_with_the_other_and_is_not_part_of_it() -> None:
    """Both are installed into one environment; the demo does without Spark."""
    heads, spark = ([entry.split(" \\")[0] for entry in entries(lock)] for lock in LOCKS)
    names = {head.split("==")[0] for head in heads}
    assert {head for head in spark if head.split("==")[0] in names} <= set(heads)
    assert "pyspark" not in names
    assert any(head.startswith("pyspark==4.") for head in spark)


def test_every_word_of_make_help_is_a_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    promised = re.findall(r'@echo "make (\w+)', makefile)
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    assert promised
    assert set(promised) <= targets
