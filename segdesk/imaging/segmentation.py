"""The local engine's mathematics: from a picture and prompts to a probability map.

What the trained network thinks of each pixel is one voice among the evidence; without it the others do alone.
Everything happens on a small working copy; carrying the map to full size is left to `edges`.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.prompts import Prompts
from segdesk.imaging.colour_models import Palette, log_density
from segdesk.imaging.cut import LIMIT, cut
from segdesk.imaging.features import Features, Level, extract_features
from segdesk.imaging.geodesic import Terrain
from segdesk.imaging.guesses import first_regions
from segdesk.imaging.looks import Onlooker, probability
from segdesk.imaging.proposals import (
    AGREED,
    STEADY,
    Choice,
    Proposal,
    essential,
    is_rivalled,
    labelled,
    overlap,
    parts,
    propose,
)
from segdesk.imaging.resampling import averaged, interpolated
from segdesk.imaging.standing import standing
from segdesk.imaging.wishes import Wishes

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

__all__ = ["Features", "detailed", "extract_features", "main_subject", "segment", "weighed"]

_STROKE_SHARE = 0.5
"""How much of a colour model comes from the strokes where there are any; the rest comes from the region."""
_NEARNESS = 4.0
"""Evidence of a pixel that touches a keep stroke and is far from all that is to go; in nats, as all evidence."""
_SOFT = 0.1
"""Length of a way below which it no longer matters which stroke is nearer."""
_ROUGHNESS = 0.6
"""What a change of 1 in colour evidence, squashed to -1..1, adds to a way through the picture that crosses it."""
_BOX_SHAPE, _BOX_FILL = 0.3, 0.2
"""Evidence of a box's middle, and the height of the dome over it from where on it speaks for the subject."""
_MEMORY = 2.0
"""Evidence of the prior mask where no stroke contradicts it."""
_FADE = 80.0
"""Length of the way from a contradicting stroke at which the prior mask counts 63 %, for a stroke that lies as deep
in what it contradicts as the picture's long side; a shallow stroke mends little, a deep one speaks against it all."""
_RECOLLECTION = 1.0
"""Evidence of the prior mask beside what the network, which has seen it, makes of it."""
_SAY = 0.6
"""How much of their evidence colours have beside what the network, which has seen them, makes of them."""
_SHALLOW = 0.018
"""Depth of corrections, in long sides of the picture, up to which they are touches to an outline that is right
elsewhere: what they change lies near them."""
_EARSHOT, _ASIDE = 2.0, 4
"""How far that is, in such depths and in working pixels beside them."""
_WIDTH = 0.9
"""What counts as the subject's width, in diameters of the circle of the area it is thought to have."""
_JUST_OUT = np.float32(0.499)
"""The largest probability that is outside in bytes too."""
_BAND = 4
"""Pixels of the coarse copy to either side of its outline within which the working copy decides again."""


def segment(
    features: Features, prompts: Prompts, prior: Floats | Bytes2D | None = None, onlooker: Onlooker | None = None
) -> Floats:
    """How surely each pixel of the working copy is the subject's: float32 HxW, 0..1, inside from 0.5 on.

    Takes any mixture of strokes, maps and boxes; none at all asks for the main subject. prior is the last mask at
    working size, uint8 with 128 and more inside or float32 with 0.5 and more inside. Strokes are law: 1 under those
    that keep, 0 under those that remove, the later one's where they meet. A prior that nothing contradicts stays.
    onlooker is the network before the same working copy; without it the subject is found by colours and ways alone.
    """
    return weighed(features, prompts, prior, onlooker)[0]


def weighed(
    features: Features, prompts: Prompts, prior: Floats | Bytes2D | None = None, onlooker: Onlooker | None = None
) -> tuple[Floats, float | None]:
    """What `segment` finds, and the overlap with the subject to expect of it, 0..1, where the network was asked."""
    fine = Wishes.of(prompts, features.fine.size, scale=features.scale, prior=_flags(prior))
    if fine.prior is not None and not (fine.corrections | fine.unanswered).any():
        return _softened(fine.prior & ~fine.forbidden(features.terrain), fine), None
    if onlooker is None:
        subject = _refined(features, fine, _settled(features, fine.shrunk(features.coarse.size)))
        return _softened(_near(_wanted(subject, fine), fine), fine), None
    subject, sureness, _ = _recognised(features, fine, onlooker)
    return _softened(_near(_wanted(subject, fine), fine), fine), Proposal.expected(subject, sureness).sureness


def _recognised(
    features: Features, wishes: Wishes, onlooker: Onlooker, verdict: Floats | None = None
) -> tuple[Flags, Floats, Flags]:
    """The subject on the working copy as the network sees it, how sure that is of each pixel, float32 HxW, and what it
    saw by itself before that was joined with anything else, bool HxW.

    Where there is no prior yet it looks again with its first answer as one, and what colours and ways find by
    themselves (the verdict on the coarse copy, if that is known already) has half the say in which colours are the
    subject's.
    """
    if wishes.prior is not None:
        return _corrected(features, wishes, wishes.prior, onlooker)
    opinion = onlooker.opinion(wishes)
    sureness = probability(opinion)
    seen = sureness > 0.5
    found = _joined(features, wishes, opinion, region=sureness)
    opinion = onlooker.second_opinion(wishes, found)
    sureness = probability(opinion)
    if verdict is None:
        verdict = _settled(features, wishes.shrunk(features.coarse.size))
    alone = interpolated(verdict, features.fine.size)
    return _joined(features, wishes, opinion, region=_between(sureness, alone)), sureness, seen


def _corrected(features: Features, wishes: Wishes, prior: Flags, onlooker: Onlooker) -> tuple[Flags, Floats, Flags]:
    """The same where there is a prior: one look is enough."""
    stands = standing(prior, wishes.keep, wishes.remove)
    # What can be known before the network answers is found out while it thinks.
    with ThreadPoolExecutor(1) as helper:
        memory = helper.submit(_Memory.of, features.terrain, wishes, stands)
        opinion = onlooker.second_opinion(wishes, stands)
    sureness = probability(opinion)
    subject = _joined(features, wishes, opinion, region=sureness, memory=memory.result())
    return subject, sureness, sureness > 0.5


def _between(one: Floats, other: Floats) -> Floats:
    return np.asarray(cv2.addWeighted(one, 0.5, other, 0.5, 0), np.float32)


def _joined(
    features: Features, wishes: Wishes, opinion: Floats, *, region: Floats, memory: "_Memory | None" = None
) -> Flags:
    """The cheapest outline by what the network thinks (logits, float32 HxW), by the colours of a region, and by what
    is remembered of the prior."""
    forbidden = wishes.forbidden(features.terrain)
    region = np.where(wishes.keep, 1, np.where(forbidden, 0, region)).astype(np.float32)
    colours = _colour_evidence(features.palette, features.fine, wishes=wishes, region=region)
    evidence = opinion + np.clip(np.float32(_SAY) * colours, np.float32(-LIMIT), np.float32(LIMIT))
    if memory is not None:
        evidence += memory.evidence
    stays_in, stays_out = _beyond(wishes, region, memory)
    # Off the frame lies nothing that was found or asked for: no likeness of colours makes up for that.
    stays_out |= np.isneginf(opinion)
    inside, outside = stays_in & ~forbidden | wishes.keep, stays_out & ~wishes.keep | forbidden
    return cut(features.fine.channels, evidence.astype(np.float32), inside=inside, outside=outside)


@dataclass(frozen=True, eq=False)
class _Memory:
    """What stands of the prior, bool HxW, and its evidence beside what the network makes of it, float32 HxW."""

    standing: Flags
    evidence: Floats

    @classmethod
    def of(cls, terrain: Terrain, wishes: Wishes, stands: Flags) -> Self:
        trust = np.float32(_RECOLLECTION) * _trust(terrain, wishes)
        return cls(stands, np.where(stands, trust, -trust))


def _beyond(wishes: Wishes, region: Floats, memory: _Memory | None) -> tuple[Flags, Flags]:
    """What stays in and what stays out, because it lies farther from every correction than the subject is wide.

    How wide that is can only be guessed before the cut, so a little less counts.
    """
    if memory is None or wishes.prior is None or wishes.unanswered.any():
        return np.zeros(region.shape, np.bool_), np.zeros(region.shape, np.bool_)
    area = np.count_nonzero(region > 0.5)
    far = wishes.away > _WIDTH * 2 * np.sqrt(area / np.pi)
    return memory.standing & far, ~wishes.prior & far


def _settled(features: Features, wishes: Wishes) -> Floats:
    """The subject on the coarse copy, 0 or 1, float32 HxW."""
    return _opinions(features, wishes)[0]


def _opinions(features: Features, wishes: Wishes) -> list[Floats]:
    """The subject on the coarse copy, 0 or 1: each first region comes to its own verdict, and from these to one.

    That one stands first, the verdicts behind it.
    """
    forbidden = wishes.forbidden(features.terrain)

    def verdict(region: Floats) -> Floats:
        evidence = _evidence(features, features.coarse, wishes=wishes, region=region)
        return cut(features.coarse.channels, evidence, inside=wishes.keep, outside=forbidden).astype(np.float32)

    verdicts = [verdict(region) for region in first_regions(features, wishes)]
    return [verdict(np.asarray(np.mean(verdicts, axis=0), np.float32)), *verdicts]


def _flags(prior: Floats | Bytes2D | None) -> Flags | None:
    if prior is None:
        return None
    return prior >= (INSIDE if prior.dtype == np.uint8 else 0.5)


def _evidence(features: Features, level: Level, *, wishes: Wishes, region: Floats) -> Floats:
    """What speaks for each pixel of a level, less what speaks against it, in nats, float32 HxW."""
    evidence = _colour_evidence(features.palette, level, wishes=wishes, region=region)
    if wishes.boxes:
        evidence += _BOX_SHAPE * (wishes.box_shape() - _BOX_FILL)
    evidence = np.clip(evidence, np.float32(-LIMIT), np.float32(LIMIT))
    terrain = features.terrain.roughened(_blurred(np.tanh(evidence / 2), 5), _ROUGHNESS)
    if wishes.has_strokes:
        evidence += _NEARNESS * _nearness(terrain, wishes)
    if wishes.prior is not None:
        trust = _trust(terrain, wishes)
        evidence += trust * (np.where(wishes.prior, np.float32(_MEMORY), np.float32(-_MEMORY)) - evidence)
    return evidence


def _colour_evidence(palette: Palette, level: Level, *, wishes: Wishes, region: Floats) -> Floats:
    """Log likelihood ratio of each pixel's colour between the region and the rest, strokes weighing more than both."""
    labels = level.labels
    inside = _blended(palette.shares(labels, region), palette.shares_of(labels[wishes.keep]))
    outside = _blended(palette.shares(labels, 1 - region), palette.shares_of(labels[wishes.remove]))
    if inside is None or outside is None:
        return np.zeros(labels.shape, np.float32)
    ratio = log_density(palette.colours, inside) - log_density(palette.colours, outside)
    return ratio.astype(np.float32)[labels]


def _blended(region: NDArray[np.float64] | None, strokes: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
    if region is None or strokes is None:
        return strokes if region is None else region
    return (1 - _STROKE_SHARE) * region + _STROKE_SHARE * strokes


def _nearness(terrain: Terrain, wishes: Wishes) -> Floats:
    """1 beside a keep stroke, -1 beside a remove stroke, in between by the ways to both; float32 HxW."""
    if not wishes.keep.any():
        [remove] = terrain.distances(wishes.remove)
        return -np.exp(-remove).astype(np.float32)
    keep, away = wishes.ways(terrain)
    return ((away - keep) / (away + keep + _SOFT)).astype(np.float32)


def _trust(terrain: Terrain, wishes: Wishes) -> Floats:
    """How far the prior holds: 0 in unanswered boxes and beside strokes that contradict it, 1 far away, float32 HxW.

    The deeper those strokes lie in what they contradict, the farther they are heard.
    """
    corrections = wishes.corrections
    trust = np.where(wishes.unanswered, np.float32(0), np.float32(1))
    if wishes.prior is None or not corrections.any():
        return trust
    [way] = terrain.distances(corrections)
    return trust * (1 - np.exp(-np.square(way / (_FADE * wishes.depth / wishes.size.long_side)))).astype(np.float32)


def _refined(features: Features, wishes: Wishes, region: Floats) -> Flags:
    """The coarse region on the working copy, its outline decided anew."""
    size = features.fine.size
    region = interpolated(region, size)
    reach = 2 * round(_BAND * size.long_side / features.coarse.size.long_side) + 1
    window = cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach))
    surely_in = cv2.erode(region, window).reshape(region.shape) > 0.5
    surely_out = cv2.dilate(region, window).reshape(region.shape) < 0.5
    inside = surely_in & ~wishes.remove | wishes.keep
    outside = (surely_out | wishes.forbidden(features.terrain)) & ~wishes.keep
    evidence = _evidence(features, features.fine, wishes=wishes, region=region)
    return cut(features.fine.channels, evidence, inside=inside, outside=outside)


def _wanted(subject: Flags, wishes: Wishes) -> Flags:
    """Only the parts that a keep stroke touches, that were mostly the prior's or that lie in a box without a stroke.

    All of them when nothing says which. In a box with a keep stroke the prior has no say: what the stroke does not
    reach there was only ever guessed from the box.
    """
    if not wishes.keep.any() and wishes.prior is None:
        return subject
    count, parts = labelled(subject)
    free = wishes.in_boxes(without_keep=True)
    wanted = np.bincount(parts[wishes.keep | free], minlength=count) > 0
    if wishes.prior is not None:
        areas = np.bincount(parts.ravel(), minlength=count)
        told = wishes.prior & (free | ~wishes.in_boxes())
        wanted |= 2 * np.bincount(parts[told], minlength=count) > areas
    wanted[0] = False
    return wanted[parts]


def _near(subject: Flags, wishes: Wishes) -> Flags:
    """The subject without what shallow corrections change out of earshot: the prior stands there."""
    depth = wishes.depth
    if wishes.prior is None or wishes.unanswered.any() or not 0 < depth <= _SHALLOW * wishes.size.long_side:
        return subject
    changed = subject ^ wishes.prior
    count, parts = labelled(changed)
    heard = np.bincount(parts[wishes.away <= _EARSHOT * depth + _ASIDE], minlength=count) > 0
    return wishes.prior ^ (changed & heard[parts])


def _softened(subject: Flags, wishes: Wishes) -> Floats:
    """The subject with an outline between pixels rather than along them, and strokes enforced.

    What the prior had and still has stays on its side of one half, be it a single pixel: softening is no change.
    """
    soft = _blurred(subject.astype(np.float32), 3)
    if wishes.prior is not None:
        np.maximum(soft, np.float32(0.5), out=soft, where=subject & wishes.prior)
        np.minimum(soft, _JUST_OUT, out=soft, where=~(subject | wishes.prior))
    soft[wishes.keep], soft[wishes.remove] = 1, 0
    return soft


def _blurred(field: Floats, width: int) -> Floats:
    return np.asarray(cv2.GaussianBlur(field, (width, width), 0), np.float32).reshape(field.shape)


def main_subject(features: Features, onlooker: Onlooker | None = None) -> Choice:
    """What `segment` finds where nothing is said, and what else the main subject may be.

    The proposals are regions of the coarse copy; `detailed` carries one to the working copy.
    """
    wishes = _main_subject(features)
    coarse = wishes.shrunk(features.coarse.size)
    verdicts = _opinions(features, coarse)
    regions = [verdict > 0.5 for verdict in verdicts]

    if onlooker is None:
        found = _refined(features, wishes, verdicts[0])

        def weighed(region: Flags) -> Proposal:
            return Proposal.agreed(region, [other for other in regions if other is not region], coarse.border)

        is_doubtful = weighed(regions[0]).sureness < AGREED
    else:
        found, sureness, seen = _recognised(features, wishes, onlooker, verdicts[0])
        found = essential(found)
        regions.insert(0, averaged(found.astype(np.float32), features.coarse.size) > 0.5)
        weighed = partial(Proposal.expected, probability=averaged(sureness, features.coarse.size))
        is_doubtful = overlap(seen, found) < STEADY
    first, *others = (weighed(region) for region in (*regions, *parts(regions[0])))
    proposals = propose(first, others)
    in_doubt = is_doubtful or is_rivalled(proposals)
    return Choice(proposals, _softened(found, wishes), in_doubt)


def detailed(features: Features, candidate: Proposal) -> Floats:
    """A candidate on the working copy, as `segment` answers: float32 HxW, 0..1, inside from 0.5 on."""
    wishes = _main_subject(features)
    return _softened(_refined(features, wishes, candidate.region.astype(np.float32)), wishes)


def _main_subject(features: Features) -> Wishes:
    return Wishes.of(Prompts(auto=True), features.fine.size, scale=features.scale, prior=None)
