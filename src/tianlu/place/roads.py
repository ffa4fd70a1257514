"""Travel on OpenStreetMap's roads by Valhalla in this process: needs the extra `tianlu[roads]`. Does I/O."""

import json
import subprocess
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tianlu.core.problem import Problem, ProblemsFound
from tianlu.place.blocks import Asking, Block, PlacesRefused, Unconnected, ask_in_blocks
from tianlu.place.complete import Travelled
from tianlu.place.model import Place
from tianlu.place.valhalla import NO_WAY_CODES, block_of_answer, matrix_question

DEFAULT_ASKING = Asking(block=200)
"""Nothing limits a question within one process but memory."""

_MATRIX_KM_MAX = 2_000
"""A county of the plateau can be 800 km long; Valhalla's own limit is 400 km."""


def roads_are_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("valhalla") is not None


def build_roads(map_file: Path, folder: Path) -> None:
    """Make Valhalla's road tiles of an `.osm.pbf` file in a folder, unless they are there already from this very file.

    Raises ProblemsFound where the extra, the map or its roads are missing.
    """
    if not roads_are_installed():
        raise ProblemsFound([_no_extra()])
    if not map_file.is_file():
        raise ProblemsFound([_no_map(map_file)])
    if _built_from(folder) == _print_of(map_file):
        return
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "valhalla.json"
    config.write_text(json.dumps(_config(folder)), encoding="utf-8")
    program = Path(import_module("valhalla").__file__ or "").parent / "bin" / "valhalla_build_tiles"
    done = subprocess.run([str(program), "-c", str(config), str(map_file)], capture_output=True, text=True, check=False)
    if done.returncode or not any(folder.rglob("*.gph")):
        raise ProblemsFound([_no_roads(map_file, done.stderr or done.stdout)])
    _mark(folder).write_text(_print_of(map_file), encoding="utf-8")


def road_travel(places: Sequence[Place], folder: Path, asking: Asking = DEFAULT_ASKING) -> Travelled:
    """Travel by car on the roads that `build_roads` made in a folder. Raises ProblemsFound without the extra."""
    if not roads_are_installed():
        raise ProblemsFound([_no_extra()])
    valhalla = import_module("valhalla")
    actor = valhalla.Actor(_config(folder))

    def ask(origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
        try:
            answer = actor.matrix(json.dumps(matrix_question(origins, destinations)))
        except valhalla.ValhallaError as error:
            kind = Unconnected if getattr(error, "code", None) in NO_WAY_CODES else PlacesRefused
            raise kind(_refused(str(error))) from None
        return block_of_answer(json.loads(answer), origins, destinations)

    source = f"OpenStreetMap roads ({_built_from(folder).split()[0]}), Valhalla, costing auto"
    return ask_in_blocks(places, ask, asking, source=source)


def _config(folder: Path) -> dict[str, Any]:
    config: dict[str, Any] = import_module("valhalla").get_config(tile_extract="", tile_dir=folder)
    limits = config["service_limits"]["auto"]
    limits["max_matrix_distance"] = 1000.0 * _MATRIX_KM_MAX
    limits["max_matrix_location_pairs"] = DEFAULT_ASKING.block**2
    return config


def _mark(folder: Path) -> Path:
    return folder / "built-from.txt"


def _built_from(folder: Path) -> str:
    mark = _mark(folder)
    return mark.read_text(encoding="utf-8") if mark.is_file() else ""


def _print_of(map_file: Path) -> str:
    """Name, size and time of change: enough to notice a newer map."""
    found = map_file.stat()
    return f"{map_file.name} {found.st_size} {found.st_mtime_ns}"


def _no_extra() -> Problem:
    return Problem(
        code="no_road_extra",
        table="travel",
        row=None,
        field=None,
        found="Valhalla is not installed",
        expected="the extra tianlu[roads] for travel on OpenStreetMap's roads",
        how_to_fix="pip install 'tianlu[roads]', or use a route server's address or straight lines.",
        expected_zh="按 OpenStreetMap 道路计算需要可选组件 tianlu[roads]",
        how_to_fix_zh="请执行 pip install 'tianlu[roads]'，或改用路径服务地址或直线距离。",
    )


def _no_map(map_file: Path) -> Problem:
    return Problem(
        code="no_map_file",
        table="travel",
        row=None,
        field=None,
        found=f"no file {map_file}",
        expected="an OpenStreetMap extract, .osm.pbf",
        how_to_fix="Correct the path.",
        expected_zh="应为 OpenStreetMap 数据文件（.osm.pbf）",
        how_to_fix_zh="请更正路径。",
    )


def _no_roads(map_file: Path, why: str) -> Problem:
    return Problem(
        code="no_roads_in_map",
        table="travel",
        row=None,
        field=None,
        found=f"no roads made from {map_file.name}: {why.strip()[-300:] or 'it holds none'}",
        expected="an OpenStreetMap extract with roads, .osm.pbf",
        how_to_fix="Download the extract again, and check that it covers the county.",
        expected_zh="应为含道路的 OpenStreetMap 数据文件（.osm.pbf）",
        how_to_fix_zh="请重新下载，并确认其范围覆盖本县。",
    )


def _refused(why: str) -> Problem:
    return Problem(
        code="roads_refused",
        table="travel",
        row=None,
        field=None,
        found=f"Valhalla refused the question: {why}",
        expected="a matrix of minutes and metres",
        how_to_fix="Check the places' coordinates against the map.",
        expected_zh="应返回时间与里程矩阵",
        how_to_fix_zh="请对照地图检查各地点坐标。",
    )
