"""Who a request is from: the cookie of a session, or the bearer token of a program."""

from fastapi import Request

from tianlu.command.envelope import ActorId
from tianlu.people.gate import Actor, NotSignedIn
from tianlu.people.signin.accounts import Accounts, Browser
from tianlu.people.signin.limits import Limits
from tianlu.people.signin.store import Session
from tianlu.people.signin.tokens import PREFIX
from tianlu.people.signin.trouble import from_another_site, not_by_token, second_factor_due

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
COOKIE, COOKIE_HTTPS = "tianlu", "__Host-tianlu"
BEARER = "bearer "


class Who:
    """Asked by the gate before every answer."""

    def __init__(self, accounts: Accounts, limits: Limits) -> None:
        self._accounts = accounts
        self._limits = limits

    def __call__(self, request: Request) -> Actor:
        """Raises NotSignedIn, and SignInTrouble for what another site makes a browser send, and where the role needs a
        second factor that is not set up."""
        actor = self.even_if_due(request)
        if actor.scopes is None and self.is_factor_due(actor.id):
            raise second_factor_due()
        return actor

    def even_if_due(self, request: Request) -> Actor:
        """The same for who has his second factor still to set up."""
        bearer = bearer_of(request)
        return self._actor(self.session_of(request)) if bearer is None else self._by_token(bearer, request)

    def is_factor_due(self, person: ActorId) -> bool:
        """Whether one of his roles needs a second factor that he has not."""
        roles = self._limits.second_factor_roles
        if not roles:
            return False
        grants = self._accounts.snapshot().grants_of.get(person, ())
        return any(grant.role in roles for grant in grants) and not self._accounts.factors.is_on(person)

    def session_of(self, request: Request) -> Session:
        """The session of a browser; programs have none. Raises NotSignedIn and SignInTrouble."""
        if bearer_of(request) is not None:
            raise not_by_token()
        key = request.cookies.get(cookie_name(request))
        session = None if key is None else self._accounts.sessions.find(key)
        if session is None:
            raise NotSignedIn
        need_own_site(request)
        return session

    def _actor(self, session: Session) -> Actor:
        person = self._accounts.recent_person(session.person)
        if person is None:
            raise NotSignedIn
        return Actor(person.id, person.name)

    def _by_token(self, text: str, request: Request) -> Actor:
        token = self._accounts.tokens.find(text, address=browser_of(request).address)
        person = None if token is None else self._accounts.recent_person(token.person)
        if token is None or person is None:
            raise NotSignedIn
        return Actor(person.id, person.name, token.scopes)


def need_own_site(request: Request) -> None:
    """Raises SignInTrouble where a browser says that another site made it send a change.

    Beside SameSite=Strict. Browsers say so in Sec-Fetch-Site or Origin; a program that sends neither has no cookie that
    another site could misuse.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise from_another_site()
    origin = request.headers.get("origin")
    if site is None and origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise from_another_site()


def is_https(request: Request) -> bool:
    return request.url.scheme == "https"


def cookie_name(request: Request) -> str:
    """Over https one that a browser takes from this very host only."""
    return COOKIE_HTTPS if is_https(request) else COOKIE


def bearer_of(request: Request) -> str | None:
    header = request.headers.get("authorization", "")
    if not header.lower().startswith(BEARER):
        return None
    text = header[len(BEARER) :].strip()
    return text if text.startswith(PREFIX) else ""


def browser_of(request: Request) -> Browser:
    address = "" if request.client is None else request.client.host
    return Browser(address, request.headers.get("user-agent", ""), request.cookies.get(device_cookie(request), ""))


def device_cookie(request: Request) -> str:
    return f"{cookie_name(request)}-known"
