"""`tianlu job`: long work, seen, stopped and tried again from the machine on which the server runs."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from tianlu.cli.options import DatabaseOption, LanguageOption
from tianlu.cli.plain_words import CannotGoOn
from tianlu.cli.report import out
from tianlu.cli.server_acts import HERE, ServerActs, WorkspaceOption, server_acts
from tianlu.core.language import Language
from tianlu.jobs.book import JobBook, NoSuchJob
from tianlu.jobs.model import Job, JobState
from tianlu.jobs.prune import KEEP_DAYS, Keeping, list_due, prune
from tianlu.jobs.refusals import STATE_WORDS
from tianlu.people.signin.kinds import SERVER
from tianlu.people.snapshot import Snapshot
from tianlu.plan.sender import PlanRefused
from tianlu.server.job_book import beside_a_server
from tianlu.server.one_door import JOB_PERMISSIONS, RESULTS_STAY

app = typer.Typer(help="Long work: list, show, cancel, retry, prune. 任务。", no_args_is_help=True)

KINDS = {
    "plan": ("生成计划", "plan"),
    "mend": ("调整计划", "mending"),
    "comparison": ("情景对比", "scenarios"),
    "frontier": ("成本与到访边界", "frontier"),
    "siting": ("站点选址", "siting"),
    "ways": ("查找出路", "ways out"),
    "province": ("全省规划", "province"),
    "take_in": ("导入清单", "list taken in"),
    "value": ("客户价值", "customers' worth"),
    "campaign": ("营销效果", "campaign"),
    "grid": ("数字网格", "grid"),
    "plots": ("责任田", "plots"),
    "visits": ("一周走访", "week of visits"),
}

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="As `tianlu job list` shows it.")]


@app.command("list")
def list_jobs(
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    under: Annotated[
        str | None, typer.Option("--under", metavar="UNIT", help="Only of this unit and what is below it.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=10_000, help="How many, the newest first.")] = 20,
) -> None:
    """Print jobs, the newest first: how each stands, what it is, where, for whom. 列出任务。"""
    with server_acts(workspace, database) as acts:
        snapshot = acts.snapshot()
        top = acts.node(under).path if under is not None else "/"
        units = {node.id for node in snapshot.nodes.values() if node.path.startswith(top)}
        jobs = _book(acts).list_jobs(tuple(JOB_PERMISSIONS), most=most, may_see=lambda org: org in units)
    for job in jobs:
        out.print(_line(job, snapshot, language))


@app.command("show")
def show(
    id: IdArgument, language: LanguageOption, workspace: WorkspaceOption = HERE, database: DatabaseOption = None
) -> None:
    """Print all that is known of a job. 查看任务。"""
    with server_acts(workspace, database) as acts:
        snapshot, job = acts.snapshot(), _found(acts, id)
    out.print(_line(job, snapshot, language))
    for zh, en, value in (
        ("内容", "order", json.dumps(job.order, ensure_ascii=False)),
        ("下达", "ordered", job.created_at.astimezone().isoformat(timespec="seconds")),
        ("开始", "started", job.started_at and job.started_at.astimezone().isoformat(timespec="seconds")),
        ("结束", "ended", job.ended_at and job.ended_at.astimezone().isoformat(timespec="seconds")),
        ("尝试", "attempts", f"{job.attempts} / {job.attempts_most}"),
        ("不早于", "not before", job.not_before and job.not_before.astimezone().isoformat(timespec="seconds")),
        ("执行者", "worker", job.lease_holder),
        ("错误", "trouble", job.trouble and language.pick(zh=job.trouble.zh, en=job.trouble.en)),
        ("结果", "result", job.result),
    ):
        if value:
            out.print(f"  {language.pick(zh=zh, en=en)}  {value}")


@app.command("cancel")
def cancel(
    id: IdArgument, language: LanguageOption, workspace: WorkspaceOption = HERE, database: DatabaseOption = None
) -> None:
    """Stop a job, in whatever process it is; a plan's best so far is kept. 停止任务。"""
    with server_acts(workspace, database) as acts:
        _found(acts, id)
        job = _book(acts).cancel(id, by=SERVER)
    asked = job.state is JobState.RUNNING
    state = language.pick(zh=STATE_WORDS[job.state][1], en=STATE_WORDS[job.state][0])
    out.print(language.pick(zh=f"{id} 已要求停止", en=f"{id} is asked to stop") if asked else f"{id} {state}")


@app.command("retry")
def retry(
    id: IdArgument, language: LanguageOption, workspace: WorkspaceOption = HERE, database: DatabaseOption = None
) -> None:
    """Have a failed job done after all, by the server that runs or by the next one. 重试任务。"""
    with server_acts(workspace, database) as acts:
        _found(acts, id)
        try:
            _book(acts).retry(id, by=SERVER)
        except PlanRefused as trouble:
            refusal = trouble.refusal
            raise CannotGoOn(
                en=f"{refusal.reason}; {refusal.mend}", zh=f"{refusal.reason_zh}；{refusal.mend_zh}"
            ) from None
    out.print(language.pick(zh=f"{id} 等待重新执行", en=f"{id} waits to be done again"))


@app.command("prune")
def prune_ended(
    language: LanguageOption,
    workspace: WorkspaceOption = HERE,
    database: DatabaseOption = None,
    days: Annotated[
        int, typer.Option("--older-than", metavar="DAYS", min=1, max=36_500, help="Days since a job's end.")
    ] = KEEP_DAYS,
    is_dry: Annotated[bool, typer.Option("--dry-run", help="Only say how many there are.")] = False,
) -> None:
    """Clear away jobs that ended long ago, as a running server does once a day. 清理早已结束的任务。

    Plans stay, and so do the jobs that hold scenarios, frontiers, sitings and ways out.
    """
    keeping, now = Keeping(days, RESULTS_STAY), datetime.now(UTC)
    with server_acts(workspace, database) as acts:
        book = _book(acts)
        count = len(list_due(book, keeping, now=now)) if is_dry else prune(book, keeping, now=now, by=SERVER)
    would = language.pick(zh="可清理" if is_dry else "已清理", en="could be cleared away" if is_dry else "cleared away")
    out.print(
        language.pick(
            zh=f"{would} {count} 个结束超过 {days} 天的任务", en=f"{count} jobs that ended over {days} days ago {would}"
        )
    )


def _book(acts: ServerActs) -> JobBook:
    return beside_a_server(acts.one_door)


def _found(acts: ServerActs, id_: str) -> Job:
    try:
        return _book(acts).get(id_)
    except NoSuchJob:
        raise CannotGoOn(
            en=f"there is no job {id_}; tianlu job list shows what there is",
            zh=f"没有任务 {id_}；tianlu job list 列出现有任务",
        ) from None


def _line(job: Job, snapshot: Snapshot, language: Language) -> str:
    state_en, state_zh = STATE_WORDS[job.state]
    share = f" {job.progress.fraction:.0%}" if job.state is JobState.RUNNING else ""
    zh, en = KINDS.get(job.kind, (job.kind, job.kind))
    person = next((person.name for id_, person in snapshot.persons.items() if id_ == job.ordered_by), job.ordered_by)
    stands = language.pick(zh=state_zh, en=state_en) + share
    return f"{job.id}  {stands}  {language.pick(zh=zh, en=en)}  {job.org}  {person}"
