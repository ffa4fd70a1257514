"""What a job of taking in has done, as it is kept: counts, rows left out by number, refusals; nothing personal."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from tianlu.core.problem import Problem

SHOWN_MOST = 5000
"""Rows left out, and refusals, that are kept one by one; the counts say how many there were."""


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class RowLeftOutView(View):
    """A row that was not taken: `row` by the file's own numbers, `field` its column; why, and how to mend it. What
    stood in the cell is not kept."""

    row: int
    code: str
    field: str
    expected: str
    expected_zh: str
    mend: str
    mend_zh: str


class RefusedView(View):
    """A command that the door refused, of a customer."""

    customer: str
    reason: str
    reason_zh: str
    mend: str
    mend_zh: str


class IntakeView(View):
    """`records` of the file could be used, `left_out` rows not. `known` records were somebody's already, `found` were
    recognised as somebody's of the list. Customers: `new` were entered for approval, `changed` got records or other
    figures; pairs `in_doubt` were put on record. Of a dry run these are what would be done. `commands` were asked for
    and `accepted` done: fewer where some were refused, or somebody stopped the job (`is_whole` is then False)."""

    source: str
    line: str
    is_dry_run: bool
    is_whole: bool
    records: int
    known: int
    found: int
    new: int
    changed: int
    in_doubt: int
    commands: int
    accepted: int
    left_out: int
    refused: int
    rows_left_out: tuple[RowLeftOutView, ...]
    commands_refused: tuple[RefusedView, ...]


def view_left_out(problems: Sequence[Problem]) -> tuple[RowLeftOutView, ...]:
    """In order of rows."""
    listed = sorted(problems, key=lambda each: each.row or 0)[:SHOWN_MOST]
    return tuple(
        RowLeftOutView(
            row=each.row or 0,
            code=each.code,
            field=each.field or "",
            expected=each.expected,
            expected_zh=each.expected_zh,
            mend=each.how_to_fix,
            mend_zh=each.how_to_fix_zh,
        )
        for each in listed
    )
