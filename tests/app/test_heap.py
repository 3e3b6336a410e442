"""The C library's memory: one heap serves all threads, where that can be had."""

import subprocess
import sys

_TOLD = """
import ctypes, threading
from segdesk.app import heap
heap.settle()
met = threading.Barrier(5)
def work():
    kept = [bytearray(50_000) for _ in range(20)]
    met.wait()
    met.wait()
for _ in range(4):
    threading.Thread(target=work).start()
met.wait()
library = ctypes.CDLL(None)
if hasattr(library, "malloc_info"):
    library.malloc_info(0, ctypes.c_void_p.in_dll(library, "stdout"))
    library.fflush(None)
met.wait()
"""


def test_threads_have_no_heaps_of_their_own() -> None:
    told = subprocess.run([sys.executable, "-c", _TOLD], capture_output=True, text=True, check=True).stdout
    assert told.count("<heap nr=") <= 1
