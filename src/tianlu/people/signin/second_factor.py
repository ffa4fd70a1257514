"""Codes from a telephone beside the password (TOTP, RFC 6238), and ten codes on paper for the day it is lost."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno
from sqlalchemy import Connection

from tianlu.people.signin import store_factors
from tianlu.people.signin.keys import digest_of

KIND = "totp"
ISSUER = "Tianlu"
STEP_S = 30
CLOCKS_APART_STEPS = 1
"""How far the telephone's clock may be from ours."""
CODE_DIGITS = 6
PAPER_CODES, PAPER_BYTES, PAPER_GROUP = 10, 15, 4
"""120 bits each: from 112 on a plain hash is enough to keep (OWASP ASVS 5.0, 6.5.2)."""


@dataclass(frozen=True)
class NewFactor:
    """What the telephone scans, as an image and as text to type."""

    secret: str
    address: str
    svg: str


def make_factor(login: str) -> NewFactor:
    secret = pyotp.random_base32()
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    svg = segno.make(address, error="m").svg_inline(scale=5, border=2, light="#fff", dark="#000")
    return NewFactor(secret, address, svg)


def find_step(secret: str, code: str, now: datetime) -> int | None:
    """The half minute to which a code belongs, if it is one of now."""
    step = int(now.timestamp()) // STEP_S
    totp = pyotp.TOTP(secret)
    for near in range(step - CLOCKS_APART_STEPS, step + CLOCKS_APART_STEPS + 1):
        if secrets.compare_digest(totp.generate_otp(near), code):
            return near
    return None


def make_paper_codes() -> tuple[str, ...]:
    """Ten codes of 120 random bits each, in groups that can be copied by hand."""
    return tuple(_grouped(base64.b32encode(secrets.token_bytes(PAPER_BYTES)).decode()) for _ in range(PAPER_CODES))


def keep_paper_codes(connection: Connection, id_: str, codes: Sequence[str]) -> None:
    store_factors.set_recovery_codes(connection, id_, [_paper_digest(id_, code) for code in codes])


def use_code(connection: Connection, id_: str, secret: str, typed: str, now: datetime) -> bool:
    """Whether a code from the telephone or from paper is right; it is right only once."""
    code = "".join(typed.split()).replace("-", "").upper()
    if len(code) != CODE_DIGITS or not code.isascii():
        return store_factors.use_recovery_code(connection, id_, _paper_digest(id_, code), now)
    step = find_step(secret, code, now)
    if step is None or step <= store_factors.find_used_step(connection, id_):
        return False
    store_factors.set_used_step(connection, id_, step)
    return True


def _paper_digest(id_: str, code: str) -> str:
    return digest_of(f"{id_}:{code.replace('-', '')}")


def _grouped(text: str) -> str:
    return "-".join(text[start : start + PAPER_GROUP] for start in range(0, len(text), PAPER_GROUP))
