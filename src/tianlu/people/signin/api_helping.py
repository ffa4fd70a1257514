"""The routes by which a manager helps somebody who cannot sign in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from tianlu.people.gate import Actor
from tianlu.people.signin.accounts import RESET_FOR
from tianlu.people.signin.api import TROUBLES
from tianlu.people.signin.desk import SignInDesk
from tianlu.people.signin.view import ResetAddressView


class HelpedView(BaseModel):
    """How somebody's sign-in stands. `wait_s`: for how long nobody may try his password. `why_not` says, where that is
    so, why the one who asks may not help him."""

    has_password: bool
    has_second_factor: bool
    wait_s: int
    may_help: bool
    why_not: str
    why_not_zh: str


def helping_router(desk: SignInDesk) -> APIRouter:
    """Only at a browser; a token changes no account."""
    router = APIRouter(prefix="/api/people/{person}/account", tags=["account"], responses=TROUBLES)

    def at_browser(request: Request) -> Actor:
        desk.who.session_of(request)
        return desk.gate.ask(request)

    signed_in = Annotated[Actor, Depends(at_browser)]

    @router.get("", operation_id="get_account_of")
    def get_account(person: str, actor: signed_in) -> HelpedView:
        helped = desk.helping.get_person(actor, person)
        refusal = desk.helping.why_not(actor, helped)
        return HelpedView(
            has_password=desk.accounts.has_password(helped),
            has_second_factor=desk.accounts.factors.is_on(helped.id),
            wait_s=desk.accounts.wait_s(helped),
            may_help=refusal is None,
            why_not="" if refusal is None else f"{refusal.reason}; {refusal.mend}",
            why_not_zh="" if refusal is None else f"{refusal.reason_zh}；{refusal.mend_zh}",
        )

    @router.post("/reset-password", operation_id="reset_password_of", status_code=201)
    def reset_password(person: str, actor: signed_in) -> ResetAddressView:
        """An address at which that person sets a new password, once, within a day; shown this once."""
        helped = desk.helping.get_person(actor, person)
        key = desk.accounts.issue_reset_link(helped, by=actor.id)
        return ResetAddressView(address=f"/reset#key={key}", hours=int(RESET_FOR.total_seconds()) // 3600)

    @router.post("/drop-second-factor", operation_id="drop_second_factor_of", status_code=204)
    def drop_second_factor(person: str, actor: signed_in) -> None:
        """His telephone and paper are lost: from now on the password is enough. All his sessions end."""
        helped = desk.helping.get_person(actor, person)
        desk.accounts.factors.remove(helped, by=actor.id)
        desk.accounts.sessions.end_all(helped.id)

    @router.post("/unlock", operation_id="unlock_account_of", status_code=204)
    def unlock(person: str, actor: signed_in) -> None:
        """Lift the wait after failed tries."""
        desk.accounts.unlock(desk.helping.get_person(actor, person), by=actor.id)

    return router
