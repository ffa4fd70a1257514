"""OpenID Connect: where to send a browser, and whom the provider says it has before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tianlu.people.signin.providers import OpenIdProvider
from tianlu.people.signin.trouble import provider_failed

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
CLOCKS_APART_S = 60


@dataclass(frozen=True)
class Said:
    """Whom a provider has before it: its own name for him, and his staff number if it says one."""

    subject: str
    staff_number: str | None


@dataclass(frozen=True)
class Return:
    """What must fit together when a browser comes back. `verifier` is PKCE's (RFC 7636)."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str


def page_address(provider: OpenIdProvider, http: httpx.Client, back: Return) -> str:
    """Where to send the browser. Raises SignInTrouble."""
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back.redirect_uri,
        "scope": provider.scope,
        "state": back.state,
        "nonce": back.nonce,
        "code_challenge": create_s256_code_challenge(back.verifier),
        "code_challenge_method": "S256",
    }
    page = _discover(provider, http)["authorization_endpoint"]
    return f"{page}{'&' if '?' in page else '?'}{urlencode(query)}"


def ask_who(
    provider: OpenIdProvider, http: httpx.Client, back: Return, code: str, *, clock: Callable[[], datetime]
) -> Said:
    """Exchange the code and read the id_token, whose signature, issuer, audience, time and nonce must be right (OpenID
    Connect Core 1.0, 3.1.3.7). Raises SignInTrouble."""
    about = _discover(provider, http)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back.redirect_uri,
        "code_verifier": back.verifier,
    }
    secret = httpx.BasicAuth(provider.client_id, provider.client_secret)
    answer = ask_json(http.build_request("POST", about["token_endpoint"], data=form), http, provider.id, auth=secret)
    keys = ask_json(http.build_request("GET", about["jwks_uri"]), http, provider.id)
    claims = _read_id_token(provider, str(answer.get("id_token", "")), keys, back.nonce, int(clock().timestamp()))
    number = claims.get(provider.staff_number_claim) if provider.staff_number_claim else None
    return Said(str(claims["sub"]), None if number is None else str(number))


def _discover(provider: OpenIdProvider, http: httpx.Client) -> Mapping[str, Any]:
    address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    about = ask_json(http.build_request("GET", address), http, provider.id)
    if about.get("issuer") != provider.issuer:
        raise provider_failed(provider.id, f"it calls itself {about.get('issuer')}, not {provider.issuer}")
    if missing := [key for key in ("authorization_endpoint", "token_endpoint", "jwks_uri") if key not in about]:
        raise provider_failed(provider.id, f"its description has no {', '.join(missing)}")
    return about


def _read_id_token(
    provider: OpenIdProvider, text: str, keys: Mapping[str, Any], nonce: str, now_s: int
) -> Mapping[str, Any]:
    rules = jwt.JWTClaimsRegistry(
        now=now_s,
        leeway=CLOCKS_APART_S,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        token = jwt.decode(text, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        rules.validate(token.claims)
    except (JoseError, ValueError, TypeError, KeyError) as trouble:
        raise provider_failed(provider.id, f"its id_token is not right ({type(trouble).__name__})") from trouble
    if token.claims.get("azp", provider.client_id) != provider.client_id:
        raise provider_failed(provider.id, "its id_token is for another party")
    return token.claims


def ask_json(
    request: httpx.Request, http: httpx.Client, provider: str, *, auth: httpx.Auth | None = None
) -> Mapping[str, Any]:
    """The answer as a JSON object. Raises SignInTrouble, without the request's own words: they hold secrets."""
    try:
        answer = http.send(request, auth=auth)
        answer.raise_for_status()
        body = answer.json()
    except httpx.HTTPStatusError as trouble:
        raise provider_failed(provider, f"it answered {trouble.response.status_code}") from None
    except (httpx.HTTPError, ValueError) as trouble:
        raise provider_failed(provider, f"no answer that can be read ({type(trouble).__name__})") from None
    if not isinstance(body, dict):
        raise provider_failed(provider, "its answer is no JSON object")
    return body
