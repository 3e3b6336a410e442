"""`python -m segdesk` is the same as the `segdesk` command."""

import sys

from segdesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
