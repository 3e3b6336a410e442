"""The network's looks at a picture: first the whole, then closer around what was found, each a square view."""

from dataclasses import dataclass, field
from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.imaging.cues import Hints, View
from segdesk.imaging.network import SIDE, Network
from segdesk.imaging.wishes import Flags, Floats, Wishes

Values = TypeVar("Values", NDArray[np.uint8], NDArray[np.float32])
Frame = tuple[int, int, int, int]
"""Top, bottom, left, right in working pixels, half-open."""

_ROOM = 1.5
"""Sides of a close look's frame, in sides of what it is about."""
_WHOLE = 0.72
"""A frame that holds more of the picture than this is the whole picture."""
_LEAST = 48
"""Working pixels a frame has at least."""


@dataclass(eq=False)
class Onlooker:
    """Looks at one picture and remembers the views it has seen last.

    pixels: RGB uint8 HxWx3 at working size; picture: the same at full size, for looking closer than that.
    """

    pixels: NDArray[np.uint8]
    network: Network
    picture: NDArray[np.uint8]
    _views: dict[Frame, View] = field(default_factory=dict[Frame, View])

    def opinion(self, wishes: Wishes) -> Floats:
        """What the network thinks of each working pixel, logits float32 HxW, minus infinity outside the frame.

        One look at the whole, or at what boxes hold, and a close one at what that found.
        """
        nothing = np.zeros(wishes.keep.shape, np.float32)
        first = self._look(wishes, None, self._close(wishes, nothing) if wishes.boxes else self._whole)
        return self._closer(wishes, probability(first))

    def second_opinion(self, wishes: Wishes, found: Flags) -> Floats:
        """The same from a close look at what was found, bool HxW."""
        return self._closer(wishes, found.astype(np.float32))

    def _closer(self, wishes: Wishes, found: Floats) -> Floats:
        return self._look(wishes, found, self._close(wishes, found))

    @property
    def _whole(self) -> Frame:
        return 0, self.pixels.shape[0], 0, self.pixels.shape[1]

    def _close(self, wishes: Wishes, found: Floats) -> Frame:
        """The frame around what was found and what is to be kept."""
        subject = (found > 0.5) | wishes.keep | wishes.unanswered | (wishes.corrections & wishes.remove)
        if wishes.boxes and wishes.prior is None:
            subject |= wishes.in_boxes()
        if np.count_nonzero(subject) < 12:
            return self._whole
        left, top, width, height = cv2.boundingRect(subject.astype(np.uint8))
        high, wide = subject.shape
        room = 0.2 * max(width, height)
        down, across = max(_ROOM * height, height + room, _LEAST), max(_ROOM * width, width + room, _LEAST)
        y, x = top + height / 2, left + width / 2
        frame = (
            max(0, round(y - down / 2)),
            min(high, round(y + down / 2)),
            max(0, round(x - across / 2)),
            min(wide, round(x + across / 2)),
        )
        area = (frame[1] - frame[0]) * (frame[3] - frame[2])
        return self._whole if area > _WHOLE * high * wide else frame

    def _look(self, wishes: Wishes, prior: Floats | None, frame: Frame) -> Floats:
        place = slice(*frame[:2]), slice(*frame[2:])
        keep = _viewed(wishes.keep[place])
        hints = Hints(
            keep,
            _viewed(wishes.remove[place]) & (1 - keep),
            _viewed(wishes.in_boxes()[place]) if wishes.boxes else None,
            None if prior is None else _resized(prior[place]),
        )
        answer = self.network.logits(self._view(frame).told(hints))
        logits = np.full(self.pixels.shape[:2], -np.inf, np.float32)
        size = (frame[3] - frame[2], frame[1] - frame[0])
        how = cv2.INTER_AREA if size[0] * size[1] < SIDE * SIDE else cv2.INTER_LINEAR
        logits[place] = cv2.resize(answer, size, interpolation=how)
        return logits

    def _view(self, frame: Frame) -> View:
        view = self._views.get(frame)
        if view is None:
            view = View.of(self._cropped(frame))
            while len(self._views) >= 4:
                self._views.pop(next(iter(self._views)))
            self._views[frame] = view
        return view

    def _cropped(self, frame: Frame) -> NDArray[np.uint8]:
        """The colours in a frame, from the working copy where it is sharp enough for a view."""
        if max(frame[1] - frame[0], frame[3] - frame[2]) >= SIDE:
            return _resized(self.pixels[frame[0] : frame[1], frame[2] : frame[3]])
        scale = self.picture.shape[0] / self.pixels.shape[0]
        top, bottom, left, right = (round(side * scale) for side in frame)
        return _resized(self.picture[top:bottom, left:right])


def probability(logits: Floats) -> Floats:
    """Logits as probabilities."""
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


def _resized(array: "Values") -> "Values":
    shrinks = array.shape[0] * array.shape[1] > SIDE * SIDE
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return cast(Values, cv2.resize(array, (SIDE, SIDE), interpolation=how))


def _viewed(flags: Flags) -> NDArray[np.uint8]:
    """A map in a view, uint8 of 0 and 1; no stroke vanishes."""
    if not flags.any():
        return np.zeros((SIDE, SIDE), np.uint8)
    share = _resized(flags.astype(np.float32))
    return (share > min(0.4, float(share.max()) / 2)).astype(np.uint8)
