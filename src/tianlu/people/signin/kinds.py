"""What of sign-in is a command: that a password was set, a token issued or revoked. Secrets are named by their id.

They come from the server's own routes, which ask for the old password and the like; `POST /api/commands` does not take
them (`Kind.is_open`). Handlers look at no secret, so that a replay of the chain needs none.
"""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from tianlu.command.envelope import ActorId
from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.registry import Call, Kind, Registry
from tianlu.people.signin import store
from tianlu.people.signin.store import Token

CHANGE = "account.change"
"""What one needs for it: to be the person, the server, or to manage people at the person's unit."""

SET_PASSWORD, ISSUE_TOKEN, REVOKE_TOKEN = "signin.set_password", "signin.issue_token", "signin.revoke_token"
ISSUE_LINK = "signin.issue_link"

Name = Annotated[str, Field(min_length=1, max_length=100)]
Id = Annotated[str, Field(min_length=1, max_length=36)]


class PasswordBody(BaseModel):
    """Whose, and under which id its hash is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Name
    secret: Id


class TokenBody(BaseModel):
    """A token as it is issued; its hash is kept under its own id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    person: Name
    name: Name
    scopes: tuple[Name, ...]
    expires_at: AwareDatetime


class RevokeBody(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    person: Name


class LinkBody(BaseModel):
    """Who may set a new password by an address that works once, and until when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Name
    expires_at: AwareDatetime


def set_password(call: Call[PasswordBody]) -> Outcome:
    person = ActorId(call.body.person)
    store.set_password_id(call.connection, person=person, secret=call.body.secret, at=call.envelope.made_at)
    return Accepted({"person": person})


def issue_token(call: Call[TokenBody]) -> Outcome:
    body = call.body
    if store.find_token(call.connection, body.id) is not None:
        return Refusal(
            "token_exists", "a token of this id was issued before", "issue it anew", "该编号的令牌已存在", "请重新签发"
        )
    token = Token(
        id=body.id,
        person=ActorId(body.person),
        name=body.name,
        scopes=frozenset(body.scopes),
        made_by=call.actor,
        made_at=call.envelope.made_at,
        expires_at=body.expires_at,
    )
    store.put_token(call.connection, token)
    return Accepted({"id": body.id})


def revoke_token(call: Call[RevokeBody]) -> Outcome:
    token = store.find_token(call.connection, call.body.id)
    if token is None or token.person != call.body.person or token.revoked_at is not None:
        return Refusal(
            "no_such_token", "there is no such token in force", "load the list again", "没有此有效令牌", "请刷新列表"
        )
    store.revoke_token(call.connection, token.id, call.envelope.made_at)
    return Accepted({"id": token.id})


def issue_link(call: Call[LinkBody]) -> Outcome:
    """That it was issued is put on record; the address itself is a secret."""
    expires_at: datetime = call.body.expires_at
    return Accepted({"person": call.body.person, "expires_at": expires_at.isoformat()})


def register_sign_in(registry: Registry) -> None:
    """Add the kinds of this room."""
    registry.add(Kind(SET_PASSWORD, 1, PasswordBody, CHANGE, set_password, is_open=False))
    registry.add(Kind(ISSUE_TOKEN, 1, TokenBody, CHANGE, issue_token, is_open=False))
    registry.add(Kind(REVOKE_TOKEN, 1, RevokeBody, CHANGE, revoke_token, is_open=False))
    registry.add(Kind(ISSUE_LINK, 1, LinkBody, CHANGE, issue_link, is_open=False))
