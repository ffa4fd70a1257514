"""docs/reference/cli.md says what the commands say of themselves."""

from pathlib import Path

from tianlu.cli.reference import cli_reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "cli.md"


def test_the_page_is_as_make_docs_writes_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == cli_reference()
