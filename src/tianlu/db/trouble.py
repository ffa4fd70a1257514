"""Expected trouble with what is stored: said in both languages, with what to do about it."""


class StorageTrouble(Exception):
    """A workspace, database or archive cannot be used as it is."""

    def __init__(self, *, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh
