"""`tianlu serve`: the desk in a browser, over one workspace folder."""

import threading
import webbrowser
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from tianlu.server.app import make_app
from tianlu.server.door import open_door, open_province, open_whatif

GRACE_S = 3


def serve(
    workspace: Annotated[
        Path, typer.Option("--workspace", metavar="FOLDER", help="Folder that keeps plans and uploaded packages.")
    ] = Path("workspace"),
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; there is no sign-in: keep it local.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 8765,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the desk in the browser.")] = True,
) -> None:
    """Serve the desk until Ctrl-C; plans under way then stop and keep their best so far. 打开工作台。"""
    address = f"http://{host}:{port}/"
    typer.echo(f"Tianlu 天路: {address}  ({workspace.resolve()})")
    if browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    door = open_door(workspace, clock=datetime.now)
    province = open_province(workspace, clock=datetime.now)
    app = make_app(door, whatif=open_whatif(door, workspace), province=province)
    uvicorn.run(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=GRACE_S)
