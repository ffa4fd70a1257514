"""How much one request may be."""

import asyncio
import json
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from tests.server.plain_app import plain_app
from tests.timing import least_cpu_s
from tianlu.server.limits import METHODS, Limits, RequestLimits, is_deeper

Result = TypeVar("Result")
HOST = [(b"host", b"desk")]
SMALL = Limits(json_bytes_max=1000, upload_bytes_max=5000, json_depth_max=8, body_wait_s=0.05)


def open_client(limits: Limits = SMALL) -> TestClient:
    return TestClient(RequestLimits(plain_app(), limits))


def assert_both_languages(answer: Any, status: int) -> None:
    assert answer.status_code == status
    assert set(answer.json()) == {"detail", "detail_zh"}
    assert answer.json()["detail_zh"].isascii() is False


def test_a_body_within_the_limit_arrives_whole() -> None:
    assert open_client().post("/api/echo", content=b"x" * 1000).json() == {"bytes": 1000}


def test_a_body_that_says_it_is_too_long_is_refused_before_it_comes() -> None:
    assert_both_languages(open_client().post("/api/echo", content=b"x" * 1001), 413)


def test_a_body_that_does_not_say_its_length_is_counted() -> None:
    assert_both_languages(open_client().post("/api/echo", content=iter([b"x" * 600] * 2)), 413)


def test_a_form_may_be_longer_than_json_and_is_counted_as_it_comes() -> None:
    client = open_client()
    assert client.post("/api/form", files={"file": b"x" * 4000}).json() == {"fields": 1}
    assert_both_languages(client.post("/api/form", files={"file": b"x" * 6000}), 413)
    boundary = {"content-type": "multipart/form-data; boundary=edge"}
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    pieces = iter([head, *[b"x" * 1000] * 6, b"\r\n--edge--\r\n"])
    assert_both_languages(client.post("/api/form", content=pieces, headers=boundary), 413)


def test_json_that_nests_too_deeply_is_refused() -> None:
    client = open_client()
    assert client.post("/api/echo", content=b"[" * 8 + b"]" * 8).status_code == 200
    assert_both_languages(client.post("/api/echo", content=b"[" * 9 + b"]" * 9), 400)
    assert_both_languages(client.post("/api/echo", content=b'{"a":' * 9 + b"1" + b"}" * 9), 400)


nested = st.recursive(
    st.none() | st.integers() | st.text(alphabet='[]{}"\\,:a中', max_size=6),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(alphabet='[{"\\', max_size=3), each, max_size=3),
    max_leaves=20,
)


def depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max((depth(each) for each in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((depth(each) for each in value), default=0)
    return 0


@given(value=nested, depth_max=st.integers(1, 6))
@settings(max_examples=300, deadline=None)
def test_depth_is_that_of_the_value_whatever_its_texts_hold(value: Any, depth_max: int) -> None:
    assert is_deeper(json.dumps(value).encode(), depth_max) == (depth(value) > depth_max)


@pytest.mark.parametrize("piece", [b"[", b'"\\', b'\\"', b"[]", b'["', b"{]", b'""['])
def test_depth_is_told_in_time_that_grows_with_the_length_alone(piece: bytes) -> None:
    text = piece * (2_000_000 // len(piece))
    assert least_cpu_s(lambda: is_deeper(text, 32)) < 2


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "FROB"])
def test_a_method_that_no_route_has_is_refused(method: str) -> None:
    answer = open_client().request(method, "/api/echo")
    assert_both_languages(answer, 405)
    assert set(answer.headers["allow"].split(", ")) == METHODS


def test_an_address_or_a_head_that_is_too_long_is_refused() -> None:
    client = open_client()
    assert_both_languages(client.get("/" + "a" * 3000), 414)
    assert_both_languages(client.get("/?" + "a" * 9000), 414)
    assert_both_languages(client.get("/", headers={f"x-{each}": "1" for each in range(120)}), 400)


@pytest.mark.parametrize(
    ("host", "status"),
    [("desk.example", 200), ("DESK.example:8443", 200), ("[::1]:8765", 200), ("evil.example", 421), ("", 421)],
)
def test_only_the_servers_own_names_are_answered_once_they_are_listed(host: str, status: int) -> None:
    limits = Limits(allowed_hosts=frozenset({"desk.example", "[::1]"}))
    assert open_client(limits).get("/", headers={"host": host}).status_code == status


def http_scope(method: str, path: str, address: str = "10.0.0.1") -> Scope:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": HOST,
        "client": (address, 1),
    }


class Heard:
    """What an application answered."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def __call__(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """In a thread of its own: a browser of other tests may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


def test_a_body_that_stops_coming_is_not_waited_for() -> None:
    async def silent() -> Message:
        await asyncio.sleep(10)
        raise AssertionError("waited too long")

    heard = Heard()
    begun = time.monotonic()
    run(RequestLimits(plain_app(), SMALL)(http_scope("POST", "/api/echo"), silent, heard))
    assert heard.status == 408
    assert time.monotonic() - begun < 5


def test_a_person_has_so_much_heavy_work_at_once_and_others_are_not_kept_waiting() -> None:
    limits = Limits(heavy=(r"GET /heavy",), heavy_at_once_max=2, heavy_together_max=4)

    async def try_it() -> dict[str, list[int]]:
        gate = asyncio.Event()

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            await gate.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        async def nothing() -> Message:
            return {"type": "http.disconnect"}

        async def person_of(scope: Scope) -> str | None:
            return str(scope["client"][0])

        layer = RequestLimits(slow, limits, person_of)
        asked = [("a", "/heavy")] * 3 + [("b", "/heavy")] * 2 + [("c", "/heavy"), ("a", "/light")]
        heard = [Heard() for _ in asked]
        tasks = [
            asyncio.create_task(layer(http_scope("GET", path, who), nothing, each))
            for (who, path), each in zip(asked, heard, strict=True)
        ]
        await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(*tasks)
        again = Heard()
        await layer(http_scope("GET", "/heavy", "a"), nothing, again)
        return {"first": [each.status for each in heard], "again": [again.status]}

    said = run(try_it())
    assert said["first"] == [200, 200, 429, 200, 200, 429, 200]
    assert said["again"] == [200]


def test_limits_below_one_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Limits(json_depth_max=0)
