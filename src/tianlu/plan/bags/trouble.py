"""Trouble with bags as data, in both languages: a step that cannot be, a label or a record that cannot be read."""

from tianlu.core.problem import Problem, ProblemsFound


def refused(
    code: str,
    *,
    table: str = "bags",
    row: int | None = None,
    field: str | None = None,
    found: str,
    expected: str,
    expected_zh: str,
    how_to_fix: str,
    how_to_fix_zh: str,
) -> ProblemsFound:
    """One problem, ready to be raised."""
    return ProblemsFound([Problem(code, table, row, field, found, expected, how_to_fix, expected_zh, how_to_fix_zh)])
