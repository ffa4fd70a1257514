"""Large tables on their way out: each written to a file beside the requests, with how far it is, to be stopped."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from tianlu.files.sheet_out import About, SheetStopped, never, quietly, write_csv, write_xlsx
from tianlu.files.sheet_table import Asked, Filter, SheetTable, filters_said

AT_ONCE = 2
KEPT_MOST = 20
"""Finished files that wait to be fetched; the oldest goes first."""
EACH_MOST = 4
"""Exports of one person, under way or waiting to be fetched; the oldest goes first."""


class ExportState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class NoExport(LookupError):
    """No such export, or somebody else's."""


@dataclass
class Export:
    """`total` is None where counting would cost as much as writing. `asked` says what may be fetched."""

    id: str
    owner: str
    table: SheetTable
    suffix: str
    asked: Asked
    chosen: Filter
    file: Path
    made_at: datetime
    total: int | None
    rows: int = 0
    state: ExportState = ExportState.QUEUED
    stop: threading.Event = field(default_factory=threading.Event)


class ExportDesk:
    """Keeps no more than it says, and nothing after it is closed."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._folder = TemporaryDirectory(prefix="tianlu-exports-")
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="export")
        self._lock = threading.Lock()
        self._exports: OrderedDict[str, Export] = OrderedDict()

    def start(self, owner: str, table: SheetTable, asked: Asked, chosen: Filter, suffix: str) -> Export:
        total = None if table.count is None else table.count(asked, chosen)
        key = secrets.token_urlsafe(18)
        file = Path(self._folder.name) / f"{key}.{suffix}"
        export = Export(key, owner, table, suffix, asked, chosen, file, self._clock(), total)
        with self._lock:
            self._exports[key] = export
            self._drop_oldest(owner)
        self._pool.submit(self._write, export)
        return export

    def get(self, owner: str, key: str) -> Export:
        """Raises NoExport."""
        with self._lock:
            export = self._exports.get(key)
        if export is None or export.owner != owner:
            raise NoExport(key)
        return export

    def cancel(self, owner: str, key: str) -> Export:
        """Stops it, and takes its file away. Raises NoExport."""
        export = self.get(owner, key)
        export.stop.set()
        if export.state in (ExportState.QUEUED, ExportState.DONE):
            export.state = ExportState.CANCELLED
            export.file.unlink(missing_ok=True)
        return export

    def close(self) -> None:
        for export in list(self._exports.values()):
            export.stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._folder.cleanup()

    def _write(self, export: Export) -> None:
        if export.stop.is_set():
            return
        export.state = ExportState.RUNNING

        def on_rows(count: int) -> None:
            export.rows = count

        try:
            with export.file.open("wb") as out:
                write_sheet(
                    out,
                    export.table,
                    export.asked,
                    export.chosen,
                    export.suffix,
                    export.made_at,
                    on_rows=on_rows,
                    is_stopped=export.stop.is_set,
                )
            export.state = ExportState.DONE
        except SheetStopped:
            export.state = ExportState.CANCELLED
        except Exception:
            export.state = ExportState.FAILED
            raise
        finally:
            if export.state is not ExportState.DONE:
                export.file.unlink(missing_ok=True)

    def _drop_oldest(self, owner: str) -> None:
        own = [key for key, export in self._exports.items() if export.owner == owner]
        surplus = [*own[: max(0, len(own) - EACH_MOST)], *list(self._exports)[: max(0, len(self._exports) - KEPT_MOST)]]
        for key in dict.fromkeys(surplus):
            dropped = self._exports.pop(key)
            dropped.stop.set()
            dropped.file.unlink(missing_ok=True)


def write_sheet(
    out: IO[bytes],
    table: SheetTable,
    asked: Asked,
    chosen: Filter,
    suffix: str,
    made_at: datetime,
    *,
    on_rows: Callable[[int], None] = quietly,
    is_stopped: Callable[[], bool] = never,
) -> int:
    """The table as `xlsx` or `csv`; how many rows it has. Raises SheetStopped, BadFilter."""
    rows = table.rows(asked, chosen)
    if suffix == "csv":
        return write_csv(out, table.form, rows, on_rows=on_rows, is_stopped=is_stopped)
    about = About(made_at, filters_said(table, chosen))
    return write_xlsx(out, table.form, rows, about, on_rows=on_rows, is_stopped=is_stopped)
