"""HTTP for taking in a list of customers: a file is looked at, then taken in as a job; what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import Field

from tianlu.command.envelope import ActorId, OrgId
from tianlu.core.disposition import attachment
from tianlu.core.problem import ProblemsFound
from tianlu.files.api_sheets import A_FILE, KINDS, file_of, unusable
from tianlu.files.intake_result import write_left_out
from tianlu.files.raw_table import RawTable
from tianlu.jobs.book import NoSuchJob
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import DATA_IMPORT, LIST_READ
from tianlu.people.signin.keys import make_id
from tianlu.plan.api import MAY_REFUSE, NOT_FOUND
from tianlu.plan.county_gate import sees
from tianlu.server.target.lists import read_list, read_list_table
from tianlu.target.api_jobs import TargetJobBody, target_job_body
from tianlu.target.desk import TargetDesk
from tianlu.target.job_kinds import PERMISSIONS, TAKE_IN
from tianlu.target.lists.intake.kinds import Line, Months, SourceName, keep_body
from tianlu.target.lists.intake.records import Record
from tianlu.target.lists.intake.source import FEN_A_FEN, FEN_A_YUAN, NoSuchColumn, Says, Source, guess_columns
from tianlu.target.lists.intake.store import drop_old_uploads, find_source, list_sources, put_upload
from tianlu.target.lists.intake.view import IntakeView, View

ROWS_SHOWN = 10
PROBLEMS_SHOWN = 50
Column = Annotated[str, Field(max_length=200)]


class IntakeQuery(View):
    """Whose list it is, and what its columns say: the heading of each, blank for none. Without any heading they are as
    kept for the source, or guessed. Money is in yuan, or `in_fen`."""

    org: Annotated[str, Field(min_length=1, max_length=100)]
    file: Annotated[str, Field(min_length=1, max_length=255)]
    source: SourceName
    line: Line = ""
    key: Column = ""
    name: Column = ""
    phone: Column = ""
    address: Column = ""
    money: Column = ""
    before: Column = ""
    in_fen: bool = False
    months: Months = 1

    @property
    def fen_per_unit(self) -> int:
        return FEN_A_FEN if self.in_fen else FEN_A_YUAN

    @property
    def columns(self) -> dict[Says, str]:
        return {says: heading for says in Says if (heading := getattr(self, says.value))}

    def as_source(self) -> Source:
        """Raises NoSuchColumn."""
        return Source(self.source, self.line, self.columns, self.fen_per_unit, self.months)


class OrderQuery(IntakeQuery):
    is_dry_run: bool = False


class KeptSourceView(View):
    """A source as it is kept at a unit."""

    name: str
    line: str
    columns: dict[Says, str]
    fen_per_unit: int
    months: int
    version: int


class LookedRow(View):
    """One of the first rows: its cells as they stand, and as it would be read, or why it cannot be."""

    row: int
    cells: tuple[str, ...]
    record: "ReadRowView | None"
    problem: str
    problem_zh: str


class ReadRowView(View):
    """Money in fen a month."""

    key: str
    name: str
    phone: str
    address: str
    fen: int
    before_fen: int


class LookView(View):
    """What a file holds. `columns` is how it was read: as asked, as kept (`kept`), or guessed; nothing is read before a
    column says the name (`needs_name`)."""

    headings: tuple[str, ...]
    columns: dict[Says, str]
    kept: KeptSourceView | None
    line: str
    fen_per_unit: int
    months: int
    needs_name: bool
    rows: int
    usable: int
    left_out: int
    first: tuple[LookedRow, ...]
    problems: tuple[str, ...]
    problems_zh: tuple[str, ...]


class IntakeOfJobBody(View):
    """`found` is None while it is under way, and where nothing was done."""

    job: TargetJobBody
    found: IntakeView | None


@dataclass(frozen=True)
class _Look:
    """How a file is to be read, and what is kept of its source."""

    columns: Mapping[Says, str]
    kept: KeptSourceView | None
    line: str
    fen_per_unit: int
    months: int


def intake_router(desk: TargetDesk, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/target/intake", tags=["target"])
    signed_in = Annotated[Actor, Depends(gate)]

    def need(actor: Actor, org: str) -> None:
        gate.need(actor, PERMISSIONS[TAKE_IN], org)
        gate.need(actor, DATA_IMPORT, org)

    @router.get("/sources", operation_id="list_intake_sources")
    def get_sources(actor: signed_in, org: Annotated[str, Query(max_length=100)]) -> list[KeptSourceView]:
        need(actor, org)
        with desk.engine.connect() as connection:
            kept = list_sources(connection, org)
        return [_source_view(each.source, each.version) for each in kept]

    @router.post("/look", operation_id="look_at_list", openapi_extra=A_FILE)
    async def post_look(actor: signed_in, asked: Annotated[IntakeQuery, Query()], request: Request) -> LookView:
        """The file's columns and first rows as they would be read; nothing is kept of it."""
        need(actor, asked.org)
        content = await file_of(request)
        return await run_in_threadpool(_look, asked, content)

    @router.post("", operation_id="take_in_list", status_code=202, responses=MAY_REFUSE, openapi_extra=A_FILE)
    async def post_list(actor: signed_in, asked: Annotated[OrderQuery, Query()], request: Request) -> TargetJobBody:
        """Have it taken in, or see what that would do. The file is kept until the job has ended."""
        need(actor, asked.org)
        content = await file_of(request)
        return await run_in_threadpool(_order, actor, asked, content)

    @router.get("/{job_id}", operation_id="get_intake", responses=NOT_FOUND)
    def get_intake(actor: signed_in, job_id: str) -> IntakeOfJobBody:
        return _of_job(actor, job_id)

    @router.get("/{job_id}/left-out.xlsx", operation_id="get_rows_left_out", response_class=Response)
    def get_left_out(actor: signed_in, job_id: str) -> Response:
        """Rows left out and commands refused, each with reason and mend."""
        found, out = _of_job(actor, job_id).found, BytesIO()
        if found is None:
            raise NoSuchJob(job_id)
        write_left_out(out, found)
        headers = {"Content-Disposition": attachment("left-out.xlsx")}
        return Response(out.getvalue(), media_type=KINDS["xlsx"], headers=headers)

    def _of_job(actor: Actor, job_id: str) -> IntakeOfJobBody:
        job = desk.jobs.get(job_id)
        if job.kind != TAKE_IN or not sees(gate, actor, LIST_READ)(job.org):
            raise NoSuchJob(job_id)
        return IntakeOfJobBody(
            job=target_job_body(job), found=None if job.result is None else desk.read(job, IntakeView)
        )

    def _look(asked: IntakeQuery, content: bytes) -> LookView:
        table = _table(asked.file, content)
        with desk.engine.connect() as connection:
            kept = find_source(connection, asked.org, asked.source)
        shown = None if kept is None else _source_view(kept.source, kept.version)
        if asked.columns:
            how = _Look(asked.columns, shown, asked.line, asked.fen_per_unit, asked.months)
        elif kept is not None and set(kept.source.columns.values()) <= set(table.heads):
            of = kept.source
            how = _Look(of.columns, shown, asked.line or of.line, of.fen_per_unit, of.months)
        else:
            how = _Look(guess_columns(table.heads), shown, asked.line, asked.fen_per_unit, asked.months)
        return _looked(asked.source, table, how)

    def _order(actor: Actor, asked: OrderQuery, content: bytes) -> TargetJobBody:
        try:
            source = asked.as_source()
            source.check(_table(asked.file, content).heads)
        except NoSuchColumn as trouble:
            raise _no_column(trouble) from None
        now = datetime.now(UTC)
        upload = make_id(now)
        with desk.engine.execution_options(writes=True).begin() as connection:
            drop_old_uploads(connection, now)
            by = ActorId(actor.id)
            put_upload(connection, upload, org=OrgId(asked.org), name=asked.file, content=content, by=by, at=now)
        order = {"upload": upload, "source": keep_body(source), "is_dry_run": asked.is_dry_run}
        return target_job_body(desk.order(TAKE_IN, asked.org, order, by=actor.id))

    return router


def _table(name: str, content: bytes) -> RawTable:
    try:
        return read_list_table(name, content)
    except ProblemsFound as found:
        raise unusable(found) from found


def _looked(name: str, table: RawTable, how: _Look) -> LookView:
    first = [tuple(cells[k] for cells in table.columns) for k in range(min(ROWS_SHOWN, len(table.rows)))]
    needs_name = Says.NAME not in how.columns
    records: Mapping[int, Record] = {}
    problems: tuple[tuple[int | None, str, str], ...] = ()
    usable = 0
    if not needs_name:
        source = Source(name, how.line, how.columns, how.fen_per_unit, how.months)
        try:
            read = read_list(source, table)
            records = _first_records(source, table)
        except NoSuchColumn as trouble:
            raise _no_column(trouble) from None
        usable = len(read.records)
        problems = tuple((each.row, str(each), each.text_zh) for each in read.problems)
    said = {row: (en, zh) for row, en, zh in problems}
    return LookView(
        headings=table.heads,
        columns=dict(how.columns),
        kept=how.kept,
        line=how.line,
        fen_per_unit=how.fen_per_unit,
        months=how.months,
        needs_name=needs_name,
        rows=len(table.rows),
        usable=usable,
        left_out=len(problems),
        first=tuple(
            LookedRow(
                row=row,
                cells=cells,
                record=_record_view(records[row]) if row in records and row not in said else None,
                problem=said.get(row, ("", ""))[0],
                problem_zh=said.get(row, ("", ""))[1],
            )
            for row, cells in zip(table.rows, first, strict=False)
        ),
        problems=tuple(en for _, en, _ in problems[:PROBLEMS_SHOWN]),
        problems_zh=tuple(zh for _, _, zh in problems[:PROBLEMS_SHOWN]),
    )


def _first_records(source: Source, table: RawTable) -> Mapping[int, Record]:
    """The first rows that can be used, by their numbers."""
    found: dict[int, Record] = {}
    for k, row in enumerate(table.rows[:ROWS_SHOWN]):
        alone = RawTable(table.name, table.heads, tuple((cells[k],) for cells in table.columns), (row,))
        for record in read_list(source, alone).records:
            found[row] = record
    return found


def _record_view(record: Record) -> ReadRowView:
    return ReadRowView(**{name: getattr(record, name) for name in ReadRowView.model_fields})


def _source_view(source: Source, version: int) -> KeptSourceView:
    return KeptSourceView(
        name=source.name,
        line=source.line,
        columns=dict(source.columns),
        fen_per_unit=source.fen_per_unit,
        months=source.months,
        version=version,
    )


def _no_column(trouble: NoSuchColumn) -> HTTPException:
    detail_zh = "列对应有误：请指定客户名称所在的列，且只用文件中有的列"
    return HTTPException(422, {"detail": str(trouble), "detail_zh": detail_zh})
