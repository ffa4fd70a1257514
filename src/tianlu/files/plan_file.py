"""A plan as a file: the plan's own JSON, and beside it which county's week it was made for and with which travel.

What stands beside lets a later command pose the same problem without being told again; the plan itself says by its
`problem_hash` whether it did. A file without it, the bare form of `Plan.to_json`, is read as well.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tianlu.core.calendar import Week
from tianlu.core.problem import ProblemsFound
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.plan_json import problem_at, read_object, read_value, shown


@dataclass(frozen=True)
class MadeFor:
    """`county` is a package's code, `travel` names the matrix, as `tianlu plan --travel` does."""

    county: str
    week: Week
    travel: str


def plan_file_text(plan: Plan, made_for: MadeFor) -> str:
    """Equal plans made for the same give equal text."""
    beside = {**asdict(made_for), "week": made_for.week.monday.isoformat()}
    body = {**json.loads(plan.to_json()), "made_for": beside}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def read_plan_file(text: str) -> tuple[Plan, MadeFor | None]:
    """The plan, and what it was made for where the file says so. Raises ProblemsFound, as `Plan.from_json` does."""
    plan = Plan.from_json(text)
    beside = read_object(text).get("made_for")
    return plan, None if beside is None else _made_for(beside)


@dataclass(frozen=True)
class _MadeForBody:
    """MadeFor as it is written: the week by its Monday."""

    county: str
    week: str
    travel: str


def _made_for(body: Any) -> MadeFor:
    written = read_value(_MadeForBody, body, "made_for")
    try:
        return MadeFor(written.county, Week(date.fromisoformat(written.week)), written.travel)
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
