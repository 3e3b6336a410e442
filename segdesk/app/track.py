"""A slider as a hand on a picture wants it: a click on its line goes there, and the focus stays where it was."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider


class Track(QSlider):
    """From left to right. Tab gives it the focus; the mouse leaves that to the canvas, on which keys are held."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _part(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)

    def _is_on_handle(self, x: int) -> bool:
        handle = self._part(QStyle.SubControl.SC_SliderHandle)
        return handle.left() <= x <= handle.right()

    def _place_at(self, x: int) -> int:
        """Which place puts the handle's middle there."""
        groove, handle = self._part(QStyle.SubControl.SC_SliderGroove), self._part(QStyle.SubControl.SC_SliderHandle)
        start, room = x - groove.left() - handle.width() // 2, groove.width() - handle.width()
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), start, room)

    # Qt's own

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = round(event.position().x())
        if event.button() is Qt.MouseButton.LeftButton and not self._is_on_handle(x):
            # It is held from here on, so that a drag goes on with what the press began.
            self.setSliderDown(True)
            self.setSliderPosition(self._place_at(x))
            if not self._is_on_handle(x):
                self.setSliderDown(False)
                return
        super().mousePressEvent(event)
