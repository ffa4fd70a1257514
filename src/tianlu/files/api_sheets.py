"""Sheets over HTTP: a table out as Excel or CSV with its filters, and back: looked at first, then done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi import Path as PathPart
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, Response
from pydantic import AwareDatetime, BaseModel
from sqlalchemy import Engine
from starlette.background import BackgroundTask

from tianlu.command.envelope import ActorId, Envelope
from tianlu.command.receipt import Receipt, Refusal, Standing
from tianlu.command.refusals import not_allowed
from tianlu.command.registry import Registry
from tianlu.core.disposition import attachment
from tianlu.core.problem import ProblemsFound
from tianlu.files.raw_table import RawTable
from tianlu.files.sheet_archive import BYTES_MAX
from tianlu.files.sheet_back import Outcome, RowBack
from tianlu.files.sheet_column import SheetForm
from tianlu.files.sheet_exports import Export, ExportDesk, ExportState, NoExport, write_sheet
from tianlu.files.sheet_file import read_sheet_file
from tianlu.files.sheet_result import write_result
from tianlu.files.sheet_table import (
    Asked,
    BadFilter,
    Filter,
    SheetTable,
    apply,
    chosen_filters,
    current_rows,
    preview,
    reach_of_both,
)
from tianlu.people.gate import Actor, Gate, NotAllowed
from tianlu.people.roles import DATA_EXPORT, DATA_IMPORT
from tianlu.people.roll import sight_of

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
A_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
YEARS = (2000, 2200)
NOT_DONE = {
    "detail": "the export is not done; ask for it again in a moment, or start it anew",
    "detail_zh": "导出尚未完成；请稍后再取，或重新导出",
}
OUT_ONLY = {
    "detail": "this table goes out only; what it shows is changed on its own page",
    "detail_zh": "此表只能导出；请在相应页面修改",
}
NO_MOMENT = {
    "detail": "`made_at` is when the file was last saved, such as 2026-11-25T08:00:00Z",
    "detail_zh": "made_at 是文件最后保存的时间，如 2026-11-25T08:00:00Z",
}

Suffix = Literal["xlsx", "csv"]
TableName = Annotated[str, PathPart(max_length=40)]
FileName = Annotated[str, Query(max_length=255)]


@dataclass(frozen=True)
class SheetDoor:
    """What the routes need: the tables by name, the database, the kinds of command and the one door for them, the
    desk of exports under way, and a clock."""

    tables: Mapping[str, SheetTable]
    engine: Engine
    registry: Registry
    submit: Callable[[ActorId, Sequence[Envelope]], Sequence[Receipt]]
    exports: ExportDesk
    clock: Callable[[], datetime]


class CellView(BaseModel):
    """A cell that changes, as it is written in the sheet."""

    column: str
    column_zh: str
    old: str
    new: str


class ReasonView(BaseModel):
    """Why a row is refused and how to mend it."""

    code: str
    text: str
    text_zh: str


class RowView(BaseModel):
    """A row's outcome: unchanged, changed, new or refused."""

    row: int
    outcome: str
    id: str
    cells: list[CellView]
    reasons: list[ReasonView]


class SheetView(BaseModel):
    """How many rows of each outcome, all that are not unchanged, and what the reader left aside."""

    counts: dict[str, int]
    rows: list[RowView]
    hidden_rows: int
    ignored_sheets: list[str]


class ExportView(BaseModel):
    """A table on its way out: `rows` of `total` are written, where the total is known."""

    id: str
    table: str
    suffix: Suffix
    state: ExportState
    rows: int
    total: int | None


@dataclass(frozen=True)
class _Done:
    table: RawTable
    rows: tuple[RowBack, ...]
    view: SheetView


def sheet_router(door: SheetDoor, gate: Gate) -> APIRouter:
    """The routes of `/api/sheets`. A file comes as the request's body; `name` is its name and `made_at` when it was
    last saved, as the client's disk says: the same file sent again has the same two. What goes out takes the query
    parameters by which the list of the same rows is narrowed."""
    router = APIRouter(prefix="/api/sheets", tags=["sheets"])
    signed_in = Annotated[Actor, Depends(gate)]

    @router.get("/{table}.xlsx", operation_id="export_sheet_xlsx", response_class=Response)
    def get_xlsx(table: TableName, request: Request, actor: signed_in) -> Response:
        return _out(door, gate, actor, table, request, "xlsx")

    @router.get("/{table}.csv", operation_id="export_sheet_csv", response_class=Response)
    def get_csv(table: TableName, request: Request, actor: signed_in) -> Response:
        return _out(door, gate, actor, table, request, "csv")

    @router.post("/{table}/exports", operation_id="start_sheet_export", status_code=202)
    def start_export(table: TableName, request: Request, actor: signed_in, suffix: Suffix = "xlsx") -> ExportView:
        """The same for many rows: written beside, to be asked for until it is done."""
        known = _table(door, table)
        chosen = _chosen(known, request)
        return _export_view(
            door.exports.start(actor.id, known, _asked(door, gate, actor, known, DATA_EXPORT), chosen, suffix)
        )

    @router.get("/exports/{export}", operation_id="get_sheet_export")
    def get_export(export: str, actor: signed_in) -> ExportView:
        return _export_view(_export(door, actor, export))

    @router.delete("/exports/{export}", operation_id="cancel_sheet_export")
    def cancel_export(export: str, actor: signed_in) -> ExportView:
        _export(door, actor, export)
        return _export_view(door.exports.cancel(actor.id, export))

    @router.get("/exports/{export}/file", operation_id="get_sheet_export_file", response_class=Response)
    def get_export_file(export: str, actor: signed_in) -> Response:
        """For as long as one may still see what was written."""
        found = _export(door, actor, export)
        if found.state is not ExportState.DONE or not found.file.is_file():
            raise HTTPException(409, NOT_DONE)
        now = _asked(door, gate, actor, found.table, DATA_EXPORT)
        if (now.sight, now.reach) != (found.asked.sight, found.asked.reach):
            raise NotAllowed(DATA_EXPORT, found.table.form.name)
        return _file(found.file, found.table.form.name, found.suffix)

    @router.post("/{table}/preview", operation_id="preview_sheet", openapi_extra=A_FILE)
    async def post_preview(
        table: TableName, request: Request, actor: signed_in, name: FileName, made_at: AwareDatetime
    ) -> SheetView:
        """What the file asks for, row by row; nothing is changed."""
        sent = _Sent(door, gate, actor, _table(door, table), name, await file_of(request), _moment(made_at))
        return (await run_in_threadpool(_look, sent)).view

    @router.post("/{table}/apply", operation_id="apply_sheet", openapi_extra=A_FILE)
    async def post_apply(
        table: TableName, request: Request, actor: signed_in, name: FileName, made_at: AwareDatetime
    ) -> SheetView:
        """Does what the rows ask for that can be done; the others are given back with their reasons."""
        sent = _Sent(door, gate, actor, _table(door, table), name, await file_of(request), _moment(made_at))
        return (await run_in_threadpool(_apply, sent)).view

    @router.post("/{table}/result.xlsx", operation_id="result_sheet", response_class=Response, openapi_extra=A_FILE)
    async def post_result(
        table: TableName,
        request: Request,
        actor: signed_in,
        name: FileName,
        made_at: AwareDatetime,
        apply: Annotated[bool, Query(description="false: as the preview says, nothing is changed")] = True,
    ) -> Response:
        """The same as apply, answered by the file's rows with result and reason beside each. After apply it changes
        nothing more."""
        sent = _Sent(door, gate, actor, _table(door, table), name, await file_of(request), _moment(made_at))
        done = await run_in_threadpool(_apply if apply else _look, sent)
        out = BytesIO()
        await run_in_threadpool(write_result, out, done.table, done.rows)
        headers = {"Content-Disposition": attachment(f"{table}-result.xlsx")}
        return Response(out.getvalue(), media_type=KINDS["xlsx"], headers=headers)

    return router


@dataclass(frozen=True)
class _Sent:
    """A file that somebody sent, for which table, and what stands behind the routes."""

    door: SheetDoor
    gate: Gate
    actor: Actor
    table: SheetTable
    name: str
    content: bytes
    made_at: datetime


def _table(door: SheetDoor, name: str) -> SheetTable:
    if name not in door.tables:
        known = ", ".join(door.tables)
        words = {"detail": f"no table {name}; there are {known}", "detail_zh": f"没有“{name}”表；可用的有 {known}"}
        raise HTTPException(404, words)
    return door.tables[name]


def _asked(door: SheetDoor, gate: Gate, actor: Actor, table: SheetTable, permission: str) -> Asked:
    """Raises NotAllowed to who may nowhere both see the table's rows and take them out, or bring them in."""
    reach = reach_of_both(gate.reach(actor, table.permission), gate.reach(actor, permission))
    if not reach.paths:
        raise NotAllowed(permission, "any unit")
    return Asked(door.engine, gate.snapshot(), sight_of(gate, actor), reach)


def _chosen(table: SheetTable, request: Request) -> Filter:
    said = {name: value for name, value in request.query_params.items() if name != "suffix"}
    try:
        return chosen_filters(table, said)
    except BadFilter as bad:
        raise HTTPException(422, _bad_filter(bad)) from None


def _bad_filter(bad: BadFilter) -> dict[str, str]:
    return {"detail": f"the list is not narrowed by {bad}", "detail_zh": f"列表没有这样的筛选：{bad}"}


def _out(door: SheetDoor, gate: Gate, actor: Actor, name: str, request: Request, suffix: Suffix) -> Response:
    table = _table(door, name)
    asked, chosen = _asked(door, gate, actor, table, DATA_EXPORT), _chosen(table, request)
    with NamedTemporaryFile(prefix="tianlu-export-", delete=False) as out:
        file = Path(out.name)
        try:
            write_sheet(out, table, asked, chosen, suffix, door.clock())
        except BadFilter as bad:
            file.unlink()
            raise HTTPException(422, _bad_filter(bad)) from None
        except BaseException:
            file.unlink()
            raise
    return _file(file, table.form.name, suffix, BackgroundTask(file.unlink))


def _file(file: Path, name: str, suffix: str, after: BackgroundTask | None = None) -> Response:
    headers = {"Content-Disposition": attachment(f"{name}.{suffix}")}
    return FileResponse(file, media_type=KINDS[suffix], headers=headers, background=after)


def _export(door: SheetDoor, actor: Actor, key: str) -> Export:
    try:
        return door.exports.get(actor.id, key)
    except NoExport:
        words = {
            "detail": "no such export, or it was cleared away; start it again",
            "detail_zh": "没有这次导出，或文件已清理；请重新导出",
        }
        raise HTTPException(404, words) from None


def _export_view(export: Export) -> ExportView:
    return ExportView(
        id=export.id,
        table=export.table.form.name,
        suffix="csv" if export.suffix == "csv" else "xlsx",
        state=export.state,
        rows=export.rows,
        total=export.total,
    )


def _look(sent: _Sent) -> _Done:
    try:
        return _read(sent)[0]
    except ProblemsFound as found:
        raise unusable(found) from found


def _apply(sent: _Sent) -> _Done:
    try:
        looked, asked = _read(sent)
    except ProblemsFound as found:
        raise unusable(found) from found

    def submit(envelopes: Sequence[Envelope]) -> Sequence[Receipt]:
        return _submit(sent.door, sent.actor, envelopes)

    current = current_rows(sent.table, asked)
    rows = apply(sent.table, looked.rows, current, submit, made_at=sent.made_at)
    view = _view(sent.table.form, rows, looked.view.hidden_rows, looked.view.ignored_sheets)
    return _Done(looked.table, rows, view)


def _read(sent: _Sent) -> tuple[_Done, Asked]:
    """Raises ProblemsFound, NotAllowed."""
    asked = _asked(sent.door, sent.gate, sent.actor, sent.table, DATA_IMPORT)
    if sent.table.to_command is None:
        raise HTTPException(422, OUT_ONLY)
    file = read_sheet_file(sent.name, sent.content, wanted=sent.table.sheet_names)
    rows = preview(sent.table, file, asked, made_at=sent.made_at)
    return _Done(file.table, rows, _view(sent.table.form, rows, file.hidden, file.ignored_sheets)), asked


def unusable(found: ProblemsFound) -> HTTPException:
    """The answer to who sent it."""
    texts = {
        "detail": str(found),
        "detail_zh": "\n".join(each.text_zh for each in found.problems),
        "problems": [asdict(each) for each in found.problems],
    }
    return HTTPException(422, texts)


def _submit(door: SheetDoor, actor: Actor, envelopes: Sequence[Envelope]) -> Sequence[Receipt]:
    """Through the one door; what a token's scopes leave out is refused before it, as at `/api/commands`."""
    refused = {each.id: _beyond(door, actor, each) for each in envelopes}
    done = iter(door.submit(actor.id, [each for each in envelopes if refused[each.id] is None]))
    return [refused[each.id] or next(done) for each in envelopes]


def _beyond(door: SheetDoor, actor: Actor, envelope: Envelope) -> Receipt | None:
    kind = door.registry.find(envelope)
    if actor.scopes is None or isinstance(kind, Refusal) or kind.permission in actor.scopes:
        return None
    return Receipt(envelope.id, Standing.REFUSED, refusal=not_allowed(kind.permission, envelope.org))


def _moment(made_at: datetime) -> datetime:
    """Ids are made of it, which have room for a moment of our time."""
    if not YEARS[0] <= made_at.year < YEARS[1]:
        raise HTTPException(422, NO_MOMENT)
    return made_at


async def file_of(request: Request) -> bytes:
    """The file, of which no more is taken in than may be."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > BYTES_MAX:
            mib = BYTES_MAX // 1024**2
            texts = {
                "detail": f"the file has more than {mib} MiB; export with a narrower filter and send that",
                "detail_zh": f"文件超过 {mib} MiB；请缩小筛选范围重新导出后再导入",
            }
            raise HTTPException(413, texts)
    return bytes(content)


def _view(form: SheetForm, rows: Sequence[RowBack], hidden: int, ignored: Sequence[str]) -> SheetView:
    counts = {outcome.name.lower(): sum(row.outcome is outcome for row in rows) for outcome in Outcome}
    shown = [_row_view(form, row) for row in rows if row.outcome is not Outcome.UNCHANGED]
    return SheetView(counts=counts, rows=shown, hidden_rows=hidden, ignored_sheets=list(ignored))


def _row_view(form: SheetForm, row: RowBack) -> RowView:
    columns = {column.name: column for column in form.columns}
    return RowView(
        row=row.row,
        outcome=row.outcome.name.lower(),
        id=row.id,
        cells=[
            CellView(
                column=cell.column,
                column_zh=columns[cell.column].name_zh,
                old=columns[cell.column].write(cell.old),
                new=columns[cell.column].write(cell.new),
            )
            for cell in row.cells
        ],
        reasons=[ReasonView(code=each.code, text=each.text, text_zh=each.text_zh) for each in row.reasons],
    )
