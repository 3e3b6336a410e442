"""The one road from a file to a cutout: open, segment. Window, command line and server all walk it.

Leaves the last stretch, from mask to file, to `rendering`.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

import numpy as np

from segdesk.core.document import (
    FILE_ENGINE,
    INSIDE,
    LIMIT_MEGAPIXELS,
    Bytes2D,
    Document,
    EdgeSettings,
    Mask,
    MaskSource,
    Picture,
    Subject,
)
from segdesk.core.edits import Edit, apply
from segdesk.core.errors import Cancelled, EngineError, PromptError, Reason, SegDeskError
from segdesk.core.geometry import Box, Size
from segdesk.core.maskedits import SetMask, mask_edit, unmask_edit
from segdesk.core.notes import Note, Notice
from segdesk.core.promptfile import parse_hair, parse_prompts
from segdesk.core.prompts import HairStroke, Polarity, Prompts, ScribbleMap
from segdesk.core.resources import resource
from segdesk.core.work import CancelToken, Report, no_report
from segdesk.engines import DEFAULT, make_cloud, make_engine
from segdesk.engines.base import Engine, EngineSession, Finding
from segdesk.engines.models.catalogue import Entry
from segdesk.engines.paired import PairedEngine
from segdesk.engines.setup import AliyunSetup, BaiduSetup, ModelSetup, Setup
from segdesk.imaging import files, matting, scribbles
from segdesk.storage.folders import data_folder
from segdesk.storage.keys import Keys, Secret
from segdesk.storage.settings import Settings
from segdesk.wire.acs3 import AliyunKeys
from segdesk.wire.baidu_auth import BaiduKeys

MATTING = "matting"
"""The source of a mask that was worked out from a trimap, without any engine."""
_LIGHT, _DARK = 192, 64
"""Greys of a trimap from which on it is white, and below which it is black."""
CLIP_TOLERANCE = 1.0
"""Pixels by which a prompt may leave the picture before a note tells of it."""


@dataclass(frozen=True)
class Opened:
    """A fresh document and what to tell about its file."""

    document: Document
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Sample:
    """The program's own picture, prompts that cut it well, and its true alpha."""

    picture: Path
    prompts: Path
    alpha: Path


@dataclass(frozen=True)
class Outcome:
    """An engine's answer to one subject of `base`: the edit that brings it in, notes, seconds per stage, sureness.

    applied: the base with the answer brought in, and the edit that takes it out again.
    """

    base: Document
    edit: SetMask
    engine: str
    notes: tuple[Note, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    sureness: float | None = None
    applied: tuple[Document, Edit] = field(init=False)

    def __post_init__(self) -> None:
        # Here, on the thread that found the mask, the copy of it that applying takes is not felt by the pen.
        object.__setattr__(self, "applied", apply(self.base, self.edit))

    @property
    def document(self) -> Document:
        """The base with the answer brought in."""
        return self.applied[0]


class Stopwatch:
    """A `Report` that measures how long each stage took and passes the news on."""

    def __init__(self, listener: Report = no_report) -> None:
        self.seconds: dict[str, float] = {}
        self._listener = listener
        self._stage: str | None = None
        self._since = perf_counter()

    def __call__(self, stage: str, share: float) -> None:
        self.stop()
        self._stage = stage
        self._listener(stage, share)

    def stop(self) -> None:
        """End the stage under way."""
        now = perf_counter()
        if self._stage is not None:
            self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = None, now


class Desk:
    """One picture on one engine. The engine's session is opened at the first question and kept for all later ones."""

    def __init__(self, picture: Picture, engine: str | Engine, setup: Setup | None = None) -> None:
        """Where the engine cannot take every prompt the local one helps; a setup is what all engines but that need."""
        self.picture = picture
        self._engine = complete(make_engine(engine, setup) if isinstance(engine, str) else engine)
        self._session: EngineSession | None = None

    @property
    def engine(self) -> str:
        return self._engine.name

    def segment(self, document: Document, *, cancel: CancelToken, report: Report = no_report) -> Outcome:
        """Answer the active subject's prompts. Raises EngineError or Cancelled; the document stays as it is."""
        subject = document.subject
        if not subject.is_stale or subject.prompts.is_empty:
            return self._unasked(document)
        watch = Stopwatch(report)
        try:
            finding = self._finding(subject, cancel, watch)
        except (SegDeskError, Cancelled):
            raise
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"
            raise EngineError(Reason.ENGINE_FAILED, name=self.engine, detail=detail) from error
        watch("patch", 0.95)
        settled = subject.settled
        source = MaskSource(self.engine, subject.prompts, finding.candidates, finding.is_soft, settled)
        edit = mask_edit(document, document.active, coverage=finding.coverage, source=source)
        watch.stop()
        return Outcome(document, edit, self.engine, finding.notes, watch.seconds, finding.sureness)

    def close(self) -> None:
        """Let go of the engine's memory of the picture."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _unasked(self, document: Document) -> Outcome:
        """Where nothing new is asked, a mask that answers the prompts stays and any other goes."""
        subject = document.subject
        if subject.mask is None or subject.is_stale:
            return Outcome(document, unmask_edit(document, document.active), self.engine)
        source = subject.mask.source
        edit = mask_edit(document, document.active, coverage=subject.mask.coverage, source=source)
        return Outcome(document, edit, source.engine)

    def _finding(self, subject: Subject, cancel: CancelToken, report: Report) -> Finding:
        """The engine's answer with all there is to tell about it."""
        if self._session is None:
            report("prepare", 0.0)
            self._session = self._engine.open(self.picture, cancel=cancel)
        finding = self._session.segment(subject.asked, subject.start, cancel=cancel, report=report)
        cancel.check()
        notes = finding.notes + clipping_notes(subject.prompts, self.picture.size)
        if not (finding.coverage >= INSIDE).any():
            notes += (Note.of(Notice.NOTHING_FOUND),)
        elif subject.prompts.is_auto_alone and subject.prompts.candidate and finding.candidates == 1:
            notes += (Note.of(Notice.SUBJECT_ALONE),)
        return replace(finding, notes=notes)


def complete(engine: Engine) -> Engine:
    """The engine as it is where it takes everything, else together with the local one."""
    can = engine.capabilities
    takes_all = can.auto and can.boxes and can.strokes
    return engine if takes_all else PairedEngine(engine, make_engine(DEFAULT))


def engine_setup(settings: Settings, keys: Keys) -> Setup:
    """What engines get from a person's settings and keys; callers add who listens."""
    api_key, secret_key = keys.find(Secret.BAIDU_API_KEY), keys.find(Secret.BAIDU_SECRET_KEY)
    key_id, key_secret = keys.find(Secret.ALIYUN_KEY_ID), keys.find(Secret.ALIYUN_KEY_SECRET)
    token = keys.find(Secret.ALIYUN_SECURITY_TOKEN)
    return Setup(
        baidu=BaiduSetup(
            keys=BaiduKeys(api_key, secret_key) if api_key and secret_key else None,
            endpoint=settings.baidu_endpoint,
        ),
        aliyun=AliyunSetup(
            keys=AliyunKeys(key_id, key_secret, token) if key_id and key_secret else None,
            endpoint=settings.aliyun_endpoint,
            upload_endpoint=settings.aliyun_upload_endpoint,
        ),
        model=model_setup(settings),
        ca_file=settings.authority,
        proxy=settings.network.asked,
    )


def model_setup(settings: Settings) -> ModelSetup:
    """What the model's engine gets; no key is looked for."""
    return ModelSetup(tuple(Path(name) for name in settings.model_files))


def download_model(entry: Entry, settings: Settings, *, cancel: CancelToken, report: Report) -> tuple[Path, ...]:
    """A model's files in the program's own folder. Raises OutputError, EngineError or Cancelled."""
    from segdesk.engines.models.download import download

    place, mirror = data_folder() / "models", settings.model_mirror
    authority, proxy = settings.authority, settings.network.asked
    return download(entry, place, mirror=mirror, ca_file=authority, proxy=proxy, cancel=cancel, report=report)


def try_keys(engine: str, setup: Setup, *, cancel: CancelToken) -> None:
    """Try a cloud's keys without sending a picture. Raises EngineError, which names the wrong one, or Cancelled."""
    make_cloud(engine, setup).test_keys(cancel=cancel)


def sample() -> Sample:
    """Where the sample lies."""
    folder = resource("samples")
    return Sample(folder / "jug.jpg", folder / "jug.json", folder / "jug-alpha.png")


def open_document(path: Path, *, limit_megapixels: float | None = LIMIT_MEGAPIXELS) -> Opened:
    """Decode a file; its own transparency becomes the first mask. Raises PictureError."""
    return _opened(files.decode(path, limit_megapixels=limit_megapixels))


def glimpse(
    source: Path | bytes, name: str, *, side: int, limit_megapixels: float | None = LIMIT_MEGAPIXELS
) -> files.Reduced | None:
    """A picture at a fraction of its size, where that is much sooner than all of it. Raises PictureError."""
    return files.decode_reduced(source, name, side=side, limit_megapixels=limit_megapixels)


def open_bytes(content: bytes, name: str, *, limit_megapixels: float | None = LIMIT_MEGAPIXELS) -> Opened:
    """Decode a picture that is already in memory; `name` is what messages call it. Raises PictureError."""
    return _opened(files.decode_bytes(content, name, limit_megapixels=limit_megapixels))


def answer(
    document: Document,
    engine: str,
    *,
    setup: Setup | None = None,
    cancel: CancelToken,
    report: Report = no_report,
) -> Outcome:
    """One question to a fresh desk. Raises EngineError or Cancelled."""
    desk = Desk(document.picture, engine, setup)
    try:
        return desk.segment(document, cancel=cancel, report=report)
    finally:
        desk.close()


def load_prompts(path: Path) -> Prompts:
    """Boxes and strokes from a prompt file. Raises PromptError."""
    return parse_prompts(_prompt_text(path), path.name)


def load_hair(path: Path) -> tuple[HairStroke, ...]:
    """The strokes on the trimap from a prompt file. Raises PromptError."""
    return parse_hair(_prompt_text(path), path.name)


def load_map(path: Path, size: Size) -> Bytes2D:
    """A mask or scribble map for a picture of `size`, uint8 HxW. Raises PictureError; PromptError for another size."""
    coverage = files.decode_map(path)
    _check_map_size(path, coverage.shape, size)
    return coverage


def load_integrated(path: Path, size: Size) -> tuple[Bytes2D, Bytes2D, Bytes2D]:
    """Prior mask, keep and remove map from an integrated picture. Raises PictureError; PromptError for another size."""
    integrated = files.decode_rgb(path)
    _check_map_size(path, integrated.shape, size)
    return scribbles.unpack_integrated(integrated)


def load_trimap(path: Path, size: Size) -> Bytes2D:
    """A trimap for a picture of `size`, uint8 HxW of 0, 128 and 255; greys go to the nearest of these.

    Raises PictureError; PromptError for another size, or where it is not grey anywhere or nothing but grey.
    """
    greys = load_map(path, size)
    states = np.where(greys >= _LIGHT, np.uint8(255), np.where(greys < _DARK, np.uint8(0), np.uint8(128)))
    is_unknown = states == 128
    if is_unknown.all() or not is_unknown.any():
        raise PromptError(Reason.TRIMAP_DECIDED, name=path.name)
    return states


def matted(document: Document, trimap: Bytes2D, *, cancel: CancelToken, report: Report = no_report) -> Outcome:
    """The active subject's alpha from a trimap, uint8 HxW; strokes stay law, boxes say nothing. Raises Cancelled."""
    watch, prompts = Stopwatch(report), document.subject.prompts
    keep, remove = scribbles.scribble_maps(prompts, document.picture.size)
    alpha = matting.solve(document.picture.pixels, scribbles.enforce(trimap, keep, remove), cancel=cancel, report=watch)
    source = MaskSource(MATTING, prompts, is_soft=True)
    edit = mask_edit(document, document.active, coverage=alpha, source=source)
    watch.stop()
    return Outcome(document, edit, MATTING, clipping_notes(prompts, document.picture.size), watch.seconds)


def with_maps(prompts: Prompts, *, keep: Bytes2D | None, remove: Bytes2D | None) -> Prompts:
    """The prompts with scribble maps behind those they have; a map without a stroke is left out."""
    for polarity, coverage in ((Polarity.KEEP, keep), (Polarity.REMOVE, remove)):
        if coverage is not None and (coverage >= INSIDE).any():
            prompts = prompts.with_prompt(ScribbleMap(polarity, coverage))
    return prompts


def with_prior(document: Document, coverage: Bytes2D, *, is_soft: bool = False) -> Document:
    """The document with a mask from outside on its active subject, as the prior of whatever is asked next.

    is_soft: it is finished alpha, and is kept as such where nothing is asked.
    """
    mask = Mask(coverage, MaskSource(FILE_ENGINE, Prompts(), is_soft=is_soft))
    return document.with_subject(document.active, replace(document.subject, mask=mask))


def with_edges(document: Document, edges: EdgeSettings) -> Document:
    """The document with these edge settings on its active subject."""
    return document.with_subject(document.active, replace(document.subject, edges=edges))


def with_hair(document: Document, strokes: tuple[HairStroke, ...]) -> Document:
    """The document with these strokes on the active subject's trimap."""
    return document.with_subject(document.active, replace(document.subject, hair=strokes))


def with_prompts(document: Document, prompts: Prompts) -> Document:
    """The document with these prompts on its active subject."""
    return document.with_subject(document.active, replace(document.subject, prompts=prompts))


def kept_share(document: Document) -> float:
    """The part of the picture that the active subject's mask keeps, 0..1."""
    mask = document.subject.mask
    return 0.0 if mask is None else float(np.count_nonzero(mask.coverage >= INSIDE) / document.picture.size.pixels)


def clipping_notes(prompts: Prompts, size: Size) -> tuple[Note, ...]:
    """What to tell about boxes and strokes that leave a picture of this size.

    A brush may reach over the rim, as every brush does; a stroke is clipped when its line leaves the picture.
    """
    reached = [prompt.box for prompt in prompts.boxes] + [stroke.bounds for stroke in prompts.strokes]
    meant = [prompt.box for prompt in prompts.boxes] + [Box.around(stroke.points) for stroke in prompts.strokes]
    outside = sum(box.clipped(size).is_empty for box in reached)
    clipped = sum(not Box.whole(size).grown(CLIP_TOLERANCE).holds(box) for box in meant) - outside
    notes = ((Notice.PROMPT_CLIPPED, clipped), (Notice.PROMPT_OUTSIDE, outside))
    return tuple(Note.of(notice, count=count) for notice, count in notes if count)


def _prompt_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        detail = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise PromptError(Reason.PROMPTS_UNREADABLE, name=path.name, detail=detail) from error


def _check_map_size(path: Path, shape: tuple[int, ...], size: Size) -> None:
    if shape[:2] != (size.height, size.width):
        own = {"width": shape[1], "height": shape[0], "picture_width": size.width, "picture_height": size.height}
        raise PromptError(Reason.MAP_SIZE, name=path.name, **own)


def _opened(decoded: files.Decoded) -> Opened:
    document = Document(decoded.picture)
    if decoded.picture.alpha is None:
        return Opened(document, decoded.notes)
    masked = with_prior(document, decoded.picture.alpha, is_soft=True)
    return Opened(masked, (*decoded.notes, Note.of(Notice.ALPHA_AS_MASK)))
