"""Where to read more."""

from typing import Final

from segdesk.app.commands.table import Command, Group
from segdesk.app.marks import QT_TRANSLATE_NOOP

HELP: Final = (
    Command(
        "palette", QT_TRANSLATE_NOOP("Commands", "Find a command…"), Group.HELP, ("Ctrl+K", "Ctrl+Shift+P"), icon="find"
    ),
    Command("keys", QT_TRANSLATE_NOOP("Commands", "Keys"), Group.HELP, ("F1",)),
    Command("change_keys", QT_TRANSLATE_NOOP("Commands", "Change keys…"), Group.HELP, ends_section=True),
    Command("about", QT_TRANSLATE_NOOP("Commands", "About SegDesk"), Group.HELP),
)
