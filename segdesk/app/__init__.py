"""What the designer sees: the only room that knows Qt."""

import builtins
from collections.abc import Sequence
from pathlib import Path

# PySide brings an import function that reads the source of every module imported from then on, for a switch of names
# that nobody throws here; Python keeps each line of what is read, 11 MB of them. So Python's own function stays.
_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _import


def run(files: Sequence[Path], *, prompts: Path | None = None) -> int:
    """Show the window on files and folders, a single file with the prompts of a prompt file, until it is closed."""
    from segdesk.app.start import run_window

    return run_window(files, prompts=prompts)
