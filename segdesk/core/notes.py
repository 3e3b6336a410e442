"""What a person should know about a result that is not an error: fallbacks, clipped prompts, an unclear subject."""

from dataclasses import dataclass
from enum import Enum


class Notice(Enum):
    """One kind of note, in English; `{}` fields are filled from the note's values."""

    PROMPT_CLIPPED = "{count} prompt(s) reach beyond the picture; only the part inside counts."
    PROMPT_OUTSIDE = "{count} prompt(s) lie wholly outside the picture and were left out."
    SUBJECT_NUMBER = "Subject {number} of {count}."
    SUBJECT_UNSURE = "Not sure this is the subject. Ask again for another, or draw a keep stroke."
    SUBJECT_DOUBTED = "Not sure this is the subject. Draw a keep stroke on it."
    SUBJECT_ALONE = "There is only this one proposal. Draw a keep stroke on the subject if it is another."
    NETWORK_MISSING = (
        "The local engine’s model file is missing or damaged, so masks are found by colour alone. "
        "Install SegDesk again to bring it back."
    )
    PROMPTS_ABSENT = "No prompts lie beside this picture, so its main subject was looked for."
    NOTHING_FOUND = "Nothing was found. Draw a keep stroke on the subject."
    FIRST_MASK_THEN_STROKES = (
        "The {engine} engine takes no strokes: it found the first mask, and the {partner} engine refined it."
    )
    FIRST_MASK_FOR_STROKES = (
        "The {engine} engine takes strokes only: the {partner} engine found the first mask, and {engine} refined it."
    )
    ANSWERED_BY_PARTNER = "The {engine} engine cannot take these prompts; the {partner} engine answered them."
    HAIR_UNMASKED = "There is no edge to look for hair along yet. Mark a subject first."
    HAIR_HARD = "A hard edge has no hair. Set its kind to Auto or Soft, then brush again."
    HAIR_FINISHED = "This mask came with its transparency, which stays as it is; there is no hair to look for."
    SUBJECT_LOCKED = "This subject is locked. Unlock it to change it."
    SUBJECT_HIDDEN = "This subject is hidden. Show it to change it."
    COMBINE_UNMASKED = "Both subjects need a mask before one can be combined with the other."
    MASK_FROM_WHITE = "The mask was worked out from a picture on white; white parts of the subject may be missing."
    SETTINGS_UNREADABLE = "The settings in “{name}” cannot be read, so the defaults are used."
    SETTINGS_DAMAGED = "The settings were damaged, so the defaults are used; the old file is kept as “{name}”."
    ALPHA_AS_MASK = "The picture’s own transparency was taken as the first mask."
    MASK_RESIZED = "The mask was {width} × {height} pixels and was brought to the picture’s size."
    FIRST_FRAME = "The file holds several pictures; the first one was opened."
    PROFILE_UNUSABLE = "The picture’s colour profile cannot be used; its colours are shown as sRGB."
    DEPTH_REDUCED = "The picture has more than 8 bits per channel; it was opened with 8."
    PROJECT_DAMAGED = "“{name}” was damaged. Lost: {lost}. All the rest is here."
    STEPS_LOST = "The last steps on “{name}” ({count}) cannot be read and are missing; they are kept in “{folder}”."
    TRUNCATED = "Part of the file is missing or damaged; what could be decoded was opened."


class Loss(Enum):
    """What a damaged project may have lost, in English."""

    PICTURE = "part of the picture"
    SUBJECT = "subjects ({count})"
    MASK = "masks ({count})"
    MAP = "scribble maps ({count})"
    ORDER = "the order of the subjects"
    SNAPSHOT = "snapshots ({count})"


@dataclass(frozen=True)
class Losses:
    """How often something of each kind was lost."""

    counts: tuple[tuple[Loss, int], ...]

    def __str__(self) -> str:
        return ", ".join(loss.value.format(count=count) for loss, count in self.counts)


@dataclass(frozen=True)
class Note:
    """A notice and the values that fill its sentence."""

    notice: Notice
    values: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, notice: Notice, **values: object) -> "Note":
        return cls(notice, tuple(values.items()))

    def __str__(self) -> str:
        return self.notice.value.format(**dict(self.values))
