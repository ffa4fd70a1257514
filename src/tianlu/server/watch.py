"""Each request gets an id; what is refused or goes wrong is put on record, and a fault never shows its inside."""

import secrets
import sys
import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tianlu.server.plain_answer import PlainAnswer
from tianlu.server.security_log import Entry, Event, Outcome, SecurityLog

NOTED = {
    400: Event.LIMIT_HIT,
    403: Event.NOT_ALLOWED,
    405: Event.LIMIT_HIT,
    408: Event.LIMIT_HIT,
    413: Event.LIMIT_HIT,
    414: Event.LIMIT_HIT,
    421: Event.LIMIT_HIT,
    429: Event.LIMIT_HIT,
}
"""Answers that are put on record by their status, whichever route gave them."""
REQUEST_ID = "request_id"
PERSON = "person"
"""Where in `request.state` the request's id is, and who asks, once the gate knows it."""


class Watch:
    """The outermost layer that an application is given."""

    def __init__(self, app: ASGIApp, log: SecurityLog) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = secrets.token_hex(8)
        # A state of the request's own: what the server hands over is shared by all requests.
        state = scope["state"] = {**scope.get("state", {}), REQUEST_ID: request}
        has_begun = False

        async def send_with_id(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                message = {**message, "headers": [*message.get("headers", ()), (b"x-request-id", request.encode())]}
                if event := NOTED.get(message["status"]):
                    self._log.note(_entry(scope, event, Outcome.REFUSED, status=message["status"]))
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as fault:
            traceback.print_exception(fault, file=sys.stderr)
            self._log.note(_entry(scope, Event.UNEXPECTED, Outcome.FAILED, kind=type(fault).__name__))
            if has_begun:
                raise
            await unexpected(state[REQUEST_ID]).send(send_with_id)


def unexpected(request: str) -> PlainAnswer:
    """What is told of a fault: that it is ours, and the id by which the operator finds it in the log."""
    return PlainAnswer(
        500,
        f"the server made a mistake; see whether it was done before you try again, and tell your operator: {request}",
        f"服务器出错了；请先查看是否已经生效再重试，并把这个编号告诉管理员：{request}",
        id=request,
    )


def _entry(scope: Scope, event: Event, outcome: Outcome, **more: str | int) -> Entry:
    client = scope.get("client")
    return Entry(
        event,
        outcome,
        person=scope["state"].get(PERSON),
        address=client[0] if client else None,
        method=scope["method"],
        path=scope["path"],
        request=scope["state"].get(REQUEST_ID),
        more=more,
    )
