"""Ids that clients make, in the order of time (UUID version 7, RFC 9562)."""

import uuid


def make_uuid7(*, unix_ms: int, random_bits: int) -> str:
    """The id of a moment in milliseconds, with 74 random bits; more of them are left out."""
    low = random_bits & ((1 << 62) - 1)
    high = (random_bits >> 62) & 0xFFF
    value = (unix_ms & ((1 << 48) - 1)) << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low
    return str(uuid.UUID(int=value))


def is_uuid7(text: str) -> bool:
    """Whether a text is such an id, in its usual form."""
    try:
        parsed = uuid.UUID(text)
    except ValueError:
        return False
    return parsed.version == 7 and str(parsed) == text
