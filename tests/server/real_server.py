"""The real server as a process of its own, on an empty workspace that is then founded."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tianlu.people.roles import shipped_roles

PASSWORD = "seven grey herons wade slowly"
FOUNDING = {
    "entity_name": "试点邮政",
    "org": "632521",
    "org_name": "共和县",
    "person_name": "马管理",
    "staff_number": "0001",
    "password": PASSWORD,
}


@dataclass(frozen=True)
class Founded:
    """Its address and the token of a program that may all that its administrator may."""

    address: str
    token: str
    workspace: Path


@contextmanager
def founded_server(workspace: Path, *options: str) -> Iterator[Founded]:
    """`tianlu serve` until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from tianlu.cli.main import app; app()", "serve", "--no-browser"]
    command += ["--workspace", str(workspace), "--port", str(port), *options]
    log = workspace.parent / "server.err"
    with log.open("w") as errors, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            key = re.search(r"#key=(\S+)", said)
            assert key, said + log.read_text()
            address = f"http://127.0.0.1:{port}"
            yield Founded(address, _found(address, key[1]), workspace)
        finally:
            server.terminate()
            server.wait(20)


def _found(address: str, key: str) -> str:
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(base_url=address, timeout=60, transport=transport) as client:
        for _ in range(60):
            try:
                client.get("/api/sign-in")
                break
            except httpx.ConnectError:
                continue
        founded = client.post("/api/setup", json={"key": key, **FOUNDING}).raise_for_status()
        # Said by hand: over plain http a client keeps a secure cookie to itself.
        cookie = {"cookie": founded.headers["set-cookie"].split(";", 1)[0]}
        scopes = sorted({permission for role in shipped_roles().values() for permission in role.may})
        made = client.post("/api/me/tokens", json={"name": "all", "scopes": scopes, "days": 1}, headers=cookie)
        return str(made.raise_for_status().json()["text"])
