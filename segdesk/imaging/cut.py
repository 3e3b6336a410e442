"""The cheapest outline: a minimum cut between what speaks for the subject and what speaks against it.

Leaves the weighing of that evidence to `segmentation`.
"""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

LIMIT = 10.0
"""Evidence beyond this, in either direction, says no more."""
_LEVELS = 40
_WEIGHT = 3.0
"""Evidence against the cost of outline: the outline costs at most 50 a pixel, on even ground."""
_SPREAD = 10.0
"""Standard deviation of the two stand-in models; any value gives the same cut, small ones stay clear of underflow."""
_FLAT = 1e6
"""Variance of the channels the stand-in models shall not see."""
_DIVISIBLE = 160
"""Pixels a rectangle's long side has to have for its halves to be worth a thread."""
_SHARED = 0.15
"""Share of that side that both halves have."""


def contrast_channels(lab: Floats) -> NDArray[np.uint8]:
    """The two directions in which the picture's colours (CIE Lab, float32 HxWx3) differ most, uint8 HxWx2."""
    colours = lab.reshape(-1, 3)
    centred = colours - colours.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    channels = centred @ axes[:, :0:-1]
    return np.clip(channels * 2 + 128, 0, 255).astype(np.uint8).reshape(*lab.shape[:2], 2)


def cut(channels: NDArray[np.uint8], evidence: Floats, *, inside: Flags, outside: Flags) -> Flags:
    """The subject: bool HxW, holding all of `inside` and nothing of `outside`.

    evidence is float32 HxW, positive for the subject, in nats. Minimises -sum of evidence over the subject plus the
    outline's length weighed by exp(-contrast), as in Rother, Kolmogorov and Blake, "GrabCut" (SIGGRAPH 2004), with the
    contrast measured by its mean over the rectangle of what is not outside, over each half's part of a large one.
    `cv2.grabCut` solves it exactly when it is kept from learning: the evidence becomes the third channel of its
    picture, and two Gaussians of equal variance, one to each side, make the likelihood ratio linear in that channel.
    """
    subject = evidence > 0
    subject[inside], subject[outside] = True, False
    if min(subject.shape) < 2 or subject.all() or not subject.any():
        return subject
    place = _open(outside)
    picture = np.dstack((channels[place], _levels(evidence[place])))
    verdict = np.where(subject[place], cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    verdict[inside[place]], verdict[outside[place]] = cv2.GC_FGD, cv2.GC_BGD
    subject[place] = _solved(picture, verdict)
    return subject


def _solved(picture: NDArray[np.uint8], verdict: NDArray[np.uint8]) -> Flags:
    """The subject in a rectangle: colours and levels uint8 HxWx3, verdicts as `cv2.grabCut` has them uint8 HxW.

    The halves of a large one are cut at the same time, each a little beyond the middle, and joined between two columns
    in which both say the same; where they nowhere do, the rectangle is cut whole. As in Strandmark and Kahl, "Parallel
    and distributed graph cuts by dual decomposition" (CVPR 2010), but for their proof: each half has its own contrast.
    """
    height, width = verdict.shape
    if height > width:
        return _solved(picture.transpose(1, 0, 2), verdict.T).T
    if width < _DIVISIBLE:
        return _solved_whole(picture, verdict)
    middle, reach = width // 2, round(_SHARED * width / 2)
    with ThreadPoolExecutor(1) as helper:
        coming = helper.submit(_solved_whole, picture[:, middle - reach :], verdict[:, middle - reach :])
        left = _solved_whole(picture[:, : middle + reach], verdict[:, : middle + reach])
        right = coming.result()
    differences = (left[:, middle - reach :] != right[:, : 2 * reach]).sum(axis=0)
    agreed = np.flatnonzero(differences[:-1] + differences[1:] == 0)
    if not len(agreed):
        return _solved_whole(picture, verdict)
    seam = int(agreed[np.abs(agreed - reach).argmin()]) + 1
    return np.concatenate((left[:, : middle - reach + seam], right[:, seam:]), axis=1)


def _solved_whole(picture: NDArray[np.uint8], verdict: NDArray[np.uint8]) -> Flags:
    # The log ratio of the models changes by 2 * offset / variance per level.
    offset = _WEIGHT * (2 * LIMIT / _LEVELS) * _SPREAD**2 / 2
    against, speaking = _model(_LEVELS / 2 - offset), _model(_LEVELS / 2 + offset)
    verdict = verdict.copy()
    cv2.grabCut(picture.copy(), verdict, (0, 0, 0, 0), against, speaking, 1, cv2.GC_EVAL_FREEZE_MODEL)
    return (verdict == cv2.GC_FGD) | (verdict == cv2.GC_PR_FGD)


def _open(outside: Flags) -> tuple[slice, slice]:
    """The rectangle of all that is still open, and a pixel around it: what lies beyond has no say in the outline."""
    left, top, width, height = cv2.boundingRect((~outside).astype(np.uint8))
    return slice(max(top - 1, 0), top + height + 1), slice(max(left - 1, 0), left + width + 1)


def _levels(evidence: Floats) -> NDArray[np.uint8]:
    return np.round(np.clip(evidence / LIMIT + 1, 0, 2) * (_LEVELS / 2)).astype(np.uint8)


def _model(centre: float) -> NDArray[np.float64]:
    """A mixture in OpenCV's layout with a single Gaussian: 5 weights, 5 means of 3, 5 covariances of 3x3."""
    model = np.zeros((1, 65), np.float64)
    model[0, 0] = 1
    model[0, 5:8] = (128, 128, centre)
    model[0, 20:29] = np.diag((_FLAT, _FLAT, _SPREAD**2)).ravel()
    return model
