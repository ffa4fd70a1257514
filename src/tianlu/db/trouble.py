"""Expected trouble with what is stored: said in both languages, with what to do about it."""


class StorageTrouble(Exception):
    """A workspace, database or archive cannot be used as it is."""

    def __init__(self, *, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


def cannot_write(what: object, trouble: OSError) -> StorageTrouble:
    """What a disk says that does not take what it is given."""
    said = trouble.strerror or trouble
    return StorageTrouble(
        en=f"{what} cannot be written ({said}): make room and see who owns it, or name another place",
        zh=f"{what} 无法写入（{said}）：请清理磁盘并检查所有者，或改用其他位置",
    )
