"""The routes of one's own account: password, sessions, tokens."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from tianlu.people.gate import Actor, NotSignedIn
from tianlu.people.model import Person
from tianlu.people.roles import PEOPLE_MANAGE
from tianlu.people.signin.api import TROUBLES
from tianlu.people.signin.desk import SignInDesk
from tianlu.people.signin.store import Session, Token
from tianlu.people.signin.trouble import bad_value, unknown_item
from tianlu.people.signin.view import (
    ConfirmBody,
    IssuedTokenView,
    NewFactorView,
    PaperCodesView,
    PasswordBody,
    PasswordChangeBody,
    SessionView,
    TokenOrderBody,
    TokenView,
)
from tianlu.people.signin.who import browser_of


def account_router(desk: SignInDesk) -> APIRouter:
    """Only for who is signed in at a browser; a token changes no account."""
    router = APIRouter(prefix="/api/me", tags=["account"], responses=TROUBLES)

    @router.post("/password", status_code=204)
    def change_password(
        body: PasswordChangeBody, session: Annotated[Session, Depends(desk.who.session_of)], request: Request
    ) -> None:
        """Change one's password; all other sessions end."""
        old, new = body.old.get_secret_value(), body.new.get_secret_value()
        person = _person(desk, session)
        desk.accounts.change_password(person, old=old, new=new, session=session, browser=browser_of(request))

    @router.post("/second-factor", status_code=201)
    def prepare_factor(
        body: PasswordBody, session: Annotated[Session, Depends(desk.who.session_of)], request: Request
    ) -> NewFactorView:
        """Begin to set up a second factor: what the telephone scans. In force when a code confirms it."""
        person = _need_password(desk, session, body, request)
        id_, factor = desk.accounts.factors.prepare(person)
        return NewFactorView(id=id_, **factor.__dict__)

    @router.post("/second-factor/confirm")
    def confirm_factor(body: ConfirmBody, session: Annotated[Session, Depends(desk.who.session_of)]) -> PaperCodesView:
        """Put it in force by a code from the telephone; ten codes for paper. All other sessions end."""
        codes = desk.accounts.factors.confirm(_person(desk, session), body.id, body.code)
        desk.accounts.sessions.end_all(session.person, but=session.id)
        return PaperCodesView(codes=list(codes))

    @router.post("/second-factor/remove", status_code=204)
    def remove_factor(
        body: PasswordBody, session: Annotated[Session, Depends(desk.who.session_of)], request: Request
    ) -> None:
        """From now on the password is enough."""
        person = _need_password(desk, session, body, request)
        desk.accounts.factors.remove(person, by=person.id)

    @router.get("/sessions")
    def list_sessions(session: Annotated[Session, Depends(desk.who.session_of)]) -> list[SessionView]:
        """Where one is signed in, the one used last first."""
        return [
            SessionView(**each.__dict__, is_this=each.id == session.id)
            for each in desk.accounts.sessions.list_of(session.person)
        ]

    @router.delete("/sessions", status_code=204)
    def end_others(session: Annotated[Session, Depends(desk.who.session_of)]) -> None:
        """End all sessions but this one."""
        desk.accounts.sessions.end_all(session.person, but=session.id)

    @router.delete("/sessions/{id}", status_code=204)
    def end_session(id: str, session: Annotated[Session, Depends(desk.who.session_of)]) -> None:
        """End one of one's own sessions."""
        if not desk.accounts.sessions.end_one(session.person, id):
            raise unknown_item("session", "登录会话")

    @router.get("/tokens")
    def list_tokens(session: Annotated[Session, Depends(desk.who.session_of)]) -> list[TokenView]:
        """One's own tokens and those of the services that one manages."""
        persons = {person.id: person for person in _token_holders(desk, session)}
        return [
            _view_token(token, persons[token.person], used_at)
            for token, used_at in desk.accounts.list_tokens(list(persons))
        ]

    @router.post("/tokens", status_code=201)
    def issue_token(body: TokenOrderBody, session: Annotated[Session, Depends(desk.who.session_of)]) -> IssuedTokenView:
        """Issue a token for oneself or for a service that one manages; its text is shown this once."""
        person = _holder(desk, session, body.person or session.person)
        known = {permission for role in desk.roles.values() for permission in role.may}
        if unknown := sorted(body.scopes - known):
            raise bad_value(f"there is no permission {', '.join(unknown)}", f"没有权限 {'、'.join(unknown)}")
        token, text = desk.accounts.issue_token(
            person, name=body.name, scopes=body.scopes, days=body.days, by=session.person
        )
        return IssuedTokenView(token=_view_token(token, person, None), text=text)

    @router.delete("/tokens/{id}", status_code=204)
    def revoke_token(id: str, session: Annotated[Session, Depends(desk.who.session_of)]) -> None:
        """From now on the token is worth nothing."""
        tokens = desk.accounts.list_tokens([person.id for person in _token_holders(desk, session)])
        token = next((token for token, _ in tokens if token.id == id), None)
        if token is None:
            raise unknown_item("token", "令牌")
        desk.accounts.revoke_token(_holder(desk, session, token.person), id, by=session.person)

    return router


def _need_password(desk: SignInDesk, session: Session, body: PasswordBody, request: Request) -> Person:
    """Who it is, asked once more; somebody who signs in elsewhere has no password to ask for."""
    person = _person(desk, session)
    if desk.accounts.has_password(person):
        desk.accounts.need_password(person, body.password.get_secret_value(), browser=browser_of(request))
    return person


def _person(desk: SignInDesk, session: Session) -> Person:
    person = desk.accounts.find_person(session.person)
    if person is None:
        raise NotSignedIn
    return person


def _holder(desk: SignInDesk, session: Session, id_: str) -> Person:
    """Oneself, or a service that one manages."""
    for person in _token_holders(desk, session):
        if person.id == id_:
            return person
    raise unknown_item("service", "服务账户")


def _token_holders(desk: SignInDesk, session: Session) -> list[Person]:
    """The services that one manages, after oneself."""
    own = _person(desk, session)
    snapshot = desk.accounts.snapshot()
    reach = desk.gate.reach(Actor(own.id, own.name), PEOPLE_MANAGE)
    services = [
        person
        for person in snapshot.persons.values()
        if person.is_service
        and not person.has_left
        and person.home in snapshot.nodes
        and reach.covers(snapshot.nodes[person.home].path)
    ]
    return [own, *services]


def _view_token(token: Token, person: Person, used_at: datetime | None) -> TokenView:
    return TokenView(
        **{**token.__dict__, "scopes": sorted(token.scopes)},
        person_name=person.name,
        used_at=used_at,
    )
