"""What every answer tells the browser to allow: nothing but the desk itself, nowhere but here, kept by nobody."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tianlu.server.plain_answer import HeaderList

DESK_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; manifest-src 'self'; frame-src 'none'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The built desk. Charts and Vue write `style` attributes into the page; style sheets come from files alone."""
ANSWER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-modals allow-downloads"
)
"""What the API answers, papers to be printed among it: opened as a page it runs no script and fetches nothing."""
NOWHERE_ELSE: HeaderList = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"accelerometer=(), browsing-topics=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), "
        b"magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
    ),
)
"""Camera and place are the desk's own: labels are scanned and stops are found on phones."""
HSTS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
NO_STORE = (b"cache-control", b"no-store")
FORGET = (b"clear-site-data", b'"cache"')
"""Pages that were open go from the browser's memory as well; what waits in its storage to be sent stays."""
API = "/api/"
OPEN_TO_ALL = "/api/openapi.json"


@dataclass(frozen=True)
class HeaderRules:
    """`is_https`: the address that people use is https, whatever the proxy says. `sign_out`: paths whose POST or DELETE
    ends a session."""

    is_https: bool = False
    sign_out: frozenset[str] = frozenset({"/api/sign-out"})


class SecurityHeaders:
    """Adds the headers to each answer; what a route has set itself stays as it is."""

    def __init__(self, app: ASGIApp, rules: HeaderRules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        if self._rules.is_https:
            scope["scheme"] = "https"  # cookies and addresses are made for what people see

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                set_already = {name.lower() for name, _ in headers}
                headers += [each for each in self._headers(scope, message["status"]) if each[0] not in set_already]
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _headers(self, scope: Scope, status: int) -> Iterator[tuple[bytes, bytes]]:
        path: str = scope["path"]
        yield from NOWHERE_ELSE
        if path.startswith(API):
            yield _ANSWER
            if path != OPEN_TO_ALL:
                yield NO_STORE
            if path in self._rules.sign_out and scope["method"] in ("POST", "DELETE") and status < 400:
                yield FORGET
        else:
            yield _DESK
        if scope["scheme"] == "https":
            yield HSTS


_DESK = (b"content-security-policy", DESK_POLICY.encode())
_ANSWER = (b"content-security-policy", ANSWER_POLICY.encode())
