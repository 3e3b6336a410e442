"""Marks words for the translation tools where they are written down but not yet said."""


def QT_TRANSLATE_NOOP(_context: str, words: str) -> str:
    """The words themselves. The tools look for this name; Qt's own function of the name has no types."""
    return words
