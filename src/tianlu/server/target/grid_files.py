"""HTTP for what a grid can be taken away as: its key cells as Excel and GeoJSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response

from tianlu.core.disposition import attachment
from tianlu.core.language import Language
from tianlu.files.grid_out import key_cells_excel, key_cells_geojson
from tianlu.people.gate import Actor, Gate
from tianlu.people.roles import DATA_EXPORT, LIST_READ
from tianlu.plan.api import NOT_FOUND
from tianlu.target.desk import TargetDesk
from tianlu.target.map.api import Org, need_grid
from tianlu.target.map.view import GridView

Suffix = Literal["xlsx", "geojson"]


@dataclass(frozen=True)
class GridFile:
    media_type: str
    write: Callable[[GridView, Language], bytes]


FILES: Mapping[Suffix, GridFile] = {
    "xlsx": GridFile("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", key_cells_excel),
    "geojson": GridFile("application/geo+json", key_cells_geojson),
}


def grid_files_router(desk: TargetDesk, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/target/grid", tags=["target"])

    @router.get("/key-cells.{suffix}", operation_id="export_key_cells", response_class=Response, responses=NOT_FOUND)
    def export(
        actor: Annotated[Actor, Depends(gate)], suffix: Suffix, org: Org, language: Language = Language.ZH
    ) -> Response:
        gate.need(actor, DATA_EXPORT, org)
        grid, file = need_grid(desk, gate, actor, org, LIST_READ), FILES[suffix]
        headers = {"Content-Disposition": attachment(f"tianlu-key-cells-{org}.{suffix}")}
        return Response(file.write(grid, language), media_type=file.media_type, headers=headers)

    return router
