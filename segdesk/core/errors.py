"""Everything that can go wrong, as one tree. A person reads `str(error)`: what happened and what to do next.

    SegDeskError
    |- PictureError          unreadable, too large, unsupported
    |- PromptError           a prompt file or scribble map that makes no sense
    |- OutputError           could not be written
    `- EngineError
       |- EngineUnknown      no engine of that name
       `- PromptUnsupported  the engine cannot take such a prompt
    Cancelled                its own root: not a failure, never shown or logged as one

The window shows these sentences in the designer's language, so an error carries its `Reason` and the values that
fill it; `str` gives the English.
"""

from enum import Enum
from typing import Final


class Reason(Enum):
    """What happened and what to do next, in English; `{}` fields are filled from the error's values."""

    PICTURE_MISSING = "“{name}” was not found. Check the path and try again."
    PICTURE_IS_FOLDER = "“{name}” is a folder. Choose a picture inside it."
    PICTURE_DENIED = "“{name}” may not be read. Check its permissions and try again."
    PICTURE_EMPTY = "“{name}” is an empty file. Choose another picture."
    PICTURE_UNKNOWN = "“{name}” is not a picture SegDesk can read. Use JPEG, PNG, BMP, WebP, TIFF or AVIF."
    PICTURE_DAMAGED = "“{name}” is damaged and cannot be decoded. Export it again from where it came."
    PICTURE_TOO_LARGE = (
        "“{name}” has {megapixels} megapixels, more than the {limit} SegDesk opens unasked. "
        "Allow large pictures, or scale it down."
    )
    PICTURE_MEMORY = "“{name}” needs more memory than there is. Close other programs, or scale it down."
    MAP_SIZE = (
        "“{name}” is {width} × {height} pixels but the picture is {picture_width} × {picture_height}. "
        "Use a map of the same size."
    )
    PROMPTS_UNREADABLE = "“{name}” is not a prompt file: {detail}. Fix it, or draw the prompts again."
    OUTPUT_EXISTS = "“{name}” exists already. Choose another name, or overwrite it with --force."
    OUTPUT_FOLDER = "The folder of “{name}” does not exist. Create it, or choose another one."
    OUTPUT_IS_FOLDER = "“{name}” is a folder. Choose another name."
    OUTPUT_NAME_LONG = "“{name}” is too long a name. Choose a shorter one."
    OUTPUT_DENIED = "“{name}” may not be written. Choose another folder."
    OUTPUT_FULL = "“{name}” was not written because the disk is full. Free some space and try again."
    OUTPUT_FAILED = "“{name}” could not be written ({detail}). Choose another folder and try again."
    OUTPUT_NOT_PNG = "“{name}” is not a PNG name. Let it end in .png, which keeps the transparency."
    OUTPUT_IS_INPUT = "“{name}” is the picture itself. SegDesk never writes over an original; choose another name."
    ENGINE_UNKNOWN = "There is no engine called “{name}”. Choose one of: {known}."
    ENGINE_FAILED = "The {name} engine stopped unexpectedly ({detail}). Your work is untouched; try the stroke again."
    PROMPT_UNSUPPORTED = "The {engine} engine does not take {prompt}. Choose another engine."


class SegDeskError(Exception):
    """A failure a person should hear of, with its reason and the values that fill the sentence."""

    def __init__(self, reason: Reason, **values: object) -> None:
        super().__init__(reason.value.format(**values))
        self.reason: Final = reason
        self.values: Final = values

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.reason, self.values))


class PictureError(SegDeskError):
    """The picture cannot be opened."""


class PromptError(SegDeskError):
    """Prompts given as a file make no sense."""


class OutputError(SegDeskError):
    """A result cannot be written; whatever stood there before is unharmed."""


class EngineError(SegDeskError):
    """No mask could be had."""


class EngineUnknown(EngineError):
    """No engine has that name."""


class PromptUnsupported(EngineError):
    """The engine cannot take such a prompt."""


class Cancelled(Exception):
    """The caller asked to stop. Not a failure."""


def _rebuild(kind: type[SegDeskError], reason: Reason, values: dict[str, object]) -> SegDeskError:
    return kind(reason, **values)
