"""What comes in and goes out, and the end."""

from typing import Final

from segdesk.app.commands.table import Command, Group, Needs
from segdesk.app.marks import QT_TRANSLATE_NOOP

FILE: Final = (
    Command("open", QT_TRANSLATE_NOOP("Commands", "Open…"), Group.FILE, ("Ctrl+O",), icon="open"),
    Command("open_folder", QT_TRANSLATE_NOOP("Commands", "Open folder…"), Group.FILE, ("Ctrl+Shift+O",)),
    Command("clear_recent", QT_TRANSLATE_NOOP("Commands", "Clear list"), Group.RECENT, needs=Needs.RECENT),
    Command("paste", QT_TRANSLATE_NOOP("Commands", "Paste picture"), Group.FILE, ("Ctrl+V",)),
    Command("sample", QT_TRANSLATE_NOOP("Commands", "Open the sample"), Group.FILE, ("F2",)),
    Command(
        "import_mask",
        QT_TRANSLATE_NOOP("Commands", "Import mask…"),
        Group.FILE,
        ("Ctrl+I",),
        needs=Needs.PICTURE,
        ends_section=True,
    ),
    Command(
        "save",
        QT_TRANSLATE_NOOP("Commands", "Save project"),
        Group.FILE,
        ("Ctrl+S",),
        needs=Needs.PICTURE,
    ),
    Command(
        "save_as",
        QT_TRANSLATE_NOOP("Commands", "Save project as…"),
        Group.FILE,
        ("Ctrl+Shift+S",),
        needs=Needs.PICTURE,
        ends_section=True,
    ),
    Command(
        "export", QT_TRANSLATE_NOOP("Commands", "Export…"), Group.FILE, ("Ctrl+E",), icon="export", needs=Needs.EXPORT
    ),
    Command(
        "export_again", QT_TRANSLATE_NOOP("Commands", "Export again"), Group.FILE, ("Ctrl+Shift+E",), needs=Needs.EXPORT
    ),
    Command("export_each", QT_TRANSLATE_NOOP("Commands", "Export each…"), Group.FILE, needs=Needs.EXPORTED),
    Command("export_together", QT_TRANSLATE_NOOP("Commands", "Export together…"), Group.FILE, needs=Needs.EXPORTED),
    Command(
        "export_all",
        QT_TRANSLATE_NOOP("Commands", "Export all pictures…"),
        Group.FILE,
        ("Ctrl+Alt+E",),
        needs=Needs.PICTURES,
    ),
    Command("export_settings", QT_TRANSLATE_NOOP("Commands", "Export settings…"), Group.FILE, ("F4",)),
    Command("batch", QT_TRANSLATE_NOOP("Commands", "Batch…"), Group.FILE, ("Ctrl+Shift+B",)),
    Command(
        "copy",
        QT_TRANSLATE_NOOP("Commands", "Copy cutout"),
        Group.FILE,
        ("Ctrl+C",),
        icon="copy",
        needs=Needs.MASK,
        ends_section=True,
    ),
    Command("quit", QT_TRANSLATE_NOOP("Commands", "Quit"), Group.FILE, ("Ctrl+Q",)),
)
