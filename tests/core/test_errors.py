"""Errors read as sentences and travel between processes."""

import copy
import pickle
import string

import pytest

from segdesk.core import errors
from segdesk.core.errors import Cancelled, PictureError, Reason, SegDeskError
from segdesk.core.notes import Note, Notice
from segdesk.core.work import CancelToken, no_report


def fields(sentence: str) -> dict[str, object]:
    """A value for each field of a sentence."""
    return {name: name.upper() for _, name, _, _ in string.Formatter().parse(sentence) if name}


def kinds() -> list[type[SegDeskError]]:
    named = vars(errors).values()
    return [kind for kind in named if isinstance(kind, type) and issubclass(kind, SegDeskError)]


@pytest.mark.parametrize("kind", kinds())
def test_errors_survive_pickling_and_copying(kind: type[SegDeskError]) -> None:
    error = kind(Reason.PICTURE_TOO_LARGE, name="a {b}.png", megapixels=120, limit=100)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is kind
        assert str(twin) == str(error)
        assert (twin.reason, twin.values) == (error.reason, error.values)


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_says_what_to_do_in_whole_sentences(reason: Reason) -> None:
    text = str(SegDeskError(reason, **fields(reason.value)))
    assert text.endswith(".")
    assert text.count(". ") + text.count("; ") >= 1
    assert all(str(value) in text for value in fields(reason.value).values())


@pytest.mark.parametrize("notice", Notice)
def test_a_note_is_filled_and_ends(notice: Notice) -> None:
    text = str(Note.of(notice, **fields(notice.value)))
    assert text.endswith(".")
    assert "{" not in text


def test_a_cancelled_token_stops_the_work_at_its_next_look() -> None:
    token = CancelToken()
    token.check()
    assert not token.is_cancelled
    token.cancel()
    assert token.is_cancelled
    with pytest.raises(Cancelled):
        token.check()


def test_cancelling_is_no_failure() -> None:
    assert not issubclass(Cancelled, SegDeskError)
    assert issubclass(PictureError, SegDeskError)
    no_report("nothing", 0.5)
