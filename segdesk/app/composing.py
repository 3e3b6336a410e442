"""The pixels of every view, from view-size parts of picture and mask. The only part of the view that needs OpenCV."""

from dataclasses import replace
from typing import Final, assert_never

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from segdesk.app.sampling import Pixels
from segdesk.app.sources import Material
from segdesk.app.views import Colour, Look, View
from segdesk.core.document import INSIDE
from segdesk.imaging import composite, retouch

TILE: Final = 10
"""Side of a checkerboard square in view pixels."""
TINT: Final = 0.22
"""How much of their colour lies over other subjects than the one in hand."""
OUTLINE_WIDTH: Final = 1.5
OUTLINE_BLUR: Final = 0.9


def shown(material: Material, look: Look) -> Pixels:
    """What a view shows of a part of the picture, RGB uint8 HxWx3."""
    return _among_others(material, look) if material.others else _own(material, look)


def together(material: Material) -> Pixels | None:
    """The coverage of all that shows, with the margin; None where nothing is known."""
    return united(material).coverage if material.others else material.coverage


def united(material: Material) -> Material:
    """With the other subjects in it, as a file of all together holds them."""
    margin, others = material.margin, material.others
    layers = [(each.coverage, material.picture if each.clean is None else each.clean) for each in others]
    if material.coverage is not None and material.coverage.any():
        layers.insert(sum(each.is_above for each in others), (material.coverage, material.colours))
    (coverage, colours), *below = layers
    if not below:
        return replace(material, coverage=coverage, clean=colours, level=None, others=())
    framed = _framed(colours, margin)
    for one, other in below:
        coverage, framed = composite.united(coverage, framed, one, _framed(other, margin), reach=material.reach)
    return replace(material, coverage=coverage, clean=_inner(framed, margin), level=None, others=())


def painted(material: Material, strength: Pixels, *, adds: bool) -> Material:
    """Whole material with a stroke of the retouch brush on it, which adds or erases; what it adds is the picture.

    `strength` is as large as the coverage, 255 where the brush paints in full.
    """
    before = np.zeros_like(strength) if material.coverage is None else material.coverage
    after, clean, margin = retouch.laid(before, strength, adds=adds), material.clean, material.margin
    if clean is not None and adds:
        inner = np.s_[margin:-margin, margin:-margin]
        share = cv2.divide(np.ascontiguousarray(strength[inner]), np.ascontiguousarray(after[inner]), scale=255)
        clean = _bytes(
            cv2.add(_scaled(material.picture, _bytes(share)), _scaled(clean, _bytes(cv2.bitwise_not(share))))
        )
    return replace(material, coverage=after, level=None, clean=clean)


def rim(coverage: Pixels, *, margin: int, width: int, fold: int = 1) -> Pixels:
    """Not 0 on the outermost pixels inside the coverage, `width` of them, uint8; `margin` is taken off every side.

    All but the width is `fold` times as large then.
    """
    if fold > 1:
        coverage, margin = _bytes(cv2.resize(coverage, None, fx=fold, fy=fold)), fold * margin
    inside = _bytes(cv2.threshold(coverage, INSIDE - 1, 255, cv2.THRESH_BINARY)[1])
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    line = cv2.subtract(inside, cv2.erode(inside, disc))
    return np.ascontiguousarray(_bytes(line)[margin:-margin, margin:-margin])


def put(rgb: Pixels, target: Pixels) -> None:
    """Write RGB into an image's memory, uint8 HxWx4 in the order blue, green, red, opaque."""
    cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA, dst=target)


def fill(target: Pixels, flags: NDArray[np.bool_], colour: tuple[int, int, int, int]) -> None:
    """Write a colour into uint8 HxWx4 where flags, bool HxW, are set or next to one that is; 0 elsewhere."""
    grown = _bytes(cv2.dilate(flags.view(np.uint8), np.ones((3, 3), np.uint8)))
    target[:] = 0
    target[grown > 0] = colour


def _plain(material: Material, look: Look, level: int) -> Pixels:
    """What `_blended` makes where the coverage is 0, or where it is 255."""
    if look.view.shows_picture:
        return material.picture
    if not look.view.shows_cutout:
        return np.full((*material.size, 3), level, np.uint8)
    if level:
        return material.colours
    if look.view is not View.OVERLAY:
        return _ground(material, look)
    ramp = _bytes(cv2.merge([np.arange(256, dtype=np.uint8)[:, None]] * 3))
    dimmed = _dimmed(replace(material, rgb=ramp, clean=None), np.zeros((256, 1), np.uint8), look)
    return _bytes(cv2.LUT(material.picture, dimmed.reshape(1, 256, 3)))


def _blended(material: Material, coverage: Pixels, look: Look) -> Pixels:
    match look.view:
        case View.OVERLAY:
            return _dimmed(material, coverage, look)
        case View.WHITE:
            # 255 - c' is as far from white as c is from black, so that one product does.
            return _bytes(cv2.bitwise_not(_scaled(cv2.bitwise_not(material.colours), coverage)))
        case View.BLACK:
            return _scaled(material.colours, coverage)
        case View.COLOUR | View.CHECKER | View.PICTURE:
            return _over(material.colours, coverage, _ground(material, look))
        case View.MASK | View.ALPHA | View.TRIMAP:
            return _bytes(cv2.merge([coverage] * 3))
        case View.OUTLINE | View.ANTS | View.ORIGINAL:
            return material.picture
        case _:
            assert_never(look.view)


def _own(material: Material, look: Look) -> Pixels:
    """What is shown of one subject, as if there were no other."""
    coverage, margin = material.coverage, material.margin
    if look.view is View.ORIGINAL or (coverage is None and material.rgb is not None):
        return material.picture
    if coverage is None or material.level is not None:
        return _plain(material, look, material.level or 0)
    made = _blended(material, _inner(coverage, margin), look)
    if not look.has_line:
        return made
    framed = _framed(made, margin)
    _draw_outline(framed, np.ascontiguousarray(coverage), look.accent, ratio=material.ratio)
    return _inner(framed, margin)


def _among_others(material: Material, look: Look) -> Pixels:
    """All subjects; in the overlay others are tinted in their colours, and where lines meet this one's lies above."""
    margin, ratio = material.margin, material.ratio
    if look.view.shows_picture or (material.coverage is None and look.view.shows_unmasked):
        made = material.picture
    else:
        whole = united(material)
        assert whole.coverage is not None
        made = _blended(whole, _inner(whole.coverage, margin), look)
    for other in material.others if look.view is View.OVERLAY else ():
        made = _tinted(made, _inner(other.coverage, margin), other.colour)
    if not look.has_line:
        return made
    slim, reach = margin - material.reach, material.reach
    lines = [(other.coverage, other.colour) for other in material.others]
    if material.coverage is not None and material.level is None:
        lines.append((material.coverage, look.accent))
    framed = _framed(made, slim)
    for coverage, colour in lines:
        near = _inner(coverage, reach) if reach else np.ascontiguousarray(coverage)
        _draw_outline(framed, near, colour, ratio=ratio)
    return _inner(framed, slim)


def _inner(framed: Pixels, margin: int) -> Pixels:
    return np.ascontiguousarray(framed[margin:-margin, margin:-margin])


def _framed(inner: Pixels, margin: int) -> Pixels:
    return _bytes(cv2.copyMakeBorder(inner, margin, margin, margin, margin, cv2.BORDER_REPLICATE))


def _tinted(rgb: Pixels, coverage: Pixels, colour: Colour) -> Pixels:
    """With a little of another subject's colour over it."""
    rest = cv2.LUT(coverage, np.rint(255 - TINT * np.arange(256)).astype(np.uint8))
    tables = [np.rint(TINT * np.arange(256) * channel / 255).astype(np.uint8) for channel in colour]
    return _bytes(cv2.add(_scaled(rgb, _bytes(rest)), cv2.merge([cv2.LUT(coverage, table) for table in tables])))


def _ground(material: Material, look: Look) -> Pixels:
    """What stands where all is removed, RGB uint8 HxWx3."""
    plain = {View.WHITE: (255, 255, 255), View.BLACK: (0, 0, 0), View.COLOUR: look.ground}.get(look.view)
    if plain is not None:
        height, width = material.size
        made = np.empty((height, width, 3), np.uint8)
        # A row at a time, which takes a tenth of the time of three bytes at each pixel.
        made[:] = np.full((width, 3), plain, np.uint8)
        return made
    return _checkerboard(material, look) if material.backdrop is None else material.backdrop


def _scaled(rgb: MatLike, coverage: Pixels) -> Pixels:
    """c * a / 255, rounded to the nearest level."""
    return _bytes(cv2.multiply(rgb, cv2.merge([coverage] * 3), scale=1 / 255))


def _over(rgb: Pixels, coverage: Pixels, ground: Pixels) -> Pixels:
    """(c * a + g * (255 - a)) / 255, rounded to the nearest level as an export before a colour is."""
    share = cv2.merge([coverage] * 3)
    # By numpy, which takes a quarter of OpenCV's time for products wider than their factors.
    kept = np.multiply(rgb, share, dtype=np.uint16)
    rest = np.multiply(ground, cv2.bitwise_not(share), dtype=np.uint16)
    return _bytes(cv2.convertScaleAbs(cv2.add(kept, rest), alpha=1 / 255))


def _checkerboard(material: Material, look: Look) -> Pixels:
    """RGB uint8 HxWx3 of the part's size, a piece of an endless board."""
    (dark, light), (left, top), fold = look.checker, material.origin, material.fold
    # Whole device pixels, so that it neither blurs nor jumps where the view is drawn smaller for a moment.
    tile = round(TILE * material.ratio * fold) / fold
    height, width = material.size
    columns = ((np.arange(width) + 0.5 + left) // tile).astype(np.intp) & 1
    rows = ((np.arange(height) + 0.5 + top) // tile).astype(np.intp) & 1
    # There are but two different rows, and whole ones are copied at one go.
    both = np.array([dark, light], np.uint8)[np.array([columns, 1 - columns])]
    return np.take(both, rows, axis=0)


def _draw_outline(rgb: Pixels, coverage: Pixels, colour: Colour, *, ratio: float) -> None:
    """Draw a line along the coverage's half-way contour into `rgb`; `ratio` is device pixels per view pixel.

    Near an edge (value - half) / gradient is the distance to the contour, which gives a smooth line on any edge.
    """
    lowest, highest, _, _ = cv2.minMaxLoc(coverage)
    if not lowest < INSIDE <= highest:
        return
    soft = cv2.GaussianBlur(coverage, (0, 0), OUTLINE_BLUR * ratio, borderType=cv2.BORDER_REPLICATE)
    reach = 2 * max(round(OUTLINE_WIDTH * ratio), 1) + 1
    inside = cv2.threshold(soft, INSIDE - 1, 255, cv2.THRESH_BINARY)[1]
    band = cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, np.ones((reach, reach), np.uint8))
    band[[0, -1]], band[:, [0, -1]] = 0, 0
    # Of flags numpy finds the set ones in a tenth of the time that it takes for bytes.
    places = np.flatnonzero(_bytes(band) > 0)
    if not places.size:
        return
    flat, step = soft.ravel(), soft.shape[1]
    value = flat[places].astype(np.float32)
    dx = flat[places + 1].astype(np.float32) - flat[places - 1]
    dy = flat[places + step].astype(np.float32) - flat[places - step]
    slope = np.maximum(np.hypot(dx, dy) / 2, 1.0)
    weight = np.clip(OUTLINE_WIDTH * ratio / 2 + 0.5 - np.abs(value - INSIDE) / slope, 0, 1)[:, None]
    colours = rgb.reshape(-1, 3)
    mixed = colours[places] * (1 - weight) + np.array(colour, np.float32) * weight
    colours[places] = mixed.astype(np.uint8)


def _dimmed(material: Material, coverage: Pixels, look: Look) -> Pixels:
    """The subject in its own colours before the picture with the overlay's colour laid over it."""
    removed = (255 - np.arange(256)) * look.opacity
    if material.clean is None:
        blend = _scaled(material.picture, _bytes(cv2.LUT(coverage, np.rint(255 - removed).astype(np.uint8))))
    else:
        rest = cv2.LUT(coverage, np.rint((255 - np.arange(256)) * (1 - look.opacity)).astype(np.uint8))
        blend = _bytes(cv2.add(_scaled(material.clean, coverage), _scaled(material.picture, _bytes(rest))))
    if look.colour == (0, 0, 0):
        return blend
    tables = [np.rint(removed * channel / 255).astype(np.uint8) for channel in look.colour]
    return _bytes(cv2.add(blend, cv2.merge([cv2.LUT(coverage, table) for table in tables])))


def _bytes(array: MatLike) -> Pixels:
    """OpenCV's answer, which its stubs leave open, as what went in."""
    return np.asarray(array, np.uint8)
