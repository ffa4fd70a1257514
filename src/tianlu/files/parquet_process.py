"""Reads Parquet files in a process of its own: `python parquet_process.py < files > tables`.

Polars panics on some damaged files, and on others asks for more memory than there is, which ends the process. Here that
costs nobody else anything. The files come one after another, each as a line with its length in bytes and then the
bytes; each is answered by a line of JSON, `{"heads": […], "columns": [[…], …]}` with text in every cell, `{"rows": N}`
where there are too many, or `{"why": "…"}`. Imports nothing of Tianlu.
"""

import json
import sys
from io import BytesIO
from typing import Any

import polars as pl
from polars.exceptions import PanicException, PolarsError

ROWS_MAX = 5_000_000

DAMAGED = "bytes that do not keep what the file's footer promises"
"""What is said of a file on which Polars panics, or this process ends."""


def main() -> None:
    while head := sys.stdin.buffer.readline():
        answer = read(sys.stdin.buffer.read(int(head)))
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def read(content: bytes) -> dict[str, Any]:
    try:
        scan = pl.scan_parquet(BytesIO(content))
        height = scan.select(pl.len()).collect().item()
        if height > ROWS_MAX:
            return {"rows": height}
        frame = scan.collect().select(pl.all().cast(pl.String).fill_null(""))
    except PanicException:
        return {"why": DAMAGED}
    except (PolarsError, OSError) as error:
        return {"why": str(error).splitlines()[0] if str(error) else type(error).__name__}
    return {"heads": frame.columns, "columns": [frame[head].to_list() for head in frame.columns]}


if __name__ == "__main__":
    main()
