"""A plan as a file: the plan's own JSON, and beside it which county's week it was made for and with which travel.

What stands beside lets a later command pose the same problem without being told again; the plan itself says by its
`problem_hash` whether it did. A file without it, the bare form of `Plan.to_json`, is read as well.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from tianlu.core.calendar import Week
from tianlu.core.problem import ProblemsFound
from tianlu.plan.rounds.mend import Mending
from tianlu.plan.rounds.mending_json import mending_body, read_mending
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.plan_json import problem_at, read_object, read_value, shown


@dataclass(frozen=True)
class MadeFor:
    """`county` is a package's code, `travel` names the matrix, as `tianlu plan --travel` does. `mended` says how the
    week's problem changed since it was posed, where the plan is of a week under way."""

    county: str
    week: Week
    travel: str
    mended: Mending | None = None


def plan_file_text(plan: Plan, made_for: MadeFor) -> str:
    """Equal plans made for the same give equal text."""
    beside = {"county": made_for.county, "week": made_for.week.monday.isoformat(), "travel": made_for.travel}
    body = {**json.loads(plan.to_json()), "made_for": beside}
    if made_for.mended is not None:
        body["mended"] = mending_body(made_for.mended)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def read_plan_file(text: str) -> tuple[Plan, MadeFor | None]:
    """The plan, and what it was made for where the file says so. Raises ProblemsFound, as `Plan.from_json` does."""
    plan = Plan.from_json(text)
    body = read_object(text)
    beside, mended = body.get("made_for"), body.get("mended")
    if beside is None:
        return plan, None
    return plan, _made_for(beside, None if mended is None else read_mending(mended))


@dataclass(frozen=True)
class _MadeForBody:
    """MadeFor as it is written: the week by its Monday."""

    county: str
    week: str
    travel: str


def _made_for(body: Any, mended: Mending | None) -> MadeFor:
    written = read_value(_MadeForBody, body, "made_for")
    try:
        return MadeFor(written.county, Week(date.fromisoformat(written.week)), written.travel, mended)
    except ValueError:
        raise ProblemsFound(
            [
                problem_at(
                    "made_for.week",
                    "bad_date",
                    shown(written.week),
                    "a Monday, as 2026-11-23",
                    "星期一的日期，如 2026-11-23",
                )
            ]
        ) from None
