"""What comes over the wire malformed: refused by the server itself or its limits, before any route."""

import socket

import pytest

from tests.browser.conftest import serving
from tests.server.plain_app import plain_app
from tianlu.server.limits import Limits, RequestLimits


def ask(address: str, raw: bytes) -> bytes:
    """What a server answers to these bytes, until it ends the connection or is silent."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=1) as line:
        line.sendall(raw)
        heard = b""
        try:
            while piece := line.recv(65536):
                heard += piece
        except TimeoutError:
            pass
        return heard


HEAD = b"POST /api/echo HTTP/1.1\r\nHost: desk\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: +3\r\n\r\nabc",
        HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"X-Name: a\rb\r\n\r\n",
        b"GET /api/echo HTTP/1.1\r\n\r\n",
        b"GET /api/echo\r\n\r\n",
    ],
)
def test_ambiguous_lengths_are_refused(raw: bytes) -> None:
    with serving(RequestLimits(plain_app(), Limits())) as address:
        heard = ask(address, raw)
    assert heard.split(b" ", 2)[1] in (b"400", b"501")
    assert heard.count(b"HTTP/1.1 ") == 1


def test_a_chunked_body_is_read_by_its_chunks_whatever_length_it_claims() -> None:
    """Nothing is left over that could pass for another request."""
    raw = HEAD + b"Content-Length: 60\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    with serving(plain_app()) as address:
        heard = ask(address, raw)
    assert heard.count(b"HTTP/1.1 ") == 1
    assert b'{"bytes":3}' in heard or b" 400 " in heard
