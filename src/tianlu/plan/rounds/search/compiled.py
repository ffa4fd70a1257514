"""How the search is compiled: what calls cost, what Python may call, and what the cache on disk depends on."""

from pathlib import Path
from typing import Any

from numba import njit

PLAIN_CALLS: dict[str, Any] = {"_nrt": False, "error_model": "numpy"}
"""No reference counts: nothing here makes an array, and calls pass many."""
NO_WAY_IN: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""No way in from Python, which would cost most of the compiling."""

compiled: Any = njit(**PLAIN_CALLS, **NO_WAY_IN)
"""For functions that compiled code calls."""

inlined: Any = njit(**PLAIN_CALLS, **NO_WAY_IN, forceinline=True)
"""For the parts of the loop: a call would hand over some hundred array bounds, which costs more than the work.

Inlined by LLVM: numba's own inlining gives one function so long that typing it takes a minute more."""

_to_cache: Any = njit(**PLAIN_CALLS, nogil=True, cache=True)


def entry(function: Any) -> Any:
    """For functions that Python calls: compiled once and kept on disk until any file of their folder changes.

    numba looks only at the file that a function stands in, and would go on with old code of the others.
    """
    made = _to_cache(function)
    folder = Path(function.__code__.co_filename).parent
    files = [*folder.glob("*.py"), Path(__file__), folder.parent / "arrays.py"]
    stamps = [file.stat() for file in files]
    made._cache._cache_file._source_stamp = (max(s.st_mtime for s in stamps), sum(s.st_size for s in stamps))
    return made
