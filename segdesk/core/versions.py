"""Which versions a person runs: what a report and the About sheet tell."""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from segdesk import __version__

_LIBRARIES: Final = ("PySide6_Essentials", "numpy", "opencv-python-headless", "pillow", "onnxruntime")


def versions() -> dict[str, str]:
    """Name -> version of the program, of Python, of the system and of the libraries that are installed."""
    found = {
        "SegDesk": __version__,
        "Python": platform.python_version(),
        "System": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            # A package without its metadata, or an extra that is not installed.
            continue
    return found
