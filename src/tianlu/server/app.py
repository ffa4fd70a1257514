"""The server: the rooms' routes under `/api`, the built desk everywhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, Response
from starlette.middleware.gzip import GZipMiddleware

import tianlu
from tianlu.db.workspace import ANCHORS
from tianlu.files.api_sheets import SheetDoor, sheet_router
from tianlu.files.sheet_exports import ExportDesk
from tianlu.files.sheet_records import all_tables
from tianlu.people.api import people_router
from tianlu.people.api_audit import audit_router
from tianlu.people.api_commands import CANNOT_WRITE, answer_no_writing, command_router
from tianlu.people.gate import Gate
from tianlu.people.signin.app import add_sign_in
from tianlu.people.signin.errors import add_sign_in_errors
from tianlu.plan.api import EXPECTED_TROUBLE, PlanDoor, answer_trouble, plan_router
from tianlu.plan.api_bags import bag_router
from tianlu.plan.api_conflict import conflict_router
from tianlu.plan.api_replan import replan_router
from tianlu.plan.api_ways import WaysDoor, ways_router
from tianlu.plan.api_whatif import NO_WHATIF, WhatIfDoor, answer_no_whatif, whatif_router
from tianlu.scale.api_province import answer_no_province, province_router
from tianlu.scale.province_desk import NoProvinceRun, ProvinceDesk
from tianlu.server.bag_door import open_bag_door
from tianlu.server.one_door import OneDoor
from tianlu.server.protection import Protection, protect
from tianlu.server.refusals import add_refusals
from tianlu.server.target.door import add_target
from tianlu.target.desk import TargetDesk
from tianlu.target.lists.customers.api import customer_router
from tianlu.target.lists.customers.service import Customers

STATIC = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
COMPRESS_FROM_BYTES = 1024
FILE_NAME_BYTES_MAX = 255


def make_app(
    door: PlanDoor,
    *,
    gate: Gate,
    whatif: WhatIfDoor | None = None,
    ways: WaysDoor | None = None,
    province: ProvinceDesk | None = None,
    target: TargetDesk | None = None,
    one_door: OneDoor | None = None,
    protection: Protection | None = None,
    static: Path = STATIC,
) -> FastAPI:
    """The application over one workspace, whose routes ask the gate; closing it ends the searches and gives their
    jobs back. Without `whatif` it knows no scenarios, without `ways` it seeks no ways out, without `province` it plans
    counties only, without `target` there is no long work over lists, without `one_door` nobody can sign in or change
    anything: for tests of a single room."""

    asides = [aside.desk for aside in (whatif, ways) if aside is not None]
    exports = ExportDesk(lambda: datetime.now(UTC))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        door.desk.open()
        for desk in asides:
            desk.open()
        if province is not None:
            province.open()
        if target is not None:
            target.jobs.open()
        yield
        exports.close()
        if target is not None:
            target.jobs.close()
        for desk in asides:
            desk.close()
        if province is not None:
            province.close()
        door.desk.close()

    app = FastAPI(
        title="Tianlu 天路",
        version=tianlu.__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESS_FROM_BYTES)
    protect(app, protection or Protection())
    add_refusals(app)
    for trouble in EXPECTED_TROUBLE:
        app.add_exception_handler(trouble, answer_trouble)
    if one_door is not None:  # first, because an address is looked for router by router, and commands come most often
        _add_people(app, one_door, gate)
        tables = all_tables(door.shelf)
        engine, commands = one_door.workspace.engine, one_door.door
        sheets = SheetDoor(tables, engine, one_door.registry, commands.submit, exports, lambda: datetime.now(UTC))
        app.include_router(sheet_router(sheets, gate))
    else:
        add_sign_in_errors(app)
    app.include_router(plan_router(door, gate))
    app.include_router(replan_router(door, gate))
    app.include_router(conflict_router(door, gate))
    if ways is not None:
        app.include_router(ways_router(door, ways, gate))
    app.include_router(bag_router(open_bag_door(door), gate))
    if whatif is not None:
        app.add_exception_handler(NO_WHATIF, answer_no_whatif)
        app.include_router(whatif_router(whatif, gate))
    if province is not None:
        app.add_exception_handler(NoProvinceRun, answer_no_province)
        app.include_router(province_router(province, gate))
    if target is not None and one_door is not None:
        add_target(app, one_door, door, target)

    @app.get("/{path:path}", include_in_schema=False)
    def desk(path: str, request: Request) -> Response:
        return _desk_file(static, path)

    return app


def _add_people(app: FastAPI, one_door: OneDoor, gate: Gate) -> None:
    """Commands and their chains, organisations, customers, sign-in."""
    for trouble in CANNOT_WRITE:
        app.add_exception_handler(trouble, answer_no_writing)
    engine = one_door.workspace.engine
    app.include_router(command_router(gate, one_door.registry, one_door.door.submit, engine))
    app.include_router(audit_router(gate, engine, one_door.workspace.folder / ANCHORS))
    app.include_router(people_router(gate))
    customers = Customers(engine, gate, clock=lambda: datetime.now(UTC))
    app.include_router(customer_router(customers, gate))
    add_sign_in(app, one_door.sign_in)


def _desk_file(static: Path, path: str) -> Response:
    """A file of the built desk, or its page for an address that the desk itself understands.

    Names under `assets/` carry a hash of their content and are kept for ever; all else is asked for again.
    """
    if path.startswith("api/"):
        raise HTTPException(404, f"no such address /{path}; /api/openapi.json lists what there is")
    file = _find_file(static, path)
    if file is not None:
        caching = FOREVER if path.startswith("assets/") else ASK_AGAIN
        return FileResponse(file, headers={"Cache-Control": caching})
    if path.startswith("assets/"):
        raise HTTPException(404, "this file is not part of the desk that is served now; load the page again")
    if not (static / "index.html").is_file():
        raise HTTPException(404, "the desk is not built; run make setup")
    return FileResponse(static / "index.html", headers={"Cache-Control": ASK_AGAIN})


def _find_file(static: Path, path: str) -> Path | None:
    """A file within the folder; None for whatever no file can be called, or lies elsewhere."""
    if not path or "\0" in path or any(len(part.encode()) > FILE_NAME_BYTES_MAX for part in path.split("/")):
        return None
    file = (static / path).resolve()
    return file if file.is_relative_to(static.resolve()) and file.is_file() else None
