"""Random core values for hypothesis: prompts, coverages, documents and the edits that fit them."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from segdesk.core.document import (
    COLOURS,
    Bytes2D,
    Document,
    EdgeMode,
    EdgeSettings,
    MaskSource,
    Picture,
    Subject,
    Traits,
)
from segdesk.core.edits import (
    AddHair,
    AddPrompt,
    AddRetouch,
    Edit,
    RemoveHair,
    RemovePrompt,
    RemoveRetouch,
    ReplacePaint,
    ReplacePrompt,
    SetEdges,
    SetPrompts,
    apply,
)
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.maskedits import Combination, SetMask, combining_edit, mask_edit, unmask_edit
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Prompt, Prompts, Region, ScribbleMap, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.subjectedits import (
    Activate,
    AddSubject,
    MoveSubject,
    RemoveSubject,
    SetTraits,
    SubjectEdit,
    new_subject,
)

SIZE = Size(7, 5)
PICTURE = Picture(np.zeros((SIZE.height, SIZE.width, 3), np.uint8))

numbers = st.floats(-1e4, 1e4)
points = st.builds(Point, numbers, numbers)
boxes = st.builds(Box.spanning, points, points)
polarities = st.sampled_from(Polarity)
coverages = arrays.arrays(np.uint8, (SIZE.height, SIZE.width), elements=st.sampled_from([0, 0, 0, 127, 128, 255]))

# Few different prompts, so that equal ones meet.
_places = st.builds(Point, st.integers(0, 2).map(float), st.integers(0, 2).map(float))
strokes = st.builds(Stroke, polarities, st.just(3.0), st.lists(_places, min_size=1, max_size=2).map(tuple))
hairs = st.builds(
    HairStroke,
    polarity=polarities,
    radius=st.just(3.0),
    points=st.lists(_places, min_size=1, max_size=2).map(tuple),
    is_sure=st.booleans(),
)
retouches = st.builds(
    RetouchStroke,
    polarities,
    st.just(3.0),
    st.lists(_places, min_size=1, max_size=2).map(tuple),
    hardness=st.sampled_from([0.0, 1.0]),
    opacity=st.sampled_from([0.5, 1.0]),
)
box_prompts = st.builds(BoxPrompt, st.builds(lambda right: Box(0, 0, right, 2), st.integers(1, 3).map(float)))
maps = st.builds(ScribbleMap, polarities, coverages)
regions = st.builds(Region, polarities, st.lists(_places, min_size=3, max_size=4).map(tuple))
marks = st.one_of(strokes, regions)
prompts = st.one_of(marks, box_prompts, maps)
prompt_sets = st.builds(
    Prompts,
    strokes=st.lists(marks, max_size=3).map(tuple),
    boxes=st.lists(box_prompts, max_size=2).map(tuple),
    maps=st.lists(maps, max_size=1).map(tuple),
    auto=st.booleans(),
    candidate=st.integers(0, 2),
)
edge_settings = st.builds(
    EdgeSettings,
    mode=st.sampled_from(EdgeMode),
    halo=st.floats(0, 1),
    width=st.floats(0.25, 4),
    shift=st.floats(-9, 9),
    feather=st.floats(0, 9),
    smooth=st.floats(0, 9),
    contrast=st.floats(0, 1),
    fill_holes=st.integers(0, 9),
    drop_specks=st.integers(0, 9),
    keep_largest=st.booleans(),
    invert=st.booleans(),
)

traits = st.builds(
    Traits,
    name=st.sampled_from(["", "plum", "李子"]),
    colour=st.sampled_from(COLOURS),
    is_visible=st.booleans(),
    is_locked=st.booleans(),
)


def blank(subjects: int = 1) -> Document:
    """A document on PICTURE in which nothing was said yet."""
    return Document(PICTURE, tuple(Subject(key) for key in range(subjects)))


def all_prompts(document: Document, subject: int) -> tuple[Prompt, ...]:
    said = document.subject_of(subject).prompts
    return (*said.strokes, *said.boxes, *said.maps)


def masked(document: Document, coverage: Bytes2D, subject: int = 0) -> SetMask:
    """The edit an engine's answer becomes."""
    source = MaskSource("test", document.subject_of(subject).prompts)
    return mask_edit(document, subject, coverage=coverage, source=source)


def joining(document: Document) -> AddSubject:
    """A new subject, last of all."""
    return AddSubject(new_subject(document), len(document.subjects))


@st.composite
def subject_edits(draw: st.DrawFn, document: Document) -> SubjectEdit | SetMask:
    """Any edit of the subjects, their order and their masks together that this document can take."""
    keys = [subject.key for subject in document.subjects]
    subject, others = draw(st.sampled_from(keys)), [key for key in keys if key != document.active]
    kinds = ["add", "copy", "move", "traits", "activate"] + ["remove"] * bool(others)
    with_masks = [subject.key for subject in document.subjects if subject.mask is not None]
    kinds += ["combine"] * bool(with_masks)
    match draw(st.sampled_from(kinds)):
        case "add":
            return AddSubject(new_subject(document), draw(st.integers(0, len(keys))))
        case "copy":
            mask = masked(apply(document, joining(document))[0], draw(coverages), new_subject(document).key)
            said = replace(new_subject(document), prompts=draw(prompt_sets), hair=tuple(draw(st.lists(hairs))))
            return AddSubject(said, draw(st.integers(0, len(keys))), mask)
        case "move":
            return MoveSubject(subject, draw(st.integers(0, len(keys) - 1)))
        case "traits":
            return SetTraits(subject, draw(traits))
        case "activate":
            return Activate(subject)
        case "combine":
            own, other = draw(st.sampled_from(with_masks)), draw(st.sampled_from(with_masks))
            return combining_edit(document, own, other=other, how=draw(st.sampled_from(Combination)))
        case _:
            return RemoveSubject(draw(st.sampled_from(others)))


def _like(prompt: Prompt) -> st.SearchStrategy[Prompt]:
    """Any prompt that can stand in the place of this one."""
    return {BoxPrompt: box_prompts, ScribbleMap: maps}.get(type(prompt), marks)


@st.composite
def edits(draw: st.DrawFn, document: Document) -> Edit:
    """Any edit that this document can take."""
    if draw(st.integers(0, 3)) == 0:
        return draw(subject_edits(document))
    subject = draw(st.sampled_from([subject.key for subject in document.subjects]))
    kinds = ["add", "insert", "replace", "mask", "unmask", "edges", "hair", "paint"]
    present, hair = all_prompts(document, subject), document.subject_of(subject).hair
    paint = document.subject_of(subject).retouch
    kinds += ["remove", "exchange"] * bool(present) + ["bald", "comb"] * bool(hair) + ["scrape", "recoat"] * bool(paint)
    match draw(st.sampled_from(kinds)):
        case "add":
            return AddPrompt(subject, draw(prompts))
        case "insert":
            return AddPrompt(subject, draw(prompts), draw(st.integers(0, 2)))
        case "replace":
            return SetPrompts(subject, draw(prompt_sets))
        case "edges":
            return SetEdges(subject, draw(edge_settings))
        case "hair":
            return AddHair(subject, draw(hairs), draw(st.none() | st.integers(0, 2)))
        case "bald":
            return RemoveHair(subject, draw(st.integers(0, len(hair) - 1)))
        case "paint":
            return AddRetouch(subject, draw(retouches), draw(st.none() | st.integers(0, 2)))
        case "scrape":
            return RemoveRetouch(subject, draw(st.integers(0, len(paint) - 1)))
        case "comb":
            return ReplacePaint(subject, draw(st.integers(0, len(hair) - 1)), draw(hairs))
        case "recoat":
            return ReplacePaint(subject, draw(st.integers(0, len(paint) - 1)), draw(retouches))
        case "mask":
            return masked(document, draw(coverages), subject)
        case "unmask":
            return unmask_edit(document, subject)
        case "exchange":
            said, taken = document.subject_of(subject).prompts, draw(st.sampled_from(present))
            return ReplacePrompt(subject, said.position(taken), draw(_like(taken)))
        case _:
            return RemovePrompt(subject, draw(st.sampled_from(present)))
