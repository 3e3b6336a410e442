"""What assistive technology hears of a window: every control and what it is called."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
)


def nameless(root: QWidget) -> list[str]:
    """The controls within a widget that have no name; a spin box speaks for its own line, and scroll bars for none."""
    found = [widget for widget in root.findChildren(QWidget) if isinstance(widget, CONTROLS)]
    spoken_for = (QAbstractSpinBox, QKeySequenceEdit)
    own = [one for one in found if not isinstance(one, QScrollBar) and not isinstance(one.parent(), spoken_for)]
    return [described(one) for one in own if one.objectName() != "qt_toolbar_ext_button" and not name_of(one)]


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip()


def described(widget: QWidget) -> str:
    """Which control it is, for whoever reads the failure."""
    above = widget.parentWidget()
    return f"{type(widget).__name__} {widget.objectName()!r} in {type(above).__name__}: {widget.toolTip()!r}"
