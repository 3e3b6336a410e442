"""Small buttons that show an icon, alone or as the face of an action."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton


class IconButton(QToolButton):
    """A button of fixed size, in logical pixels, that has no icon and no meaning yet; the Tab key reaches it."""

    def __init__(self, size: QSize, *, icon_side: int = 20) -> None:
        super().__init__()
        self.setFixedSize(size)
        self.setIconSize(QSize(icon_side, icon_side))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class ActionButton(IconButton):
    """Shows an action's icon, and whether it can be had and is on; a click triggers it.

    `QToolButton.setDefaultAction` would do that too, but Qt 6.11 has such a button listen to its action once more with
    each change of it: an hour's work on a picture leaves thousands of listeners, all of which every change wakes.
    """

    def __init__(self, action: QAction, size: QSize, *, icon_side: int = 20) -> None:
        super().__init__(size, icon_side=icon_side)
        self._action = action
        self._follow()
        action.changed.connect(self._follow)

    def nextCheckState(self) -> None:
        """The action decides: an exclusive one that is on stays on."""
        self._action.trigger()

    def _follow(self) -> None:
        action = self._action
        self.setIcon(action.icon())
        self.setToolTip(action.toolTip())
        self.setAccessibleName(action.text().removesuffix("…"))
        self.setCheckable(action.isCheckable())
        self.setChecked(action.isChecked())
        self.setEnabled(action.isEnabled())
