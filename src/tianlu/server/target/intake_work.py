"""A list taken in as a job: read, linked in a process of its own, entered through the door in its orderer's name."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from tianlu.command.envelope import ActorId, OrgId
from tianlu.jobs.model import Job, JobTrouble
from tianlu.jobs.trouble import JobFailed
from tianlu.jobs.work import OnProgress
from tianlu.plan.apart import run_apart
from tianlu.plan.whatif.planned import OnWork, Stopped
from tianlu.server.target.lists import ListTask, Sent, pose_list, read_list, read_list_table, send_orders
from tianlu.server.target.parts import TargetParts
from tianlu.target.desk import ViewWork
from tianlu.target.lists.customers.register import DOUBT, ENTER, TAKE
from tianlu.target.lists.intake.kinds import KeepSourceBody
from tianlu.target.lists.intake.records import RecordsRead
from tianlu.target.lists.intake.source import NoSuchColumn, Source
from tianlu.target.lists.intake.store import drop_upload, find_upload
from tianlu.target.lists.intake.take_in import TakeIn
from tianlu.target.lists.intake.view import SHOWN_MOST, IntakeView, RefusedView, view_left_out

NO_FILE = JobTrouble(
    "no_file", "the file is no longer here; choose it and order this again", "文件已清除；请重新选择文件后再导入"
)
PRELOAD = "tianlu.target.lists.intake.take_in"
LINK_FROM, ENTER_FROM = 0.1, 0.5
"""Shares of the work at which linking and entering begin; they only move the bar."""


@dataclass(frozen=True)
class IntakeMaker:
    """What has been accepted by the door stays when one stops; what has not been sent is not."""

    parts: TargetParts

    def __call__(self, job: Job, on_work: OnWork) -> IntakeView:
        source = KeepSourceBody.model_validate(job.order["source"]).as_source()
        _go_on(on_work, 0.0, "read")
        read = self._read(job, source)
        _go_on(on_work, LINK_FROM, "link")
        task = pose_list(self.parts, read.records, org=OrgId(job.org), reason=f"{source.name}导入")
        plan = run_apart(Apart(task), on_work, preload=PRELOAD)
        _go_on(on_work, ENTER_FROM, "enter")
        if job.order["is_dry_run"]:
            return _view(source, read, plan, None)
        whole = max(len(plan.orders), 1)
        sent = send_orders(
            self.parts.one_door.door.submit,
            ActorId(job.ordered_by),
            plan.orders,
            go_on=lambda through: on_work(ENTER_FROM + (1 - ENTER_FROM) * through / whole, "enter"),
        )
        return _view(source, read, plan, sent)

    def _read(self, job: Job, source: Source) -> RecordsRead:
        with self.parts.engine.connect() as connection:
            file = find_upload(connection, str(job.order["upload"]))
        if file is None:
            raise JobFailed(NO_FILE)
        try:
            return read_list(source, read_list_table(*file))
        except NoSuchColumn as trouble:
            raise JobFailed(JobTrouble("no_column", str(trouble), f"列对应有误：{trouble}")) from None


@dataclass(frozen=True)
class Apart:
    """The linking as the other process does it."""

    task: ListTask

    def __call__(self, on_work: Callable[..., bool]) -> TakeIn:
        del on_work
        return self.task.solve()


@dataclass(frozen=True)
class IntakeWork(ViewWork):
    """What was done before somebody stopped it is kept as well; the file goes when the job ends."""

    def run(self, job: Job, on_progress: OnProgress) -> str | None:
        try:
            return super().run(job, on_progress)
        except JobFailed as failed:
            if not failed.may_pass:
                _drop(self.engine, job)
            raise

    def keep(self, job: Job, found: str | None, *, is_cancelled: bool) -> str | None:
        _drop(self.engine, job)
        return super().keep(job, found, is_cancelled=False)


def _drop(engine: Engine, job: Job) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        drop_upload(connection, str(job.order["upload"]))


def _go_on(on_work: OnWork, share: float, at: str) -> None:
    if not on_work(share, at):
        raise Stopped


def _view(source: Source, read: RecordsRead, plan: TakeIn, sent: Sent | None) -> IntakeView:
    """`sent` is None of a dry run."""
    asked = plan.counts
    done = asked if sent is None else sent.accepted
    refused = () if sent is None else tuple(each for each in sent.refused if each[0].kind != DOUBT)
    changes = sum(count for kind, count in asked.items() if kind != DOUBT)
    return IntakeView(
        source=source.name,
        line=source.line,
        is_dry_run=sent is None,
        is_whole=sent is None or sent.is_whole,
        records=len(read.records),
        known=plan.again,
        found=plan.found,
        new=done.get(ENTER, 0),
        changed=done.get(TAKE, 0),
        in_doubt=done.get(DOUBT, 0),
        commands=changes,
        accepted=0 if sent is None else sent.changes,
        left_out=len(read.problems),
        refused=len(refused),
        rows_left_out=view_left_out(read.problems),
        commands_refused=tuple(
            RefusedView(
                customer=str(order.body["customer"]),
                reason="" if receipt.refusal is None else receipt.refusal.reason,
                reason_zh="" if receipt.refusal is None else receipt.refusal.reason_zh,
                mend="" if receipt.refusal is None else receipt.refusal.mend,
                mend_zh="" if receipt.refusal is None else receipt.refusal.mend_zh,
            )
            for order, receipt in refused[:SHOWN_MOST]
        ),
    )
