"""Travel asked of a route server by its address: OSRM's table service, or Valhalla's matrix service. Does I/O."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np

from tianlu.core.problem import Problem
from tianlu.place.blocks import Asking, Block, NoAnswer, PlacesRefused, Unconnected, ask_in_blocks
from tianlu.place.complete import Travelled
from tianlu.place.model import Place
from tianlu.place.valhalla import NO_WAY_CODES, block_of_answer, matrix_question

DEFAULT_ASKING = Asking()


@dataclass(frozen=True)
class Server:
    """A route server: the address before `/table` or `/sources_to_targets`, and seconds to wait for one answer."""

    address: str
    timeout_s: float = 60.0

    @property
    def host(self) -> str:
        """Host and port, without any name or password that the address may hold."""
        return httpx.URL(self.address).netloc.decode()


def is_address(text: str) -> bool:
    """Whether a server could be asked there: `http://` or `https://`, a host, and a port that is a number.

    No password in it: the address goes into the plan's file, which is handed on.
    """
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        return False
    return url.scheme in ("http", "https") and bool(url.host) and not url.userinfo


def osrm_travel(places: Sequence[Place], server: Server, asking: Asking = DEFAULT_ASKING) -> Travelled:
    """Travel by an OSRM server's profile `driving` (project-osrm.org, HTTP API, Table service)."""
    source = f"OSRM server {server.host}, profile driving"
    return _travel(places, server, asking, request=_osrm_request, read=_osrm_block, source=source)


def valhalla_travel(places: Sequence[Place], server: Server, asking: Asking = DEFAULT_ASKING) -> Travelled:
    """Travel by a Valhalla server's costing `auto`."""
    source = f"Valhalla server {server.host}, costing auto"
    return _travel(places, server, asking, request=_valhalla_request, read=block_of_answer, source=source)


def _travel(
    places: Sequence[Place],
    server: Server,
    asking: Asking,
    *,
    request: Callable[[Server, Sequence[Place], Sequence[Place]], httpx.Request],
    read: Callable[[Mapping[str, Any], Sequence[Place], Sequence[Place]], Block],
    source: str,
) -> Travelled:
    with httpx.Client(timeout=server.timeout_s) as client:

        def ask(origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
            answer = _answer(client, server, request(server, origins, destinations))
            try:
                return read(answer, origins, destinations)
            except (ValueError, TypeError, KeyError) as error:
                raise NoAnswer(_not_a_router(server, f"an answer with {error}")) from error

        return ask_in_blocks(places, ask, asking, source=source)


def _answer(client: httpx.Client, server: Server, request: httpx.Request) -> Mapping[str, Any]:
    """The JSON of a good answer; raises NoAnswer or PlacesRefused for any other."""
    try:
        response = client.send(request)
    except httpx.TimeoutException:
        raise NoAnswer(_timed_out(server)) from None
    except httpx.HTTPError as error:
        raise NoAnswer(_unreachable(server, str(error) or type(error).__name__)) from None
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise NoAnswer(_not_a_router(server, f"status {response.status_code} without a JSON object"))
    if response.status_code == httpx.codes.OK and body.get("code", "Ok") == "Ok":
        return body
    if response.status_code == httpx.codes.BAD_REQUEST:
        kind = Unconnected if body.get("error_code") in NO_WAY_CODES else PlacesRefused
        raise kind(_refused(server, _message(body)))
    raise NoAnswer(_not_a_router(server, f"status {response.status_code}, {_message(body)}"))


def _osrm_request(server: Server, origins: Sequence[Place], destinations: Sequence[Place]) -> httpx.Request:
    points = ";".join(f"{place.lon:.6f},{place.lat:.6f}" for place in (*origins, *destinations))
    count = len(origins)
    query = {
        "sources": ";".join(str(k) for k in range(count)),
        "destinations": ";".join(str(count + k) for k in range(len(destinations))),
        "annotations": "duration,distance",
    }
    return httpx.Request("GET", f"{server.address.rstrip('/')}/table/v1/driving/{points}", params=query)


def _valhalla_request(server: Server, origins: Sequence[Place], destinations: Sequence[Place]) -> httpx.Request:
    address = f"{server.address.rstrip('/')}/sources_to_targets"
    return httpx.Request("POST", address, json=matrix_question(origins, destinations))


def _osrm_block(answer: Mapping[str, Any], origins: Sequence[Place], destinations: Sequence[Place]) -> Block:
    shape = (len(origins), len(destinations))
    seconds, metres = (np.array(answer[name], np.float64) for name in ("durations", "distances"))
    if seconds.shape != shape or metres.shape != shape:
        raise ValueError(f"matrices of {seconds.shape} and {metres.shape} in place of {shape}")
    snapped = [waypoint.get("distance") for waypoint in answer.get("sources", [])]
    off_road_m = np.array(snapped if len(snapped) == len(origins) else [None] * len(origins), np.float64)
    return Block(seconds, metres, off_road_m)


def _message(body: Mapping[str, Any]) -> str:
    return ": ".join(str(body[name]) for name in ("code", "message", "error_code", "error") if body.get(name))


def _unreachable(server: Server, why: str) -> Problem:
    return _problem(
        "server_unreachable",
        found=f"no connection to {server.host}: {why}",
        expected="a route server that answers",
        how_to_fix="Check the address and that the server is running.",
        expected_zh="路径服务应可访问",
        how_to_fix_zh="请检查地址，并确认服务正在运行。",
    )


def _timed_out(server: Server) -> Problem:
    return _problem(
        "server_timed_out",
        found=f"no answer from {server.host} in {server.timeout_s:g} s",
        expected="an answer in time",
        how_to_fix="Try again later, or ask for fewer places at a time.",
        expected_zh="应在规定时间内应答",
        how_to_fix_zh="请稍后重试，或减少每次询问的地点数。",
    )


def _refused(server: Server, why: str) -> Problem:
    return _problem(
        "server_refused",
        found=f"{server.host} refused the question: {why}",
        expected="a matrix of minutes and metres",
        how_to_fix="Raise the server's limit for matrices, or ask for fewer places at a time.",
        expected_zh="应返回时间与里程矩阵",
        how_to_fix_zh="请提高服务端的矩阵上限，或减少每次询问的地点数。",
    )


def _not_a_router(server: Server, found: str) -> Problem:
    return _problem(
        "not_a_route_server",
        found=f"{server.host} gave {found}",
        expected="the answer of an OSRM or Valhalla server",
        how_to_fix="Check the address and which of the two the server is.",
        expected_zh="应为 OSRM 或 Valhalla 服务的应答",
        how_to_fix_zh="请检查地址，以及该服务是 OSRM 还是 Valhalla。",
    )


def _problem(code: str, *, found: str, expected: str, how_to_fix: str, expected_zh: str, how_to_fix_zh: str) -> Problem:
    return Problem(code, "travel", None, None, found, expected, how_to_fix, expected_zh, how_to_fix_zh)
