"""How much one request may be and ask: methods, hosts, lengths, depth, patience, heavy work at once."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tianlu.server.plain_answer import PlainAnswer

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PersonOf = Callable[[Scope], Awaitable[str | None]]
"""Who asks; None where nobody is signed in, or where it is not looked up."""


@dataclass(frozen=True)
class Limits:
    """What one request may be. A blank list of hosts allows every name by which the server is reached.

    `upload_bytes_max` holds for multipart forms and files sent as they are, `json_bytes_max` for everything else;
    `body_wait_s` is the longest silence within a body; `heavy` matches "METHOD /path" of what takes long, of which one
    person has `heavy_at_once_max` under way and all together `heavy_together_max`.
    """

    json_bytes_max: int = 4 << 20
    upload_bytes_max: int = 65 << 20
    json_depth_max: int = 32
    path_chars_max: int = 2_000
    query_bytes_max: int = 8_000
    headers_max: int = 100
    body_wait_s: float = 20.0
    heavy: tuple[str, ...] = (
        r"POST /api/packages",
        r"POST /api/target/(intake(/look)?|value|campaign)",
        r"GET /api/.*\.(xlsx|csv|pdf|html|geojson|parquet|json)",
    )
    heavy_at_once_max: int = 4
    heavy_together_max: int = 16
    allowed_hosts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if min(self.json_bytes_max, self.upload_bytes_max, self.json_depth_max, self.heavy_at_once_max) < 1:
            raise ValueError("every limit is at least 1")


class RequestLimits:
    """Refuses what is over a limit before any route sees it; a body is read whole only where it is JSON."""

    def __init__(self, app: ASGIApp, limits: Limits, person_of: PersonOf | None = None) -> None:
        self._app = app
        self._limits = limits
        self._person_of = person_of
        self._heavy = re.compile("|".join(f"(?:{each})" for each in limits.heavy) or r"(?!)")
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        refusal = find_refusal(self._limits, scope, headers)
        if refusal is not None:
            await refusal.send(send)
        elif self._heavy.fullmatch(f"{scope['method']} {scope['path']}"):
            await self._one_at_a_time(scope, headers, receive, send)
        else:
            await self._with_body(scope, headers, receive, send)

    async def _one_at_a_time(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, send: Send) -> None:
        who = await self._who(scope)
        is_full = self._under_way.total() >= self._limits.heavy_together_max
        if is_full or self._under_way[who] >= self._limits.heavy_at_once_max:
            await TOO_MANY_AT_ONCE.send(send)
            return
        self._under_way[who] += 1
        try:
            await self._with_body(scope, headers, receive, send)
        finally:
            self._under_way[who] -= 1
            if not self._under_way[who]:
                del self._under_way[who]

    async def _who(self, scope: Scope) -> str:
        """The person, or the address from which somebody unknown asks."""
        person = None if self._person_of is None else await self._person_of(scope)
        client = scope.get("client")
        return person or f"address {client[0] if client else ''}"

    async def _with_body(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD", "OPTIONS") and b"transfer-encoding" not in headers:
            await self._app(scope, receive, send)
            return
        body = _Body(receive, self._limits, is_upload=_is_upload(headers))
        if not body.is_upload:
            refusal = await body.read_whole()
            if refusal is not None:
                await refusal.send(send)
                return
        await self._with_counted_body(scope, body, send)

    async def _with_counted_body(self, scope: Scope, body: "_Body", send: Send) -> None:
        """The route reads the body as it comes; where that was too much, its own answer gives way to the reason."""
        has_begun = False

        async def send_unless_refused(message: Message) -> None:
            nonlocal has_begun
            if has_begun or body.refusal is None:
                has_begun = True
                await send(message)

        with suppress(BodyRefused):
            await self._app(scope, body.receive, send_unless_refused)
        if body.refusal is not None and not has_begun:
            await body.refusal.send(send)


class BodyRefused(Exception):
    """The body is over a limit: whoever reads it on gets this."""


class _Body:
    """A request's body as it comes in, counted and waited for."""

    def __init__(self, receive: Receive, limits: Limits, *, is_upload: bool) -> None:
        self._receive = receive
        self._limits = limits
        self.is_upload = is_upload
        self._bytes_max = limits.upload_bytes_max if is_upload else limits.json_bytes_max
        self._bytes = 0
        self._is_read = False
        self._kept: Message | None = None
        self.refusal: PlainAnswer | None = None

    async def receive(self) -> Message:
        """The next piece. Raises BodyRefused."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            return kept
        if self._is_read:
            return await self._receive()
        try:
            async with asyncio.timeout(self._limits.body_wait_s):
                message = await self._receive()
        except TimeoutError:
            self.refusal = TOO_SLOW
            raise BodyRefused from None
        self._bytes += len(message.get("body", b""))
        self._is_read = not message.get("more_body", False)
        if self._bytes > self._bytes_max:
            self.refusal = too_large(self._bytes_max)
            raise BodyRefused
        return message

    async def read_whole(self) -> PlainAnswer | None:
        """Read it to its end and keep it for the route; the reason where it cannot be taken."""
        pieces: list[bytes] = []
        try:
            while not self._is_read:
                message = await self.receive()
                if message["type"] == "http.disconnect":
                    self._kept = message
                    return None
                pieces.append(message.get("body", b""))
        except BodyRefused:
            return self.refusal
        whole = b"".join(pieces)
        self._kept = {"type": "http.request", "body": whole, "more_body": False}
        depth_max = self._limits.json_depth_max
        return too_deep(depth_max) if is_deeper(whole, depth_max) else None


def find_refusal(limits: Limits, scope: Scope, headers: dict[bytes, bytes]) -> PlainAnswer | None:
    """What can be told before the body comes."""
    if scope["method"] not in METHODS:
        return UNKNOWN_METHOD
    if len(scope["headers"]) > limits.headers_max:
        return too_many_headers(limits.headers_max)
    if len(scope["path"]) > limits.path_chars_max or len(scope["query_string"]) > limits.query_bytes_max:
        return TOO_LONG_ADDRESS
    if b"host" not in headers:
        return NO_HOST
    if limits.allowed_hosts and _host(headers) not in limits.allowed_hosts:
        return UNKNOWN_HOST
    bytes_max = limits.upload_bytes_max if _is_upload(headers) else limits.json_bytes_max
    length = headers.get(b"content-length", b"0")
    return too_large(bytes_max) if length.isdigit() and int(length[:18]) > bytes_max else None


_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_NO_BRACKET = bytes(each for each in range(256) if each not in b"[]{}")
_AS_SQUARE = bytes.maketrans(b"{}", b"[]")


def is_deeper(body: bytes, depth_max: int) -> bool:
    """Whether JSON text nests lists and objects deeper than that; each byte is looked at a bounded number of times."""
    if body.count(b"[") + body.count(b"{") <= depth_max:
        return False
    nest = _STRING.sub(b"", body).translate(_AS_SQUARE, _NO_BRACKET)
    for _ in range(depth_max):
        inner = nest.replace(b"[]", b"")
        if len(inner) == len(nest):
            break
        nest = inner
    return b"[]" in nest or nest.count(b"[") > depth_max


def _is_upload(headers: dict[bytes, bytes]) -> bool:
    kind = headers.get(b"content-type", b"").split(b";", 1)[0].strip().lower()
    return kind == b"multipart/form-data" or kind == b"application/octet-stream"


def _host(headers: dict[bytes, bytes]) -> str:
    """The name by which the server was reached, without its port."""
    host = headers.get(b"host", b"").decode("latin-1").lower()
    return host.split("]", 1)[0] + "]" if host.startswith("[") else host.split(":", 1)[0]


def too_large(bytes_max: int) -> PlainAnswer:
    """The rest is not read, so the connection ends."""
    size = f"{bytes_max >> 20} MiB" if bytes_max >= 1 << 20 else f"{bytes_max} bytes"
    return PlainAnswer(
        413,
        f"this is more than {size}, the most that is taken in one request; send it in parts",
        f"超过了一次请求的上限 {size}；请分几次发送",
        headers=((b"connection", b"close"),),
    )


def too_many_headers(headers_max: int) -> PlainAnswer:
    """No client of this server needs as many."""
    return PlainAnswer(
        400, f"too many header fields; at most {headers_max} are taken", f"请求头太多；最多 {headers_max} 个"
    )


def too_deep(depth_max: int) -> PlainAnswer:
    """No body that a route understands nests so."""
    return PlainAnswer(
        400,
        f"this JSON nests too deeply; no body of this server needs more than {depth_max} levels",
        f"JSON 嵌套太深；最多 {depth_max} 层",
    )


UNKNOWN_METHOD = PlainAnswer(
    405,
    f"this method is not served; there are {', '.join(sorted(METHODS))}",
    f"不支持这种请求方法；支持的有 {'、'.join(sorted(METHODS))}",
    headers=((b"allow", ", ".join(sorted(METHODS)).encode()),),
)
TOO_LONG_ADDRESS = PlainAnswer(
    414, "this address is too long; send long lists in the body", "地址太长；较长的内容请放在请求正文里"
)
NO_HOST = PlainAnswer(
    400, "the request does not say for which host it is", "请求没有写明主机名", headers=((b"connection", b"close"),)
)
UNKNOWN_HOST = PlainAnswer(
    421,
    "the server is not known by this name; its operator can allow it with --allowed-host",
    "服务器没有登记这个域名；管理员可用 --allowed-host 登记",
)
TOO_SLOW = PlainAnswer(
    408,
    "the rest of the request did not come; send it again",
    "请求没有发完就停了；请重新发送",
    headers=((b"connection", b"close"),),
)
TOO_MANY_AT_ONCE = PlainAnswer(
    429,
    "files and imports of yours are still being made; wait until one is done, then try again",
    "还有文件或导入正在处理；请等其中一项完成后再试",
    headers=((b"retry-after", b"5"),),
)
