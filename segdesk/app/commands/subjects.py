"""What can be done with the subjects of a picture."""

from typing import Final

from segdesk.app.commands.table import Command, Group, Needs
from segdesk.app.marks import QT_TRANSLATE_NOOP

SUBJECTS: Final = (
    Command(
        "new_subject",
        QT_TRANSLATE_NOOP("Commands", "New subject"),
        Group.SUBJECTS,
        ("Ctrl+Shift+N",),
        icon="add",
        needs=Needs.PICTURE,
    ),
    Command(
        "remove_subject",
        QT_TRANSLATE_NOOP("Commands", "Remove subject"),
        Group.SUBJECTS,
        icon="clear",
        needs=Needs.SEVERAL,
        ends_section=True,
    ),
    Command(
        "next_subject", QT_TRANSLATE_NOOP("Commands", "Next subject"), Group.SUBJECTS, ("Alt+[",), needs=Needs.SEVERAL
    ),
    Command(
        "previous_subject",
        QT_TRANSLATE_NOOP("Commands", "Previous subject"),
        Group.SUBJECTS,
        ("Alt+]",),
        needs=Needs.SEVERAL,
        ends_section=True,
    ),
    Command(
        "raise_subject", QT_TRANSLATE_NOOP("Commands", "Move up"), Group.SUBJECTS, ("Alt+Up",), needs=Needs.SEVERAL
    ),
    Command(
        "lower_subject", QT_TRANSLATE_NOOP("Commands", "Move down"), Group.SUBJECTS, ("Alt+Down",), needs=Needs.SEVERAL
    ),
)
