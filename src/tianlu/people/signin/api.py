"""The routes of signing in and out, of the first run, and of who is signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tianlu.people.gate import Actor
from tianlu.people.model import Person
from tianlu.people.signin.desk import SignInDesk
from tianlu.people.signin.first_run import FirstUnit
from tianlu.people.signin.limits import DAY_S
from tianlu.people.signin.view import (
    GrantView,
    KeyBody,
    MeView,
    ProviderView,
    ResetBody,
    SetupBody,
    SignInBody,
    StateView,
    TroubleBody,
)
from tianlu.people.signin.who import browser_of, cookie_name, device_cookie, is_https, need_own_site

DEVICE_FOR_S = 365 * DAY_S
"""How long a browser is known at which somebody has signed in."""
TROUBLES: dict[int | str, dict[str, object]] = {
    status: {"model": TroubleBody} for status in (401, 403, 404, 409, 410, 422, 429)
}


def sign_in_router(desk: SignInDesk) -> APIRouter:
    """Routes that work without being signed in, and `/api/me`."""
    router = APIRouter(prefix="/api", tags=["sign-in"], responses=TROUBLES)
    own_site = [Depends(need_own_site)]

    @router.get("/sign-in")
    def sign_in_state() -> StateView:
        """What the sign-in page is to show."""
        providers = [
            ProviderView(id=each.id, name=each.name, name_en=each.name_en) for each in desk.elsewhere.providers.values()
        ]
        return StateView(needs_setup=desk.first_run.is_due(), providers=providers)

    @router.post("/sign-in", dependencies=own_site)
    def sign_in(body: SignInBody, request: Request, response: Response) -> MeView:
        """Sign in by staff number and password; the cookie is the session."""
        end_present(desk, request)
        password = body.password.get_secret_value()
        signed_in = desk.accounts.sign_in(body.login, password, code=body.code, browser=browser_of(request))
        request.state.person = signed_in.person.id
        set_cookie(desk, request, response, signed_in.key)
        _remember_device(request, response, signed_in.device)
        return view_me(desk, signed_in.person)

    @router.post("/sign-out", dependencies=own_site, status_code=204)
    def sign_out(request: Request, response: Response) -> None:
        """End this browser's session."""
        end_present(desk, request)
        response.delete_cookie(cookie_name(request), path="/", secure=is_https(request), httponly=True)

    @router.post("/reset-password", dependencies=own_site, status_code=204)
    def reset_password(body: ResetBody) -> None:
        """Set a new password by an address that an administrator has given out; it works once."""
        desk.accounts.reset_password(body.key, body.password.get_secret_value())

    @router.post("/setup", dependencies=own_site)
    def setup(body: SetupBody, request: Request, response: Response) -> MeView:
        """Found the first unit and its administrator, by the key that the server printed; works once."""
        unit = FirstUnit(**body.model_dump(exclude={"key", "password"}))
        password = body.password.get_secret_value()
        person, key = desk.first_run.found(body.key, unit, password, browser=browser_of(request))
        set_cookie(desk, request, response, key)
        return view_me(desk, person)

    @router.post("/enter", dependencies=own_site)
    def enter(body: KeyBody, request: Request, response: Response) -> MeView:
        """Sign in by an address that works once."""
        end_present(desk, request)
        person, key = desk.first_run.enter(body.key, browser=browser_of(request))
        request.state.person = person.id
        set_cookie(desk, request, response, key)
        return view_me(desk, person)

    @router.get("/me")
    def me(actor: Annotated[Actor, Depends(desk.who.even_if_due)]) -> MeView:
        """Who is signed in, with what he may do and where."""
        person = desk.accounts.snapshot().persons[actor.id]
        return view_me(desk, person, actor)

    return router


def view_me(desk: SignInDesk, person: Person, actor: Actor | None = None) -> MeView:
    snapshot = desk.accounts.snapshot()
    asks = actor or Actor(person.id, person.name)
    home = snapshot.nodes.get(person.home)
    permissions = sorted({permission for role in desk.roles.values() for permission in role.may})
    reach = {permission: list(desk.gate.reach(asks, permission).paths) for permission in permissions}
    return MeView(
        id=person.id,
        name=person.name,
        staff_number=person.staff_number,
        home=person.home,
        home_name="" if home is None else home.name,
        home_name_en="" if home is None else home.name_en,
        grants=[
            GrantView(
                role=grant.role,
                role_name=desk.roles[grant.role].name,
                role_name_en=desk.roles[grant.role].name_en,
                org=grant.org,
                org_name=snapshot.nodes[grant.org].name,
                org_name_en=snapshot.nodes[grant.org].name_en,
            )
            for grant in snapshot.grants_of.get(person.id, ())
            if grant.role in desk.roles and grant.org in snapshot.nodes
        ],
        reach={permission: paths for permission, paths in reach.items() if paths},
        has_password=desk.accounts.has_password(person),
        has_second_factor=desk.accounts.factors.is_on(person.id),
        is_second_factor_due=desk.who.is_factor_due(person.id),
        paper_codes=desk.accounts.factors.count_paper_codes(person.id),
    )


def end_present(desk: SignInDesk, request: Request) -> None:
    """A browser that signs in anew gets a new session, and the old one is over."""
    key = request.cookies.get(cookie_name(request))
    if key is not None:
        desk.accounts.sessions.end(key)


def _remember_device(request: Request, response: Response, device: str) -> None:
    response.set_cookie(
        device_cookie(request),
        device,
        max_age=DEVICE_FOR_S,
        path="/",
        secure=is_https(request),
        httponly=True,
        samesite="strict",
    )


def set_cookie(desk: SignInDesk, request: Request, response: Response, key: str) -> None:
    response.set_cookie(
        cookie_name(request),
        key,
        max_age=desk.limits.absolute_s,
        path="/",
        secure=is_https(request),
        httponly=True,
        samesite="strict",
    )
