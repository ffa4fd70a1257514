"""Commands that one server process takes from eight clients over HTTP, audited and on disk, and whether all are there.

    python benchmarks/commands.py --seconds 10 [--batch 1] [--database postgresql://…] [--clients 8]

A real `tianlu serve` in a process of its own on a fresh workspace (synchronous=FULL), signed in by a service token;
each client waits for its answer before it sends the next. Afterwards the chains are verified and every acknowledged
command is looked for in them. Beside it the fsyncs a second that the disk gives. The database must be empty.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from tianlu.command import store
from tianlu.command.audit import verify
from tianlu.core.uuid7 import make_uuid7
from tianlu.db.workspace import visit_workspace

PASSWORD = "a yak upon the high pass"
PROVINCE = "63"
SCOPES = ["org.manage", "org.read"]


@dataclass
class Tally:
    """Acknowledged ids, and how long each request took."""

    accepted: list[str] = field(default_factory=list)
    latencies_s: list[float] = field(default_factory=list)
    refused: int = 0


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[str]
    port: int
    token: str
    counties: tuple[str, ...]


def new_id() -> str:
    return make_uuid7(unix_ms=time.time_ns() // 1_000_000, random_bits=int.from_bytes(os.urandom(10)) >> 6)


def start_server(
    workspace: Path, database: str | None, port: int, counties: int, scopes: Sequence[str] = SCOPES
) -> Server:
    """Set up through its own first page, with counties to change."""
    command = [
        sys.executable,
        "-c",
        "from tianlu.cli.main import app; app()",
        "serve",
        "--workspace",
        str(workspace),
        "--port",
        str(port),
    ]
    command += ["--no-browser", *(["--database", database] if database else [])]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    key = re.search(r"setup#key=([\w-]+)", process.stdout.readline())
    if key is None:
        raise SystemExit("the database is not empty: it was set up before")
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
    for _ in range(200):
        try:
            client.get("/api/openapi.json")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    founding = {"entity_name": "邮政", "org": PROVINCE, "org_name": "青海省", "org_name_en": "", "person_name": "测试"}
    answer = client.post("/api/setup", json={"key": key[1], **founding, "staff_number": "a1", "password": PASSWORD})
    answer.raise_for_status()
    token = client.post("/api/me/tokens", json={"name": "load", "scopes": list(scopes), "days": 1}).raise_for_status()
    entity = client.get("/api/orgs").json()[0]["entity"]
    names = tuple(f"63{k:04d}" for k in range(1, counties + 1))
    added = [a_command("org.add", PROVINCE, id=each, level="county", name=each, entity=entity) for each in names]
    if added:
        receipts = client.post("/api/commands", json={"commands": added}).raise_for_status().json()["receipts"]
        assert all(each["standing"] == "accepted" for each in receipts), receipts
    return Server(process, port, token.json()["text"], names)


def a_command(kind: str, org: str, **body: object) -> dict[str, object]:
    made_at = datetime.now(UTC).isoformat()
    return {"id": new_id(), "kind": kind, "schema": 1, "org": org, "made_at": made_at, "body": body}


async def client(server: Server, county: str, batch: int, until: float, tally: Tally) -> None:
    """One connection, one request under way."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    number = 0
    while time.monotonic() < until:
        commands = []
        for _ in range(batch):
            number += 1
            commands.append(a_command("org.change", county, name=f"{county} {number}"))
        content = json.dumps({"commands": commands}).encode()
        head = (
            f"POST /api/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {server.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        began = time.monotonic()
        writer.write(head.encode() + content)
        await writer.drain()
        answer = await read_answer(reader)
        tally.latencies_s.append(time.monotonic() - began)
        for receipt in answer["receipts"]:
            if receipt["standing"] == "accepted":
                tally.accepted.append(receipt["id"])
            else:
                tally.refused += 1
    writer.close()


async def read_answer(reader: asyncio.StreamReader) -> dict[str, list[dict[str, str]]]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    content = await reader.readexactly(int(found[1])) if found else b""
    if status != 200:
        raise SystemExit(f"answered {status}: {content[:300]!r}")
    answer: dict[str, list[dict[str, str]]] = json.loads(content)
    return answer


async def load(server: Server, batch: int, seconds: float) -> tuple[Tally, float]:
    tally = Tally()
    began = time.monotonic()
    await asyncio.gather(*(client(server, each, batch, began + seconds, tally) for each in server.counties))
    return tally, time.monotonic() - began


def cpu_s_of(pid: int) -> float:
    """What a process has used so far, by the kernel's count."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fsyncs_a_second(folder: Path, seconds: float = 2.0) -> float:
    """Of 4 KiB written to one file each time."""
    with (folder / "fsync").open("wb") as file:
        began, count = time.monotonic(), 0
        while time.monotonic() - began < seconds:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            count += 1
    return count / (time.monotonic() - began)


def missing_from_chains(workspace: Path, database: str | None, accepted: list[str]) -> int:
    """How many acknowledged commands do not stand in a chain exactly once. Raises SystemExit for a broken chain."""
    opened = visit_workspace(workspace, database)
    seen: list[str] = []
    with opened.engine.connect() as connection:
        for chain in store.list_chains(connection):
            links = list(store.list_links(connection, chain))
            breaks = list(verify(links, {}, chain=chain))
            if breaks:
                raise SystemExit(f"the chain is broken: {breaks}")
            seen += [json.loads(link.content)["id"] for link in links]
    opened.close()
    if len(seen) != len(set(seen)):
        raise SystemExit("a command stands in a chain twice")
    return len(set(accepted) - set(seen))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--port", type=int, default=8799)
    parser.add_argument("--database", default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        fsyncs = fsyncs_a_second(workspace)
        server = start_server(workspace, options.database, options.port, options.clients)
        try:
            before_s = cpu_s_of(server.process.pid)
            tally, took_s = asyncio.run(load(server, options.batch, options.seconds))
            cpu_s = cpu_s_of(server.process.pid) - before_s
        finally:
            server.process.terminate()
            server.process.wait(30)
        missing = missing_from_chains(workspace, options.database, tally.accepted)
    latencies = sorted(tally.latencies_s)
    p50, p95, p99 = (1000 * latencies[int(share * (len(latencies) - 1))] for share in (0.5, 0.95, 0.99))
    kind = "PostgreSQL" if options.database else "SQLite"
    how = f"{options.clients} clients, {options.batch} a request"
    print(
        f"{kind}: {len(tally.accepted) / took_s:.0f} commands/s ({how}), p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms"
    )
    print(f"{len(tally.accepted)} accepted, {tally.refused} refused, {missing} missing from the chains")
    print(f"the server's process takes {1000 * cpu_s / len(tally.accepted):.2f} CPU-ms a command")
    print(f"the disk does {fsyncs:.0f} fsyncs/s")
    return 1 if missing or tally.refused else 0


if __name__ == "__main__":
    sys.exit(main())
