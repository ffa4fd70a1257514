"""How long a piece of work takes, told so that a busy machine and what other tests left running do not count."""

import gc
import time
from collections.abc import Callable
from typing import Any


def least_cpu_s(work: Callable[[], Any], times: int = 3) -> float:
    """CPU-seconds of this thread in the quickest of a few goes, no garbage of others collected meanwhile."""
    gc.collect()
    gc.disable()
    try:
        return min(cpu_s(work) for _ in range(times))
    finally:
        gc.enable()


def cpu_s(work: Callable[[], Any]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun
