"""The sentences of the rooms below in the designer's language.

Every template of `Reason` and `Notice` stands here once more, because the translation tools read literals only.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication

from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.core.errors import EngineError, SegDeskError
from segdesk.core.notes import Note

REASONS: Final = (
    QT_TRANSLATE_NOOP("Reason", "“{name}” was not found. Check the path and try again."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is a folder. Choose a picture inside it."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” may not be read. Check its permissions and try again."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is an empty file. Choose another picture."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is not a picture SegDesk can read. Use JPEG, PNG, BMP, WebP, TIFF or AVIF."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is damaged and cannot be decoded. Export it again from where it came."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” has {megapixels} megapixels, more than the {limit} SegDesk opens unasked. Allow large "
        "pictures, or scale it down.",
    ),
    QT_TRANSLATE_NOOP("Reason", "“{name}” needs more memory than there is. Close other programs, or scale it down."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” is {width} × {height} pixels but the picture is {picture_width} × {picture_height}. "
        "Use a map of the same size.",
    ),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is not a prompt file: {detail}. Fix it, or draw the prompts again."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” exists already. Choose another name, or overwrite it with --force."),
    QT_TRANSLATE_NOOP("Reason", "The folder of “{name}” does not exist. Create it, or choose another one."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is a folder. Choose another name."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is too long a name. Choose a shorter one."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” may not be written. Choose another folder."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” was not written because the disk is full. Free some space and try again."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” could not be written ({detail}). Choose another folder and try again."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is not a PNG name. Let it end in .png, which keeps the transparency."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” is the picture itself. SegDesk never writes over an original; choose another name.",
    ),
    QT_TRANSLATE_NOOP("Reason", "There is no engine called “{name}”. Choose one of: {known}."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "The {name} engine stopped unexpectedly ({detail}). Your work is untouched; try the stroke again.",
    ),
    QT_TRANSLATE_NOOP("Reason", "The {engine} engine does not take {prompt}. Choose another engine."),
)

NOTICES: Final = (
    QT_TRANSLATE_NOOP("Notice", "{count} prompt(s) reach beyond the picture; only the part inside counts."),
    QT_TRANSLATE_NOOP("Notice", "{count} prompt(s) lie wholly outside the picture and were left out."),
    QT_TRANSLATE_NOOP("Notice", "Nothing was found. Draw a keep stroke on the subject."),
    QT_TRANSLATE_NOOP("Notice", "The picture's own transparency was taken as the first mask."),
    QT_TRANSLATE_NOOP("Notice", "The file holds several pictures; the first one was opened."),
    QT_TRANSLATE_NOOP("Notice", "The picture's colour profile cannot be used; its colours are shown as sRGB."),
    QT_TRANSLATE_NOOP("Notice", "The picture has more than 8 bits per channel; it was opened with 8."),
    QT_TRANSLATE_NOOP("Notice", "Part of the file is missing or damaged; what could be decoded was opened."),
)

ENGINES: Final = {
    "local": QT_TRANSLATE_NOOP("Engines", "Local"),
    "file": QT_TRANSLATE_NOOP("Engines", "From the file"),
}
STAGES: Final = {
    "prepare": QT_TRANSLATE_NOOP("Stages", "Reading the picture"),
}


def error_words(error: SegDeskError) -> str:
    """What happened and what to do next."""
    values = dict(error.values)
    if isinstance(error, EngineError):
        values |= {key: engine_words(str(values[key])) for key in ("name", "engine") if key in values}
    return QCoreApplication.translate("Reason", error.reason.value).format(**values)


def note_words(note: Note) -> str:
    """What to know about a result."""
    return QCoreApplication.translate("Notice", note.notice.value).format(**dict(note.values))


def engine_words(name: str) -> str:
    """What an engine is called; an unknown one by its own name."""
    return QCoreApplication.translate("Engines", ENGINES[name]) if name in ENGINES else name


def stage_words(stage: str) -> str:
    """What the engine is doing; a stage without words of its own is simply work."""
    return QCoreApplication.translate("Stages", STAGES.get(stage, QT_TRANSLATE_NOOP("Stages", "Finding the subject")))
