"""A province's divisions, to be found by what is written: an index of all spellings, by text and by sound."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tianlu.target.lists.address.division import CODE_LENGTHS, Division, DivisionTable, Level
from tianlu.target.lists.address.spellings import CORE_MIN, Written, core_name, list_spellings
from tianlu.target.lists.sound import sounds_of

NEAR_MIN = 3
"""Characters that a spelling has at least to be looked for with one of them wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A division under one of its spellings."""

    division: Division
    code: str
    level: Level
    written: Written
    core: str


class Gazetteer:
    """The index of one table; built once, then only read."""

    def __init__(self, table: DivisionTable) -> None:
        self.table = table
        self._by_text: dict[str, list[Entry]] = defaultdict(list)
        for division in table.divisions:
            core = core_name(division)
            for spelling in list_spellings(division):
                self._by_text[spelling.text].append(
                    Entry(division, division.code, division.level, spelling.written, core)
                )
        self.length_max = max(map(len, self._by_text), default=0)
        self._lengths = _lengths(self._by_text)

    def list_written(self, text: str, start: int) -> Iterator[tuple[Entry, int]]:
        """Divisions whose spelling stands in the text at `start`, with its length; the longest first."""
        for length in self._lengths.get(text[start : start + CORE_MIN], ()):
            written = text[start : start + length] if start + length <= len(text) else ""
            for entry in self._by_text.get(written, ()):
                yield entry, length

    def find_sounding(self, sound: str) -> Iterable[Entry]:
        """Divisions of which a spelling sounds so: syllables with a space between them."""
        return self._by_sound.get(sound, ())

    def find_near(self, text: str, above: str) -> Iterator[tuple[Entry, int]]:
        """Divisions in `above` of which a spelling is the text's beginning but for one character: wrong, missing or too
        much. With each the characters of the text that it takes."""
        for spelling, entry in self._spellings_in(above):
            taken = _near(text, spelling, entry.core)
            if taken is not None:
                yield entry, taken

    @cached_property
    def _by_sound(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for text, entries in self._by_text.items():
            found[" ".join(sounds_of(text))].extend(entries)
        return found

    @cached_property
    def _by_parent(self) -> dict[str, list[tuple[str, Entry]]]:
        found: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for text, entries in self._by_text.items():
            for entry in entries:
                if entry.level > Level.PROVINCE:
                    found[entry.code[: CODE_LENGTHS[entry.level - 1]]].append((text, entry))
        return found

    def _spellings_in(self, above: str) -> Iterable[tuple[str, Entry]]:
        return self._by_parent.get(above, ())


def _lengths(texts: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the texts are that begin with the same two characters, from the longest."""
    found: dict[str, set[int]] = defaultdict(set)
    for text in texts:
        found[text[:CORE_MIN]].add(len(text))
    return {begun: tuple(sorted(lengths, reverse=True)) for begun, lengths in found.items()}


def _near(text: str, spelling: str, core: str) -> int | None:
    """How many characters of the text are the spelling but for one; the name's core keeps at least one of its own."""
    size = len(spelling)
    if size < NEAR_MIN or len(core) < CORE_MIN:
        return None
    begun = text[:size]
    wrong = [k for k in range(len(begun)) if begun[k] != spelling[k]]
    if len(begun) == size and len(wrong) == 1 and wrong[0] < len(core):
        return size
    first = wrong[0] if wrong else len(begun)
    if first < len(core) and len(core) > CORE_MIN and text.startswith(spelling[first + 1 :], first):
        return size - 1
    if first < len(core) and text.startswith(spelling[first:], first + 1):
        return size + 1
    return None
