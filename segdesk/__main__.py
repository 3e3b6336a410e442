"""`python -m segdesk` is the same as the `segdesk` command, and where a packaged program begins."""

import os
import sys

from segdesk.cli import main


def settle_in() -> None:
    """What a packaged program has to do before anything else."""
    from multiprocessing import freeze_support

    # A worker process is the program itself, started anew; this is where it turns off.
    freeze_support()
    # The program has found its own libraries by now; those it starts have to find the system's.
    if found := os.environ.pop("LD_LIBRARY_PATH_ORIG", ""):
        os.environ["LD_LIBRARY_PATH"] = found
    elif sys.platform == "linux":
        os.environ.pop("LD_LIBRARY_PATH", None)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        settle_in()
    sys.exit(main())
