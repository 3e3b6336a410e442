"""Where the subject may be before anything is known of its colours: several opinions, for none is always right."""

import numpy as np
from numpy.typing import NDArray

from segdesk.core.geometry import Box
from segdesk.imaging.colour_models import log_density
from segdesk.imaging.features import Features
from segdesk.imaging.wishes import Wishes, dome

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

_UNSURE = 0.35
"""Difference of the ways to keep and remove strokes at which a pixel is 73 % sure to go with the nearer."""
_DOUBT = 0.3
"""How much of the prior mask the strokes alone may overrule."""
_HEART = 0.4
"""Height of the dome over a box from where on a pixel belongs to its heart."""
_CENTRE = 0.5
"""Standard deviation of where subjects lie, in halves of the picture's sides."""


def first_regions(features: Features, wishes: Wishes) -> list[Floats]:
    """Regions to learn the first colours from, float32 HxW at the coarse size, 0..1; at least one.

    Strokes and boxes are obeyed in all of them.
    """
    forbidden = wishes.forbidden(features.terrain)
    if wishes.prior is not None:
        region = _DOUBT * _near_strokes(features, wishes) + (1 - _DOUBT) * wishes.prior
        regions = [np.where(wishes.unanswered, np.clip(1 + wishes.box_shape(), 0, 1), region)]
    elif wishes.boxes:
        regions = _boxed(features, wishes, forbidden)
    elif wishes.auto:
        regions = _salient(features, wishes)
    else:
        regions = [_near_strokes(features, wishes)]
    return [np.where(wishes.keep, 1, np.where(forbidden, 0, region)).astype(np.float32) for region in regions]


def _near_strokes(features: Features, wishes: Wishes) -> Floats:
    """Whose strokes are nearer, keep or remove; the border is a faint remove stroke."""
    keep, away = wishes.ways(features.terrain)
    sureness = np.tanh((away - keep) / (2 * _UNSURE)).astype(np.float32)
    return (np.float32(1) + sureness) / np.float32(2)


def _boxed(features: Features, wishes: Wishes, forbidden: Flags) -> list[Floats]:
    """The boxes less their corners; their hearts; and what in them looks strange from outside."""
    shape = wishes.box_shape()
    opening = wishes.opening(features.terrain)
    whole = np.maximum(np.clip(1 + shape, 0, 1), opening)
    heart = np.maximum(shape > _HEART, opening).astype(np.float32)
    return [whole, heart, *_strange(features, forbidden)]


def _salient(features: Features, wishes: Wishes) -> list[Floats]:
    """What is hard to reach from the border, and what looks strange from there; both near the middle.

    After Wei, Wen, Zhu and Sun, "Geodesic saliency using background priors" (ECCV 2012).
    """
    [way] = features.terrain.distances(wishes.border)
    centre = np.exp((dome(wishes.size, Box.whole(wishes.size)) - 1) / (2 * _CENTRE**2))
    salience = way * centre
    strange = [region * (centre > 0.5) for region in _strange(features, wishes.border | wishes.remove)]
    return [(salience > salience.mean()).astype(np.float32), *strange]


def _strange(features: Features, known: Flags) -> list[Floats]:
    """The half of what is not known whose colours are the least likely among what is; nothing when all is one."""
    shares = features.palette.shares_of(features.coarse.labels[known])
    if shares is None or known.all():
        return []
    likelihood = log_density(features.palette.colours, shares)[features.coarse.labels]
    return [(~known & (likelihood < np.median(likelihood[~known]))).astype(np.float32)]
