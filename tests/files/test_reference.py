"""The reference page in docs says what the code reads."""

from pathlib import Path

import pytest

from tianlu.files.checks import CHECKS, CHECKS_ZH
from tianlu.files.columns import Table
from tianlu.files.example import example_county
from tianlu.files.reference import example_of, reference_page
from tianlu.files.schema import SCHEMA
from tianlu.files.write_package import package_texts

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "package.md"


def test_page_is_the_one_that_the_schema_writes() -> None:
    command = f"python -m tianlu.files.reference {PAGE.relative_to(PAGE.parents[2])}"
    assert PAGE.read_text(encoding="utf-8") == reference_page(), f"run: {command}"


@pytest.mark.parametrize("table", SCHEMA, ids=lambda table: table.name)
def test_every_column_has_an_example_and_both_languages(table: Table) -> None:
    examples = package_texts(example_county())[table.name]
    for column in table.columns:
        assert example_of(column, table, examples), column.name
        assert all((column.name_zh, column.doc, column.doc_zh, column.kind.expected_zh)), column.name


def test_every_check_is_said_in_both_languages() -> None:
    assert [check.__name__ for check in CHECKS] == list(CHECKS_ZH)
    assert all(check.__doc__ for check in CHECKS)


def test_heads_are_understood_in_one_way_only() -> None:
    for table in SCHEMA:
        assert len(table.by_head) == 2 * len(table.columns), table.name
