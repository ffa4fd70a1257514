"""How the search over districts is compiled: what Python may call, and what the cache on disk depends on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

AnyCall = TypeVar("AnyCall", bound=Callable[..., Any])

NO_WAY_IN: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""No way in from Python, which would cost most of the compiling."""
ANY_ORDER = {"reassoc", "nsz", "nnan"}


def compiled(function: AnyCall) -> AnyCall:
    """For functions that compiled code calls."""
    return cast(AnyCall, njit(error_model="numpy", **NO_WAY_IN)(function))


def summed(function: AnyCall) -> AnyCall:
    """For sums over a district's units: in any order, so that they run in the processor's wide registers."""
    return cast(AnyCall, njit(error_model="numpy", fastmath=ANY_ORDER, **NO_WAY_IN)(function))


def entry(function: AnyCall) -> AnyCall:
    """For functions that Python calls: compiled once and kept on disk until any file of their folder changes.

    numba looks only at the file that a function stands in, and would go on with old code of the others.
    """
    made: Any = njit(error_model="numpy", nogil=True, cache=True)(function)
    stamps = [file.stat() for file in Path(__file__).parent.glob("*.py")]
    made._cache._cache_file._source_stamp = (max(s.st_mtime for s in stamps), sum(s.st_size for s in stamps))
    return cast(AnyCall, made)
