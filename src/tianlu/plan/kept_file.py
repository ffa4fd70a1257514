"""Files that are kept: on the disk before they get their name."""

import os
from pathlib import Path


def write_synced(path: Path, text: str) -> None:
    """Write a file, and return when it is on the disk."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place, then rename it into it: a kill leaves the whole file or none. What it leaves
    behind is called `.tmp-` and the file's name."""
    making = path.with_name(f".tmp-{path.name}")
    write_synced(making, text)
    making.replace(path)
