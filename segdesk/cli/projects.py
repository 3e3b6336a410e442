"""A project on the command line: its visible subjects as they were left, those without an answer asked for."""

import argparse
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from segdesk.core.document import Document
    from segdesk.core.notes import Note
    from segdesk.engines.setup import Setup
    from segdesk.pipeline import Opened, Stopwatch

SAYING: Final = (
    "auto",
    "candidate",
    "box",
    "keep",
    "remove",
    "keep_map",
    "remove_map",
    "integrated",
    "prior",
    "prompts",
    "trimap",
    "edge",
    "halo",
)
"""Flags that say what to cut and how its edge is, which a project does itself."""


def open_project(options: argparse.Namespace, *, limit_megapixels: float | None) -> "Opened":
    """The project that was named. Raises ProjectError or PictureError; PromptError where flags say something else."""
    from segdesk.core.errors import PromptError, Reason
    from segdesk.pipeline import Opened
    from segdesk.storage import project

    said = [f"--{name.replace('_', '-')}" for name in SAYING if _is_said(getattr(options, name))]
    if said:
        raise PromptError(Reason.PROJECT_SAYS_ALL, name=options.picture.name, flags=", ".join(said))
    loaded = project.load(options.picture, limit_megapixels=limit_megapixels)
    return Opened(loaded.document, loaded.notes)


def _is_said(value: object) -> bool:
    # Nought says something.
    return value is not None and value is not False and value != []


def answered(
    document: "Document", engine: str, *, setup: "Setup | None", watch: "Stopwatch"
) -> "tuple[Document, tuple[Note, ...]]":
    """The document with no visible subject's question open, and what to tell. Raises EngineError."""
    from segdesk import pipeline
    from segdesk.core.work import CancelToken

    notes: tuple[Note, ...] = ()
    active = document.active
    for subject in document.subjects:
        if subject.is_stale and subject.traits.is_visible:
            asked = document.with_active(subject.key)
            outcome = pipeline.answer(asked, engine, setup=setup, cancel=CancelToken(), report=watch)
            document, notes = outcome.document, (*notes, *outcome.notes)
    return document.with_active(active), notes
