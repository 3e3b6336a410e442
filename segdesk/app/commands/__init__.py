"""The table of commands: words, keys, icon and menu of everything the window can do, a file for each menu."""

from typing import Final

from segdesk.app.commands.edit import EDIT
from segdesk.app.commands.file import FILE
from segdesk.app.commands.subjects import SUBJECTS
from segdesk.app.commands.support import HELP
from segdesk.app.commands.table import Command
from segdesk.app.commands.tools import TOOLS
from segdesk.app.commands.view import SHOWS, TURNS, VIEW

COMMANDS: Final[tuple[Command, ...]] = (*FILE, *EDIT, *SUBJECTS, *TOOLS, *VIEW, *SHOWS, *TURNS, *HELP)
"""Within a menu they stand in this order; the menus follow `Group`."""
