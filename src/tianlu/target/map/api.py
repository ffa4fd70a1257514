"""HTTP for the grid of a unit: ordered as a job, shown as cells; the list behind a cell, the cells behind a list."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import Field

from tianlu.jobs.model import JobState
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import LIST_READ
from tianlu.plan.api import MAY_REFUSE, NOT_FOUND
from tianlu.plan.service import Shelf
from tianlu.target.api_jobs import TargetJobBody, target_job_body
from tianlu.target.desk import TargetDesk
from tianlu.target.job_kinds import GRID, PERMISSIONS
from tianlu.target.lists.customers.api import PAGE_MOST, CustomersPage, customers_page, narrowing
from tianlu.target.lists.customers.service import Customers
from tianlu.target.lists.customers.store import Wanted
from tianlu.target.map.behind import areas_behind, cells_behind
from tianlu.target.map.view import GridView, LonLat, View, outline_of, why_no_potential

Org = Annotated[str, Query(min_length=1, max_length=100, description="a unit, with all below it")]
Cell = Annotated[str, Query(max_length=20, description="an H3 index of the unit's grid")]

NOT_MADE = {
    "detail": "no grid of this unit was made; make one first",
    "detail_zh": "该机构还没有生成网格；请先生成",
}
NO_CELL = {
    "detail": "the grid has no such cell: take it from the grid's cells, and ask again after the grid was made anew",
    "detail_zh": "网格中没有这一格：请使用网格返回的编号，网格重新生成后请重新查询",
}


class GridOrderBody(View):
    """The grid of a unit; `plan` is whose rounds are looked at in its county, else the published or newest one. The
    same seed gives the same grid."""

    org: Annotated[str, Field(min_length=1, max_length=100)]
    resolution: Literal[5, 6, 7, 8, 9] = 8
    plan: Annotated[str, Field(max_length=100)] = ""
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1


class GridShownView(GridView):
    """With the corners of each cell (lon, lat), row for row, and why there is no potential, where there is none."""

    outlines: tuple[tuple[LonLat, ...], ...]
    why_not: str
    why_not_zh: str


class GridOfUnitBody(View):
    """The newest job at a unit, and what the newest that is done has found."""

    job: TargetJobBody | None
    found: GridShownView | None


class CellCountBody(View):
    """Customers of a list in a cell: its row in the grid, how many, what they bring a month."""

    row: int
    customers: int
    monthly_fen: int


class CellsBehindBody(View):
    """`elsewhere` are customers whose place is not known, so that no cell shows them."""

    cells: tuple[CellCountBody, ...]
    elsewhere: int


def grid_router(desk: TargetDesk, customers: Customers, shelf: Shelf, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/target/grid", tags=["target"])
    signed_in = Annotated[Actor, Depends(gate)]
    narrowed = Annotated[Wanted, Depends(narrowing(customers))]

    @router.get("", operation_id="get_grid")
    def get_grid(actor: signed_in, org: Org) -> GridOfUnitBody:
        gate.need(actor, LIST_READ, org)
        newest, found = desk.newest(GRID, org), find_grid(desk, org)
        return GridOfUnitBody(
            job=None if newest is None else target_job_body(newest), found=None if found is None else _shown(found)
        )

    @router.post("", operation_id="make_grid", status_code=202, responses=MAY_REFUSE)
    def order_grid(actor: signed_in, order: GridOrderBody) -> TargetJobBody:
        """While the same is under way, that job."""
        gate.need(actor, PERMISSIONS[GRID], order.org)
        if order.plan:
            gate.need(actor, LIST_READ, shelf.get(order.plan).meta.county)
        asked = {"resolution": order.resolution, "plan": order.plan, "seed": order.seed}
        return target_job_body(desk.order(GRID, order.org, asked, by=actor.id))

    @router.get("/customers", operation_id="list_customers_of_cell", responses=NOT_FOUND)
    def list_of_cell(
        actor: signed_in,
        org: Org,
        cell: Cell,
        wanted: narrowed,
        after: Annotated[str, Query(max_length=400, description="`next` of the page before")] = "",
        count: Annotated[int, Query(ge=1, le=PAGE_MOST)] = 100,
    ) -> CustomersPage:
        """The list behind a cell, narrowed as the list is."""
        grid = need_grid(desk, gate, actor, org)
        if cell not in grid.cells:
            raise HTTPException(404, NO_CELL)
        behind = replace(wanted, on=areas_behind(grid, grid.cells.index(cell), gate.snapshot()))
        return customers_page(customers, gate, actor, behind, after=after, count=count)

    @router.get("/cells", operation_id="list_cells_of_list", responses=NOT_FOUND)
    def list_cells(actor: signed_in, org: Org, wanted: narrowed) -> CellsBehindBody:
        """The cells behind a list."""
        grid = need_grid(desk, gate, actor, org)
        found, elsewhere = cells_behind(grid, customers.by_place(actor, wanted), gate.snapshot())
        return CellsBehindBody(cells=tuple(CellCountBody(**each.__dict__) for each in found), elsewhere=elsewhere)

    return router


def find_grid(desk: TargetDesk, org: str) -> GridView | None:
    """The newest that was made of a unit."""
    done = desk.newest(GRID, org, JobState.DONE)
    return None if done is None else desk.read(done, GridView)


def need_grid(desk: TargetDesk, gate: Gate, actor: Actor, org: str, permission: str = LIST_READ) -> GridView:
    """Raises NotAllowed, HTTPException 404 where none was made."""
    gate.need(actor, permission, org)
    found = find_grid(desk, org)
    if found is None:
        raise HTTPException(404, NOT_MADE)
    return found


def _shown(grid: GridView) -> GridShownView:
    zh, en = why_no_potential(grid.quality)
    return GridShownView(
        **dict(grid), outlines=tuple(outline_of(cell) for cell in grid.cells), why_not=en, why_not_zh=zh
    )
