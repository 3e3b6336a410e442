"""How long from the start of a process to a window that takes a drop, and to one with all its tools.

python -m tests.bench.starting program|bare tells the moments of one start, in seconds of the system's clock.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QMainWindow

COLUMNS = ("drop ms", "times the bare one", "tools ms", "times the bare one")
RIVAL = "bare PySide6 window"


def measured(times: int) -> list[tuple[str, list[float | None]]]:
    """Rows of the table: medians over so many starts, the program's and the rival's by turns."""
    ours, bare = zip(*((_milliseconds("program"), _milliseconds("bare")) for _ in range(times)), strict=True)
    drop, tools, rival = median(one[0] for one in ours), median(one[1] for one in ours), median(one[0] for one in bare)
    return [("segdesk", [drop, drop / rival, tools, tools / rival]), (RIVAL, [rival, 1.0, None, None])]


def _milliseconds(what: str) -> list[float]:
    since = perf_counter()
    # An installed program finds its modules compiled; the first start of a checkout writes what the others find.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", __spec__.name, what]
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return [1000 * (float(moment) - since) for moment in told.stdout.split()]


def _start_program() -> None:
    from segdesk.app.front import Front
    from segdesk.app.start import furnish, make_application
    from segdesk.app.theme import palette_of
    from segdesk.storage.settings import Scheme

    application = make_application()
    front = Front(palette_of(Scheme.SYSTEM))
    _show(front, application)
    furnish(front, application, ())
    application.processEvents()
    print(perf_counter())
    front.close()


def _start_bare() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    application, window = QApplication([]), QMainWindow()
    window.setAcceptDrops(True)
    window.resize(1440, 900)
    _show(window, application)


def _show(window: "QMainWindow", application: "QApplication") -> None:
    """Show a window and tell when it could take a drop."""
    window.show()
    while not window.windowHandle().isExposed():
        application.processEvents()
    application.processEvents()
    print(perf_counter())


if __name__ == "__main__":
    starts: dict[str, Callable[[], None]] = {"program": _start_program, "bare": _start_bare}
    starts[sys.argv[1]]()
