"""The sentences of the rooms below in the designer's language.

Every template of `Reason` and `Notice` stands here once more, because the translation tools read literals only.
"""

from typing import Final

from PySide6.QtCore import QCoreApplication

from segdesk.app.joining import listed
from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.app.wordlists import DETAILS, ENGINES, LOSSES, STAGES
from segdesk.core.document import Subject
from segdesk.core.errors import EngineError, ProjectError, SegDeskError
from segdesk.core.notes import Loss, Losses, Note

REASONS: Final = (
    QT_TRANSLATE_NOOP("Reason", "“{name}” was not found. Check the path and try again."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is a folder. Choose a picture inside it."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” may not be read. Check its permissions and try again."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is an empty file. Choose another picture."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is not a picture SegDesk can read. Use JPEG, PNG, BMP, WebP, TIFF or AVIF."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” is a HEIC picture, which takes an extra to read. Install it with “pip install "
        "'segdesk[heic]'”, then start SegDesk again; or save the picture as JPEG.",
    ),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is damaged and cannot be decoded. Export it again from where it came."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” has {megapixels} megapixels, more than the {limit} SegDesk opens unasked. Allow large "
        "pictures, or scale it down.",
    ),
    QT_TRANSLATE_NOOP("Reason", "“{name}” needs more memory than there is. Close other programs, or scale it down."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” ended the process that worked at it, more than once. It may need more memory than there is: "
        "close other programs, or scale it down.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” cannot be opened ({detail}). Check the address; addresses need “pip install 'segdesk[cluster]'” "
        "and the package of their storage.",
    ),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is not a SegDesk project, or nothing is left of it. Choose another file."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” was saved by a newer SegDesk: its format is {format}, and this one knows {known}. "
        "Update SegDesk, then open it again.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason", "The picture in “{name}” is damaged beyond reading. Bring back an earlier copy of the file."
    ),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is not made the way SegDesk makes projects: {detail}. It was not opened."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” is a project and says itself what to cut. Leave out {flags}, or give the picture itself.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” was changed by another window or program since you opened it. It was not replaced.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” is {width} × {height} pixels but the picture is {picture_width} × {picture_height}. Use a "
        "map of the same size.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” is {width} × {height} pixels but the picture is {picture_width} × {picture_height}. Use a "
        "mask of the same size or the same proportions.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” is a colour picture without transparency, not a mask. Use one in greys, white where the "
        "picture stays, or one with transparency.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason", "“{name}” keeps nothing of the picture: it is black or clear throughout. Choose another mask."
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” leaves nothing to decide. Paint in grey what is unsure, white what stays and black what goes.",
    ),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is not a prompt file: {detail}. Fix it, or draw the prompts again."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” exists already. Choose another name, or overwrite it with --force."),
    QT_TRANSLATE_NOOP("Reason", "The folder of “{name}” does not exist. Create it, or choose another one."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is a folder. Choose another name."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is too long a name. Choose a shorter one."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” may not be written. Choose another folder."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” was not written because the disk is full. Free some space and try again."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” could not be written ({detail}). Choose another folder and try again."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” was not saved: of {size} GB in {count} parts it would be larger than a project may be "
        "({limit} GB in {most} parts). Take subjects or snapshots out, or begin with a smaller picture.",
    ),
    QT_TRANSLATE_NOOP("Reason", "“{name}” does not tell which format is meant. Let it end in one of: {known}."),
    QT_TRANSLATE_NOOP(
        "Reason", "{format} holds pictures of up to {limit} pixels a side, and this is {side}. Choose another format."
    ),
    QT_TRANSLATE_NOOP("Reason", "No file can be called “{name}”: {detail}. Change the pattern of names."),
    QT_TRANSLATE_NOOP("Reason", "The presets in “{name}” cannot be used: {detail}. Mend the file, or remove it."),
    QT_TRANSLATE_NOOP("Reason", "There is no preset called “{name}”. Choose one of: {known}."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” is the picture itself. SegDesk never writes over an original; choose another name.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "Another batch is writing to “{name}”. Wait until it is done, or choose another folder.",
    ),
    QT_TRANSLATE_NOOP("Reason", "There is no engine called “{name}”. Choose one of: {known}."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "The {name} engine stopped unexpectedly ({detail}). Your work is untouched; try the stroke again.",
    ),
    QT_TRANSLATE_NOOP("Reason", "The {engine} engine does not take {prompt}. Choose another engine."),
    QT_TRANSLATE_NOOP("Reason", "There are no keys for {service} yet. Enter them in the settings."),
    QT_TRANSLATE_NOOP("Reason", "{service} rejects these keys. Check them in the settings."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} does not know this {key}. Copy it again from the console into the settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "This {key} is disabled at {service}. Enable it in the console, or enter another one in the settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "The {key} is not the one {service} expects. Copy it again from the console into the settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} no longer accepts its access token. Try again; if it stays so, test the keys in the settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "These keys may not use {service}. Have the permission granted in the console, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} is not opened for this account, or the account is in debt. Open it in the console, or "
        "choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} refuses the request because this computer’s clock is wrong. Set date and time, then try again.",
    ),
    QT_TRANSLATE_NOOP("Reason", "{service} received too many requests in a short time. Wait a moment and try again."),
    QT_TRANSLATE_NOOP("Reason", "Today’s calls to {service} are used up. Go on tomorrow, or choose the local engine."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "All calls to {service} are used up. Buy more in the console, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} does not take a picture of this size ({detail}). Scale it down, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} cannot use this picture ({detail}). Export it again as PNG, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} could not fetch the picture ({detail}). Try again, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} found no subject in this picture. Draw a box around it, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} does not accept the request ({detail}). Update SegDesk, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} is down or overloaded. Try again in a few minutes, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} cannot be reached ({detail}). Check the network and the address in the settings.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} did not answer in time. Check the network and try again, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "The connection to {service} is not safe ({detail}). Check the address and the certificate authority "
        "in the settings.",
    ),
    QT_TRANSLATE_NOOP("Reason", "{service} has no such call at this address. Check the address in the settings."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} points to another address ({detail}). Nothing was sent there; check the settings.",
    ),
    QT_TRANSLATE_NOOP("Reason", "{service} has closed this function. Choose another engine."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "Alibaba Cloud ended this service for everybody on 2025-10-14, so {service} does not answer any "
        "more. Point the engine at a machine that runs “segdesk serve”, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} gave an answer SegDesk cannot read ({detail}). Try again, or choose the local engine.",
    ),
    QT_TRANSLATE_NOOP("Reason", "No model file is chosen yet. Choose one of yours, or go on with the local engine."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "The model file “{name}” cannot be read ({detail}). Choose it again, or go on with the local engine.",
    ),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is not an ONNX model, or it is damaged ({detail}). Choose another file."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” is no model SegDesk knows: it takes {inputs} and gives {outputs}. Choose encoder and decoder of a "
        "SAM model, or a saliency model such as U2-Net, IS-Net or BiRefNet.",
    ),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is only the encoder of a SAM model. Choose its decoder too."),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is only the decoder of a SAM model. Choose its encoder too."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” and “{other}” do not belong together ({detail}). Choose encoder and decoder of one SAM model, or a "
        "single saliency model.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "Model files need ONNX Runtime, which is not installed. Install it with “pip install 'segdesk[models]'”, "
        "then start SegDesk again.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” failed while it ran ({detail}). Choose another model file, or the local engine.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "{service} does not give out “{name}” ({detail}). Choose another mirror, or get the file elsewhere.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "“{name}” is not the file the catalogue promises, so it was thrown away. Download it again, or from another "
        "mirror.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "The catalogue “{name}” makes no sense ({detail}). Mend the file, or bring it back.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "Clusters need Dask, which is not installed. Install it with “pip install 'segdesk[cluster]'”.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "No scheduler answers at “{name}” ({detail}). Check the address and that the cluster is running.",
    ),
    QT_TRANSLATE_NOOP("Reason", "The cluster at “{name}” has no workers. Start some, then try again."),
    QT_TRANSLATE_NOOP(
        "Reason",
        "The workers at “{name}” have SegDesk {theirs}, this is {own}. Install the same version everywhere.",
    ),
    QT_TRANSLATE_NOOP(
        "Reason",
        "The {engine} engine’s keys do not leave this machine. Leave --dask out, or choose the local engine.",
    ),
)

NOTICES: Final = (
    QT_TRANSLATE_NOOP("Notice", "{count} prompt(s) reach beyond the picture; only the part inside counts."),
    QT_TRANSLATE_NOOP("Notice", "{count} prompt(s) lie wholly outside the picture and were left out."),
    QT_TRANSLATE_NOOP("Notice", "Subject {number} of {count}."),
    QT_TRANSLATE_NOOP("Notice", "Not sure this is the subject. Ask again for another, or draw a keep stroke."),
    QT_TRANSLATE_NOOP("Notice", "Not sure this is the subject. Draw a keep stroke on it."),
    QT_TRANSLATE_NOOP(
        "Notice",
        "There is only this one proposal. Draw a keep stroke on the subject if it is another.",
    ),
    QT_TRANSLATE_NOOP(
        "Notice",
        "The local engine’s model file is missing or damaged, so masks are found by colour alone. "
        "Install SegDesk again to bring it back.",
    ),
    QT_TRANSLATE_NOOP("Notice", "No prompts lie beside this picture, so its main subject was looked for."),
    QT_TRANSLATE_NOOP("Notice", "Nothing was found. Draw a keep stroke on the subject."),
    QT_TRANSLATE_NOOP(
        "Notice",
        "The {engine} engine takes no strokes: it found the first mask, and the {partner} engine refined it.",
    ),
    QT_TRANSLATE_NOOP(
        "Notice",
        "The {engine} engine takes strokes only: the {partner} engine found the first mask, and {engine} refined it.",
    ),
    QT_TRANSLATE_NOOP("Notice", "The {engine} engine cannot take these prompts; the {partner} engine answered them."),
    QT_TRANSLATE_NOOP("Notice", "There is no edge to look for hair along yet. Mark a subject first."),
    QT_TRANSLATE_NOOP("Notice", "A hard edge has no hair. Set its kind to Auto or Soft, then brush again."),
    QT_TRANSLATE_NOOP(
        "Notice",
        "This mask came with its transparency, which stays as it is; there is no hair to look for.",
    ),
    QT_TRANSLATE_NOOP("Notice", "This subject is locked. Unlock it to change it."),
    QT_TRANSLATE_NOOP("Notice", "This subject is hidden. Show it to change it."),
    QT_TRANSLATE_NOOP("Notice", "Both subjects need a mask before one can be combined with the other."),
    QT_TRANSLATE_NOOP(
        "Notice",
        "The mask was worked out from a picture on white; white parts of the subject may be missing.",
    ),
    QT_TRANSLATE_NOOP("Notice", "The settings in “{name}” cannot be read, so the defaults are used."),
    QT_TRANSLATE_NOOP(
        "Notice",
        "The settings were damaged, so the defaults are used; the old file is kept as “{name}”.",
    ),
    QT_TRANSLATE_NOOP("Notice", "The picture’s own transparency was taken as the first mask."),
    QT_TRANSLATE_NOOP("Notice", "The mask was {width} × {height} pixels and was brought to the picture’s size."),
    QT_TRANSLATE_NOOP("Notice", "The file holds several pictures; the first one was opened."),
    QT_TRANSLATE_NOOP("Notice", "The picture’s colour profile cannot be used; its colours are shown as sRGB."),
    QT_TRANSLATE_NOOP("Notice", "The picture has more than 8 bits per channel; it was opened with 8."),
    QT_TRANSLATE_NOOP("Notice", "“{name}” was damaged. Lost: {lost}. All the rest is here."),
    QT_TRANSLATE_NOOP(
        "Notice", "The last steps on “{name}” ({count}) cannot be read and are missing; they are kept in “{folder}”."
    ),
    QT_TRANSLATE_NOOP("Notice", "Part of the file is missing or damaged; what could be decoded was opened."),
)


def error_words(error: SegDeskError) -> str:
    """What happened and what to do next."""
    values = dict(error.values)
    if isinstance(error, EngineError):
        values |= {key: engine_words(str(values[key])) for key in ("name", "engine") if key in values}
        values |= {key: service_words(str(values[key])) for key in ("service",) if key in values}
    if isinstance(error, EngineError | ProjectError):
        values |= {key: _detail_words(str(values[key])) for key in ("detail", "prompt") if key in values}
    return QCoreApplication.translate("Reason", error.reason.value).format(**values)


def note_words(note: Note) -> str:
    """What to know about a result."""
    values = dict(note.values)
    values |= {key: engine_words(str(values[key])) for key in ("engine", "partner") if key in values}
    lost = values.get("lost")
    if isinstance(lost, Losses):
        values["lost"] = listed(_loss_words(loss, count) for loss, count in lost.counts)
    return QCoreApplication.translate("Notice", note.notice.value).format(**values)


def engine_words(name: str) -> str:
    """What an engine is called; an unknown one by its own name."""
    return QCoreApplication.translate("Engines", ENGINES[name]) if name in ENGINES else name


def service_words(service: str) -> str:
    """What a cloud is called; an unknown one by its own name."""
    known = {name: QCoreApplication.translate("Engines", ENGINES[name]) for name in ("baidu", "aliyun")}
    return known.get(service.lower(), service)


def stage_words(stage: str) -> str:
    """What the engine is doing; a stage without words of its own is simply work."""
    return QCoreApplication.translate("Stages", STAGES.get(stage, QT_TRANSLATE_NOOP("Stages", "Finding the subject")))


def _loss_words(loss: Loss, count: int) -> str:
    return QCoreApplication.translate("Losses", LOSSES[loss]).format(count=count)


def _detail_words(detail: str) -> str:
    return QCoreApplication.translate("Details", detail) if detail in DETAILS else detail


def subject_words(subject: Subject) -> str:
    """What a subject is called; without a name it goes by its number, as in the names of its files."""
    number = QCoreApplication.translate("Subject", "Subject {number}").format(number=subject.key + 1)
    return subject.traits.name or number
