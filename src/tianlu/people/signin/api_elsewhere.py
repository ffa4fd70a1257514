"""The routes of signing in elsewhere: there, back, and linking."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from tianlu.people.gate import NotSignedIn
from tianlu.people.model import Person
from tianlu.people.signin.api import TROUBLES, end_present, set_cookie
from tianlu.people.signin.desk import SignInDesk
from tianlu.people.signin.elsewhere import VISIT_FOR, Sent
from tianlu.people.signin.store import Session
from tianlu.people.signin.trouble import SignInTrouble
from tianlu.people.signin.view import AddressView, IdentityBody, IdentityView
from tianlu.people.signin.who import browser_of, cookie_name, is_https

SIGN_IN_PAGE = "/sign-in"


def elsewhere_router(desk: SignInDesk) -> APIRouter:
    """Beside a password; which there are stands in `oidc.yaml`."""
    router = APIRouter(prefix="/api", tags=["sign-in"], responses=TROUBLES)

    @router.get("/sign-in/{provider}/start", status_code=303, response_class=RedirectResponse)
    def start(provider: str, request: Request, back_to: str = "/") -> Response:
        """Send the browser to another sign-in."""
        try:
            sent = desk.elsewhere.send(provider, redirect_uri=_redirect_uri(request, provider), back_to=back_to)
        except SignInTrouble as trouble:
            return _to_sign_in(trouble)
        response = RedirectResponse(sent.address, 303)
        _remember_visit(request, response, sent)
        return response

    @router.get("/sign-in/{provider}/callback", status_code=303, response_class=RedirectResponse)
    def callback(provider: str, request: Request, state: str = "", code: str = "") -> Response:
        """Where another sign-in sends the browser back to."""
        try:
            came = desk.elsewhere.receive(
                provider,
                state=state,
                code=code,
                browser_key=request.cookies.get(visit_cookie(request), ""),
                redirect_uri=_redirect_uri(request, provider),
                browser=browser_of(request),
            )
        except SignInTrouble as trouble:
            request.state.refused = trouble.code
            return _to_sign_in(trouble)
        end_present(desk, request)
        response = RedirectResponse(came.back_to, 303)
        set_cookie(desk, request, response, came.key)
        response.delete_cookie(visit_cookie(request), path="/", secure=is_https(request), httponly=True)
        return response

    @router.post("/me/identities/{provider}", status_code=201)
    def start_linking(
        provider: str,
        request: Request,
        response: Response,
        session: Annotated[Session, Depends(desk.who.session_of)],
    ) -> AddressView:
        """Where to send the browser, to link the account that one has there."""
        sent = desk.elsewhere.send(
            provider, redirect_uri=_redirect_uri(request, provider), back_to="/account", person=session.person
        )
        _remember_visit(request, response, sent)
        return AddressView(address=sent.address)

    @router.get("/me/identities")
    def list_identities(session: Annotated[Session, Depends(desk.who.session_of)]) -> list[IdentityView]:
        """As whom other sign-ins know one."""
        return [
            IdentityView(issuer=each.issuer, subject=each.subject, linked_at=each.linked_at)
            for each in desk.elsewhere.list_of(session.person)
        ]

    @router.post("/me/identity/unlink", status_code=204)
    def unlink(body: IdentityBody, session: Annotated[Session, Depends(desk.who.session_of)]) -> None:
        """From now on that account signs nobody in here."""
        person = _person(desk, session)
        desk.elsewhere.unlink(person, issuer=body.issuer, subject=body.subject, by=person.id)

    return router


def visit_cookie(request: Request) -> str:
    return f"{cookie_name(request)}-visit"


def _person(desk: SignInDesk, session: Session) -> Person:
    person = desk.accounts.find_person(session.person)
    if person is None:
        raise NotSignedIn
    return person


def _redirect_uri(request: Request, provider: str) -> str:
    return str(request.base_url.replace(path=f"/api/sign-in/{provider}/callback"))


def _to_sign_in(trouble: SignInTrouble) -> Response:
    """The browser is on its way: the page is told the kind of trouble and has the words for it."""
    return RedirectResponse(f"{SIGN_IN_PAGE}?{urlencode({'trouble': trouble.code})}", 303)


def _remember_visit(request: Request, response: Response, sent: Sent) -> None:
    """Lax: the browser comes back from another site."""
    response.set_cookie(
        visit_cookie(request),
        sent.browser_key,
        max_age=int(VISIT_FOR.total_seconds()),
        path="/",
        secure=is_https(request),
        httponly=True,
        samesite="lax",
    )
