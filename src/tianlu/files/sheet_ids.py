"""Ids that follow from what was sent, so that sending it twice asks for the same thing twice."""

import hashlib
from datetime import datetime

from tianlu.core.uuid7 import make_uuid7


def derive_id(made_at: datetime, *parts: str) -> str:
    """A UUIDv7 of the moment, whose other bits follow from the parts. `made_at` is the file's, with its time zone."""
    content = "\0".join(f"{len(part)}:{part}" for part in parts)
    bits = int.from_bytes(hashlib.sha256(content.encode()).digest()[:10])
    return make_uuid7(unix_ms=int(made_at.timestamp() * 1000), random_bits=bits)
