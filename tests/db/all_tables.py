"""All rooms' tables, imported: whatever file is called tables.py, and the blobs."""

import importlib
from pathlib import Path

import tianlu
from tianlu.db import blobs
from tianlu.db.tables import METADATA

SOURCE = Path(tianlu.__file__).parent

for path in sorted(SOURCE.glob("**/tables.py")):
    importlib.import_module(".".join(("tianlu", *path.relative_to(SOURCE).with_suffix("").parts)))

__all__ = ["METADATA", "blobs"]
