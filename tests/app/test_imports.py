"""What importing costs: PySide's own import function keeps the source of all that comes after it."""

import subprocess
import sys

_TOLD = """
import linecache
import segdesk.app.window
import numpy
print(len([file for file in linecache.cache if "numpy" in file or "segdesk" in file]))
"""


def test_no_source_is_kept_of_what_the_window_imports() -> None:
    told = subprocess.run([sys.executable, "-c", _TOLD], capture_output=True, text=True, check=True).stdout
    assert int(told) == 0
