"""`tianlu serve`: the desk in a browser, over one workspace folder."""

import threading
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from tianlu.cli.options import DatabaseOption
from tianlu.people.signin.first_run import FirstRun
from tianlu.server.app import make_app
from tianlu.server.daily_anchors import DailyAnchors
from tianlu.server.door import open_door, open_province, open_whatif
from tianlu.server.one_door import open_one_door
from tianlu.server.plan_shelf import open_packages, open_shelf

GRACE_S = 3
HOST, PORT = "127.0.0.1", 8765


def serve(
    workspace: Annotated[
        Path, typer.Option("--workspace", metavar="FOLDER", help="Folder that keeps plans and uploaded packages.")
    ] = Path("workspace"),
    database: DatabaseOption = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")] = HOST,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = PORT,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the desk in the browser.")] = True,
) -> None:
    """Serve the desk until Ctrl-C; plans under way then stop and keep their best so far. 打开工作台。"""
    run_server(workspace, database=database, host=host, port=port, browser=browser, first_path=setup_path)


def run_server(
    workspace: Path,
    *,
    first_path: Callable[[FirstRun], str],
    database: str | None = None,
    host: str = HOST,
    port: int = PORT,
    browser: bool = True,
) -> None:
    """Until Ctrl-C; the page of `first_path` is printed and opened first."""
    address = f"http://{host}:{port}/"
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC), database=database)
    anchors = DailyAnchors(one_door.workspace, today=lambda: datetime.now().date())
    first_page = f"{address}{first_path(one_door.sign_in.first_run)}"
    typer.echo(f"Tianlu 天路: {first_page}  ({workspace.resolve()})")
    if browser:
        threading.Timer(1.0, webbrowser.open, [first_page]).start()
    shelf, packages = open_shelf(one_door), open_packages(one_door)
    door = open_door(workspace, clock=datetime.now, shelf=shelf, packages=packages)
    province = open_province(workspace, clock=datetime.now, shelf=shelf, packages=packages)
    app = make_app(
        door,
        gate=one_door.sign_in.gate,
        whatif=open_whatif(door, workspace),
        province=province,
        one_door=one_door,
    )
    try:
        uvicorn.run(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=GRACE_S)
    finally:
        anchors.close()
        one_door.close()


def setup_path(first_run: FirstRun) -> str:
    """On an empty database the page that sets it up, with the one key to it."""
    key = first_run.issue_setup_key()
    return f"setup#key={key}" if key else ""
