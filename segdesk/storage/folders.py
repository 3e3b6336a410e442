"""Where this platform keeps what a program leaves on the disk."""

import os
import sys
from pathlib import Path


def config_folder() -> Path:
    """Where this platform keeps a program's settings."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "SegDesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "SegDesk"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "segdesk"


def data_folder() -> Path:
    """Where this platform keeps a program's large files, which do not follow the person to other computers."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "SegDesk"
    if sys.platform == "darwin":
        return config_folder()
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "segdesk"


def state_folder() -> Path:
    """Where this platform keeps what a program writes down for itself: reports, journals, what was open."""
    if sys.platform == "win32":
        return data_folder()
    if sys.platform == "darwin":
        return config_folder()
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "segdesk"


def cache_folder() -> Path:
    """Where this platform keeps what a program can make again."""
    if sys.platform == "win32":
        return data_folder() / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "SegDesk"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "segdesk"
