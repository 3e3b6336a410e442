"""The tools of the rail, and the size and edge of their brushes."""

from typing import Final

from segdesk.app.commands.table import Command, Group
from segdesk.app.marks import QT_TRANSLATE_NOOP

TOOLS: Final = (
    Command("select", QT_TRANSLATE_NOOP("Commands", "Select"), Group.TOOLS, ("V",), icon="select", is_checkable=True),
    Command("box", QT_TRANSLATE_NOOP("Commands", "Box"), Group.TOOLS, ("B",), icon="box", is_checkable=True),
    Command("keep", QT_TRANSLATE_NOOP("Commands", "Keep brush"), Group.TOOLS, ("K",), icon="keep", is_checkable=True),
    Command(
        "remove", QT_TRANSLATE_NOOP("Commands", "Remove brush"), Group.TOOLS, ("R",), icon="remove", is_checkable=True
    ),
    Command("lasso", QT_TRANSLATE_NOOP("Commands", "Lasso"), Group.TOOLS, ("L",), icon="lasso", is_checkable=True),
    Command(
        "polygon", QT_TRANSLATE_NOOP("Commands", "Polygon"), Group.TOOLS, ("P",), icon="polygon", is_checkable=True
    ),
    Command("hair", QT_TRANSLATE_NOOP("Commands", "Hair brush"), Group.TOOLS, ("E",), icon="hair", is_checkable=True),
    Command(
        "retouch",
        QT_TRANSLATE_NOOP("Commands", "Retouch brush"),
        Group.TOOLS,
        ("J",),
        icon="retouch",
        is_checkable=True,
    ),
    Command("pan", QT_TRANSLATE_NOOP("Commands", "Pan"), Group.TOOLS, ("H",), icon="pan", is_checkable=True),
    Command(
        "zoom",
        QT_TRANSLATE_NOOP("Commands", "Zoom"),
        Group.TOOLS,
        ("Z",),
        icon="zoom",
        is_checkable=True,
        ends_section=True,
    ),
    Command("swap", QT_TRANSLATE_NOOP("Commands", "Swap keep and remove"), Group.TOOLS, ("X",)),
    Command("smaller", QT_TRANSLATE_NOOP("Commands", "Smaller brush"), Group.TOOLS, ("[",)),
    Command("larger", QT_TRANSLATE_NOOP("Commands", "Larger brush"), Group.TOOLS, ("]",)),
    Command("much_smaller", QT_TRANSLATE_NOOP("Commands", "Much smaller brush"), Group.TOOLS, ("Shift+[", "{")),
    Command("much_larger", QT_TRANSLATE_NOOP("Commands", "Much larger brush"), Group.TOOLS, ("Shift+]", "}")),
    Command("softer", QT_TRANSLATE_NOOP("Commands", "Softer retouch brush"), Group.TOOLS, ("Ctrl+[",)),
    Command("harder", QT_TRANSLATE_NOOP("Commands", "Harder retouch brush"), Group.TOOLS, ("Ctrl+]",)),
)
TOOL_KEYS: Final = ("select", "box", "keep", "remove", "lasso", "polygon", "hair", "retouch", "pan", "zoom")
