"""The table of commands: words, keys, icon and menu of everything the window can do, and the actions made of it."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from segdesk.app.icons import icon
from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.app.theme import Palette
from segdesk.app.views import VIEWS, WAYS, View


class Group(Enum):
    """A menu."""

    FILE = QT_TRANSLATE_NOOP("Menus", "File")
    EDIT = QT_TRANSLATE_NOOP("Menus", "Edit")
    SUBJECTS = QT_TRANSLATE_NOOP("Menus", "Subjects")
    TOOLS = QT_TRANSLATE_NOOP("Menus", "Tools")
    VIEW = QT_TRANSLATE_NOOP("Menus", "View")
    SHOW = QT_TRANSLATE_NOOP("Menus", "Show as")
    TURN = QT_TRANSLATE_NOOP("Menus", "Turn the view")
    HELP = QT_TRANSLATE_NOOP("Menus", "Help")


SUBMENUS: Final = {Group.SHOW: Group.VIEW, Group.TURN: Group.VIEW}
"""Menus within a menu, at its end, and the one they are in."""


class Needs(Enum):
    """What has to be there for a command to make sense."""

    NOTHING = "nothing"
    PICTURE = "picture"
    MASK = "mask"
    EXPORT = "export"
    """The chosen export holds something."""
    EXPORTED = "exported"
    SEVERAL = "several"
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


SHOWS: Final = tuple(
    Command(
        view.value,
        words,
        Group.SHOW,
        keys,
        icon="picture" if view is View.ORIGINAL else view.value,
        needs=Needs.PICTURE,
        is_checkable=True,
        ends_section=view in (View.ANTS, View.PICTURE),
    )
    for view, words, keys in VIEWS
)
TURNS: Final = tuple(
    Command(key, words, Group.TURN, keys, needs=Needs.PICTURE, ends_section=key in ("turn_quarter_left", "mirror_down"))
    for key, words, keys in WAYS
)
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
COMMANDS: Final = (
    Command("open", QT_TRANSLATE_NOOP("Commands", "Open…"), Group.FILE, ("Ctrl+O",), icon="open"),
    Command("paste", QT_TRANSLATE_NOOP("Commands", "Paste picture"), Group.FILE, ("Ctrl+V",)),
    Command("sample", QT_TRANSLATE_NOOP("Commands", "Open the sample"), Group.FILE, ("F2",), ends_section=True),
    Command(
        "export", QT_TRANSLATE_NOOP("Commands", "Export…"), Group.FILE, ("Ctrl+E",), icon="export", needs=Needs.EXPORT
    ),
    Command("export_each", QT_TRANSLATE_NOOP("Commands", "Export each…"), Group.FILE, needs=Needs.EXPORTED),
    Command("export_together", QT_TRANSLATE_NOOP("Commands", "Export together…"), Group.FILE, needs=Needs.EXPORTED),
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
    Command("undo", QT_TRANSLATE_NOOP("Commands", "Undo"), Group.EDIT, ("Ctrl+Z",), icon="undo", needs=Needs.UNDO),
    Command(
        "redo",
        QT_TRANSLATE_NOOP("Commands", "Redo"),
        Group.EDIT,
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo",
        needs=Needs.REDO,
        ends_section=True,
    ),
    Command(
        "auto", QT_TRANSLATE_NOOP("Commands", "Auto subject"), Group.EDIT, ("A",), icon="auto", needs=Needs.PICTURE
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
    Command("cancel", QT_TRANSLATE_NOOP("Commands", "Cancel"), Group.EDIT, ("Esc",), icon="close", ends_section=True),
    Command("model_file", QT_TRANSLATE_NOOP("Commands", "Model file…"), Group.EDIT),
    Command("engine_settings", QT_TRANSLATE_NOOP("Commands", "Engine settings…"), Group.EDIT, ("Ctrl+,",)),
    Command("select", QT_TRANSLATE_NOOP("Commands", "Select"), Group.TOOLS, ("V",), icon="select", is_checkable=True),
    *SUBJECTS,
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
    Command("fit", QT_TRANSLATE_NOOP("Commands", "Fit in window"), Group.VIEW, ("Ctrl+0",), needs=Needs.PICTURE),
    Command("actual", QT_TRANSLATE_NOOP("Commands", "Actual size"), Group.VIEW, ("Ctrl+1",), needs=Needs.PICTURE),
    Command("zoom_in", QT_TRANSLATE_NOOP("Commands", "Zoom in"), Group.VIEW, ("Ctrl++", "Ctrl+="), needs=Needs.PICTURE),
    Command(
        "zoom_out",
        QT_TRANSLATE_NOOP("Commands", "Zoom out"),
        Group.VIEW,
        ("Ctrl+-",),
        needs=Needs.PICTURE,
        ends_section=True,
    ),
    Command("next_view", QT_TRANSLATE_NOOP("Commands", "Next view"), Group.VIEW, ("F",), needs=Needs.PICTURE),
    Command(
        "previous_view", QT_TRANSLATE_NOOP("Commands", "Previous view"), Group.VIEW, ("Shift+F",), needs=Needs.PICTURE
    ),
    Command(
        "split",
        QT_TRANSLATE_NOOP("Commands", "Before and after"),
        Group.VIEW,
        ("\\",),
        "split",
        needs=Needs.PICTURE,
        is_checkable=True,
    ),
    Command(
        "prompts",
        QT_TRANSLATE_NOOP("Commands", "Show boxes and strokes"),
        Group.VIEW,
        ("S",),
        icon="strokes",
        is_checkable=True,
    ),
    *SHOWS,
    *TURNS,
    Command("keys", QT_TRANSLATE_NOOP("Commands", "Keys"), Group.HELP, ("F1",)),
    Command("about", QT_TRANSLATE_NOOP("Commands", "About SegDesk"), Group.HELP),
)
TOOL_KEYS: Final = ("select", "box", "keep", "remove", "lasso", "polygon", "hair", "retouch", "pan", "zoom")


class Actions(QObject):
    """One QAction for each command; its icon follows the theme."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = {command.key: self._make(command) for command in COMMANDS}

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def all(self) -> list[QAction]:
        return list(self._actions.values())

    def enable(self, fulfilled: set[Needs]) -> None:
        """Enable exactly the commands whose need is fulfilled."""
        for command in COMMANDS:
            self._actions[command.key].setEnabled(command.needs in fulfilled or command.needs is Needs.NOTHING)

    def name_steps(self, undo: str | None, redo: str | None) -> None:
        """Let undo and redo say which step they mean."""
        self._rename("undo", self.tr("Undo {step}").format(step=undo) if undo else None)
        self._rename("redo", self.tr("Redo {step}").format(step=redo) if redo else None)

    def dress(self, palette: Palette) -> None:
        """Icons in the theme's colours."""
        special = {"keep": palette.keep, "remove": palette.remove, "export": palette.on_accent}
        for command in COMMANDS:
            if command.icon is not None:
                shade = special.get(command.key)
                self._actions[command.key].setIcon(icon(command.icon, palette, colour=shade))

    def fill_bar(self, bar: QMenuBar) -> None:
        """The native menu bar of a system that has one."""
        for group in Group:
            if group not in SUBMENUS:
                self._fill(bar.addMenu(QCoreApplication.translate("Menus", group.value)), group)

    def menu(self, parent: QMenu | None = None) -> QMenu:
        """All menus inside one."""
        menu = QMenu() if parent is None else parent
        for group in Group:
            if group not in SUBMENUS:
                self._fill(menu.addMenu(QCoreApplication.translate("Menus", group.value)), group)
        return menu

    def _fill(self, menu: QMenu, group: Group) -> None:
        for command in COMMANDS:
            if command.group is group:
                menu.addAction(self._actions[command.key])
                if command.ends_section:
                    menu.addSeparator()
        for inner, outer in SUBMENUS.items():
            if outer is group:
                self._fill(menu.addMenu(QCoreApplication.translate("Menus", inner.value)), inner)

    def _make(self, command: Command) -> QAction:
        action = QAction(QCoreApplication.translate("Commands", command.words), self)
        action.setObjectName(command.key)
        action.setCheckable(command.is_checkable)
        action.setShortcuts([QKeySequence(key, QKeySequence.SequenceFormat.PortableText) for key in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setIconVisibleInMenu(False)
        action.setMenuRole(QAction.MenuRole.NoRole)
        _tell_key(action)
        return action

    def _rename(self, key: str, words: str | None) -> None:
        command = next(command for command in COMMANDS if command.key == key)
        self._actions[key].setText(words or QCoreApplication.translate("Commands", command.words))
        _tell_key(self._actions[key])


def _tell_key(action: QAction) -> None:
    """Put the words and the key into the tooltip."""
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    words = action.text().removesuffix("…")
    action.setToolTip(f"{words}  ({key})" if key else words)
