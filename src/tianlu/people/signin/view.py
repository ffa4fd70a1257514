"""What sign-in takes and answers over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from tianlu.people.model import EntityKind

Name = Annotated[str, Field(min_length=1, max_length=200)]
Typed = Annotated[SecretStr, Field(max_length=1000)]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TroubleBody(BaseModel):
    """`code` names the kind of trouble; both languages say what to do."""

    code: str
    detail: str
    detail_zh: str


class SignInBody(Body):
    login: Annotated[str, Field(min_length=1, max_length=200)]
    password: Typed
    code: Annotated[str, Field(max_length=40)] | None = None
    """From the telephone or from paper, where the account has a second factor."""


class PasswordChangeBody(Body):
    old: Typed
    new: Typed


class ResetBody(Body):
    key: Annotated[str, Field(max_length=200)]
    password: Typed


class ResetAddressView(BaseModel):
    """Where somebody sets a new password, below the server's own address; it works once, for so many hours."""

    address: str
    hours: int


class KeyBody(Body):
    key: Annotated[str, Field(max_length=200)]


class SetupBody(Body):
    key: Annotated[str, Field(max_length=200)]
    entity_name: Name
    entity_kind: EntityKind = EntityKind.POST
    org: Annotated[str, Field(pattern=r"^[0-9]{2}([0-9]{2}([0-9]{2})?)?$")]
    org_name: Name
    org_name_en: Annotated[str, Field(max_length=200)] = ""
    person_name: Name
    staff_number: Annotated[str, Field(min_length=1, max_length=100)]
    password: Typed


class ProviderView(BaseModel):
    """Another sign-in that there is here."""

    id: str
    name: str
    name_en: str


class StateView(BaseModel):
    """What the sign-in page is to show: `needs_setup` where there is nobody yet."""

    needs_setup: bool
    providers: list[ProviderView]


class AddressView(BaseModel):
    address: str


class IdentityBody(Body):
    issuer: Annotated[str, Field(max_length=200)]
    subject: Annotated[str, Field(max_length=200)]


class IdentityView(BaseModel):
    """As whom another sign-in knows one."""

    issuer: str
    subject: str
    linked_at: datetime


class GrantView(BaseModel):
    role: str
    role_name: str
    role_name_en: str
    org: str
    org_name: str
    org_name_en: str


class MeView(BaseModel):
    """Who is signed in. `reach` gives by permission the paths below which he has it."""

    id: str
    name: str
    staff_number: str
    home: str
    home_name: str
    home_name_en: str
    grants: list[GrantView]
    reach: dict[str, list[str]]
    has_password: bool
    has_second_factor: bool
    is_second_factor_due: bool
    """His role needs one: until it is set up nothing else is answered."""
    paper_codes: int
    """How many are left."""


class PasswordBody(Body):
    """The present password, once more, before something grave."""

    password: Typed


class NewFactorView(BaseModel):
    """`svg` is the image of `address`, which a telephone scans; `secret` is for typing."""

    id: str
    secret: str
    address: str
    svg: str


class ConfirmBody(Body):
    id: Annotated[str, Field(max_length=36)]
    code: Annotated[str, Field(max_length=40)]


class PaperCodesView(BaseModel):
    """Shown this once; each works once in place of the telephone."""

    codes: list[str]


class SessionView(BaseModel):
    id: str
    way: str
    made_at: datetime
    seen_at: datetime
    address: str
    agent: str
    is_this: bool


class TokenOrderBody(Body):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    scopes: Annotated[frozenset[str], Field(min_length=1)]
    days: Annotated[int, Field(ge=1, le=365)] = 90
    person: str | None = None
    """A service that it is for; left out: oneself."""


class TokenView(BaseModel):
    id: str
    person: str
    person_name: str
    name: str
    scopes: list[str]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None


class IssuedTokenView(BaseModel):
    """`text` is shown this once."""

    token: TokenView
    text: str
