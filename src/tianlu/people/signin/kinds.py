"""What of sign-in is a command: that a password was set, a token issued or revoked. Secrets are named by their id.

They come from the server's own routes, which ask for the old password and the like; `POST /api/commands` does not take
them (`Kind.is_open`). Handlers look at no secret, so that a replay of the chain needs none.
"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from tianlu.command.envelope import ActorId
from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.refusals import not_allowed
from tianlu.command.registry import Asks, Call, Kind, Registry
from tianlu.people import store as people
from tianlu.people.kinds_person import across_entities, outranked
from tianlu.people.signin import store, store_factors
from tianlu.people.signin.store import Token
from tianlu.people.signin.store_factors import Identity
from tianlu.people.signin.tables import IDENTITIES, PASSWORDS, SECOND_FACTORS, TOKENS

SERVER = ActorId("(server)")
"""Who acts when the server's own command line or its first start does: whoever has the machine has the data."""
CHANGE = "account.change"
"""What one needs for it: to be the person, the server, or to manage people at the person's unit."""

SET_PASSWORD, ISSUE_TOKEN, REVOKE_TOKEN = "signin.set_password", "signin.issue_token", "signin.revoke_token"
ISSUE_LINK = "signin.issue_link"
SET_SECOND_FACTOR, REMOVE_SECOND_FACTOR = "signin.set_second_factor", "signin.remove_second_factor"
LINK_IDENTITY, UNLINK_IDENTITY = "signin.link_identity", "signin.unlink_identity"
UNLOCK = "signin.unlock"
ACT_FOR = "signin.act_for"

STATE_TABLES = (PASSWORDS, TOKENS, SECOND_FACTORS, IDENTITIES)
"""What a replay of the chains makes again."""

Name = Annotated[str, Field(min_length=1, max_length=100)]
Id = Annotated[str, Field(min_length=1, max_length=36)]


class SecretBody(BaseModel):
    """Whose, and under which id the hash of a password or the key of a second factor is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Name
    secret: Id


class PersonBody(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Name


class IdentityBody(BaseModel):
    """As whom another sign-in knows a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Name
    issuer: Annotated[str, Field(min_length=1, max_length=200)]
    subject: Annotated[str, Field(min_length=1, max_length=200)]


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


class ActForBody(BaseModel):
    """The commands that the machine's command line is about to send in a person's name, by their ids."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Name
    commands: Annotated[tuple[Id, ...], Field(min_length=1, max_length=100)]


def may_change_account(call: Call, asks: Asks) -> Refusal | None:  # type: ignore[type-arg]
    """Oneself, the server, or who may all that the person may and is of his legal entity: else a manager could sign in
    as an administrator, or as a colleague of the bank to see its people."""
    person = people.find_person(call.connection, call.body.person)
    if person is None or call.actor in (SERVER, person.id):
        return None
    return outranked(call, person.id, asks) or across_entities(call, {person.entity}, person.home, asks)


def set_password(call: Call[SecretBody]) -> Outcome:
    person = ActorId(call.body.person)
    store.set_password_id(call.connection, person=person, secret=call.body.secret, at=call.envelope.made_at)
    return Accepted({"person": person})


def set_second_factor(call: Call[SecretBody]) -> Outcome:
    person = ActorId(call.body.person)
    store_factors.set_factor_id(call.connection, person=person, secret=call.body.secret, at=call.envelope.made_at)
    return Accepted({"person": person})


def remove_second_factor(call: Call[PersonBody]) -> Outcome:
    store_factors.drop_factor_id(call.connection, ActorId(call.body.person))
    return Accepted({"person": call.body.person})


def link_identity(call: Call[IdentityBody]) -> Outcome:
    body = call.body
    known = store_factors.find_identity(call.connection, body.issuer, body.subject)
    if known is not None:
        return Refusal(
            "identity_taken",
            f"{body.subject} of {body.issuer} is linked already",
            "unlink it there first",
            f"{body.issuer} 的账号 {body.subject} 已关联",
            "请先在原账户解除关联",
        )
    identity = Identity(body.issuer, body.subject, ActorId(body.person), call.envelope.made_at)
    store_factors.put_identity(call.connection, identity)
    return Accepted({"person": body.person})


def unlink_identity(call: Call[IdentityBody]) -> Outcome:
    known = store_factors.find_identity(call.connection, call.body.issuer, call.body.subject)
    if known is None or known.person != call.body.person:
        return Refusal("no_such_identity", "it is not linked", "load the list again", "该账号未关联", "请刷新列表")
    store_factors.drop_identity(call.connection, known.issuer, known.subject)
    return Accepted({"person": known.person})


def unlock(call: Call[PersonBody]) -> Outcome:
    """That somebody lifted a wait is put on record; the failures themselves are in no chain."""
    return Accepted({"person": call.body.person})


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


def act_for(call: Call[ActForBody]) -> Outcome:
    """Put on record before the commands themselves (decision 0022); they are held to what the person may."""
    person = people.find_person(call.connection, call.body.person)
    if person is None or person.has_left or person.is_service:
        return Refusal(
            "nobody_to_act_for",
            f"{call.body.person} is nobody who works here",
            "name a person by staff number, no program and nobody who has left",
            f"{call.body.person} 不是在职人员",
            "请指定在职人员的工号，不能是程序账号",
        )
    return Accepted({"person": person.id})


def is_server(call: Call[ActForBody], _: Asks) -> Refusal | None:
    return None if call.actor == SERVER else not_allowed(CHANGE, call.envelope.org)


def register_sign_in(registry: Registry) -> None:
    """Add the kinds of this room."""
    for name, body, handle in (
        (SET_PASSWORD, SecretBody, set_password),
        (SET_SECOND_FACTOR, SecretBody, set_second_factor),
        (REMOVE_SECOND_FACTOR, PersonBody, remove_second_factor),
        (LINK_IDENTITY, IdentityBody, link_identity),
        (UNLINK_IDENTITY, IdentityBody, unlink_identity),
        (ISSUE_TOKEN, TokenBody, issue_token),
        (REVOKE_TOKEN, RevokeBody, revoke_token),
        (ISSUE_LINK, LinkBody, issue_link),
        (UNLOCK, PersonBody, unlock),
    ):
        kind: Kind[Any] = Kind(name, 1, body, CHANGE, handle, is_open=False, also_needs=may_change_account)
        registry.add(kind)
    registry.add(Kind(ACT_FOR, 1, ActForBody, CHANGE, act_for, is_open=False, also_needs=is_server))
