"""`segdesk batch` in a process of its own, heard line by line: whatever it does, the pen never waits for it."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from segdesk.core.records import Over, parse_news

_PATIENCE_MS = 4000
"""What a process may take to end after it was asked to; whatever it leaves, the next run goes on from there."""


@dataclass(frozen=True)
class Order:
    """Pictures and folders, where to, and the flags that say how they are cut and what is written."""

    words: tuple[str, ...]
    folder: Path
    flags: tuple[str, ...] = ()


class BatchRun(QObject):
    """One batch at a time."""

    heard = Signal(object)
    """Carries `News`."""
    ended = Signal(str)
    """Carries the last words of one that ended without news of it, such as Python's own; empty where there are none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._rest = b""
        self._is_over = self._is_stopped = False

    @property
    def is_running(self) -> bool:
        return self._process is not None

    @property
    def is_broken_off(self) -> bool:
        """Whether the last one ended without a word and by nobody's wish."""
        return not (self.is_running or self._is_over or self._is_stopped)

    def start(self, order: Order) -> None:
        """Begin, or go on where an earlier run of the same pictures into the same folder stopped."""
        process = self._process = QProcess(self)
        self._rest, self._is_over, self._is_stopped = b"", False, False
        process.readyReadStandardOutput.connect(self._on_output)
        process.finished.connect(lambda *_: self._on_ended())
        process.errorOccurred.connect(self._on_error)
        words = ["batch", "--json", "--list", "-", "-o", str(order.folder), *order.flags]
        process.start(sys.executable, words if getattr(sys, "frozen", False) else ["-m", "segdesk", *words])
        process.write(b"\n".join(os.fsencode(word) for word in order.words))
        process.closeWriteChannel()

    def stop(self) -> None:
        """Ask it to end, and see to it."""
        process = self._process
        if process is None:
            return
        self._is_stopped = True
        process.terminate()
        # A program without a window of its own does not hear that on Windows.
        QTimer.singleShot(0 if os.name == "nt" else _PATIENCE_MS, process, process.kill)

    def close(self) -> None:
        """End it now."""
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.terminate()
            if os.name == "nt" or not process.waitForFinished(_PATIENCE_MS):
                process.kill()
                process.waitForFinished(_PATIENCE_MS)

    def _on_output(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            try:
                news = parse_news(line.decode())
            except ValueError:
                continue
            self._is_over = self._is_over or isinstance(news, Over)
            self.heard.emit(news)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._on_ended()

    def _on_ended(self) -> None:
        process = self._process
        if process is None:
            return
        self._on_output()
        said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        self._process = None
        process.deleteLater()
        # What ended it after it had begun was told with the news.
        self.ended.emit("" if self._is_over else said.rpartition("\n")[2].removeprefix("segdesk batch: "))
