"""What an id_token must be: signed by the provider's own key, by an algorithm of the list, for us, and of now."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.people.signin.test_elsewhere import sso
from tianlu.people.signin.openid import Return, Said, ask_who
from tianlu.people.signin.trouble import SignInTrouble

ISSUER, NOW_S = "https://sso.example", 1_900_000_000
BACK = Return(state="s", nonce="n", verifier="v" * 43, redirect_uri="https://desk.example/back")
KEY = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}, private=True)
ANOTHERS = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}, private=True)
GOOD = {
    "iss": ISSUER,
    "aud": "tianlu",
    "sub": "u-7",
    "nonce": "n",
    "iat": NOW_S - 5,
    "exp": NOW_S + 300,
    "employee_number": "C0007",
}


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIANLU_TEST_SECRET", "a-secret-of-the-test")


def said_by(token: str, asked: list[str] | None = None) -> Said:
    """What is made of a provider's token; `asked` takes every address that was asked for."""

    def answer(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            asked.append(str(request.url))
        answers: Mapping[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/page",
                "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
            },
            "/token": {"id_token": token},
            "/keys": {"keys": [KEY.as_dict(private=False)]},
        }
        return httpx.Response(200, json=answers[request.url.path])

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        provider = sso(ISSUER, staff_number_claim="employee_number")
        return ask_who(provider, http, BACK, "code", clock=lambda: datetime.fromtimestamp(NOW_S, UTC))


def signed(claims: Mapping[str, Any], *, key: Any = KEY, **header: Any) -> str:
    head = {"alg": "RS256", "kid": "1", **header}
    return jwt.encode(head, dict(claims), key, algorithms=[head["alg"]])


def test_token_as_it_should_be_tells_who_it_is() -> None:
    assert said_by(signed(GOOD)) == Said("u-7", "C0007")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"iss": f"{ISSUER}/"},
        {"aud": "another"},
        {"aud": ["another", "one"]},
        {"aud": ["tianlu", "another"], "azp": "another"},
        {"nonce": "another"},
        {"exp": NOW_S - 61},
        {"iat": NOW_S + 3600},
    ],
    ids=str,
)
def test_token_that_says_otherwise_is_refused(changes: Mapping[str, Any]) -> None:
    with pytest.raises(SignInTrouble):
        said_by(signed({**GOOD, **changes}))


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "nonce", "exp", "iat"])
def test_token_that_leaves_something_out_is_refused(missing: str) -> None:
    with pytest.raises(SignInTrouble):
        said_by(signed({name: value for name, value in GOOD.items() if name != missing}))


def unsigned() -> str:
    return jwt.encode({"alg": "none"}, dict(GOOD), OctKey.import_key("x" * 32), algorithms=["none"])


def signed_with_the_public_key_as_a_secret() -> str:
    """By hand: the library does not lend itself to it."""
    head = urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "1"}).encode()).rstrip(b"=")
    said = head + b"." + signed(GOOD).split(".")[1].encode()
    signature = hmac.digest(KEY.as_pem(private=False), said, "sha256")
    return (said + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()


def with_its_signature_cut_off() -> str:
    return signed(GOOD).rsplit(".", 1)[0] + "."


def with_other_claims_under_the_signature() -> str:
    head, _, signature = signed(GOOD).split(".")
    return f"{head}.{signed({**GOOD, 'sub': 'u-8'}).split('.')[1]}.{signature}"


@pytest.mark.parametrize(
    "make",
    [
        unsigned,
        signed_with_the_public_key_as_a_secret,
        with_its_signature_cut_off,
        with_other_claims_under_the_signature,
        lambda: signed(GOOD, key=ANOTHERS),
        lambda: "",
        lambda: "no.token.atall",
    ],
)
def test_token_that_is_not_signed_by_the_providers_key_is_refused(make: Callable[[], str]) -> None:
    with pytest.raises(SignInTrouble):
        said_by(make())


@pytest.mark.parametrize(
    "header",
    [
        {"jku": "https://thief.example/keys"},
        {"x5u": "https://thief.example/chain"},
        {"jwk": ANOTHERS.as_dict(private=False)},
    ],
    ids=lambda header: next(iter(header)),
)
def test_keys_that_a_token_names_itself_are_not_looked_at(header: Mapping[str, Any]) -> None:
    asked: list[str] = []
    with pytest.raises(SignInTrouble):
        said_by(signed(GOOD, key=ANOTHERS, **header), asked)
    assert all(address.startswith(f"{ISSUER}/") for address in asked)
