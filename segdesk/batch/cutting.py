"""One picture of a batch from file to file, in whichever process: what comes back says all about it."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from segdesk import pipeline, rendering
from segdesk.batch.sources import PROJECT, is_url, read
from segdesk.batch.wishes import Auto, Beside, RelativeBox, Wishes
from segdesk.core.document import Document
from segdesk.core.errors import EngineError, OutputError, PictureError, Reason, SegDeskError
from segdesk.core.notes import Note, Notice
from segdesk.core.promptfile import parse_prompts
from segdesk.core.prompts import BoxPrompt, Prompts
from segdesk.core.records import Record, name_of
from segdesk.core.work import CancelToken
from segdesk.engines import make_engine
from segdesk.imaging import atomic, glances
from segdesk.storage import project


@dataclass(frozen=True)
class Piece:
    """A picture to be cut, as its record stands before, and where its file is to be written.

    prompts: the address of the prompts beside it, where there are any.
    parts:   the folder to write to. That it is there tells that this machine shares the batch's disk.
    """

    record: Record
    prompts: str | None
    parts: Path


@dataclass(frozen=True)
class Reply:
    """What became of a piece, a small picture of it, and the file's content where it could not be written there."""

    record: Record
    glance: bytes = b""
    content: bytes | None = None


class Cutter:
    """Cuts one picture after another and keeps the engine from one to the next. Lives on one thread."""

    def __init__(self, wishes: Wishes) -> None:
        """Raises EngineUnknown."""
        self._wishes = wishes
        self._engine = pipeline.complete(make_engine(wishes.engine, wishes.setup))

    def cut(self, piece: Piece) -> Reply:
        """The piece's cutout, written; a failure is told in the record."""
        begun = perf_counter()
        try:
            reply = self._cut(piece)
        except SegDeskError as error:
            reply = Reply(replace(piece.record, failure=error))
        except MemoryError:
            failure = PictureError(Reason.PICTURE_MEMORY, name=piece.record.name)
            reply = Reply(replace(piece.record, failure=failure))
        except Exception as error:  # Whatever one picture provokes is no reason to stop the others.
            detail = f"{type(error).__name__}: {error}"
            failure = EngineError(Reason.ENGINE_FAILED, name=self._wishes.engine, detail=detail)
            reply = Reply(replace(piece.record, failure=failure))
        return replace(reply, record=replace(reply.record, seconds=perf_counter() - begun))

    def _cut(self, piece: Piece) -> Reply:
        kept = self._project(piece)
        opened, outcome = self._answered(piece) if kept is None else (kept, self._asked(kept.document))
        document = outcome.document if kept else pipeline.with_edges(outcome.document, self._wishes.edges)
        content = rendering.render(document, self._wishes.recipe, all_together=kept is not None)
        # Whoever does a lost worker's picture again must not meet what that one wrote.
        part = piece.parts / secrets.token_hex(8)
        record = replace(
            piece.record,
            part=f"{part.parent.name}/{part.name}",
            size=len(content),
            kept=pipeline.kept_share(document),
            sureness=outcome.sureness,
            notes=(*opened.notes, *outcome.notes),
        )
        mask = document.subject.mask
        glance = glances.glance(document.picture.pixels, None if mask is None else mask.coverage)
        return Reply(record, glance, _written(part, content))

    def _answered(self, piece: Piece) -> tuple[pipeline.Opened, pipeline.Outcome]:
        """A picture and what the engine makes of what is asked of it. Raises SegDeskError."""
        opened = self._opened(piece.record.source)
        prompts, notes = self._prompts(piece, opened)
        outcome = self._asked(pipeline.with_prompts(opened.document, prompts))
        return replace(opened, notes=opened.notes + notes), outcome

    def _asked(self, document: Document) -> pipeline.Outcome:
        desk = pipeline.Desk(document.picture, self._engine)
        try:
            return desk.segment(document, cancel=CancelToken())
        finally:
            desk.close()

    def _project(self, piece: Piece) -> pipeline.Opened | None:
        """The project that was named, or that lies beside the picture where that counts. Raises SegDeskError."""
        address = next((one for one in (piece.record.source, piece.prompts) if one and one.endswith(PROJECT)), None)
        if address is None:
            return None
        source = read(address) if is_url(address) else Path(address)
        loaded = project.load(source, name_of(address), limit_megapixels=self._wishes.limit_megapixels)
        return pipeline.Opened(loaded.document, loaded.notes)

    def _opened(self, address: str) -> pipeline.Opened:
        limit = self._wishes.limit_megapixels
        if is_url(address):
            return pipeline.open_bytes(read(address), name_of(address), limit_megapixels=limit)
        return pipeline.open_document(Path(address), limit_megapixels=limit)

    def _prompts(self, piece: Piece, opened: pipeline.Opened) -> tuple[Prompts, tuple[Note, ...]]:
        """What is asked of this picture, and what to tell about that. Raises PromptError or PictureError."""
        picture, way = opened.document.picture, self._wishes.way
        main = Prompts(auto=picture.alpha is None)
        match way:
            case Auto():
                return main, ()
            case RelativeBox():
                return Prompts(boxes=(BoxPrompt(way.of(picture.size)),)), ()
            case Beside() if piece.prompts is None:
                return main, (Note.of(Notice.PROMPTS_ABSENT),)
            case Beside():
                assert piece.prompts is not None
                prompts = _loaded(piece.prompts)
                return replace(prompts, auto=True) if prompts.is_empty else prompts, ()


def _loaded(address: str) -> Prompts:
    """Raises PromptError or PictureError."""
    if not is_url(address):
        return pipeline.load_prompts(Path(address))
    return parse_prompts(read(address).decode("utf-8", "replace"), name_of(address))


def _written(part: Path, content: bytes) -> bytes | None:
    """Write the part whole and to the disk; where its folder is not there, give the content back instead."""
    if not part.parent.is_dir():
        return content
    try:
        with atomic.explained(part), part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OutputError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return None
