"""A small real HTTP server that speaks OSRM's and Valhalla's protocols, and servers that do not."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.place.places import at

PLACES = [at("A", 100, 35), at("B", 100.2, 35), at("C", 100, 35.3)]
ISLAND = at("I", 100.5, 35.5)
TABLE_MAX = 4
"""Pairs that the server answers for at once."""

UNITS = [[0, 20, 30], [20, 0, 50], [30, 50, 0]]
"""Minutes, and kilometres, between PLACES."""


class Router(BaseHTTPRequestHandler):
    """A kilometre and a minute for each hundredth of a degree east and north; no way to or from latitude 35.5."""

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        _, table, version, profile, points = path.path.split("/")
        if (table, version, profile) != ("table", "v1", "driving"):
            return self._send(404, {"code": "InvalidUrl", "message": "URL string malformed"})
        spots = [tuple(map(float, point.split(","))) for point in points.split(";")]
        query = {name: values[0] for name, values in parse_qs(path.query).items()}
        assert query["annotations"] == "duration,distance"
        sources, targets = ([spots[int(k)] for k in query[name].split(";")] for name in ("sources", "destinations"))
        if len(sources) * len(targets) > TABLE_MAX:
            return self._send(400, {"code": "TooBig", "message": "Too many table coordinates"})
        units = [[units_between(a, b) for b in targets] for a in sources]
        return self._send(
            200,
            {
                "code": "Ok",
                "durations": [[None if u is None else u * 60.0 for u in row] for row in units],
                "distances": [[None if u is None else u * 1000.0 for u in row] for row in units],
                "sources": [{"distance": 3.2, "location": list(spot)} for spot in sources],
            },
        )

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path != "/sources_to_targets":
            return self._send(404, {"error_code": 106, "error": "Try any of: '/sources_to_targets'"})
        sources, targets = ([(spot["lon"], spot["lat"]) for spot in body[name]] for name in ("sources", "targets"))
        units = [[units_between(a, b) for b in targets] for a in sources]
        if all(u is None for row in units for u in row):
            return self._send(400, {"error_code": 442, "error": "No path could be found for input"})
        rows = [[{"time": None if u is None else u * 60, "distance": u} for u in row] for row in units]
        return self._send(200, {"sources_to_targets": rows, "units": "kilometers"})

    def _send(self, status: int, body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Page(Router):
    """A web server that is no router."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>welcome</html>")


class Sleeper(Router):
    def do_GET(self) -> None:
        time.sleep(1)


def units_between(a: tuple[float, ...], b: tuple[float, ...]) -> int | None:
    if a != b and 35.5 in (a[1], b[1]):
        return None
    return round(100 * (abs(a[0] - b[0]) + abs(a[1] - b[1])))


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
