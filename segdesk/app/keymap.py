"""Which keys mean which command: the table's own, with the person's in their place; one key never means two things."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtGui import QKeySequence

from segdesk.app.commands import COMMANDS
from segdesk.app.marks import QT_TRANSLATE_NOOP

Keys = tuple[str, ...]
"""Portable names, the first of which is shown; "Ctrl" is the command key on a Mac."""

OWN_KEYS: Final[Mapping[str, Keys]] = {command.key: command.keys for command in COMMANDS}
"""What each command goes by as long as nobody says otherwise."""
FIXED: Final = frozenset(command.key for command in COMMANDS if command.is_fixed)
"""Commands whose keys stay as they are."""
TAKEN: Final[Mapping[str, str]] = {
    "Space": QT_TRANSLATE_NOOP("Keymap", "Hold to pan"),
    "Tab": QT_TRANSLATE_NOOP("Keymap", "Hold to see the original"),
    "Q": QT_TRANSLATE_NOOP("Keymap", "Hold for a loupe at 400 %"),
    "F10": QT_TRANSLATE_NOOP("Keymap", "Menu"),
    "Return": QT_TRANSLATE_NOOP("Keymap", "Close the polygon"),
    "Enter": QT_TRANSLATE_NOOP("Keymap", "Close the polygon"),
    **dict.fromkeys(
        (f"{held}{arrow}" for arrow in ("Left", "Right", "Up", "Down") for held in ("", "Shift+")),
        QT_TRANSLATE_NOOP("Keymap", "Nudge what is selected"),
    ),
}
"""Keys that mean something on the canvas without being a command's, and what; no command can have them."""


HELD: Final = (
    ("Space", QT_TRANSLATE_NOOP("Keymap", "Hold to pan")),
    ("Tab", QT_TRANSLATE_NOOP("Keymap", "Hold to see the original")),
    ("Q", QT_TRANSLATE_NOOP("Keymap", "Hold for a loupe at 400 %")),
    (QT_TRANSLATE_NOOP("Keymap", "Alt or right button"), QT_TRANSLATE_NOOP("Keymap", "The brush does the opposite")),
    ("Shift", QT_TRANSLATE_NOOP("Keymap", "Straight line, square box")),
    (QT_TRANSLATE_NOOP("Keymap", "Arrows"), QT_TRANSLATE_NOOP("Keymap", "Nudge what is selected")),
    (QT_TRANSLATE_NOOP("Keymap", "Shift and arrows"), QT_TRANSLATE_NOOP("Keymap", "Nudge it further")),
    (QT_TRANSLATE_NOOP("Keymap", "Ctrl and arrows"), QT_TRANSLATE_NOOP("Keymap", "Resize the selected box")),
    (QT_TRANSLATE_NOOP("Keymap", "Wheel"), QT_TRANSLATE_NOOP("Keymap", "Zoom at the pointer")),
    (QT_TRANSLATE_NOOP("Keymap", "Shift and wheel"), QT_TRANSLATE_NOOP("Keymap", "Brush size")),
)
"""What is held or turned on the canvas, and what that does."""


@dataclass(frozen=True)
class Keymap:
    """The person's own keys, by command; no keys at all are keys of one's own too."""

    own: Mapping[str, Keys] = field(default_factory=dict[str, Keys])

    @staticmethod
    def of(shortcuts: Mapping[str, Keys]) -> "Keymap":
        """What settings say, less what is unknown, unreadable or said twice."""
        used, own = set[str](), dict[str, Keys]()
        for command in OWN_KEYS:
            if command in shortcuts and command not in FIXED:
                named = dict.fromkeys(_portable(shortcuts[command]))
                own[command] = tuple(key for key in named if _is_free(key, used))
                used.update(own[command])
        return Keymap(own)

    def keys_of(self, command: str) -> Keys:
        """The keys of a command: one's own, or the table's less those that were given to others."""
        if command in self.own:
            return self.own[command]
        given = {key for keys in self.own.values() for key in keys}
        return tuple(key for key in _portable(OWN_KEYS[command]) if key not in given)

    def owner_of(self, key: str) -> str | None:
        """The command that a key means now."""
        return next((command for command in OWN_KEYS if key in self.keys_of(command)), None)

    def is_own(self, command: str) -> bool:
        """Whether a command goes by other keys than the table's."""
        return self.keys_of(command) != _portable(OWN_KEYS[command])

    def giving(self, command: str, key: str) -> "Keymap":
        """A command gets one key more, and whoever had it loses it."""
        owner = self.owner_of(key)
        if owner == command:
            return self
        map_ = self if owner is None else self.taking(owner, key)
        return map_._with(command, (*map_.keys_of(command), key))

    def taking(self, command: str, key: str) -> "Keymap":
        """A command loses a key."""
        return self._with(command, tuple(each for each in self.keys_of(command) if each != key))

    def resetting(self, command: str) -> "Keymap":
        """A command goes by the table's keys again; others that were given one of them lose it."""
        map_ = Keymap({key: value for key, value in self.own.items() if key != command})
        for key in _portable(OWN_KEYS[command]):
            owner = map_.owner_of(key)
            if owner is not None and owner != command:
                map_ = map_.taking(owner, key)
        return map_

    def _with(self, command: str, keys: Keys) -> "Keymap":
        """These keys, which are no longer one's own where they are the table's."""
        own = {**self.own, command: keys}
        if keys == _portable(OWN_KEYS[command]):
            del own[command]
        return Keymap(own)


def portable(key: str) -> str:
    """A key by the name it is stored under; empty for what is none."""
    return QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.PortableText
    )


def native(key: str) -> str:
    """A key as this system's people know it, as in ⌘Z."""
    sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)


def _portable(keys: Iterable[str]) -> Keys:
    return tuple(name for name in map(portable, keys) if name)


def _is_free(key: str, used: set[str]) -> bool:
    fixed = {each for command in FIXED for each in _portable(OWN_KEYS[command])}
    return key not in used and key not in TAKEN and key not in fixed
