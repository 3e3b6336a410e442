"""How sentences and names stand side by side in the designer's language."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication

_WIDE_STOPS: Final = ("。", "！", "？")
"""These bring their own space with them."""


def run_on(sentences: Iterable[str]) -> str:
    """Sentences one behind the other; empty ones take no room."""
    words = ""
    for sentence in filter(None, sentences):
        space = "" if not words or words.endswith(_WIDE_STOPS) else " "
        words += space + sentence
    return words


def listed(names: Iterable[str]) -> str:
    """Names or parts in a row."""
    return QCoreApplication.translate("Lists", ", ").join(names)
