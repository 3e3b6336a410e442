"""What a command is: its words, keys, icon and menu, and what has to be there for it."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from segdesk.app.marks import QT_TRANSLATE_NOOP


class Group(Enum):
    """A menu."""

    FILE = QT_TRANSLATE_NOOP("Menus", "File")
    RECENT = QT_TRANSLATE_NOOP("Menus", "Open recent")
    EDIT = QT_TRANSLATE_NOOP("Menus", "Edit")
    SUBJECTS = QT_TRANSLATE_NOOP("Menus", "Subjects")
    TOOLS = QT_TRANSLATE_NOOP("Menus", "Tools")
    VIEW = QT_TRANSLATE_NOOP("Menus", "View")
    SHOW = QT_TRANSLATE_NOOP("Menus", "Show as")
    TURN = QT_TRANSLATE_NOOP("Menus", "Turn the view")
    HELP = QT_TRANSLATE_NOOP("Menus", "Help")


SUBMENUS: Final = {Group.RECENT: Group.FILE, Group.SHOW: Group.VIEW, Group.TURN: Group.VIEW}
"""Menus within a menu, at its end unless they stand behind a command, and the one they are in."""
BEHIND: Final = {"open_folder": Group.RECENT}
"""Commands and the menu within the menu that follows them."""


class Needs(Enum):
    """What has to be there for a command to make sense."""

    NOTHING = "nothing"
    PICTURE = "picture"
    MASK = "mask"
    EXPORT = "export"
    """The chosen export holds something."""
    EXPORTED = "exported"
    SEVERAL = "several"
    PICTURES = "pictures"
    """Several of them are open."""
    RECENT = "recent"
    PROMPTS = "prompts"
    SELECTION = "selection"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True)
class Command:
    """One thing the window can do. `keys` are portable key names, the first one is shown."""

    key: str
    words: str
    group: Group
    keys: tuple[str, ...] = ()
    icon: str | None = None
    needs: Needs = Needs.NOTHING
    is_checkable: bool = False
    ends_section: bool = False
    is_fixed: bool = False
    """Whether its keys can be no others."""
