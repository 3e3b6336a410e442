"""Everything that can go wrong, as one tree. A person reads `str(error)`: what happened and what to do next.

    SegDeskError
    |- PictureError          unreadable, too large, unsupported
    |- ProjectError          no project, a newer one, damaged beyond use, or made to do harm
    |- PromptError           a prompt file, scribble map or trimap that makes no sense
    |- OutputError           could not be written
    `- EngineError
       |- EngineUnknown           no engine of that name
       |- PromptUnsupported       the engine cannot take such a prompt
       |- CredentialsRejected     keys missing, wrong, or not entitled
       |- ClockWrong              signatures carry the time, and the time is wrong
       |- QuotaExceeded           too many calls: now (retry_after), today, or for good
       |- PictureOutOfLimits      too large or too small for the service
       |- PictureRefused          the service cannot use this picture
       |- RequestRefused          the service does not accept what was asked
       |- ServiceUnavailable      cannot be reached, down or overloaded
       |- ServiceWithdrawn        the vendor has ended it
       |- ServiceAnswerMalformed  an answer nobody can read
       `- ModelMissing            no model file chosen, or none that can be used
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
    PICTURE_HEIC = (
        "“{name}” is a HEIC picture, which takes an extra to read. "
        "Install it with “pip install 'segdesk[heic]'”, then start SegDesk again; or save the picture as JPEG."
    )
    PICTURE_DAMAGED = "“{name}” is damaged and cannot be decoded. Export it again from where it came."
    PICTURE_TOO_LARGE = (
        "“{name}” has {megapixels} megapixels, more than the {limit} SegDesk opens unasked. "
        "Allow large pictures, or scale it down."
    )
    PICTURE_MEMORY = "“{name}” needs more memory than there is. Close other programs, or scale it down."
    PICTURE_LOST = (
        "“{name}” ended the process that worked at it, more than once. It may need more memory than there is: close "
        "other programs, or scale it down."
    )
    ADDRESS_FAILED = (
        "“{name}” cannot be opened ({detail}). Check the address; addresses need “pip install 'segdesk[cluster]'” and "
        "the package of their storage."
    )
    PROJECT_UNKNOWN = "“{name}” is not a SegDesk project, or nothing is left of it. Choose another file."
    PROJECT_NEWER = (
        "“{name}” was saved by a newer SegDesk: its format is {format}, and this one knows {known}. "
        "Update SegDesk, then open it again."
    )
    PROJECT_PICTURE_LOST = "The picture in “{name}” is damaged beyond reading. Bring back an earlier copy of the file."
    PROJECT_ODD = "“{name}” is not made the way SegDesk makes projects: {detail}. It was not opened."
    PROJECT_SAYS_ALL = (
        "“{name}” is a project and says itself what to cut. Leave out {flags}, or give the picture itself."
    )
    PROJECT_CHANGED = "“{name}” was changed by another window or program since you opened it. It was not replaced."
    MAP_SIZE = (
        "“{name}” is {width} × {height} pixels but the picture is {picture_width} × {picture_height}. "
        "Use a map of the same size."
    )
    MASK_SIZE = (
        "“{name}” is {width} × {height} pixels but the picture is {picture_width} × {picture_height}. "
        "Use a mask of the same size or the same proportions."
    )
    MASK_COLOURED = (
        "“{name}” is a colour picture without transparency, not a mask. "
        "Use one in greys, white where the picture stays, or one with transparency."
    )
    MASK_EMPTY = "“{name}” keeps nothing of the picture: it is black or clear throughout. Choose another mask."
    TRIMAP_DECIDED = (
        "“{name}” leaves nothing to decide. Paint in grey what is unsure, white what stays and black what goes."
    )
    PROMPTS_UNREADABLE = "“{name}” is not a prompt file: {detail}. Fix it, or draw the prompts again."
    OUTPUT_EXISTS = "“{name}” exists already. Choose another name, or overwrite it with --force."
    OUTPUT_FOLDER = "The folder of “{name}” does not exist. Create it, or choose another one."
    OUTPUT_IS_FOLDER = "“{name}” is a folder. Choose another name."
    OUTPUT_NAME_LONG = "“{name}” is too long a name. Choose a shorter one."
    OUTPUT_DENIED = "“{name}” may not be written. Choose another folder."
    OUTPUT_FULL = "“{name}” was not written because the disk is full. Free some space and try again."
    OUTPUT_FAILED = "“{name}” could not be written ({detail}). Choose another folder and try again."
    OUTPUT_PROJECT = (
        "“{name}” was not saved: of {size} GB in {count} parts it would be larger than a project may be "
        "({limit} GB in {most} parts). Take subjects or snapshots out, or begin with a smaller picture."
    )
    OUTPUT_SUFFIX = "“{name}” does not tell which format is meant. Let it end in one of: {known}."
    OUTPUT_SIDE = "{format} holds pictures of up to {limit} pixels a side, and this is {side}. Choose another format."
    OUTPUT_TEMPLATE = "No file can be called “{name}”: {detail}. Change the pattern of names."
    PRESETS_UNREADABLE = "The presets in “{name}” cannot be used: {detail}. Mend the file, or remove it."
    PRESET_UNKNOWN = "There is no preset called “{name}”. Choose one of: {known}."
    OUTPUT_IS_INPUT = "“{name}” is the picture itself. SegDesk never writes over an original; choose another name."
    OUTPUT_IN_USE = "Another batch is writing to “{name}”. Wait until it is done, or choose another folder."
    ENGINE_UNKNOWN = "There is no engine called “{name}”. Choose one of: {known}."
    ENGINE_FAILED = "The {name} engine stopped unexpectedly ({detail}). Your work is untouched; try the stroke again."
    PROMPT_UNSUPPORTED = "The {engine} engine does not take {prompt}. Choose another engine."
    KEYS_MISSING = "There are no keys for {service} yet. Enter them in the settings."
    KEYS_REJECTED = "{service} rejects these keys. Check them in the settings."
    KEY_UNKNOWN = "{service} does not know this {key}. Copy it again from the console into the settings."
    KEY_DISABLED = (
        "This {key} is disabled at {service}. Enable it in the console, or enter another one in the settings."
    )
    SECRET_WRONG = "The {key} is not the one {service} expects. Copy it again from the console into the settings."
    TOKEN_REJECTED = (
        "{service} no longer accepts its access token. Try again; if it stays so, test the keys in the settings."
    )
    PERMISSION_MISSING = (
        "These keys may not use {service}. Have the permission granted in the console, or choose the local engine."
    )
    SERVICE_NOT_OPENED = (
        "{service} is not opened for this account, or the account is in debt. "
        "Open it in the console, or choose the local engine."
    )
    CLOCK_WRONG = (
        "{service} refuses the request because this computer’s clock is wrong. Set date and time, then try again."
    )
    TOO_FAST = "{service} received too many requests in a short time. Wait a moment and try again."
    QUOTA_TODAY = "Today’s calls to {service} are used up. Go on tomorrow, or choose the local engine."
    QUOTA_SPENT = "All calls to {service} are used up. Buy more in the console, or choose the local engine."
    PICTURE_LIMITS = (
        "{service} does not take a picture of this size ({detail}). Scale it down, or choose the local engine."
    )
    PICTURE_REFUSED = (
        "{service} cannot use this picture ({detail}). Export it again as PNG, or choose the local engine."
    )
    PICTURE_UNREACHABLE = "{service} could not fetch the picture ({detail}). Try again, or choose the local engine."
    SUBJECT_NOT_FOUND = "{service} found no subject in this picture. Draw a box around it, or choose the local engine."
    REQUEST_REFUSED = "{service} does not accept the request ({detail}). Update SegDesk, or choose the local engine."
    SERVICE_DOWN = "{service} is down or overloaded. Try again in a few minutes, or choose the local engine."
    SERVICE_UNREACHABLE = "{service} cannot be reached ({detail}). Check the network and the address in the settings."
    SERVICE_SILENT = "{service} did not answer in time. Check the network and try again, or choose the local engine."
    SERVICE_UNTRUSTED = (
        "The connection to {service} is not safe ({detail}). "
        "Check the address and the certificate authority in the settings."
    )
    SERVICE_ELSEWHERE = "{service} has no such call at this address. Check the address in the settings."
    SERVICE_REDIRECTED = "{service} points to another address ({detail}). Nothing was sent there; check the settings."
    SERVICE_CLOSED = "{service} has closed this function. Choose another engine."
    ALIYUN_WITHDRAWN = (
        "Alibaba Cloud ended this service for everybody on 2025-10-14, so {service} does not answer any more. "
        "Point the engine at a machine that runs “segdesk serve”, or choose the local engine."
    )
    ANSWER_MALFORMED = "{service} gave an answer SegDesk cannot read ({detail}). Try again, or choose the local engine."
    MODEL_NOT_CHOSEN = "No model file is chosen yet. Choose one of yours, or go on with the local engine."
    MODEL_GONE = "The model file “{name}” cannot be read ({detail}). Choose it again, or go on with the local engine."
    MODEL_NOT_ONNX = "“{name}” is not an ONNX model, or it is damaged ({detail}). Choose another file."
    MODEL_UNKNOWN = (
        "“{name}” is no model SegDesk knows: it takes {inputs} and gives {outputs}. "
        "Choose encoder and decoder of a SAM model, or a saliency model such as U2-Net, IS-Net or BiRefNet."
    )
    ENCODER_ALONE = "“{name}” is only the encoder of a SAM model. Choose its decoder too."
    DECODER_ALONE = "“{name}” is only the decoder of a SAM model. Choose its encoder too."
    MODELS_UNMATCHED = (
        "“{name}” and “{other}” do not belong together ({detail}). "
        "Choose encoder and decoder of one SAM model, or a single saliency model."
    )
    MODEL_RUNTIME = (
        "Model files need ONNX Runtime, which is not installed. "
        "Install it with “pip install 'segdesk[models]'”, then start SegDesk again."
    )
    MODEL_FAILED = "“{name}” failed while it ran ({detail}). Choose another model file, or the local engine."
    DOWNLOAD_GONE = "{service} does not give out “{name}” ({detail}). Choose another mirror, or get the file elsewhere."
    DOWNLOAD_WRONG = (
        "“{name}” is not the file the catalogue promises, so it was thrown away. "
        "Download it again, or from another mirror."
    )
    CATALOGUE_UNREADABLE = "The catalogue “{name}” makes no sense ({detail}). Mend the file, or bring it back."

    CLUSTER_MISSING = "Clusters need Dask, which is not installed. Install it with “pip install 'segdesk[cluster]'”."
    CLUSTER_UNREACHABLE = (
        "No scheduler answers at “{name}” ({detail}). Check the address and that the cluster is running."
    )
    CLUSTER_EMPTY = "The cluster at “{name}” has no workers. Start some, then try again."
    CLUSTER_DIFFERS = (
        "The workers at “{name}” have SegDesk {theirs}, this is {own}. Install the same version everywhere."
    )
    CLUSTER_KEYS = "The {engine} engine’s keys do not leave this machine. Leave --dask out, or choose the local engine."


class Act(Enum):
    """What a program may do about a failure by itself, before a person hears of it."""

    STOP = "stop"
    RETRY = "retry"
    """A few times, waiting longer each time, and at least `retry_after` where it is given."""
    RETRY_ONCE = "retry once"
    NEW_TOKEN = "new token"
    """Once, with a fresh access token or upload ticket."""


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


class ProjectError(SegDeskError):
    """The project cannot be opened."""


class PromptError(SegDeskError):
    """Prompts given as a file make no sense."""


class OutputError(SegDeskError):
    """A result cannot be written; whatever stood there before is unharmed."""


class EngineError(SegDeskError):
    """No mask could be had. The values may hold `act`, and the `code` that the service gave."""

    @property
    def act(self) -> Act:
        """What a program may do about it by itself."""
        act = self.values.get("act")
        return act if isinstance(act, Act) else Act.STOP


class EngineUnknown(EngineError):
    """No engine has that name."""


class PromptUnsupported(EngineError):
    """The engine cannot take such a prompt."""


class CredentialsRejected(EngineError):
    """Keys are missing, wrong, disabled, or not entitled to the service."""


class ClockWrong(EngineError):
    """The service refuses a signature because this computer's clock is off."""


class QuotaExceeded(EngineError):
    """Too many calls: in a short time, today, or altogether."""

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait before the next call; None when waiting does not help."""
        seconds = self.values.get("retry_after")
        return float(seconds) if isinstance(seconds, int | float) else None


class PictureOutOfLimits(EngineError):
    """The picture has too many or too few bytes or pixels for the service."""


class PictureRefused(EngineError):
    """The service cannot use this picture."""


class RequestRefused(EngineError):
    """The service does not accept what was asked."""


class ServiceUnavailable(EngineError):
    """The service cannot be reached, is down or overloaded."""


class ServiceWithdrawn(EngineError):
    """The vendor has ended the service."""


class ServiceAnswerMalformed(EngineError):
    """The service gave an answer that cannot be read."""


class ModelMissing(EngineError):
    """No model file is chosen, or those that are cannot be used."""


class Cancelled(Exception):
    """The caller asked to stop. Not a failure."""


def _rebuild(kind: type[SegDeskError], reason: Reason, values: dict[str, object]) -> SegDeskError:
    return kind(reason, **values)
