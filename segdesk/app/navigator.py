"""Where the view stands: fits, zooms and pans the picture, and keeps some of it in sight. Knows nothing of widgets."""

from typing import Final

from segdesk.core.geometry import Box, Point, Size, Turn, Viewport

BOTTOM_INSET: Final = 32
"""View pixels at the bottom that a fitted picture leaves, beyond its margin, to the tool options."""
KEPT_IN_VIEW: Final = 64
_SLACK: Final = 1.0
"""View pixels that may be out of view unnoticed."""


class Navigator:
    """A viewport on a picture of some size in a view of some size (device-independent pixels)."""

    def __init__(self) -> None:
        self.viewport = Viewport()
        self._picture: Size | None = None
        self._view = Size(1, 1)
        self._is_fitted = True

    @property
    def middle(self) -> Point:
        """The middle of the part of the view that nothing floats over."""
        return Point(self._view.width / 2, (self._view.height - BOTTOM_INSET) / 2)

    def show(self, picture: Size) -> None:
        """Another picture, upright and fitted."""
        self._picture, self.viewport = picture, Viewport()
        self.fit()

    def resize(self, view: Size) -> None:
        """Another view: a fitted picture is fitted again, any other keeps its middle."""
        dx, dy = (view.width - self._view.width) / 2, (view.height - self._view.height) / 2
        self._view = view
        if self._is_fitted:
            self.fit()
        else:
            self.pan(dx, dy)

    def fit(self) -> None:
        """The whole picture, never enlarged."""
        fitted = self._fitting(self.viewport.turn)
        if fitted is not None:
            self.viewport, self._is_fitted = fitted, True

    def zoom(self, factor: float, anchor: Point | None = None) -> None:
        """Zoom about a place in the view, or about the middle."""
        self._move(self.viewport.zoomed(factor, self.middle if anchor is None else anchor))

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by so many view pixels."""
        self._move(self.viewport.panned(dx, dy))

    def stand(self, viewport: Viewport) -> None:
        """As it stood before; where that was fitted, it is again."""
        fitted = self._fitting(viewport.turn)
        self._move(viewport)
        self._is_fitted = self.viewport == fitted

    def lay(self, turn: Turn) -> None:
        """Another turn: a fitted picture is fitted again, any other keeps what is in the middle."""
        if self._is_fitted:
            self.viewport = Viewport(turn=turn)
            self.fit()
        else:
            self._move(self.viewport.laid(turn, self.middle))

    def centre(self, at: Point) -> None:
        """Bring a place in the picture into the middle."""
        self._move(self.viewport.placed(at, self.middle))

    @property
    def shows_whole(self) -> bool:
        """Whether no part of the picture lies beyond the view."""
        view = Box.whole(self._view).grown(_SLACK)
        return self._picture is None or view.holds(self.viewport.box_to_view(Box.whole(self._picture)))

    def _fitting(self, turn: Turn) -> Viewport | None:
        free = Size(self._view.width, max(self._view.height - BOTTOM_INSET, 1))
        return None if self._picture is None else Viewport.fitting(self._picture, free, turn=turn)

    def _move(self, viewport: Viewport) -> None:
        if self._picture is not None:
            self.viewport, self._is_fitted = self._bounded(viewport, self._picture), False

    def _bounded(self, viewport: Viewport, picture: Size) -> Viewport:
        """The same scale, moved so that some of the picture stays in view: what of it lies next to the view's middle.

        Of a picture that lies askew the rectangle around it would not do, whose corners are empty.
        """
        middle = viewport.to_picture(Point(self._view.width / 2, self._view.height / 2))
        x, y = viewport.to_view(
            Point(min(max(middle.x, 0.0), float(picture.width)), min(max(middle.y, 0.0), float(picture.height)))
        )
        dx = max(KEPT_IN_VIEW - x, 0) + min(self._view.width - KEPT_IN_VIEW - x, 0)
        dy = max(KEPT_IN_VIEW - y, 0) + min(self._view.height - KEPT_IN_VIEW - y, 0)
        return viewport.panned(dx, dy)
