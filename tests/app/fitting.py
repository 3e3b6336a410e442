"""What has no room: words that are cut off, and controls that reach beyond what they stand in."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QToolButton, QWidget

from segdesk.app.lines import Line

SLACK = 1
"""View pixels that rounding may take."""


def unfit(root: QWidget) -> list[str]:
    """Each visible word of a window that is not all there, and each control that is cut, told by its words."""
    found: list[str] = []
    for one in root.findChildren(QWidget):
        if not one.isVisible() or one.window() is not root.window():
            continue
        words = _words(one)
        if words and _lacks_room(one):
            found.append(f"cut off: {words!r} in {one.width()} × {one.height()}")
        elif (words or isinstance(one, QAbstractButton | QLineEdit)) and _is_beyond(one):
            found.append(f"beyond its parent: {words or one.accessibleName()!r}")
    return found


def _words(one: QWidget) -> str:
    if isinstance(one, QToolButton) and one.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        # Without an icon it shows its words all the same; the rail's get theirs with the theme.
        return one.text() if one.property("role") else ""
    return one.text() if isinstance(one, QLabel | QAbstractButton) else ""


def _lacks_room(one: QWidget) -> bool:
    room = one.contentsRect()
    if isinstance(one, Line):
        # It says the rest when the pointer rests on it.
        return False
    if isinstance(one, QLabel):
        if one.hasHeightForWidth():
            return one.heightForWidth(one.width()) > one.height() + SLACK
        return one.sizeHint().width() > one.width() + SLACK or one.sizeHint().height() > one.height() + SLACK
    assert isinstance(one, QAbstractButton)
    # What a style sheet wants around the words is not theirs to need.
    flags = Qt.TextFlag.TextShowMnemonic | Qt.TextFlag.TextSingleLine
    need = one.fontMetrics().size(flags, one.text()).width()
    if not one.icon().isNull():
        need += one.iconSize().width()
    return need > room.width() + SLACK


def _is_beyond(one: QWidget) -> bool:
    """Whether a parent shows less of it than there is; what scrolls may be out of sight."""
    rect, parent, child = QRect(one.rect()), one.parentWidget(), one
    while parent is not None and not child.isWindow():
        if isinstance(parent.parentWidget(), QScrollArea):
            return False
        rect = QRect(child.mapToParent(rect.topLeft()), rect.size())
        if not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(rect):
            return True
        parent, child = parent.parentWidget(), parent
    return False
