"""What an address was read as: divisions by code, with what text matched which and what else it could be."""

from dataclasses import dataclass

from tianlu.target.lists.address.division import CODE_LENGTHS, Division, Level
from tianlu.target.lists.address.spellings import Written


@dataclass(frozen=True)
class Match:
    """A piece of the address and the division that it names."""

    text: str
    division: Division
    written: Written

    def say(self) -> str:
        return f"{self.text}: {self.division.name} ({self.written})"

    def say_zh(self) -> str:
        return f"“{self.text}”即{self.division.name}（{WRITTEN_ZH[self.written]}）"


WRITTEN_ZH = {
    Written.EXACT: "原名",
    Written.SUFFIX_LEFT_OUT: "省略后缀",
    Written.OTHER_SUFFIX: "后缀不同",
    Written.SOUNDS_ALIKE: "同音",
    Written.ONE_CHARACTER_OFF: "一字之差",
}


@dataclass(frozen=True)
class Place:
    """Where the head of an address is.

    `codes` are the readings that explain the text equally well, each the deepest division reached, in order of code;
    empty where nothing was found. `matches` are those of the first. `unread` is what no division explains.
    """

    codes: tuple[str, ...]
    matches: tuple[Match, ...]
    unread: str

    @property
    def is_ambiguous(self) -> bool:
        return len(self.codes) > 1

    def code_at(self, level: Level) -> str | None:
        """The code that all readings share at a level; None where they differ or do not reach it."""
        length = CODE_LENGTHS[level]
        shared = {code[:length] if len(code) >= length else None for code in self.codes}
        return shared.pop() if len(shared) == 1 else None


@dataclass(frozen=True)
class Address:
    """An address as parsed: where, which village group and which house, and what was written after them."""

    text: str
    place: Place
    group: str | None
    house: str | None
    rest: str
