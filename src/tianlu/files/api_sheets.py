"""Sheets over HTTP: a table out as Excel or CSV with its filters, and back: looked at first, then done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel
from sqlalchemy import Engine

from tianlu.command.envelope import ActorId, Envelope
from tianlu.command.receipt import Receipt
from tianlu.core.problem import ProblemsFound
from tianlu.files.raw_table import RawTable
from tianlu.files.sheet_archive import BYTES_MAX
from tianlu.files.sheet_back import Outcome, RowBack
from tianlu.files.sheet_column import SheetForm
from tianlu.files.sheet_file import read_sheet_file
from tianlu.files.sheet_out import About, write_csv, write_xlsx
from tianlu.files.sheet_result import write_result
from tianlu.files.sheet_table import SheetTable, apply, current_rows, filters_said, preview, reach_of_both
from tianlu.people.access import Reach
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import DATA_EXPORT, DATA_IMPORT

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class SheetDoor:
    """What the routes need: the tables by name, the database, the one door for change, and a clock."""

    tables: Mapping[str, SheetTable]
    engine: Engine
    submit: Callable[[ActorId, Sequence[Envelope]], Sequence[Receipt]]
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


@dataclass(frozen=True)
class _Done:
    table: RawTable
    rows: tuple[RowBack, ...]
    view: SheetView


def sheet_router(door: SheetDoor, gate: Gate) -> APIRouter:
    """The routes of `/api/sheets`. A file comes as the request's body; `name` is its name and `made_at` when it was
    last saved, as the client's disk says: the same file sent again has the same two."""
    router = APIRouter(prefix="/api/sheets", tags=["sheets"])
    signed_in = Annotated[Actor, Depends(gate)]

    @router.get("/{table}.xlsx", response_class=Response)
    def get_xlsx(table: str, request: Request, actor: signed_in) -> Response:
        return _out(door, gate, actor, _table(door, table), dict(request.query_params), "xlsx")

    @router.get("/{table}.csv", response_class=Response)
    def get_csv(table: str, request: Request, actor: signed_in) -> Response:
        return _out(door, gate, actor, _table(door, table), dict(request.query_params), "csv")

    @router.post("/{table}")
    async def post_preview(
        table: str, request: Request, actor: signed_in, name: Annotated[str, Query()], made_at: AwareDatetime
    ) -> SheetView:
        """What the file asks for, row by row; nothing is changed."""
        content = await _body(request)
        looked = await run_in_threadpool(_look, door, gate, actor, _table(door, table), name, content, made_at)
        return looked.view

    @router.post("/{table}/apply")
    async def post_apply(
        table: str, request: Request, actor: signed_in, name: Annotated[str, Query()], made_at: AwareDatetime
    ) -> SheetView:
        """Does what the rows ask for that can be done; the others are given back with their reasons."""
        content = await _body(request)
        done = await run_in_threadpool(_apply, door, gate, actor, _table(door, table), name, content, made_at)
        return done.view

    @router.post("/{table}/result.xlsx", response_class=Response)
    async def post_result(
        table: str, request: Request, actor: signed_in, name: Annotated[str, Query()], made_at: AwareDatetime
    ) -> Response:
        """The same as apply, answered by the file's rows with result and reason beside each. After apply it changes
        nothing more."""
        content = await _body(request)
        done = await run_in_threadpool(_apply, door, gate, actor, _table(door, table), name, content, made_at)
        out = BytesIO()
        await run_in_threadpool(write_result, out, done.table, done.rows)
        return _download(out, f"{table}-result.xlsx", XLSX)

    return router


def _table(door: SheetDoor, name: str) -> SheetTable:
    if name not in door.tables:
        raise HTTPException(404, {"detail": f"no table {name}", "detail_zh": f"没有“{name}”表"})
    return door.tables[name]


def _out(
    door: SheetDoor, gate: Gate, actor: Actor, table: SheetTable, asked: Mapping[str, str], suffix: str
) -> Response:
    reach = _reach(gate, actor, table, DATA_EXPORT)
    chosen = {name: asked[name] for name, _ in table.filters if name in asked}
    out = BytesIO()
    with door.engine.connect() as connection:
        rows = table.rows(connection, reach, chosen)
        if suffix == "xlsx":
            write_xlsx(out, table.form, rows, About(door.clock(), filters_said(table, chosen)))
        else:
            write_csv(out, table.form, rows)
    return _download(out, f"{table.form.name}.{suffix}", XLSX if suffix == "xlsx" else CSV)


def _look(
    door: SheetDoor, gate: Gate, actor: Actor, table: SheetTable, name: str, content: bytes, made_at: datetime
) -> _Done:
    try:
        file = read_sheet_file(name, content, wanted=table.sheet_names)
        with door.engine.connect() as connection:
            rows = preview(table, file, connection, _reach(gate, actor, table, DATA_IMPORT), made_at=made_at)
    except ProblemsFound as found:
        texts = {"detail": str(found), "detail_zh": "\n".join(each.text_zh for each in found.problems)}
        raise HTTPException(422, texts) from found
    return _Done(file.table, rows, _view(table.form, rows, file.hidden, file.ignored_sheets))


def _apply(
    door: SheetDoor, gate: Gate, actor: Actor, table: SheetTable, name: str, content: bytes, made_at: datetime
) -> _Done:
    looked = _look(door, gate, actor, table, name, content, made_at)
    with door.engine.connect() as connection:
        current = current_rows(table, connection, _reach(gate, actor, table, DATA_IMPORT))
    rows = apply(table, looked.rows, current, lambda envelopes: door.submit(actor.id, envelopes), made_at=made_at)
    return _Done(looked.table, rows, _view(table.form, rows, looked.view.hidden_rows, looked.view.ignored_sheets))


def _reach(gate: Gate, actor: Actor, table: SheetTable, permission: str) -> Reach:
    """Where the actor may see the table's rows and take them out, or bring them in."""
    return reach_of_both(gate.reach(actor, table.permission), gate.reach(actor, permission))


async def _body(request: Request) -> bytes:
    """The file, of which no more is taken in than may be."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > BYTES_MAX:
            mib = BYTES_MAX // 1024**2
            texts = {"detail": f"the file has more than {mib} MiB", "detail_zh": f"文件超过 {mib} MiB"}
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


def _download(out: BytesIO, name: str, kind: str) -> Response:
    return Response(out.getvalue(), media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
