"""The actions made of the table of commands: what they do is connected by the parts of the window that can do it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from segdesk.app.commands import COMMANDS
from segdesk.app.commands.table import BEHIND, SUBMENUS, Command, Group, Needs
from segdesk.app.icons import icon
from segdesk.app.keymap import Keymap
from segdesk.app.menus import Menu
from segdesk.app.theme import Palette


class Actions(QObject):
    """One QAction for each command; its icon follows the theme.

    A part of the window says what its commands do with `connect`, what has to be there for them with `allow`, and
    calls `refresh` when that may have changed.
    """

    keys_changed = Signal()
    """Some commands go by other keys."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = {command.key: self._make(command) for command in COMMANDS}
        self._conditions: dict[Needs, Callable[[], bool]] = {}
        self._fillings: dict[Group, Callable[[], Sequence[QAction]]] = {}

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def all(self) -> list[QAction]:
        return list(self._actions.values())

    def bind(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Let each of these commands do something."""
        for key, slot in slots.items():
            # The signal's "checked" is of no use to any of them.
            self._actions[key].triggered.connect(lambda _=False, slot=slot: slot())

    def allow(self, conditions: Mapping[Needs, Callable[[], bool]]) -> None:
        """When these needs are fulfilled; until a need has its condition, its commands are disabled."""
        self._conditions.update(conditions)

    def assign(self, keymap: Keymap) -> None:
        """Let the commands go by these keys; everything that tells of keys follows."""
        for key, action in self._actions.items():
            action.setShortcuts([_sequence(name) for name in keymap.keys_of(key)])
            _tell_key(action)
        self.keys_changed.emit()

    def key_of(self, key: str) -> str:
        """The key a command goes by, as this system's people know it; empty where there is none."""
        return self._actions[key].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def lead(self, group: Group, actions: Callable[[], Sequence[QAction]]) -> None:
        """Let other actions, of the moment it opens, stand before the commands of a menu."""
        self._fillings[group] = actions

    def refresh(self) -> None:
        """Enable exactly the commands whose need is fulfilled now."""
        fulfilled = {need for need, is_fulfilled in self._conditions.items() if is_fulfilled()}
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
                inner = Menu(QCoreApplication.translate("Menus", group.value), bar)
                bar.addMenu(inner)
                self._fill(inner, group)

    def menu(self, parent: QWidget | None = None) -> Menu:
        """All menus inside one."""
        menu = Menu(parent=parent)
        for group in Group:
            if group not in SUBMENUS:
                self._fill(menu.branch(QCoreApplication.translate("Menus", group.value)), group)
        return menu

    def _fill(self, menu: Menu, group: Group) -> None:
        for command in COMMANDS:
            if command.group is group:
                menu.addAction(self._actions[command.key])
                if command.key in BEHIND:
                    self._fill_inner(menu, BEHIND[command.key])
                if command.ends_section:
                    menu.addSeparator()
        for inner, outer in SUBMENUS.items():
            if outer is group and inner not in BEHIND.values():
                self._fill_inner(menu, inner)

    def _fill_inner(self, menu: Menu, group: Group) -> None:
        inner = menu.branch(QCoreApplication.translate("Menus", group.value))
        self._fill(inner, group)
        led: list[QAction] = []

        def lead() -> None:
            for action in led:
                inner.removeAction(action)
            led[:] = self._fillings[group]() if group in self._fillings else ()
            inner.insertActions(inner.actions()[0], led)

        inner.aboutToShow.connect(lead)

    def _make(self, command: Command) -> QAction:
        action = QAction(QCoreApplication.translate("Commands", command.words), self)
        action.setObjectName(command.key)
        action.setCheckable(command.is_checkable)
        action.setShortcuts([_sequence(key) for key in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setIconVisibleInMenu(False)
        action.setMenuRole(QAction.MenuRole.NoRole)
        _tell_key(action)
        return action

    def _rename(self, key: str, words: str | None) -> None:
        command = next(command for command in COMMANDS if command.key == key)
        self._actions[key].setText(words or QCoreApplication.translate("Commands", command.words))
        _tell_key(self._actions[key])


def _sequence(key: str) -> QKeySequence:
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText)


def _tell_key(action: QAction) -> None:
    """Put the words and the key into the tooltip."""
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    words = action.text().removesuffix("…")
    action.setToolTip(f"{words}  ({key})" if key else words)
