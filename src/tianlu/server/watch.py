"""Each request gets an id; what is refused or goes wrong is put on record, and a fault never shows its inside."""

import re
import secrets
import traceback

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tianlu.server.plain_answer import PlainAnswer
from tianlu.server.security_log import Entry, Event, Outcome, SecurityLog, say

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
ACCOUNT: tuple[tuple[str, re.Pattern[str], Event], ...] = (
    ("POST", re.compile(r"/api/sign-in"), Event.SIGNED_IN),
    ("GET", re.compile(r"/api/sign-in/[^/]+/callback"), Event.SIGNED_IN),
    ("POST", re.compile(r"/api/enter"), Event.SIGNED_IN),
    ("POST", re.compile(r"/api/setup"), Event.SET_UP),
    ("POST", re.compile(r"/api/sign-out"), Event.SIGNED_OUT),
    ("POST", re.compile(r"/api/reset-password"), Event.PASSWORD_RESET),
    ("POST", re.compile(r"/api/me/password"), Event.PASSWORD_CHANGED),
    ("POST", re.compile(r"/api/me/second-factor(/confirm)?"), Event.SECOND_FACTOR_SET),
    ("POST", re.compile(r"/api/me/second-factor/remove"), Event.SECOND_FACTOR_REMOVED),
    ("DELETE", re.compile(r"/api/me/sessions(/[^/]+)?"), Event.SESSION_ENDED),
    ("POST", re.compile(r"/api/me/tokens"), Event.TOKEN_MADE),
    ("DELETE", re.compile(r"/api/me/tokens/[^/]+"), Event.TOKEN_REVOKED),
    ("POST", re.compile(r"/api/people/[^/]+/account/reset-password"), Event.RESET_LINK_ISSUED),
    ("POST", re.compile(r"/api/people/[^/]+/account/drop-second-factor"), Event.SECOND_FACTOR_REMOVED),
    ("POST", re.compile(r"/api/people/[^/]+/account/unlock"), Event.UNLOCKED),
    ("POST", re.compile(r"/api/me/identit(ies/[^/]+|y/unlink)"), Event.IDENTITY_LINKED),
)
"""What somebody does with an account, put on record whether it is done or refused."""
ACCOUNT_PATHS = ("/api/sign-", "/api/me/", "/api/people/", "/api/enter", "/api/setup", "/api/reset-password")
REQUEST_ID = "request_id"
PERSON = "person"
REFUSED = "refused"
"""Where in `request.state` the request's id is; who asks, once it is known; that a sign-in elsewhere failed."""


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
                if event := find_event(scope, message["status"]):
                    is_ok = message["status"] < 400 and event not in (Event.SIGN_IN_FAILED, Event.LOCKED)
                    outcome = Outcome.OK if is_ok else Outcome.REFUSED
                    self._log.note(_entry(scope, event, outcome, status=message["status"]))
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as fault:
            say("".join(traceback.format_exception(fault)))
            self._log.note(_entry(scope, Event.UNEXPECTED, Outcome.FAILED, kind=type(fault).__name__))
            if has_begun:
                raise
            await unexpected(state[REQUEST_ID]).send(send_with_id)


def find_event(scope: Scope, status: int) -> Event | None:
    """What an answer is put on record as, if it is."""
    if status < 400 and not scope["path"].startswith(ACCOUNT_PATHS):
        return None
    account = next((event for method, path, event in ACCOUNT if _is(scope, method, path)), None)
    if account is Event.SIGNED_IN and (status >= 400 or scope["state"].get(REFUSED)):
        return Event.LOCKED if status == 429 else Event.SIGN_IN_FAILED
    if account is not None:
        return account
    has_token = any(name == b"authorization" for name, _ in scope["headers"])
    return Event.TOKEN_REFUSED if status == 401 and has_token else NOTED.get(status)


def _is(scope: Scope, method: str, path: re.Pattern[str]) -> bool:
    return bool(scope["method"] == method and path.fullmatch(scope["path"]))


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
