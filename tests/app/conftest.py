"""What holds for every test of the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from shiboken6 import isValid


@pytest.fixture(autouse=True)
def no_stray_lane(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every QThread that a test starts has ended with it."""
    started: list[QThread] = []
    start = QThread.start

    def remembered(self: QThread, *priority: QThread.Priority) -> None:
        started.append(self)
        start(self, *priority)

    monkeypatch.setattr(QThread, "start", remembered)
    yield
    strays = [thread.objectName() for thread in started if isValid(thread) and thread.isRunning()]
    assert not strays, f"lanes left running: {strays}"
