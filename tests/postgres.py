"""A PostgreSQL of the tests' own: made from the machine's programs, on a socket in a folder, gone afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"
"""PostgreSQL does not run as root: where the tests do, it runs as this user of Debian's package."""


@contextmanager
def run_postgresql() -> Iterator[str]:
    """The address of a server that was just made. Raises FileNotFoundError where the machine has no PostgreSQL."""
    initdb, postgres = _find("initdb"), _find("postgres")
    folder = Path(tempfile.mkdtemp(prefix="tianlu-pg-", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, USER)
        data = folder / "data"
        _run([initdb, "-D", str(data), "-U", "tianlu", "--auth=trust", "--encoding=UTF8", "--no-sync"])
        port = _free_port()
        options = ["-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=50"]
        server = subprocess.Popen([*_as_user(), postgres, "-D", str(data), *options], stderr=subprocess.DEVNULL)
        try:
            _run([_find("pg_isready"), "-h", "127.0.0.1", "-p", str(port)], tries=100)
            yield f"postgresql://tianlu@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _find(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        found = next((str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if found is None:
        raise FileNotFoundError(f"no {name}: install the package postgresql")
    return found


def _as_user() -> list[str]:
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.geteuid() == 0 else []


def _run(command: list[str], *, tries: int = 1) -> None:
    for left in reversed(range(tries)):
        done = subprocess.run([*_as_user(), *command], capture_output=True, text=True)
        if done.returncode == 0:
            return
        if left:
            subprocess.run(["sleep", "0.1"])
    raise RuntimeError(f"{command[0]}: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
