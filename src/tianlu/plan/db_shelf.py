"""The shelf of a server: plans in its database, put there and taken off by commands; their bags in the workspace."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from tianlu.command.envelope import ActorId, CommandId, Envelope, OrgId
from tianlu.command.receipt import Receipt, Refusal, Standing
from tianlu.core.uuid7 import make_uuid7
from tianlu.db.blobs import get_blob, put_blob
from tianlu.people.signin.kinds import SERVER
from tianlu.plan import store
from tianlu.plan.changes import PlanChange, change_of
from tianlu.plan.kinds import DISCARD, KEEP, KINDS
from tianlu.plan.rounds.mend import Mending
from tianlu.plan.rounds.plan import Plan
from tianlu.plan.service import (
    KeptPlan,
    PlanMeta,
    PlanNotFound,
    PlanShelf,
    mending_text,
    meta_text,
    read_mending_text,
    read_meta,
)
from tianlu.plan.standing import PlanStanding
from tianlu.plan.store import PlanRow

Submit = Callable[[ActorId, Sequence[Envelope]], Sequence[Receipt]]


class PlanRefused(Exception):
    """A command of plans was refused; the refusal says why and how to mend it."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(f"{refusal.reason}; {refusal.mend} / {refusal.reason_zh}；{refusal.mend_zh}")


class DbShelf:
    """`submit` is the door's; `clock` gives aware moments. Metas are remembered: what lies under a digest stays."""

    def __init__(self, workspace: Path, engine: Engine, submit: Submit, *, clock: Callable[[], datetime]) -> None:
        self._folder = workspace / "plans"
        self._engine = engine
        self._submit = submit
        self._clock = clock
        self._metas: dict[str, PlanMeta] = {}

    def keep(self, meta: PlanMeta, plan: Plan, mending: Mending | None = None) -> None:
        """In the name of who asked for it. Raises PlanRefused, where nothing was kept."""
        self._keep(meta, plan, mending, by=meta.asked_by or SERVER)

    def discard(self, plan_id: str, *, by: str) -> None:
        """Raises PlanNotFound, PlanRefused."""
        row = self._row(plan_id)
        self._send(by, DISCARD, row.county, {"plan": plan_id})

    def has(self, plan_id: str) -> bool:
        with self._engine.connect() as connection:
            return store.find_plan(connection, plan_id) is not None

    def list_metas(self) -> list[PlanMeta]:
        with self._engine.connect() as connection:
            return [self._meta(connection, row) for row in store.list_plans(connection)]

    def get(self, plan_id: str) -> KeptPlan:
        with self._engine.connect() as connection:
            row = _found(connection, plan_id)
            plan = Plan.from_json(_text(connection, row.plan))
            mending = None if row.mending is None else read_mending_text(_text(connection, row.mending))
            return KeptPlan(self._meta(connection, row), plan, mending)

    def get_standing(self, plan_id: str) -> PlanStanding:
        return self._row(plan_id).standing

    def list_standings(self) -> Mapping[str, PlanStanding]:
        with self._engine.connect() as connection:
            return {row.id: row.standing for row in store.list_plans(connection)}

    def list_changes(self, plan_id: str) -> list[PlanChange]:
        with self._engine.connect() as connection:
            row = _found(connection, plan_id)
            return [change_of(link, plan_id) for link in store.list_links(connection, row.county, plan_id, KINDS)]

    def plan_file(self, plan_id: str) -> Path:
        self._row(plan_id)
        folder = self._folder / plan_id
        folder.mkdir(parents=True, exist_ok=True)
        return folder / "plan.json"

    def take_in(self, old: PlanShelf) -> int:
        """Keep what lies in a folder and was never kept here; its files stay. Returns how many plans that were."""
        with self._engine.connect() as connection:
            unknown = [meta for meta in old.list_metas() if not store.has_known(connection, meta.id)]
        for meta in reversed(unknown):
            kept = old.get(meta.id)
            self._keep(kept.meta, kept.plan, kept.mending, by=SERVER)
        return len(unknown)

    def _keep(self, meta: PlanMeta, plan: Plan, mending: Mending | None, *, by: str) -> None:
        texts = {"content": plan.to_json(), "meta": meta_text(meta)}
        if mending is not None:
            texts["mending"] = mending_text(mending)
        with self._engine.execution_options(writes=True).begin() as connection:
            digests = {name: put_blob(connection, text.encode()) for name, text in texts.items()}
        body = {
            "plan": meta.id,
            "week": meta.week.monday.isoformat(),
            "made_at": meta.made_at.astimezone(UTC).isoformat(),
            "is_feasible": meta.is_feasible,
            "replaces": meta.replaces,
            **digests,
        }
        self._send(by, KEEP, meta.county, body)

    def _row(self, plan_id: str) -> PlanRow:
        with self._engine.connect() as connection:
            return _found(connection, plan_id)

    def _meta(self, connection: Connection, row: PlanRow) -> PlanMeta:
        if row.meta not in self._metas:
            self._metas[row.meta] = read_meta(_text(connection, row.meta))
        return self._metas[row.meta]

    def _send(self, by: str, kind: str, county: str, body: Mapping[str, object]) -> None:
        now = self._clock()
        id_ = make_uuid7(unix_ms=int(now.timestamp() * 1000), random_bits=secrets.randbits(74))
        envelope = Envelope(id=CommandId(id_), kind=kind, schema=1, org=OrgId(county), made_at=now, body=body)
        receipt = self._submit(ActorId(by), [envelope])[0]
        if receipt.standing is not Standing.ACCEPTED:
            assert receipt.refusal is not None
            raise PlanRefused(receipt.refusal)


def _found(connection: Connection, plan_id: str) -> PlanRow:
    row = store.find_plan(connection, plan_id)
    if row is None:
        raise PlanNotFound(plan_id)
    return row


def _text(connection: Connection, digest: str) -> str:
    content = get_blob(connection, digest)
    assert content is not None, f"no blob {digest}"
    return content.decode()
