"""The two languages of messages and papers."""

from enum import StrEnum


class Language(StrEnum):
    ZH = "zh"
    EN = "en"

    def pick(self, *, zh: str, en: str) -> str:
        """The text in this language; the English where no Chinese was written."""
        return zh if self is Language.ZH and zh else en
