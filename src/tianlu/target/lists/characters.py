"""Text of a list in one form of characters: half width, simplified, without spaces.

`traditional_pairs.txt` holds pairs, each a traditional character followed by its simplified one. It is taken from the
dictionary `TSCharacters` of OpenCC (Apache License 2.0, see NOTICE); of several simplified forms the first is kept.
"""

from functools import cache
from importlib.resources import files
from unicodedata import normalize

SPACES = "\t\n\r \u00a0\u200b\u2002\u2003\u3000\ufeff"


def plain(text: str) -> str:
    """The text in one form, for comparing: `１３６　０４０` is `136040`, `應訓` is `应训`."""
    if not text.isascii():
        text = normalize("NFKC", text)
    return text.translate(_plain_forms())


def is_han(text: str) -> bool:
    """Whether all of a text that is not empty is Chinese characters."""
    return bool(text) and all("\u3400" <= sign <= "\u9fff" or sign >= "\U00020000" for sign in text)


@cache
def _plain_forms() -> dict[int, str]:
    pairs = (files(__package__) / "traditional_pairs.txt").read_text(encoding="utf-8").replace("\n", "")
    forms = {ord(pairs[k]): pairs[k + 1] for k in range(0, len(pairs), 2)}
    return forms | {ord(space): "" for space in SPACES}
