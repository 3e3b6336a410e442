"""What of a mask still stands when the next strokes have spoken, before anything is asked about the picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.imaging.proposals import labelled

Flags = NDArray[np.bool_]

_MIDDLE = 0.5
"""How deep a stroke reaches into a part that it takes back, in depths of the part."""
_LARGER = 3.0
"""How much larger than all other parts together that part may be."""


def standing(prior: Flags, keep: Flags, remove: Flags) -> Flags:
    """The prior without the parts that are taken back, bool HxW like the strokes.

    Through the middle of such a part goes a stroke that removes, none keeps anything of it, and other parts of its
    size stand elsewhere. In a part that is all there is, or almost, such a stroke means a hole.
    """
    removed = remove & prior
    if not removed.any():
        return prior
    count, parts = labelled(prior)
    if count < 3:
        return prior
    depths = np.asarray(cv2.distanceTransform(prior.astype(np.uint8), cv2.DIST_L2, 3), np.float32).reshape(prior.shape)
    deepest, reached = (np.zeros(count, np.float32) for _ in range(2))
    np.maximum.at(deepest, parts[prior], depths[prior])
    np.maximum.at(reached, parts[removed], depths[removed])
    areas = np.bincount(parts[prior], minlength=count)
    has_keep = np.bincount(parts[keep & prior], minlength=count) > 0
    taken = (reached > 0) & (reached >= _MIDDLE * deepest) & ~has_keep & (areas <= _LARGER * (areas.sum() - areas))
    rest = prior & ~taken[parts]
    return rest if rest.any() else prior
