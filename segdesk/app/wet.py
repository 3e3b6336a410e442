"""Paint that no finished layer holds yet: strokes of the retouch brush as the view shows them while they are drawn."""

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from segdesk.app.layers import Layer, Sight
from segdesk.app.pyramid import Pyramid
from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import Polarity
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import RetouchDraft

if TYPE_CHECKING:
    from segdesk.imaging.strips import Strip

_AROUND = 16
"""Pixels around what is in sight, at the size that is painted, which an outline looks at."""
_FINE = 32
"""Pixels of a fading rim that are enough to show it smooth; a softer brush is painted at a smaller size."""
_BAND = 256
"""Rows of the array that tell together what changes in them: of a large brush's move that is a narrow rim."""
_NOTHING = Box(0, 0, 0, 0)


class Wet:
    """How strongly a stroke paints on what is in sight, at about the view's resolution.

    corner: where in the picture its array begins, in picture pixels.
    factor: how many times smaller than the picture the array is.
    """

    def __init__(self, stroke: RetouchStroke, sight: Sight, picture: Size, *, is_finished: bool = False) -> None:
        """A finished stroke takes an array for what it reaches alone; one under way may come to anything in sight."""
        self._stroke, self.factor = stroke, _factor(stroke, sight.scale)
        margin = _AROUND * self.factor
        box = sight.box.grown(margin).clipped(picture)
        if is_finished:
            box = box.shared(stroke.bounds.grown(margin))
        self._left, self._top = (int(side // self.factor) for side in (box.left, box.top))
        right, bottom = (int(-(-side // self.factor)) for side in (box.right, box.bottom))
        # What lies beyond an array is as its rim, so that even one out of sight has a pixel.
        self._dry: Bytes2D = np.zeros((max(bottom - self._top, 1), max(right - self._left, 1)), np.uint8)
        self._strength = self._dry
        self._drawn, self._bounds = 0, _NOTHING
        self._rubbed: tuple[Box, ...] = ()

    @property
    def adds(self) -> bool:
        return self._stroke.polarity is Polarity.KEEP

    @property
    def corner(self) -> Point:
        return Point(self._left * self.factor, self._top * self.factor)

    @property
    def bounds(self) -> Box:
        """What the stroke reaches so far, in picture pixels."""
        return self._bounds

    @property
    def levels(self) -> Pyramid:
        """The strength, 255 in full."""
        return Pyramid((self._strength,))

    def draw(
        self, points: tuple[Point, ...], radii: tuple[float, ...] = (), rubber: Point | None = None
    ) -> tuple[Box, ...]:
        """Go on to where the stroke has come, and over to the free end of a straight line if it has one.

        radii: of the points and the free end, if they have their own. Returns what of the picture looks different.
        """
        changed, self._strength = self._rubbed, self._dry
        if len(points) > self._drawn:
            fresh = slice(max(self._drawn - 1, 0), len(points))
            changed += self._paint(points[fresh], radii[fresh], goes_on=self._drawn > 0)
            self._drawn = len(points)
        self._rubbed = ()
        if rubber is not None:
            self._strength = self._dry.copy()
            self._rubbed = self._paint((points[-1], rubber), radii[-2:], goes_on=True)
        return changed + self._rubbed

    def _paint(self, points: tuple[Point, ...], radii: tuple[float, ...], *, goes_on: bool) -> tuple[Box, ...]:
        """Lay a piece of the line on, whose beginning is there already if it `goes_on`."""
        from segdesk.imaging.strips import Strip

        is_pressed = min(radii, default=self._stroke.radius) < self._stroke.radius
        line, factor = replace(self._stroke, points=points, radii=radii if is_pressed else ()), self.factor
        high, wide = self._strength.shape
        bounds = line.bounds.grown(factor)
        self._bounds = self._bounds.united(bounds)
        left, right = (min(max(int(x // factor), self._left), self._left + wide) for x in (bounds.left, bounds.right))
        top, bottom = (min(max(int(y // factor), self._top), self._top + high) for y in (bounds.top, bounds.bottom))
        start = points[0] if goes_on and len(points) == 2 and not is_pressed else None
        parts = [Strip(y, min(_band(y), bottom), left, right) for y in (top, *range(_band(top), bottom, _BAND))]
        laid = [self._lay(line, part if start is None else _ahead(part, start, points[-1], factor)) for part in parts]
        return tuple(box for box in laid if not box.is_empty)

    def _lay(self, line: RetouchStroke, part: "Strip") -> Box:
        """Lay a line on a part of the array, and tell what of the picture looks different."""
        # OpenCV is loaded with the first picture, not with the window.
        import cv2

        from segdesk.imaging import retouch

        top, bottom, left, right = part
        if left >= right or top >= bottom:
            return _NOTHING
        target = self._strength[top - self._top : bottom - self._top, left - self._left : right - self._left]
        fresh = retouch.coverage(line, part, 1 / self.factor)
        x, y, width, height = cv2.boundingRect(cv2.compare(fresh, target, cv2.CMP_GT))
        np.maximum(target, fresh, out=target)
        x, y, factor = left + x, top + y, self.factor
        return Box(x * factor, y * factor, (x + width) * factor, (y + height) * factor)


def _band(top: int) -> int:
    """Where the next band begins; all begin at multiples of their height."""
    return (top // _BAND + 1) * _BAND


def _ahead(part: "Strip", start: Point, end: Point, factor: int) -> "Strip":
    """What of a part lies before a line that goes on, where alone it paints more than it did up to its start."""
    across, down = end.x - start.x, end.y - start.y
    x, y = start.x / factor, start.y / factor
    if not across:
        top = max(part.top, min(int(y) - 1, part.bottom)) if down > 0 else part.top
        return part._replace(top=top, bottom=max(min(part.bottom, int(y) + 2), part.top) if down < 0 else part.bottom)
    limits = [x - (row - y) * down / across for row in (part.top, part.bottom)]
    if across > 0:
        return part._replace(left=max(part.left, min(int(min(limits)) - 1, part.right)))
    return part._replace(right=min(part.right, max(int(max(limits)) + 2, part.left)))


class Paint:
    """The strokes on a document's alpha, and the one under way. Layers hold those that they were made with."""

    def __init__(self) -> None:
        self._strokes: tuple[RetouchStroke, ...] = ()
        self._bounds = _NOTHING
        self._wets: list[tuple[RetouchStroke, Wet]] = []
        self._draft: RetouchDraft | None = None
        self._drafted: Wet | None = None

    @property
    def bounds(self) -> Box:
        """Everything that the document's strokes touch, in picture pixels."""
        return self._bounds

    @property
    def is_dry(self) -> bool:
        """True while nothing is painted, and nothing being so."""
        return not self._strokes and self._draft is None

    def set_strokes(self, strokes: tuple[RetouchStroke, ...]) -> None:
        """The document's strokes. Where the one under way has become the last of them it goes on as that one."""
        is_new = len(strokes) > len(self._strokes)
        if strokes is not self._strokes:
            self._bounds = reduce(Box.united, (stroke.bounds for stroke in strokes), _NOTHING)
        self._strokes = strokes
        self._wets = [(stroke, wet) for stroke, wet in self._wets if any(stroke is kept for kept in strokes)]
        if is_new and self._draft is not None and self._drafted is not None and self._draft.stroke == strokes[-1]:
            self._wets.append((strokes[-1], self._drafted))
            self._draft = self._drafted = None

    def draw(self, draft: RetouchDraft | None, sight: Sight, picture: Size) -> tuple[Box, ...]:
        """Show a stroke under way, or no longer; returns what of the picture looks different."""
        before, self._draft = self._draft, draft
        if draft is None:
            self._drafted = None
            return () if before is None else (before.stroke.bounds,)
        if sight.box.is_empty:
            # Nobody looks; who comes to look has it painted then.
            return ()
        astray = _NOTHING
        if self._drafted is None:
            self._drafted = Wet(draft.stroke, sight, picture)
            if before is not None and before.rubber is not None:
                # What was painted before the view moved no longer knows where the free end of its line lay.
                astray = before.stroke.bounds
        changed = self._drafted.draw(draft.points, draft.radii, draft.rubber)
        return changed if astray.is_empty else (astray, *changed)

    def look_away(self) -> None:
        """The view has moved: what was painted for it is to be painted again."""
        self._wets, self._drafted = [], None

    def release(self, layers: tuple[Layer, ...]) -> None:
        """Let go of what all of these hold; a stroke takes up to as much memory as the view."""
        if layers:
            lacking = {id(stroke) for layer in layers for stroke in self._lacked(layer)}
            self._wets = [(stroke, wet) for stroke, wet in self._wets if id(stroke) in lacking]

    def beyond(self, layer: Layer | None, sight: Sight, picture: Size) -> list[Wet]:
        """What a layer lacks, in the order it is laid on."""
        wets = [self._wet(stroke, sight, picture) for stroke in self._lacked(layer)]
        if self._draft is not None:
            if self._drafted is None:
                self.draw(self._draft, sight, picture)
            # Where nobody looks there is nothing to show.
            if self._drafted is not None:
                wets.append(self._drafted)
        return wets

    def _lacked(self, layer: Layer | None) -> tuple[RetouchStroke, ...]:
        """The strokes a layer lacks; of those taken back nothing can be taken off it."""
        held = () if layer is None else layer.retouch
        return self._strokes[len(held) :] if self._strokes[: len(held)] == held else ()

    def _wet(self, stroke: RetouchStroke, sight: Sight, picture: Size) -> Wet:
        for known, wet in self._wets:
            if known is stroke:
                return wet
        wet = Wet(stroke, sight, picture, is_finished=True)
        wet.draw(stroke.points, stroke.radii)
        self._wets.append((stroke, wet))
        return wet


def _factor(stroke: RetouchStroke, scale: float) -> int:
    """Small enough to have a pixel for every one in view where the stroke is not so soft that fewer will do."""
    fade, factor = stroke.radius * (1 - stroke.hardness), 1
    while 2 * factor * scale <= 1 or fade / (2 * factor) >= _FINE:
        factor *= 2
    return factor
