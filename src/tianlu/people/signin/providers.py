"""Other sign-ins of an organisation as data, `oidc.yaml`: OpenID providers, and those that go by steps of their own.

- {id: sso, kind: oidc, name: 统一认证, name_en: Single sign-on, issuer: https://id.example,
   client_id: tianlu, client_secret_env: TIANLU_SSO_SECRET, staff_number_claim: employee_number}
"""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator


class BadProviders(ValueError):
    """The file of other sign-ins cannot be used; says which line of it, and what is expected."""


class _Provider(BaseModel):
    """`client_secret_env` or `client_secret_file` name where the secret stands; it is never written in this file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    name: Annotated[str, Field(min_length=1, max_length=40)]
    name_en: Annotated[str, Field(min_length=1, max_length=40)]
    issuer: Annotated[str, Field(min_length=1, max_length=200)]
    client_id: str
    client_secret_env: str | None = None
    client_secret_file: Path | None = None
    has_second_factor: bool = False
    """It asks for one itself, so that roles that need one are served."""

    @model_validator(mode="after")
    def _secret_stands_somewhere(self) -> "_Provider":
        if (self.client_secret_env is None) == (self.client_secret_file is None):
            raise ValueError("give client_secret_env or client_secret_file, one of the two")
        return self

    @cached_property
    def client_secret(self) -> str:
        """Raises BadProviders where it is not where it is said to be."""
        if self.client_secret_file is not None:
            if not self.client_secret_file.is_file():
                raise BadProviders(f"{self.id}: there is no file {self.client_secret_file}")
            return self.client_secret_file.read_text(encoding="utf-8").strip()
        secret = os.environ.get(self.client_secret_env or "")
        if not secret:
            raise BadProviders(f"{self.id}: the environment has no {self.client_secret_env}")
        return secret


class OpenIdProvider(_Provider):
    """OpenID Connect Core 1.0: discovery at the issuer, authorization code with PKCE, id_token. Where
    `staff_number_claim` names a claim, who is not linked yet is found by it."""

    kind: Literal["oidc"] = "oidc"
    scope: str = "openid profile"
    staff_number_claim: str | None = None


class Step(BaseModel):
    """A request to such a provider. Values may name {client_id}, {client_secret}, {code}, {redirect_uri}, {state} and,
    once it was taken, {token}. `take` is the dotted path of what is wanted in the answer; where `good` is given, all of
    it must stand in the answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: Literal["GET", "POST"] = "GET"
    url: str
    query: Mapping[str, str] = {}
    body: Mapping[str, str] = {}
    headers: Mapping[str, str] = {}
    take: str
    good: Mapping[str, str | int] = {}


class Page(BaseModel):
    """The page to which a browser is sent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    query: Mapping[str, str]


class StepsProvider(_Provider):
    """OAuth 2 without id_token, as WeCom and DingTalk have it: page, code, token, user id. With `is_staff_number` the
    user id is the staff number, so that who is not linked yet is found by it."""

    kind: Literal["steps"]
    page: Page
    token: Step
    user: Step
    is_staff_number: bool = False


Provider = Annotated[OpenIdProvider | StepsProvider, Field(discriminator="kind")]


def read_providers(path: Path) -> tuple[OpenIdProvider | StepsProvider, ...]:
    """Those of a file; none where there is no such file. Raises BadProviders."""
    if not path.is_file():
        return ()
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
        providers = TypeAdapter(tuple[Provider, ...]).validate_python(rows)
    except (yaml.YAMLError, ValidationError) as trouble:
        raise BadProviders(f"{path}: {trouble}") from trouble
    ids = [provider.id for provider in providers]
    if len(set(ids)) < len(ids):
        raise BadProviders(f"{path}: two sign-ins have the same id")
    for provider in providers:
        _ = provider.client_secret
    return providers
