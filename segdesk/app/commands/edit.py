"""What changes the work, and the engine that helps with it."""

from typing import Final

from segdesk.app.commands.table import Command, Group, Needs
from segdesk.app.marks import QT_TRANSLATE_NOOP

EDIT: Final = (
    Command("undo", QT_TRANSLATE_NOOP("Commands", "Undo"), Group.EDIT, ("Ctrl+Z",), icon="undo", needs=Needs.UNDO),
    Command(
        "redo",
        QT_TRANSLATE_NOOP("Commands", "Redo"),
        Group.EDIT,
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo",
        needs=Needs.REDO,
    ),
    Command(
        "history",
        QT_TRANSLATE_NOOP("Commands", "History"),
        Group.EDIT,
        ("Ctrl+H",),
        icon="history",
        needs=Needs.PICTURE,
        is_checkable=True,
    ),
    Command(
        "snapshot",
        QT_TRANSLATE_NOOP("Commands", "Take a snapshot"),
        Group.EDIT,
        ("Ctrl+Shift+H",),
        icon="snapshot",
        needs=Needs.PICTURE,
        ends_section=True,
    ),
    Command(
        "auto", QT_TRANSLATE_NOOP("Commands", "Auto subject"), Group.EDIT, ("A",), icon="auto", needs=Needs.PICTURE
    ),
    Command(
        "add_box",
        QT_TRANSLATE_NOOP("Commands", "Add a box in the middle"),
        Group.EDIT,
        ("Shift+B",),
        needs=Needs.PICTURE,
    ),
    Command("select_next", QT_TRANSLATE_NOOP("Commands", "Select the next"), Group.EDIT, ("N",), needs=Needs.PICTURE),
    Command(
        "select_previous",
        QT_TRANSLATE_NOOP("Commands", "Select the one before"),
        Group.EDIT,
        ("Shift+N",),
        needs=Needs.PICTURE,
    ),
    Command(
        "delete",
        QT_TRANSLATE_NOOP("Commands", "Delete"),
        Group.EDIT,
        ("Del", "Backspace"),
        needs=Needs.SELECTION,
    ),
    Command(
        "clear",
        QT_TRANSLATE_NOOP("Commands", "Clear"),
        Group.EDIT,
        ("Ctrl+Backspace",),
        icon="clear",
        needs=Needs.PROMPTS,
        ends_section=True,
    ),
    Command(
        "cancel",
        QT_TRANSLATE_NOOP("Commands", "Cancel"),
        Group.EDIT,
        ("Esc",),
        icon="close",
        ends_section=True,
        is_fixed=True,
    ),
    Command(
        "compare",
        QT_TRANSLATE_NOOP("Commands", "Compare engines…"),
        Group.EDIT,
        ("Ctrl+Shift+C",),
        needs=Needs.PICTURE,
    ),
    Command("model_file", QT_TRANSLATE_NOOP("Commands", "Model file…"), Group.EDIT),
    Command("engine_settings", QT_TRANSLATE_NOOP("Commands", "Engine settings…"), Group.EDIT, ends_section=True),
    Command("preferences", QT_TRANSLATE_NOOP("Commands", "Preferences…"), Group.EDIT, ("Ctrl+,",)),
)
