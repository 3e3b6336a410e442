"""Waiting for what another process does."""

import time
from collections.abc import Callable


def until(holds: Callable[[], bool], seconds: float = 10) -> float:
    """Wait until it holds; the seconds it took."""
    begun = time.perf_counter()
    while not holds():
        assert time.perf_counter() - begun < seconds, "it did not come to pass"
        time.sleep(0.002)
    return time.perf_counter() - begun
