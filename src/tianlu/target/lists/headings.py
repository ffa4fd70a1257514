"""Columns of files as they come: which heading says what, and cells cleaned of what spreadsheets leave in them."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from tianlu.core.problem import NOTHING, Problem, ProblemsFound

Says = TypeVar("Says", bound=StrEnum)

TELLING_LETTERS = 4
"""An English word that is longer says something wherever it stands in a heading; `id` stands in many."""


def guess_headings(headings: Sequence[str], words: Mapping[Says, tuple[str, ...]]) -> dict[Says, str]:
    """What the headings most likely say: one that is called so, the surest word first, or else the first that holds
    such a word. A heading says one thing."""
    guessed: dict[Says, str] = {}
    free = list(headings)
    for says, names in words.items():
        called = [each for name in names for each in free if each.strip().casefold() == name]
        holding = [each for name in names for each in free if _tells(name) and name in each.strip().casefold()]
        found = next(iter([*called, *holding]), None)
        if found is not None:
            guessed[says] = found
            free.remove(found)
    return guessed


def need_headings(
    file: str,
    headings: Sequence[str],
    words: Mapping[Says, tuple[str, ...]],
    required: Iterable[Says],
    words_zh: Mapping[Says, str],
) -> dict[Says, str]:
    """The same. Raises ProblemsFound where one that is `required` is not found; `words_zh` says what each is."""
    guessed = guess_headings(headings, words)
    there = ", ".join(filter(None, headings)) or NOTHING
    missing = [says for says in required if says not in guessed]
    if missing:
        raise ProblemsFound(
            Problem(
                code="no_column",
                table=file,
                row=1,
                field=None,
                found=there,
                expected=f"a column that says {says.value}",
                how_to_fix=f"Name a column {'、'.join(words[says])}.",
                expected_zh=f"需要说明{words_zh[says]}的列",
                how_to_fix_zh=f"请将列名改为 {'、'.join(words[says])} 之一。",
            )
            for says in missing
        )
    return guessed


def clean_cell(text: str) -> str:
    """Full-width signs as plain ones, without what cannot be printed, blanks at the ends or in rows."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(each if each.isprintable() else " " for each in plain).split())


def _tells(name: str) -> bool:
    return not name.isascii() or len(name) > TELLING_LETTERS
