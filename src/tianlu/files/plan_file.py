"""A plan as a file: the plan's own JSON, and beside it which county's week it was made for and with which travel.

What stands beside lets a later command pose the same problem without being told again; the plan itself says by its
`problem_hash` whether it did. A file without it, the bare form of `Plan.to_json`, is read as well.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from tianlu.core.calendar import Week
from tianlu.core.problem import ProblemsFound
from tianlu.plan.county import Wishes
from tianlu.plan.rounds.mend import Mending
from tianlu.plan.rounds.mending_json import mending_body, read_mending
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.plan_json import problem_at, read_object, read_value, shown


@dataclass(frozen=True)
class MadeFor:
    """`county` is a package's code, `travel` names the matrix, as `tianlu plan --travel` does. `mended` says how the
    week's problem changed since it was posed, where the plan is of a week under way. `wishes` are the prices of
    consistency that it was planned with, where they are not the package's."""

    county: str
    week: Week
    travel: str
    mended: Mending | None = None
    wishes: Wishes | None = None


def plan_file_text(plan: Plan, made_for: MadeFor) -> str:
    """Equal plans made for the same give equal text."""
    beside = {"county": made_for.county, "week": made_for.week.monday.isoformat(), "travel": made_for.travel}
    body = {**json.loads(plan.to_json()), "made_for": beside}
    if made_for.mended is not None:
        body["mended"] = mending_body(made_for.mended)
    if made_for.wishes is not None:
        body["wishes"] = asdict(made_for.wishes)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def read_plan_file(text: str) -> tuple[Plan, MadeFor | None]:
    """The plan, and what it was made for where the file says so. Raises ProblemsFound, as `Plan.from_json` does."""
    plan = Plan.from_json(text)
    body = read_object(text)
    beside, mended, wishes = body.get("made_for"), body.get("mended"), body.get("wishes")
    if beside is None:
        return plan, None
    made_for = _made_for(beside, None if mended is None else read_mending(mended))
    return plan, made_for if wishes is None else replace(made_for, wishes=_wishes(wishes))


@dataclass(frozen=True)
class _MadeForBody:
    """MadeFor as it is written: the week by its Monday."""

    county: str
    week: str
    travel: str


def _wishes(body: Any) -> Wishes:
    if isinstance(body, dict):
        below = [name for name, value in body.items() if type(value) is int and value < 0]
        if below:
            path = f"wishes.{below[0]}"
            found = problem_at(path, "out_of_range", shown(body[below[0]]), "fen, 0 or more", "分，不小于 0")
            raise ProblemsFound([found])
    return read_value(Wishes, body, "wishes")


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
