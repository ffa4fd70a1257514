"""How fast lists and a large export are, over HTTP against a real server that has a province's rows.

    python benchmarks/lists.py [--units 10000] [--people 100000] [--rounds 20] [--database postgresql://…]

A real `tianlu serve` in a process of its own; units, people and roles are written into its database first. Each list
is asked for page by page and with filters; beside the wall clock stands the server's own CPU time, for a machine
that others use. The export is watched until it is done. The database must be empty.
"""

import argparse
import itertools
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Connection, Engine, insert

sys.path.insert(0, str(Path(__file__).parent))
from commands import PROVINCE, start_server

from tianlu.db.workspace import visit_workspace
from tianlu.people.tables import GRANTS, ORGS, PERSONS
from tianlu.people.versions import raise_version

SCOPES = ["org.read", "people.read", "personal.read", "audit.read", "command.manage", "data.export", "plan.read"]
FAMILY, GIVEN = "才卓扎拉多索仁旦尕马李王张刘", "让玛西措杰南青本吉毛加日合英"
COUNTIES = 44
Timing = tuple[float, float]
"""Wall seconds, and CPU seconds of the server."""


def fill(connection: Connection, *, units: int, people: int, entity: str, seed: int) -> None:
    """Counties, and stations below them; people at the stations, one in ten with a role."""
    drawn = random.Random(seed)
    counties = [f"63{k:04d}" for k in range(1, COUNTIES + 1)]
    rows = [_unit(each, f"/{PROVINCE}/{each}/", PROVINCE, "county", entity) for each in counties]
    stations = []
    for number in range(units - COUNTIES):
        county, code = counties[number % COUNTIES], f"st{number:06d}"
        stations.append(code)
        rows.append(_unit(code, f"/{PROVINCE}/{county}/{code}/", county, "station", entity))
    persons, grants = [], []
    for number in range(people):
        home = drawn.choice(stations)
        name = drawn.choice(FAMILY) + "".join(drawn.choices(GIVEN, k=2))
        person = {"id": f"p{number:06d}", "name": name, "staff_number": f"63-{number:06d}", "entity": entity}
        person |= {"phone": f"139{drawn.randrange(10**8):08d}", "home": home, "version": 1}
        persons.append({**person, "is_service": False, "has_left": drawn.random() < 0.05})
        if number % 10 == 0:
            grants.append({"id": f"g{number}", "person": person["id"], "role": "courier", "org": home})
    for table, made in ((ORGS, rows), (PERSONS, persons), (GRANTS, grants)):
        for begin in range(0, len(made), 5000):
            connection.execute(insert(table), made[begin : begin + 5000])
    raise_version(connection)


def _unit(code: str, path: str, parent: str, level: str, entity: str) -> dict[str, Any]:
    unit = {"id": code, "parent": parent, "level": level, "name": f"{code}站", "name_en": "", "entity": entity}
    return {**unit, "path": path, "version": 1, "is_closed": False}


def cpu_seconds(process: int) -> float:
    parts = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def timed(process: int, work: Callable[[], Any]) -> tuple[Timing, Any]:
    began, cpu = time.monotonic(), cpu_seconds(process)
    answer = work()
    return (time.monotonic() - began, cpu_seconds(process) - cpu), answer


def pages(client: httpx.Client, process: int, address: str, params: dict[str, Any], rounds: int) -> list[Timing]:
    """As many pages as there are rounds, each after the one before; from the top again at the end."""
    timings: list[Timing] = []
    after: Any = None
    for _ in range(rounds):
        asked = params if after is None else {**params, **after}
        timing, answer = timed(process, lambda asked=asked: client.get(address, params=asked).raise_for_status().json())
        timings.append(timing)
        after = _next(address, answer, params)
    return timings


def _next(address: str, answer: Any, params: dict[str, Any]) -> dict[str, Any] | None:
    if address in ("/api/people", "/api/dead-letters"):
        return {"after": answer["next"]} if answer["next"] else None
    if address == "/api/orgs":
        return {"after": answer[-1]["path"]} if len(answer) == params["count"] else None
    if address.startswith("/api/audit/"):
        return {"before": answer["before"]} if answer["before"] else None
    return None


def lists() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What is asked for: its name, address and parameters."""
    yield "people, 100 a page", "/api/people", {"count": 100}
    yield "people, 500 a page", "/api/people", {"count": 500}
    yield "people of a county", "/api/people", {"count": 100, "org": "630007"}
    yield "people by name", "/api/people", {"count": 100, "text": "才让"}
    yield "people by role", "/api/people", {"count": 100, "role": "courier"}
    yield "units, 500 a page", "/api/orgs", {"count": 500}
    yield "audit of the province", f"/api/audit/{PROVINCE}", {"count": 100}
    yield "plans", "/api/plans", {}
    yield "dead letters", "/api/dead-letters", {"count": 100}


def new_words(client: httpx.Client, process: int, rounds: int, seed: int) -> list[Timing]:
    """A search that nobody made before, each time."""
    drawn = random.Random(seed)
    words = ["".join(pair) for pair in itertools.product(FAMILY, GIVEN)]
    chosen = drawn.sample(words, min(rounds, len(words)))
    return [
        timed(process, lambda word=word: client.get("/api/people", params={"text": word}).raise_for_status())[0]
        for word in chosen
    ]


def export(client: httpx.Client, process: int, suffix: str) -> tuple[Timing, int, int, int]:
    """How long, how many rows and bytes, and how many steps of progress were seen."""

    def work() -> tuple[int, int, int]:
        step = client.post("/api/sheets/people/exports", params={"suffix": suffix, "with_left": "true"}).json()
        seen = set()
        while step["state"] in ("queued", "running"):
            time.sleep(0.1)
            step = client.get(f"/api/sheets/exports/{step['id']}").raise_for_status().json()
            seen.add(step["rows"])
        if step["state"] != "done":
            raise SystemExit(f"the export ended {step['state']}")
        content = client.get(f"/api/sheets/exports/{step['id']}/file").raise_for_status().content
        return step["rows"], len(content), len(seen)

    timing, (rows, size, steps) = timed(process, work)
    return timing, rows, size, steps


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def say(words: str = "") -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=8797)
    parser.add_argument("--database", default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(Path(folder), options.database, options.port, 0, SCOPES)
        try:
            opened = visit_workspace(Path(folder), options.database)
            _measure(server.port, server.token, server.process.pid, opened.engine, options)
            opened.close()
        finally:
            server.process.terminate()
            server.process.wait(30)
    return 0


def _measure(port: int, token: str, process: int, engine: Engine, options: argparse.Namespace) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=120) as client:
        entity = client.get("/api/orgs").raise_for_status().json()[0]["entity"]
        with engine.begin() as connection:
            fill(connection, units=options.units, people=options.people, entity=entity, seed=options.seed)
        kind = "PostgreSQL" if options.database else "SQLite"
        what = f"{options.units} units, {options.people} people, seed {options.seed}"
        say(f"{kind}, {what}, {datetime.now(UTC):%Y-%m-%d %H:%M}Z")
        say(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
        first, _ = timed(process, lambda: client.get("/api/people").raise_for_status())
        say("| list | pages | p50 ms | p95 ms | server CPU ms a page |\n|---|--:|--:|--:|--:|")
        say(
            f"| first page after a change | 1 | {1000 * first[0]:.0f} | {1000 * first[0]:.0f} | {1000 * first[1]:.0f} |"
        )
        for name, address, params in lists():
            _say_pages(name, pages(client, process, address, params, options.rounds))
        _say_pages("people by new words", new_words(client, process, options.rounds, options.seed))
        say("\n| export | rows | MB | seconds | server CPU s | steps seen |\n|---|--:|--:|--:|--:|--:|")
        for suffix in ("xlsx", "csv"):
            (wall, cpu), rows, size, steps = export(client, process, suffix)
            say(f"| people .{suffix} | {rows} | {size / 1e6:.1f} | {wall:.1f} | {cpu:.1f} | {steps} |")


def _say_pages(name: str, timings: Sequence[Timing]) -> None:
    walls = [1000 * wall for wall, _ in timings]
    cpu = 1000 * sum(each for _, each in timings) / len(timings)
    say(f"| {name} | {len(timings)} | {percentile(walls, 0.5):.0f} | {percentile(walls, 0.95):.0f} | {cpu:.0f} |")


if __name__ == "__main__":
    sys.exit(main())
