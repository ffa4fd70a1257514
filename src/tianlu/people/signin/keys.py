"""Random keys: what is handed out once, and the digest that is kept of it."""

import hashlib
import secrets
from datetime import datetime

from tianlu.core.uuid7 import make_uuid7

KEY_BYTES = 32


def make_key() -> str:
    """256 random bits, fit for a cookie and for an address."""
    return secrets.token_urlsafe(KEY_BYTES)


def digest_of(key: str) -> str:
    """What is kept of a key. A key is as random as the digest is long, so that a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def make_id(now: datetime) -> str:
    """A new id in the order of time."""
    return make_uuid7(unix_ms=int(now.timestamp() * 1000), random_bits=secrets.randbits(74))
