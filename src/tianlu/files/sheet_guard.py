"""Text that begins like a formula gets an apostrophe before it in a CSV, and loses it again when it comes back."""

import re

SIGNS = "=+\\-@\t\r\n＝＋－＠"
_LIKE_A_FORMULA = re.compile(f"'*[{SIGNS}]")
_GUARDED = re.compile(f"'+[{SIGNS}]")


def guard(text: str) -> str:
    """The text, such that no spreadsheet takes it for a formula."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text before it was guarded: `unguard(guard(text)) == text` for every text."""
    return text[1:] if _GUARDED.match(text) else text
