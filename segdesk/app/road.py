"""The session's way down to the pipeline, imported on a lane at first use so that the window shows before it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from segdesk.app.aside import Folded, Work
from segdesk.app.exported import Exported, Made
from segdesk.app.kept import Kept, stamp_of
from segdesk.app.pyramid import Pyramid
from segdesk.core.document import FILE_ENGINE, LIMIT_MEGAPIXELS, Document, Mask, MaskSource, Picture
from segdesk.core.edgesettings import STANDARD_EDGES, EdgeSettings
from segdesk.core.edits import Edit
from segdesk.core.errors import Cancelled, EngineError, PictureError, ProjectError, Reason, SegDeskError
from segdesk.core.folders import is_picture_name, natural
from segdesk.core.history import History
from segdesk.core.maskedits import SetMask, mask_edit
from segdesk.core.notes import Note
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report

if TYPE_CHECKING:
    from segdesk.core.snapshots import Snapshot
    from segdesk.storage.autosave import Offer

GLIMPSE_SIDE = 1200
"""Pixels that a glimpse's long side has at least."""


@dataclass(frozen=True)
class Request:
    """A picture that was asked for: a file, or bytes that go by a name."""

    source: Path | bytes
    name: str
    prompts: Path | None = None
    """A prompt file to start from."""
    limit_megapixels: float | None = LIMIT_MEGAPIXELS
    work: Work | Folded | None = None
    """What was made of it before, to go on with."""
    offer: "Offer | None" = None
    """A journal of what was made of it, to be recovered."""

    @classmethod
    def of_file(cls, path: Path, prompts: Path | None = None) -> "Request":
        return cls(path, path.name, prompts)

    @classmethod
    def of_offer(cls, offer: "Offer") -> "Request":
        return cls(offer.folder, offer.about.name, offer=offer)


class Answer(Protocol):
    """What a desk says to one question; `pipeline.Outcome` is one."""

    @property
    def base(self) -> Document: ...
    @property
    def edit(self) -> SetMask: ...
    @property
    def engine(self) -> str: ...
    @property
    def notes(self) -> tuple[Note, ...]: ...
    @property
    def applied(self) -> tuple[Document, Edit]: ...


class AnyDesk(Protocol):
    """One picture on one engine; `pipeline.Desk` is one."""

    def segment(self, document: Document, *, cancel: CancelToken, report: Report) -> Answer: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Loaded:
    """A fresh document with the levels its picture is painted from, and what to tell about its file."""

    document: Document
    levels: Pyramid
    mask_levels: dict[int, tuple[Mask, Pyramid]]
    """Key of a subject -> its mask, and what that is painted from."""
    notes: tuple[Note, ...] = ()
    prompts: Prompts = field(default_factory=Prompts)
    history: History = field(default_factory=History)
    exported: Exported = field(default_factory=dict[int, Made])
    kept: Kept = field(default_factory=Kept)


@dataclass(frozen=True)
class Answered:
    """A desk's answer with the levels its mask is painted from, and how long it took in seconds."""

    answer: Answer
    levels: Pyramid | None
    seconds: float


MakeDesk = Callable[[Picture, str], AnyDesk]
Ask = Callable[[CancelToken, Report], Answered]


def load(
    request: Request, show: Callable[[Pyramid], object] = lambda _: None, *, edges: EdgeSettings = STANDARD_EDGES
) -> Loaded:
    """Open what was asked for; `show` is given a glimpse of it where one can be had much sooner.

    edges: what a picture begins with that nothing was made of yet, here or in its own file.
    Raises PictureError, ProjectError, or PromptError for the prompt file.
    """
    from segdesk import pipeline
    from segdesk.storage import project

    if isinstance(request.work, Work):
        return _taken_up(request.work, request.work.document)
    source, name, limit = request.source, request.name, request.limit_megapixels
    if request.work is not None:
        source, limit = request.work.original, None
    elif request.offer is not None:
        return _recovered(request.offer)
    if isinstance(source, Path) and project.is_project(source):
        stamp, opened = stamp_of(source), project.load(source, limit_megapixels=limit)
        kept = Kept(source, opened.document.subjects, stamp, snapshots=opened.snapshots)
        return _loaded(opened.document, kept, opened.notes)
    # What is wrong with the file is for the decoding proper to say.
    with suppress(PictureError):
        glimpse = pipeline.glimpse(source, name, side=GLIMPSE_SIDE, limit_megapixels=limit)
        if glimpse is not None:
            show(Pyramid.reduced(*glimpse))
    if isinstance(source, Path):
        opened = pipeline.open_document(source, limit_megapixels=limit)
    else:
        opened = pipeline.open_bytes(source, name, limit_megapixels=limit)
    if request.work is not None:
        return _taken_up(request.work, request.work.document_on(opened.document.picture))
    said = Prompts() if request.prompts is None else pipeline.load_prompts(request.prompts)
    document = opened.document
    if document.subject.mask is None:
        document = pipeline.with_edges(document, edges)
    return replace(_loaded(document, Kept(subjects=document.subjects), opened.notes), prompts=said)


def _recovered(offer: "Offer") -> Loaded:
    from segdesk.storage import autosave

    recovered = autosave.recover(offer)
    about = recovered.about
    # What the project's file was like when the steps began: whoever saved since is not written over unasked.
    stamp, snapshots = about.stamp or stamp_of(about.project), recovered.snapshots
    if snapshots is None:
        snapshots = _snapshots(about.project, recovered.document.picture)
    # Without a project nothing but the journal has them, and it goes with the work.
    kept = Kept(about.project, None, stamp, (offer, recovered), () if about.project is None else snapshots)
    loaded = _loaded(recovered.document, kept, recovered.notes)
    loaded.history.snapshots = snapshots
    return loaded


def _snapshots(path: Path | None, picture: Picture) -> "tuple[Snapshot, ...]":
    """Those of a project of this picture, which its journal may say nothing of."""
    from segdesk.storage import project

    if path is not None:
        with suppress(PictureError, ProjectError):
            opened = project.load(path, limit_megapixels=None)
            if opened.document.picture.original == picture.original:
                return opened.snapshots
    return ()


def _loaded(document: Document, kept: Kept, notes: tuple[Note, ...] = ()) -> Loaded:
    masks = {subject.key: subject.mask for subject in document.subjects if subject.mask is not None}
    levels = {key: (mask, Pyramid.of(mask.coverage)) for key, mask in masks.items()}
    history = History()
    history.snapshots = kept.snapshots
    return Loaded(document, Pyramid.of(document.picture.pixels), levels, notes, history=history, kept=kept)


def _taken_up(work: Work | Folded, document: Document) -> Loaded:
    return replace(_loaded(document, work.kept), history=work.history, exported=work.exported)


def warm_up() -> None:
    """Load what the first picture will need."""
    from segdesk import pipeline  # noqa: F401
    from segdesk.app import composing  # noqa: F401


@dataclass(frozen=True)
class Backdrop:
    """A picture to look at cutouts on."""

    path: Path
    levels: Pyramid


def load_backdrop(path: Path) -> Backdrop:
    """A picture file for nothing but to be seen. Raises PictureError."""
    from segdesk import pipeline

    return Backdrop(path, Pyramid.of(pipeline.open_document(path).document.picture.pixels))


def thumbnail(source: Path | bytes, *, side: int) -> bytes:
    """A PNG of a picture file, its long side at most `side` pixels. Raises PictureError."""
    from segdesk.imaging import encoders, files
    from segdesk.storage import project

    shown = project.peek(source) if isinstance(source, Path) and project.is_project(source) else None
    pixels = files.decode_thumbnail(shown or source, side=side)
    return encoders.encode_rgb(pixels, None) if pixels.shape[2] == 3 else encoders.encode_cutout(pixels, None)


def kept_thumbnail(path: Path, *, side: int) -> bytes:
    """The same from the cache, where it goes when it is not there yet. Raises PictureError, for a missing file too."""
    from segdesk.storage import recent

    place = recent.thumbnail_path(path)
    try:
        changed = path.stat().st_mtime
    except OSError as error:
        raise PictureError(Reason.PICTURE_MISSING, name=path.name) from error
    with suppress(OSError):
        if place.stat().st_mtime >= changed:
            return place.read_bytes()
    png = thumbnail(path, side=side)
    recent.save_thumbnail(path, png)
    return png


def pictures_among(paths: Sequence[Path]) -> tuple[Request, ...]:
    """The files of a list, and the pictures in its folders as people count them; what has no picture's name is left out
    of a folder only."""
    found: dict[Path, None] = {}
    for path in paths:
        found |= dict.fromkeys(_pictures_in(path) if path.is_dir() else [path.absolute()])
    return tuple(map(Request.of_file, found))


def _pictures_in(folder: Path) -> list[Path]:
    with suppress(OSError):
        inside = [path for path in folder.absolute().iterdir() if is_picture_name(PurePath(path.name))]
        return sorted((path for path in inside if path.is_file()), key=lambda path: natural(path.name))
    return []


@dataclass(frozen=True, eq=False)
class FileMask:
    """A mask file as the edit of a document that brings it in, and what to tell about it."""

    base: Document
    edit: SetMask
    notes: tuple[Note, ...]


def load_mask(path: Path, document: Document) -> FileMask:
    """A file as the active subject's mask; what was said so far is settled by it. Raises PictureError, PromptError."""
    from segdesk.imaging import maskfile

    loaded, prompts = maskfile.load_mask(path, document.picture.size), document.subject.prompts
    source = MaskSource(FILE_ENGINE, prompts, is_soft=loaded.is_soft, settled=prompts)
    edit = mask_edit(document, document.active, coverage=loaded.coverage, source=source)
    return FileMask(document, edit, loaded.notes)


def sample() -> Request:
    """The program's own picture, without its prompts."""
    from segdesk import pipeline

    return Request.of_file(pipeline.sample().picture)


def make_desk(picture: Picture, engine: str) -> AnyDesk:
    """A desk of the pipeline's."""
    from segdesk import pipeline

    return pipeline.Desk(picture, engine)


@dataclass(frozen=True, eq=False)
class Choice:
    """An engine as it was chosen, with the settings of that moment: every other choice gets a desk of its own."""

    engine: str


@dataclass(frozen=True)
class Question:
    """What to ask of whom; `levels` are those of the base's mask."""

    base: Document
    levels: Pyramid | None
    choice: Choice


class EngineRoom:
    """The desk of the picture and choice at hand. Made on any thread, used on the engine's lane alone."""

    def __init__(self, make: MakeDesk = make_desk) -> None:
        self._make = make
        self._desk: tuple[Picture, Choice, AnyDesk] | None = None

    def segment(self, question: Question, *, cancel: CancelToken, report: Report) -> Answered:
        """Ask the desk. Raises SegDeskError or Cancelled, nothing else."""
        since = perf_counter()
        try:
            answer = self._desk_for(question).segment(question.base, cancel=cancel, report=report)
        except (SegDeskError, Cancelled):
            raise
        except Exception as error:
            self.close()
            detail = f"{type(error).__name__}: {error}"
            raise EngineError(Reason.ENGINE_FAILED, name=question.choice.engine, detail=detail) from error
        seconds = perf_counter() - since
        return Answered(answer, _mask_levels(answer, question.levels), seconds)

    def close(self) -> None:
        """Let go of the desk."""
        if self._desk is not None:
            desk, self._desk = self._desk[2], None
            desk.close()

    def _desk_for(self, question: Question) -> AnyDesk:
        picture, choice = question.base.picture, question.choice
        if self._desk is None or self._desk[0] is not picture or self._desk[1] is not choice:
            self.close()
            self._desk = (picture, choice, self._make(picture, choice.engine))
        return self._desk[2]


def _mask_levels(answer: Answer, levels: Pyramid | None) -> Pyramid | None:
    mask = answer.applied[0].subject.mask
    if mask is None:
        return None
    if levels is None:
        return Pyramid.of(mask.coverage)
    return levels.patched(mask.coverage, answer.edit.patch.rows, answer.edit.patch.columns)
