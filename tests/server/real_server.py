"""The real server as a process of its own, on an empty workspace that is then founded."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
    process: "subprocess.Popen[str]"

    def client(self) -> httpx.Client:
        """In the name of its administrator's program."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=60)


@contextmanager
def founded_server(workspace: Path, *options: str) -> Iterator[Founded]:
    """`tianlu serve` until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with _serving(workspace, port, *options) as (server, said):
        key = re.search(r"#key=(\S+)", said)
        assert key, said
        address = f"http://127.0.0.1:{port}"
        yield Founded(address, _found(address, key[1]), workspace, server)


@contextmanager
def started_again(founded: Founded, *options: str) -> Iterator[Founded]:
    """The same server at the same address, after it ended."""
    with _serving(founded.workspace, int(founded.address.rsplit(":", 1)[1]), *options) as (server, _):
        again = replace(founded, process=server)
        with again.client() as client:
            _until_it_answers(client)
        yield again


@contextmanager
def _serving(workspace: Path, port: int, *options: str) -> "Iterator[tuple[subprocess.Popen[str], str]]":
    command = [sys.executable, "-c", "from tianlu.cli.main import app; app()", "serve", "--no-browser"]
    command += ["--workspace", str(workspace), "--port", str(port), *options]
    log = workspace.parent / "server.err"
    with log.open("a") as errors, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server:
        try:
            assert server.stdout is not None
            yield server, server.stdout.readline() or log.read_text()
        finally:
            server.terminate()
            server.wait(20)


def _found(address: str, key: str) -> str:
    with httpx.Client(base_url=address, timeout=60) as client:
        _until_it_answers(client)
        founded = client.post("/api/setup", json={"key": key, **FOUNDING}).raise_for_status()
        # Said by hand: over plain http a client keeps a secure cookie to itself.
        cookie = {"cookie": founded.headers["set-cookie"].split(";", 1)[0]}
        scopes = sorted({permission for role in shipped_roles().values() for permission in role.may})
        made = client.post("/api/me/tokens", json={"name": "all", "scopes": scopes, "days": 1}, headers=cookie)
        return str(made.raise_for_status().json()["text"])


def _until_it_answers(client: httpx.Client) -> None:
    for _ in range(600):
        try:
            client.get("/api/sign-in")
            return
        except httpx.ConnectError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")
