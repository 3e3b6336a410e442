"""What the steps of undo are called, where on the picture they show, and why some would come to nothing."""

from PySide6.QtCore import QCoreApplication

from segdesk.core.document import Document, EdgeMode, Subject
from segdesk.core.geometry import Box
from segdesk.core.notes import Notice
from segdesk.core.objects import Thing, bounds_of, things
from segdesk.core.prompts import BoxPrompt, HairStroke, Mark, Polarity, Prompt, Region, ScribbleMap, Stroke
from segdesk.core.retouch import RetouchStroke


def addition(prompt: Prompt) -> str:
    match prompt:
        case Stroke(polarity=Polarity.KEEP) | ScribbleMap(polarity=Polarity.KEEP):
            return QCoreApplication.translate("Session", "keep stroke")
        case Stroke() | ScribbleMap():
            return QCoreApplication.translate("Session", "remove stroke")
        case Region(polarity=Polarity.KEEP):
            return QCoreApplication.translate("Session", "keep region")
        case Region():
            return QCoreApplication.translate("Session", "remove region")
        case BoxPrompt():
            return QCoreApplication.translate("Session", "box")


def retouching(stroke: RetouchStroke) -> str:
    if stroke.polarity is Polarity.KEEP:
        return QCoreApplication.translate("Session", "retouch: add")
    return QCoreApplication.translate("Session", "retouch: erase")


def brushing(stroke: HairStroke) -> str:
    keeps = stroke.polarity is Polarity.KEEP
    if stroke.is_sure and keeps:
        return QCoreApplication.translate("Session", "trimap: inside")
    if stroke.is_sure:
        return QCoreApplication.translate("Session", "trimap: outside")
    if keeps:
        return QCoreApplication.translate("Session", "hair stroke")
    return QCoreApplication.translate("Session", "hair taken back")


def move(thing: Thing) -> str:
    match thing:
        case HairStroke():
            return QCoreApplication.translate("Session", "move hair stroke")
        case RetouchStroke():
            return QCoreApplication.translate("Session", "move retouch stroke")
        case Stroke():
            return QCoreApplication.translate("Session", "move stroke")
        case Region():
            return QCoreApplication.translate("Session", "move region")
        case BoxPrompt():
            return QCoreApplication.translate("Session", "move box")


def resize() -> str:
    return QCoreApplication.translate("Session", "resize box")


def deletion(thing: Thing) -> str:
    match thing:
        case HairStroke():
            return QCoreApplication.translate("Session", "delete hair stroke")
        case RetouchStroke():
            return QCoreApplication.translate("Session", "delete retouch stroke")
        case Stroke():
            return QCoreApplication.translate("Session", "delete stroke")
        case Region():
            return QCoreApplication.translate("Session", "delete region")
        case BoxPrompt():
            return QCoreApplication.translate("Session", "delete box")


def change_of_sign(mark: Mark | RetouchStroke) -> str:
    """`mark` is what it was before."""
    match mark:
        case HairStroke():
            return brushing(mark.flipped)
        case RetouchStroke():
            return retouching(mark.flipped)
        case _ if mark.polarity is Polarity.KEEP:
            return QCoreApplication.translate("Session", "change to remove")
        case _:
            return QCoreApplication.translate("Session", "change to keep")


def changed_box(before: Document, after: Document) -> Box:
    """The part of the picture that looks different; all of it where masks, or whose are shown, are others."""
    if _shown(before) != _shown(after):
        return Box.whole(after.picture.size)
    old, new = before.subject, after.subject
    # By identity: of two that are equal one may go, and to compare them all would take every point of theirs.
    had, has = ({id(thing): thing for thing in things(subject)} for subject in (old, new))
    changed = Box(0, 0, 0, 0)
    for key in had.keys() ^ has.keys():
        changed = changed.united(bounds_of(had.get(key) or has[key]))
    return changed


def _shown(document: Document) -> tuple[object, ...]:
    """What shows beside the active subject's prompts and strokes."""
    seen = [(id(subject.mask), subject.traits.colour, subject.traits.is_visible) for subject in document.subjects]
    return document.active, seen


def against_hair(subject: Subject) -> Notice | None:
    """Why the hair brush can find nothing, if so."""
    if subject.mask is None:
        return Notice.HAIR_UNMASKED
    if subject.mask.source.is_soft:
        return Notice.HAIR_FINISHED
    return Notice.HAIR_HARD if subject.edges.mode is EdgeMode.HARD else None
