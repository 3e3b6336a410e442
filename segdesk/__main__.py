"""`python -m segdesk` is the same as the `segdesk` command."""

import multiprocessing
import sys

from segdesk.cli import main

if __name__ == "__main__":
    # In a frozen program the processes of a pool are this very program, started once more.
    multiprocessing.freeze_support()
    sys.exit(main())
