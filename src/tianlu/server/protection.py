"""The layers that stand around the application, in their order."""

from dataclasses import dataclass, field

from starlette.applications import Starlette

from tianlu.server.headers import HeaderRules, SecurityHeaders
from tianlu.server.limits import Limits, PersonOf, RequestLimits
from tianlu.server.security_log import SecurityLog
from tianlu.server.watch import Watch


@dataclass(frozen=True)
class Protection:
    """What the layers are told. Without `person_of` heavy work is counted by the address it comes from."""

    log: SecurityLog = field(default_factory=SecurityLog)
    headers: HeaderRules = field(default_factory=HeaderRules)
    limits: Limits = field(default_factory=Limits)
    person_of: PersonOf | None = None


def protect(app: Starlette, protection: Protection) -> None:
    """Put the layers around it: the watch outermost, so that it sees what the others refuse."""
    app.add_middleware(RequestLimits, limits=protection.limits, person_of=protection.person_of)
    app.add_middleware(SecurityHeaders, rules=protection.headers)
    app.add_middleware(Watch, log=protection.log)
