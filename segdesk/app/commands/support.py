"""Where to read more."""

from typing import Final

from segdesk.app.commands.table import Command, Group
from segdesk.app.marks import QT_TRANSLATE_NOOP

HELP: Final = (
    Command("keys", QT_TRANSLATE_NOOP("Commands", "Keys"), Group.HELP, ("F1",)),
    Command("about", QT_TRANSLATE_NOOP("Commands", "About SegDesk"), Group.HELP),
)
