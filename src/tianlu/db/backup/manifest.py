"""What an archive says that it holds: the last thing written into it, the first that is read."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

FORMAT, VERSION = "tianlu-backup", 1
MANIFEST = "manifest.json"
TABLES, BLOBS, FILES = "tables/", "blobs/", "files/"


class NoManifest(ValueError):
    """The text is not the manifest of a backup."""


class NewerFormat(NoManifest):
    """It is one, of a format that came later than this program."""


@dataclass(frozen=True)
class TableEntry:
    """A table as lines of JSON, `tables/NAME.jsonl`. Blobs' bytes are not in their table's lines, but beside them."""

    name: str
    columns: tuple[str, ...]
    rows: int
    size_bytes: int
    sha256: str

    @property
    def entry(self) -> str:
        return f"{TABLES}{self.name}.jsonl"


@dataclass(frozen=True)
class FileEntry:
    """A file of the workspace's folder, `files/PATH`."""

    path: str
    size_bytes: int
    sha256: str

    @property
    def entry(self) -> str:
        return f"{FILES}{self.path}"


@dataclass(frozen=True)
class Manifest:
    """`made_at` is a moment just before the snapshot; `blobs` and `blobs_bytes` count the entries below `blobs/`, each
    of which is called by the SHA-256 of its bytes."""

    revision: str
    made_at: datetime
    program: str
    database: str
    tables: tuple[TableEntry, ...]
    blobs: int
    blobs_bytes: int
    files: tuple[FileEntry, ...]

    def to_json(self) -> str:
        head = {"format": FORMAT, "version": VERSION}
        return json.dumps({**head, **asdict(self), "made_at": self.made_at.isoformat()}, indent=1, ensure_ascii=False)

    @property
    def listed(self) -> tuple[TableEntry | FileEntry, ...]:
        return (*self.tables, *self.files)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def size_bytes(self) -> int:
        """All that comes out of the archive."""
        return sum(each.size_bytes for each in self.listed) + self.blobs_bytes


def read_manifest(text: str) -> Manifest:
    """Raises NoManifest, NewerFormat."""
    try:
        values = json.loads(text)
        if values.pop("format") != FORMAT:
            raise NoManifest("it is not the manifest of a backup")
        version = values.pop("version")
        if version != VERSION:
            raise NewerFormat(f"its format is version {version}, this program reads version {VERSION}")
        return Manifest(
            **{
                **values,
                "made_at": datetime.fromisoformat(values["made_at"]),
                "tables": tuple(_table(each) for each in values["tables"]),
                "files": tuple(FileEntry(**{**each, "path": str(each["path"])}) for each in values["files"]),
            }
        )
    except (KeyError, TypeError, AttributeError, ValueError) as trouble:
        raise trouble if isinstance(trouble, NoManifest) else NoManifest(f"{trouble!r}") from None


def _table(values: Any) -> TableEntry:
    return TableEntry(**{**values, "columns": tuple(map(str, values["columns"]))})
