"""A plan as a file: the plan's own JSON, and beside it which county's week it was made for and with which travel.

What stands beside lets a later command pose the same problem without being told again; the plan itself says by its
`problem_hash` whether it did. A file without it, the bare form of `Plan.to_json`, is read as well.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date

from tianlu.core.calendar import Week
from tianlu.plan.rounds.plan import Plan


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
    """The plan, and what it was made for where the file says so. Raises ValueError, saying what is amiss."""
    plan = Plan.from_json(text)
    beside = json.loads(text).get("made_for")
    return plan, None if beside is None else _made_for(beside)


def _made_for(body: object) -> MadeFor:
    if not isinstance(body, dict) or not all(isinstance(body.get(key), str) for key in ("county", "week", "travel")):
        raise ValueError("made_for has county, week and travel, each a text")
    return MadeFor(body["county"], Week(date.fromisoformat(body["week"])), body["travel"])
