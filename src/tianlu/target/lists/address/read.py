"""Reads where an address is: all ways to cut its text into divisions, one inside the other, and the cheapest of them.

A reading costs what its spellings are away from the official names, and more for every character that no division
explains. Readings of equal cost are all kept: 永乐镇团结村 may be in two counties. Only where text is left over is it
tried again with names that sound alike or have one character wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tianlu.target.lists.address.division import Level
from tianlu.target.lists.address.gazetteer import Entry, Gazetteer
from tianlu.target.lists.address.house import split_house
from tianlu.target.lists.address.reading import Address, Match, Place
from tianlu.target.lists.address.spellings import CORE_MIN, COSTS, Written
from tianlu.target.lists.characters import plain
from tianlu.target.lists.sound import sounds_of

UNREAD_COST = 2.0
"""Of each character that no division explains."""

HEAD_MAX = 120
"""Characters of an address that are looked at; no address is longer, and a cell may hold anything."""

GAP_MAX = 6
"""Characters between two names that may be passed over where a reading is mended."""

SKIPPED_COST = 0.5
"""Of a village that is named without its township."""

DOUBLED = ("村", "社区", "居委会", "村委会")
"""What may follow a village's name once more: 文昌社区村, 大寨村村."""

PUNCTUATION = str.maketrans("", "", ",.;:，。；：、-—_/|·\"'“”")

Piece = tuple[str, Entry, Written]
"""Some text, the division that it names, and how."""


def parse_address(gazetteer: Gazetteer, text: str) -> Address:
    """An address in any of its written forms as divisions, village group and house."""
    end = split_house(plain(text))
    return Address(text, read_place(gazetteer, end.head), end.group, end.house, end.rest)


def read_place(gazetteer: Gazetteer, head: str) -> Place:
    """The divisions that a plain text without house number names."""
    whole = head.translate(PUNCTUATION)
    text = whole[:HEAD_MAX]
    search = _Search(gazetteer, text)
    search.go_on((), 0, 0.0)
    if search.leaves_text():
        search.mends = True
        for start in range(max(1, len(text) - CORE_MIN)):
            search.go_on((), start, start * UNREAD_COST)
    return _place(text, search.best, beyond=whole[HEAD_MAX:])


@dataclass
class _Search:
    """Depth first over all cuts, longest name first; what already costs more than the best whole reading is left.

    `best` holds the cheapest readings found, each with the end of what it explains; `mends`: names may be mended.
    """

    gazetteer: Gazetteer
    text: str
    mends: bool = False
    least: float = float("inf")
    best: dict[str, tuple[tuple[Piece, ...], int]] = field(default_factory=dict)

    def go_on(self, pieces: tuple[Piece, ...], end: int, cost: float) -> None:
        """All readings that begin with these pieces, the one that stops here among them."""
        level = -1
        if pieces:
            level = pieces[-1][1].level
            self._keep(pieces, end, cost)
        if level == Level.VILLAGE or end >= len(self.text):
            return
        for entry, taken, written in self._list_next(pieces, end):
            skipped = SKIPPED_COST if entry.level == Level.VILLAGE and level != Level.TOWNSHIP else 0.0
            total = cost + COSTS[written] + skipped
            if total <= self.least:
                self.go_on((*pieces, (self.text[end : end + taken], entry, written)), end + taken, total)
        if self.mends and pieces:
            self._pass_over(pieces, end, cost)

    def _pass_over(self, pieces: tuple[Piece, ...], end: int, cost: float) -> None:
        """Goes on after some characters that are no division, with names that are written as they should be."""
        above, level = pieces[-1][1].code, pieces[-1][1].level
        for gap in range(1, GAP_MAX + 1):
            for entry, taken in self.gazetteer.list_written(self.text, end + gap):
                total = cost + gap * UNREAD_COST + COSTS[entry.written]
                if entry.level > level and entry.code.startswith(above) and total <= self.least:
                    start = end + gap
                    piece = (self.text[start : start + taken], entry, entry.written)
                    self.go_on((*pieces, piece), start + taken, total)

    def leaves_text(self) -> bool:
        """Whether the cheapest readings so far do not explain all of the text."""
        return not self.best or any(end < len(self.text) for _, end in self.best.values())

    def _keep(self, pieces: tuple[Piece, ...], end: int, cost: float) -> None:
        read = _after_doubled(self.text, end) if pieces[-1][1].level == Level.VILLAGE else end
        total = cost + (len(self.text) - read) * UNREAD_COST
        if total < self.least:
            self.least, self.best = total, {}
        if total == self.least:
            self.best.setdefault(pieces[-1][1].code, (pieces, read))

    def _list_next(self, pieces: tuple[Piece, ...], start: int) -> Iterator[tuple[Entry, int, Written]]:
        """Divisions inside the last one that the text may go on with, and how many characters they take."""
        above, level = (pieces[-1][1].code, pieces[-1][1].level) if pieces else ("", -1)
        for entry, taken in self.gazetteer.list_written(self.text, start):
            if entry.level > level and entry.code.startswith(above):
                yield entry, taken, entry.written
        if self.mends and above:
            yield from self._list_mended(above, level, self.text[start:])

    def _list_mended(self, above: str, level: int, text: str) -> Iterator[tuple[Entry, int, Written]]:
        """The same with names that sound alike or are one character off: only inside a division that is known."""
        sounds = sounds_of(text[: self.gazetteer.length_max])
        for taken in range(len(sounds), CORE_MIN - 1, -1):
            for entry in self.gazetteer.find_sounding(" ".join(sounds[:taken])):
                if entry.level > level and entry.code.startswith(above):
                    yield entry, taken, Written.SOUNDS_ALIKE
        for entry, taken in self.gazetteer.find_near(text, above):
            yield entry, taken, Written.ONE_CHARACTER_OFF


def _after_doubled(text: str, end: int) -> int:
    """Where a village's name ends with its suffixes written once more."""
    for word in DOUBLED:
        if text.startswith(word, end):
            return _after_doubled(text, end + len(word))
    return end


def _place(text: str, best: dict[str, tuple[tuple[Piece, ...], int]], *, beyond: str) -> Place:
    if not best:
        return Place((), (), text + beyond)
    codes = tuple(sorted(best))
    pieces, end = best[codes[0]]
    matches = tuple(Match(piece, entry.division, written) for piece, entry, written in pieces)
    return Place(codes, matches, _between(text[:end], pieces) + text[end:] + beyond)


def _between(text: str, pieces: tuple[Piece, ...]) -> str:
    """What stands before and between the pieces; a doubled suffix after the last is read."""
    passed, start = "", 0
    for piece, _, _ in pieces:
        at = text.index(piece, start)
        passed, start = passed + text[start:at], at + len(piece)
    return passed
