"""What the designer sees: the only room that knows Qt."""

from collections.abc import Sequence
from pathlib import Path


def run(files: Sequence[Path], *, prompts: Path | None = None) -> int:
    """Show the window on files and folders, a single file with the prompts of a prompt file, until it is closed."""
    from segdesk.app.start import run_window

    return run_window(files, prompts=prompts)
