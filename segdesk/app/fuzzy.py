"""Finds words by some of their letters, in English and in Chinese, where the first letters of the sounds do too."""

from bisect import bisect_right
from typing import Final, NamedTuple

_FIRSTS: Final = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
"""GB 2312 orders its 3755 common characters by sound: these are the first of each letter in `_LETTERS`."""
_LETTERS: Final = "abcdefghjklmnopqrstwxyz"
_CODES: Final = tuple(character.encode("gb2312") for character in _FIRSTS)
_LAST: Final = "座".encode("gb2312")
_START, _WORD, _NEXT, _GAP = 12, 8, 5, 1
"""Points for a letter at the start, at the start of a word, right after the one before; and off for each left out."""


class Hit(NamedTuple):
    """How well letters fit, and which of the words' characters they are."""

    score: int
    places: tuple[int, ...]


def find(query: str, words: str) -> Hit | None:
    """The best place of a query's letters, in their order, among those of the words; None where they are not there.

    Blanks of the query count for nothing, and neither does case. No query at all fits everywhere.
    """
    wanted, text = "".join(query.lower().split()), words.lower()
    if not wanted:
        return Hit(0, ())
    # Lower case may be longer than the word was, as of İ; places would be those of other letters then.
    if len(text) != len(words):
        text = words
    runs = [_run(wanted, text, start) for start, letter in enumerate(text) if letter == wanted[0]]
    return max((run for run in runs if run is not None), default=None, key=lambda run: run.score)


def initials(words: str) -> str:
    """Each common Chinese character as the first letter of its sound, anything else as it is: 保留笔刷 is blbs.

    A character with several sounds counts by one of them.
    """
    return "".join(map(_initial, words))


def _run(wanted: str, text: str, start: int) -> Hit | None:
    """From a place of the first letter on, each further letter as near as it comes."""
    places = [start]
    for letter in wanted[1:]:
        place = text.find(letter, places[-1] + 1)
        if place < 0:
            return None
        places.append(place)
    return Hit(sum(_points(text, place, places[at - 1] if at else None) for at, place in enumerate(places)), (*places,))


def _points(text: str, place: int, before: int | None) -> int:
    if place == 0:
        return _START
    if before is not None and place == before + 1:
        return _NEXT
    gap = 0 if before is None else place - before - 1
    return (_WORD if not text[place - 1].isalnum() else 0) - _GAP * min(gap, 8)


def _initial(character: str) -> str:
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return character
    if len(code) != 2 or not _CODES[0] <= code <= _LAST:
        return character
    return _LETTERS[bisect_right(_CODES, code) - 1]
