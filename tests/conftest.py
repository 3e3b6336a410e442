"""What holds for every test: no window on the screen, no network, a home of its own, and nothing left behind.

`-p no:pytest-qt` runs the rooms below the window with PySide6 out of reach; `--headed` shows the windows.
"""

import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest
from hypothesis import settings

from tests.homes import home_variables

LOOPBACK = ("127.", "::1", "localhost")
# Developers explore new examples; a change is judged by the same ones as the change before.
settings.register_profile("house", deadline=None, max_examples=60, derandomize="CI" in os.environ)
settings.load_profile("house")


class WithoutQt(MetaPathFinder):
    """Lets nobody import PySide6."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: object = None) -> None:
        if fullname.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(f"{fullname} is out of reach below the window", name=fullname)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    parser.addoption("--headed", action="store_true", help="show the windows instead of drawing them off screen")
    if not pluginmanager.has_plugin("pytest-qt"):
        parser.addini("qt_log_level_fail", "belongs to pytest-qt")


def pytest_configure(config: pytest.Config) -> None:
    if not config.pluginmanager.has_plugin("pytest-qt"):
        sys.meta_path.insert(0, WithoutQt())
    elif not config.getoption("--headed"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    is_window = collection_path == Path(__file__).parent / "app"
    return True if is_window and not config.pluginmanager.has_plugin("pytest-qt") else None


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Only this machine can be talked to."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, where settings, caches and files go."""
    folder = tmp_path_factory.mktemp("home", numbered=True)
    for variable, value in home_variables(folder).items():
        monkeypatch.setenv(variable, value)
    return folder


@pytest.fixture(autouse=True)
def nothing_left_behind(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Threads end with the test. A warning in the log fails it, unless the test looks at `caplog` and clears it."""
    before = set(threading.enumerate())
    yield
    # Python learns of threads it did not start when they enter it, never that they ended.
    strays = [one for one in set(threading.enumerate()) - before if not isinstance(one, threading._DummyThread)]
    assert not strays, f"threads left running: {strays}"
    logged = [one for one in caplog.get_records("call") if one.levelno >= logging.WARNING]
    # Pillow logs about damaged files what it then raises.
    warnings = [one.getMessage() for one in logged if not one.name.startswith("PIL.")]
    assert not warnings, f"logged: {warnings}"


def _guarded(connect: Callable[..., object]) -> Callable[..., object]:
    def guarded(self: socket.socket, address: object, *rest: object) -> object:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0]) if isinstance(address, tuple) else str(address)
            if not host.startswith(LOOPBACK):
                raise AssertionError(f"a test tried to reach {host}")
        return connect(self, address, *rest)

    return guarded
