"""Sees what goes wrong inside the program, on any thread and below Python: writes a report and says where it lies."""

import atexit
import faulthandler
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import IO, Final

from PySide6.QtCore import QObject, Qt, Signal

from segdesk.storage import crashes
from segdesk.storage.folders import state_folder

STALE_SECONDS: Final = 7 * 24 * 3600.0
"""An empty log of faults that is older belongs to a run that was killed, not to one that goes on."""


class Crash(QObject):
    """Installed once, before the window shows."""

    told = Signal(object, bool)
    """Carries a report's path, or None where none could be written, and whether it is of an earlier run. It comes on
    the thread this was made on, when that has time for it."""
    _written = Signal(object, bool)

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder or state_folder() / crashes.FOLDER
        self._known = set[tuple[str, str, int]]()
        self._log: IO[bytes] | None = None
        self._written.connect(self.told, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take the place of what Python does with an exception that nobody caught."""
        sys.excepthook = self._on_exception
        sys.unraisablehook = lambda gone: self._see(gone.exc_value, "unraisable")
        threading.excepthook = lambda gone: self._see(gone.exc_value, gone.thread.name if gone.thread else "?")
        self._watch_faults()

    def look_back(self) -> None:
        """Make a report of what an earlier run left when a fault ended it."""
        from segdesk.core.versions import versions

        for log in sorted(self._folder.glob("fault-*.log")):
            if self._log is None or log != Path(self._log.name):
                stacks = _taken(log)
                if stacks:
                    path = crashes.keep_report(crashes.ended(stacks, versions=versions()), self._folder)
                    self._written.emit(path, True)

    def _watch_faults(self) -> None:
        """Python's own fault handler writes only to a file that is open already, so each run has one."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._log = (self._folder / f"fault-{os.getpid()}-{time.time_ns()}.log").open("wb", buffering=0)
            faulthandler.enable(self._log)
            atexit.register(self._end)

    def _end(self) -> None:
        log, self._log = self._log, None
        if log is not None:
            faulthandler.disable()
            log.close()
            Path(log.name).unlink(missing_ok=True)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self._see(error, threading.current_thread().name)

    def _see(self, error: BaseException | None, where: str) -> None:
        """On whichever thread. What goes wrong over and over in one place is reported once."""
        from segdesk.core.versions import versions

        if error is None:
            return
        report = crashes.described(error, where=where, versions=versions())
        # There may be no console, or none any more.
        with suppress(OSError, ValueError):
            if sys.stderr is not None:
                print(report, file=sys.stderr)
        place = _place(error)
        if place not in self._known:
            self._known.add(place)
            self._written.emit(crashes.keep_report(report, self._folder), False)


def _place(error: BaseException) -> tuple[str, str, int]:
    """What went wrong, and in which line."""
    frames = extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return type(error).__name__, last.filename if last else "", (last.lineno or 0) if last else 0


def _taken(log: Path) -> str:
    """What a log says, which is gone then; an empty one stays as long as its run may go on."""
    try:
        stacks = log.read_bytes().decode("utf-8", "replace")
        if stacks or time.time() - log.stat().st_mtime > STALE_SECONDS:
            log.unlink()
    except OSError:
        return ""
    return stacks
