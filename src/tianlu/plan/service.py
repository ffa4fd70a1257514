"""Plans as they are kept: what is known of each, what a shelf of them is, and a workspace folder of finished plans.

A server keeps plans in its database (`db_shelf.py`); the folder is for who has no server.

A kept plan is one folder, made beside its place and renamed into it, so that a kill leaves a whole plan or none.

    workspace/
      plans/<id>/plan.json     the plan, as `Plan.to_json` says
      plans/<id>/plan.bags.jsonl   what happened to its bags, and plan.bags.json, its manifests as issued
      plans/<id>/meta.json     how it came about: county, week, seed, cost, bound, seconds, version, trace
      plans/<id>/mending.json  of a plan of a week under way: from what its problem was mended (decision 0005)
      packages/<code>.<suffix> data packages that were uploaded
"""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from tianlu.core.calendar import Week
from tianlu.plan.changes import PlanChange
from tianlu.plan.kept_file import write_synced
from tianlu.plan.rounds.mend import Mending
from tianlu.plan.rounds.mending_json import mending_body, read_mending
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.rounds.result import Progress
from tianlu.plan.standing import DRAFT, PlanStanding


@dataclass(frozen=True)
class PlanMeta:
    """How a kept plan came about; what it costs and keeps is computed anew from problem and plan. Who asked for it is
    blank where nobody signs in."""

    id: str
    county: str
    county_name: str
    week: Week
    seconds: float
    seed: int
    made_at: datetime
    cost_fen: int
    bound_fen: int | None
    is_feasible: bool
    was_cancelled: bool
    iterations: int
    cpu_s: float
    problem_hash: str
    version: str
    trace: tuple[Progress, ...] = ()
    replaces: str = ""
    asked_by: str = ""


@dataclass(frozen=True)
class KeptPlan:
    """`mending` says how the problem of a plan that replaces another follows from its week's; None for other plans."""

    meta: PlanMeta
    plan: Plan
    mending: Mending | None = None


class PlanNotFound(LookupError):
    """No plan of this name is kept in the workspace."""


class Shelf(Protocol):
    """Where finished plans are kept. A kept plan never changes; how it stands does."""

    def keep(self, meta: PlanMeta, plan: Plan, mending: Mending | None = None) -> None:
        """As one step, in the name of who asked for it."""
        ...

    def discard(self, plan_id: str, *, by: str) -> None:
        """Take a plan off the shelf for good. Raises PlanNotFound."""
        ...

    def has(self, plan_id: str) -> bool: ...

    def list_metas(self) -> list[PlanMeta]:
        """Newest first."""
        ...

    def get(self, plan_id: str) -> KeptPlan:
        """Raises PlanNotFound."""
        ...

    def get_standing(self, plan_id: str) -> PlanStanding:
        """Raises PlanNotFound."""
        ...

    def list_standings(self) -> Mapping[str, PlanStanding]:
        """Of all plans on the shelf, by their ids."""
        ...

    def list_changes(self, plan_id: str) -> Sequence[PlanChange]:
        """What was done with a plan, oldest first. Raises PlanNotFound."""
        ...

    def plan_file(self, plan_id: str) -> Path:
        """Beside which file lies what belongs to a plan: its bags. Raises PlanNotFound."""
        ...


class PlanShelf:
    """The plans of a workspace folder. A plan is whole or absent; `.tmp-` folders of a killed writer are removed."""

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / "plans"
        self._folder.mkdir(parents=True, exist_ok=True)
        for leftover in self._folder.glob(".tmp-*"):
            shutil.rmtree(leftover, ignore_errors=True)

    def keep(self, meta: PlanMeta, plan: Plan, mending: Mending | None = None) -> None:
        """Write plan and meta as one step."""
        making = self._folder / f".tmp-{meta.id}"
        making.mkdir()
        write_synced(making / "plan.json", plan.to_json())
        write_synced(making / "meta.json", meta_text(meta))
        if mending is not None:
            write_synced(making / "mending.json", mending_text(mending))
        making.rename(self._folder / meta.id)

    def discard(self, plan_id: str, *, by: str = "") -> None:
        """Take a plan off the shelf for good. Raises PlanNotFound."""
        folder = self._folder_of(plan_id)
        gone = self._folder / f".tmp-gone-{plan_id}"
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def has(self, plan_id: str) -> bool:
        """Whether a plan of this name is kept."""
        return (self._folder / plan_id).is_dir()

    def list_metas(self) -> list[PlanMeta]:
        """Newest first."""
        metas = [read_meta(path.read_text(encoding="utf-8")) for path in self._folder.glob("[!.]*/meta.json")]
        return sorted(metas, key=lambda meta: (meta.made_at, meta.id), reverse=True)

    def get(self, plan_id: str) -> KeptPlan:
        """Raises PlanNotFound."""
        folder = self._folder_of(plan_id)
        plan = Plan.from_json((folder / "plan.json").read_text(encoding="utf-8"))
        written = folder / "mending.json"
        mending = read_mending_text(written.read_text(encoding="utf-8")) if written.is_file() else None
        return KeptPlan(read_meta((folder / "meta.json").read_text(encoding="utf-8")), plan, mending)

    def get_standing(self, plan_id: str) -> PlanStanding:
        """In a folder every plan is a draft. Raises PlanNotFound."""
        self._folder_of(plan_id)
        return DRAFT

    def list_standings(self) -> Mapping[str, PlanStanding]:
        return {path.parent.name: DRAFT for path in self._folder.glob("[!.]*/meta.json")}

    def list_changes(self, plan_id: str) -> Sequence[PlanChange]:
        """A folder has no record of them. Raises PlanNotFound."""
        self._folder_of(plan_id)
        return ()

    def plan_file(self, plan_id: str) -> Path:
        """Where a kept plan lies; what belongs to it may lie beside it. Raises PlanNotFound."""
        return self._folder_of(plan_id) / "plan.json"

    def _folder_of(self, plan_id: str) -> Path:
        folder = self._folder / plan_id
        if not re.fullmatch(r"[0-9A-Za-z-]+", plan_id) or not folder.is_dir():
            raise PlanNotFound(plan_id)
        return folder


def meta_text(meta: PlanMeta) -> str:
    """As JSON."""
    body = asdict(meta)
    body["week"] = meta.week.monday.isoformat()
    body["made_at"] = meta.made_at.isoformat()
    return json.dumps(body, ensure_ascii=False, indent=1)


def read_meta(text: str) -> PlanMeta:
    body = json.loads(text)
    body["week"] = Week(datetime.fromisoformat(body["week"]).date())
    body["made_at"] = datetime.fromisoformat(body["made_at"])
    body["trace"] = tuple(Progress(**point) for point in body["trace"])
    return PlanMeta(**body)


def mending_text(mending: Mending) -> str:
    """As JSON."""
    return json.dumps(mending_body(mending), ensure_ascii=False)


def read_mending_text(text: str) -> Mending:
    return read_mending(json.loads(text))
