"""kill -9 at random moments under load: every acknowledged command is there once, and the chains are whole.

    python benchmarks/simulation.py --kills 200 [--seed 1] [--clients 8] [--database postgresql://…]

Clients send numbered commands over HTTP to a real `tianlu serve` (synchronous=FULL), one request under way each, and
send again what was not answered. At a random moment the server is killed and started again over the same workspace.
In the end every command is looked for in the chains, the chains are verified against their anchors, and each unit's
version must count what was done to it. The database must be empty.
"""

import argparse
import asyncio
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.simulation.first_hand import BOSS, POST, PROVINCE, first_hand
from tests.simulation.real_server import Server, loaded_program
from tianlu.command import store
from tianlu.command.anchors import anchors_of, read_anchors
from tianlu.command.audit import verify
from tianlu.core.uuid7 import make_uuid7
from tianlu.db.workspace import ANCHORS, visit_workspace
from tianlu.people.store import find_node

WARM_SHARE = 0.8
"""In how many kills it has taken commands again before; in the others it may be killed while it warms up."""
BATCH_MOST = 5
SAY_EVERY = 20
ANSWER_S_MAX = 30.0


@dataclass
class Load:
    """What all clients have sent and been told; whether there is a server, and whether it has taken anything since."""

    server: Server
    token: str
    is_up: asyncio.Event = field(default_factory=asyncio.Event)
    is_taking: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False
    sent: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    broken_off: int = 0
    """Requests without an answer, sent again."""


@dataclass(frozen=True)
class Found:
    """What stands in the chains in the end."""

    counts: Counter[str]
    breaks: tuple[str, ...]
    rows: int
    anchors: int
    versions: dict[str, int]


async def play_client(load: Load, county: str, chance: random.Random) -> None:
    """Batches in the order of the device's numbers, each until it is answered."""
    number = 0
    while not load.is_over:
        commands = []
        for _ in range(chance.randint(1, BATCH_MOST)):
            number += 1
            commands.append(a_command(county, number, chance))
            load.sent.append(commands[-1]["id"])
        content = json.dumps({"commands": commands}).encode()
        while (receipts := await answered(load, content)) is None:
            load.broken_off += 1
        load.is_taking.set()
        for receipt in receipts:
            if receipt["standing"] == "accepted":
                load.accepted.append(receipt["id"])
            else:
                load.others[receipt["standing"]] += 1


def a_command(county: str, number: int, chance: random.Random) -> dict[str, object]:
    id_ = make_uuid7(unix_ms=time.time_ns() // 1_000_000, random_bits=chance.getrandbits(74))
    command = {"id": id_, "kind": "org.change", "schema": 1, "org": county, "device": f"phone {county}", "seq": number}
    return {**command, "made_at": datetime.now(UTC).isoformat(), "body": {"name": f"{county} {number}"}}


async def answered(load: Load, content: bytes) -> list[dict[str, str]] | None:
    """The receipts; None where the connection broke off, or the database could not be written just then."""
    await load.is_up.wait()
    try:
        return await asyncio.wait_for(send(load, content), ANSWER_S_MAX)
    except (OSError, EOFError, TimeoutError):
        await asyncio.sleep(0.002)
        return None


async def send(load: Load, content: bytes) -> list[dict[str, str]] | None:
    reader, writer = await asyncio.open_connection("127.0.0.1", load.server.port)
    try:
        head = (
            f"POST /api/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {load.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
        )
        writer.write(head.encode() + content)
        await writer.drain()
        said = await reader.readuntil(b"\r\n\r\n")
        status = int(said.split(b" ", 2)[1])
        length = re.search(rb"content-length: (\d+)", said, re.IGNORECASE)
        body = await reader.readexactly(int(length[1])) if length else b""
    finally:
        writer.close()
    if status == 503:
        return None
    if status != 200:
        raise SystemExit(f"answered {status}: {body[:300]!r}")
    receipts: list[dict[str, str]] = json.loads(body)["receipts"]
    return receipts


async def kill_again_and_again(load: Load, kills: int, within_s: float, chance: random.Random) -> None:
    for number in range(1, kills + 1):
        if chance.random() < WARM_SHARE:
            await load.is_taking.wait()
        await asyncio.sleep(chance.uniform(0.0, within_s))
        load.is_up.clear()
        load.is_taking.clear()
        load.server.kill()
        await asyncio.to_thread(load.server.start)
        load.is_up.set()
        if number % SAY_EVERY == 0:
            print(f"{number} kills, {len(load.accepted)} commands acknowledged", file=sys.stderr, flush=True)
    load.is_over = True


async def play(load: Load, counties: list[str], options: argparse.Namespace) -> None:
    load.is_up.set()
    chance = random.Random(options.seed)
    clients = [play_client(load, county, random.Random(chance.getrandbits(64))) for county in counties]
    await asyncio.gather(*clients, kill_again_and_again(load, options.kills, options.within, chance))


def look_up(workspace: Path, database: str | None, counties: list[str]) -> Found:
    opened = visit_workspace(workspace, database)
    known = read_anchors(workspace / ANCHORS)
    counts: Counter[str] = Counter()
    breaks: list[str] = []
    with opened.engine.connect() as connection:
        for chain in store.list_chains(connection):
            links = list(store.list_links(connection, chain))
            breaks += [str(each) for each in verify(links, anchors_of(known, chain), chain=chain)]
            counts.update(json.loads(link.content)["id"] for link in links)
        nodes = {county: find_node(connection, county) for county in counties}
        versions = {county: node.version for county, node in nodes.items() if node is not None}
    opened.close()
    return Found(counts, tuple(breaks), counts.total(), len(known), versions)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--within", type=float, default=0.4, help="seconds under load within which it is killed")
    parser.add_argument("--database", default=None)
    options = parser.parse_args()
    counties = [f"63{number:04d}" for number in range(1, options.clients + 1)]
    with tempfile.TemporaryDirectory() as name, loaded_program(Path(name)) as program:
        folder = Path(name)
        workspace = folder / "workspace"
        with first_hand(workspace, options.database) as hand:
            for county in counties:
                hand.must("org.add", PROVINCE, id=county, level="county", name=county, entity=POST)
            token = hand.token(BOSS)
        server = Server(program, workspace, folder / "server.log", database=options.database)
        server.start()
        load = Load(server, token)
        began = time.monotonic()
        asyncio.run(play(load, counties, options))
        took_s = time.monotonic() - began
        server.stop()
        found = look_up(workspace, options.database, counties)
    return report(options, load, found, took_s)


def report(options: argparse.Namespace, load: Load, found: Found, took_s: float) -> int:
    """The table; 0 where nothing was lost, doubled or broken."""
    once = sum(1 for id_ in load.accepted if found.counts[id_] == 1)
    lost = sum(1 for id_ in load.accepted if found.counts[id_] == 0)
    doubled = sum(1 for count in found.counts.values() if count > 1)
    done = Counter({f"63{number:04d}": 1 for number in range(1, options.clients + 1)})
    uncounted = sum(found.versions.values()) - sum(done.values()) - len(load.accepted)
    starts = load.server.starts_s[1:]
    rows = {
        "database": "PostgreSQL" if options.database else "SQLite, synchronous=FULL",
        "kills (kill -9), seed": f"{options.kills}, {options.seed}",
        "commands sent": len(load.sent),
        "acknowledged": len(load.accepted),
        "found once": once,
        "lost": lost,
        "doubled": doubled,
        "not accepted": load.others.total(),
        "changes that no command accounts for": uncounted,
        "requests that broke off": load.broken_off,
        "chains verified": f"{'whole' if not found.breaks else 'BROKEN'}, {found.rows} rows, {found.anchors} anchors",
        "restart until it answers, mean": f"{sum(starts) / max(1, len(starts)):.2f} s",
        "took": f"{took_s:.0f} s",
    }
    for name, value in rows.items():
        print(f"| {name} | {value} |")
    for each in found.breaks[:10]:
        print(each)
    is_right = once == len(load.accepted) == len(load.sent) and not (doubled or found.breaks or uncounted)
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
