"""How an answer names the file that it is (RFC 6266), whatever the name holds."""

import re
from urllib.parse import quote

_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
NAME_CHARS_MAX = 120


def attachment(name: str) -> str:
    """Content-Disposition of a file that is saved."""
    return f"attachment; {_named(name)}"


def shown_here(name: str) -> str:
    """Content-Disposition of a page or a paper that opens in the browser, and its name should it be saved."""
    return f"inline; {_named(name)}"


def _named(name: str) -> str:
    """A plain name for all, and the whole name, percent-encoded, for those that read it."""
    whole = "".join(each if each.isprintable() and each not in '/\\:*?"<>|' else "_" for each in name)
    whole = whole.strip(" .")[-NAME_CHARS_MAX:] or "file"
    plain = _PLAIN.sub("_", whole)
    said = f'filename="{plain}"'
    return said if plain == whole else f"{said}; filename*=UTF-8''{quote(whole, safe='')}"
