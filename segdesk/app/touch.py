"""Fingers on a touch screen: one does what the tool in hand does, or pans where there is a pen; two pan and zoom."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEventPoint, QInputDevice, QTouchEvent

from segdesk.app.gestures import Gestures

LEFT = Qt.MouseButton.LeftButton


class Touch:
    """Says what fingers do in calls to gestures. A hand that rests on the screen while the pen draws does nothing."""

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures
        self._fingers: dict[int, QPointF] = {}
        self._draws = False
        self._has_pen = False

    def meet_pen(self) -> None:
        """There is a pen: from now on fingers only move the view. What was taken for one may have been a palm."""
        if not self._has_pen:
            self._has_pen = True
            self._forget()

    def take(self, event: QTouchEvent) -> bool:
        """True for what came from a screen; a touch pad's fingers come as wheels and gestures too."""
        if event.device().type() is not QInputDevice.DeviceType.TouchScreen:
            return False
        points = event.points()
        down = {point.id(): point.position() for point in points if point.state() is not QEventPoint.State.Released}
        before, self._fingers = self._fingers, down
        if event.type() is QEvent.Type.TouchCancel:
            self._fingers = {}
            self._forget()
        elif self._draws:
            self._draw(down, points[0].position())
        elif not before and len(down) == 1 and not self._has_pen and not self._gestures.has_draft:
            self._draws = True
            self._gestures.press(points[0].position(), LEFT)
        elif not self._gestures.has_draft:
            self._look_around(before, down)
        event.accept()
        return True

    def _draw(self, down: dict[int, QPointF], at: QPointF) -> None:
        if len(down) > 1:
            self._forget()
        elif down:
            self._gestures.move(at)
        else:
            self._draws = False
            self._gestures.release(at, LEFT)

    def _forget(self) -> None:
        """What one finger began was no stroke after all."""
        if self._draws:
            self._draws = False
            self._gestures.cancel()

    def _look_around(self, before: dict[int, QPointF], after: dict[int, QPointF]) -> None:
        stayed = before.keys() & after.keys()
        if not stayed:
            return
        old, new = [before[finger] for finger in stayed], [after[finger] for finger in stayed]
        was, now = _middle(old), _middle(new)
        self._gestures.pan(now.x() - was.x(), now.y() - was.y())
        if len(stayed) > 1 and _spread(old, was) > 0:
            self._gestures.zoom(_spread(new, now) / _spread(old, was), now)


def _middle(places: list[QPointF]) -> QPointF:
    return QPointF(sum(place.x() for place in places) / len(places), sum(place.y() for place in places) / len(places))


def _spread(places: list[QPointF], middle: QPointF) -> float:
    """How far the fingers are from their middle, together."""
    return sum((QPointF.dotProduct(place - middle, place - middle)) ** 0.5 for place in places)
