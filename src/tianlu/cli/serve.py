"""`tianlu serve`: the desk in a browser, over one workspace folder."""

import signal
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from tianlu.cli.options import DatabaseOption
from tianlu.jobs.prune import KEEP_DAYS, Keeping
from tianlu.people.signin.first_run import FirstRun
from tianlu.server.app import make_app
from tianlu.server.daily_anchors import DailyAnchors
from tianlu.server.daily_pruning import prune_daily
from tianlu.server.door import open_door, open_province, open_ways, open_whatif
from tianlu.server.headers import HeaderRules
from tianlu.server.job_book import open_jobs
from tianlu.server.limits import Limits
from tianlu.server.one_door import RESULTS_STAY, open_one_door
from tianlu.server.plan_shelf import open_packages, open_shelf
from tianlu.server.protection import Protection, person_from
from tianlu.server.security_log import SecurityLog, say
from tianlu.server.target.door import open_target

GRACE_S = 3
HOST, PORT = "127.0.0.1", 8765


@dataclass(frozen=True)
class Outside:
    """How the server is reached from outside: through which proxies, by https, under which names."""

    is_https: bool = False
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()


def serve(
    workspace: Annotated[
        Path, typer.Option("--workspace", metavar="FOLDER", help="Folder that keeps plans and uploaded packages.")
    ] = Path("workspace"),
    database: DatabaseOption = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")] = HOST,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = PORT,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the desk in the browser.")] = True,
    https: Annotated[bool, typer.Option("--https", help="People reach it by https, through a reverse proxy.")] = False,
    allowed_host: Annotated[
        list[str] | None,
        typer.Option("--allowed-host", metavar="NAME", help="Answer under this name only."),
    ] = None,
    trusted_proxy: Annotated[
        list[str] | None,
        typer.Option("--trusted-proxy", metavar="ADDRESS", help="Believe the X-Forwarded headers of this address."),
    ] = None,
    keep_jobs: Annotated[
        int,
        typer.Option("--keep-jobs", metavar="DAYS", min=1, max=36_500, help="Clear away jobs so long after their end."),
    ] = KEEP_DAYS,
) -> None:
    """Serve the desk until Ctrl-C; what is under way then is done at the next start. 打开工作台。"""
    outside = Outside(
        is_https=https, allowed_hosts=tuple(allowed_host or ()), trusted_proxies=tuple(trusted_proxy or ())
    )
    run_server(
        workspace,
        database=database,
        host=host,
        port=port,
        browser=browser,
        first_path=setup_path,
        outside=outside,
        keep_jobs_days=keep_jobs,
    )


def run_server(
    workspace: Path,
    *,
    first_path: Callable[[FirstRun], str],
    database: str | None = None,
    host: str = HOST,
    port: int = PORT,
    browser: bool = True,
    outside: Outside | None = None,
    keep_jobs_days: int = KEEP_DAYS,
) -> None:
    """Until Ctrl-C; the page of `first_path` is printed and opened first."""
    address = f"http://{host}:{port}/"
    one_door = open_one_door(workspace, clock=lambda: datetime.now(UTC), database=database)
    anchors = DailyAnchors(one_door.workspace, today=lambda: datetime.now().date())
    first_page = f"{address}{first_path(one_door.sign_in.first_run)}"
    say(f"Tianlu 天路: {first_page}  ({workspace.resolve()})", sys.stdout)
    if browser:
        threading.Timer(1.0, webbrowser.open, [first_page]).start()
    outside = outside or Outside()
    protection = Protection(
        log=SecurityLog(workspace),
        headers=HeaderRules(is_https=outside.is_https),
        person_of=person_from(one_door.sign_in.who.even_if_due),
        limits=Limits(allowed_hosts=frozenset(name.lower() for name in outside.allowed_hosts)),
    )
    shelf, packages = open_shelf(one_door), open_packages(one_door)
    jobs = open_jobs(one_door)
    pruning = prune_daily(jobs, Keeping(keep_jobs_days, RESULTS_STAY), clock=lambda: datetime.now(UTC))
    door = open_door(workspace, clock=datetime.now, jobs=jobs, shelf=shelf, packages=packages)
    province = open_province(workspace, clock=datetime.now, jobs=jobs, shelf=shelf, packages=packages)
    app = make_app(
        door,
        gate=one_door.sign_in.gate,
        whatif=open_whatif(door, workspace, jobs=jobs),
        ways=open_ways(door, jobs=jobs),
        province=province,
        target=open_target(one_door, door, jobs),
        one_door=one_door,
        protection=protection,
    )
    # uvicorn raises SIGTERM again once all is answered: by default that would end the process before what stands below
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        uvicorn.run(
            app,
            host=host,
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=GRACE_S,
            server_header=False,
            proxy_headers=bool(outside.trusted_proxies),
            forwarded_allow_ips=list(outside.trusted_proxies),
        )
    finally:
        protection.log.close()
        pruning.close()
        anchors.close()
        one_door.close()


def setup_path(first_run: FirstRun) -> str:
    """On an empty database the page that sets it up, with the one key to it."""
    key = first_run.issue_setup_key()
    return f"setup#key={key}" if key else ""
