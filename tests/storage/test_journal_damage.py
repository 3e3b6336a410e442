"""Journals that were cut or scratched, or that another program wrote: what is sound comes back, the rest is told of."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from segdesk.core.errors import OutputError
from segdesk.storage import autosave, project
from segdesk.storage.autosave import Journal, offers, recover
from segdesk.storage.steplog import Record, read_log
from tests.storage.test_autosave import ABOUT, BLANK, crash, date, journaled, only_offer, stroked
from tests.storage.test_project import same


def scratch(root: Path, step: int) -> None:
    """Let a byte of a step be another, as a bad disk does."""
    [steps] = root.glob("*/steps-1")
    content = bytearray(steps.read_bytes())
    content[([0, *(end for _, end in read_log(steps))])[step] + 20] ^= 0xFF
    steps.write_bytes(content)


@pytest.mark.parametrize("cut", [1, 10, 30])
def test_a_step_that_was_cut_short_costs_only_itself(cut: int, tmp_path: Path) -> None:
    journal, documents = journaled(tmp_path, 3)
    steps = next(tmp_path.glob("*/steps-1"))
    os.truncate(steps, steps.stat().st_size - cut)
    crash(journal)
    recovered = recover(only_offer(tmp_path))
    assert (recovered.document.subjects, recovered.notes) == (documents[2].subjects, ())


def test_whatever_becomes_of_the_steps_what_is_before_the_damage_comes_back(tmp_path: Path) -> None:
    journal, documents = journaled(tmp_path, 3)
    crash(journal)
    steps = next(tmp_path.glob("*/steps-1"))
    content = steps.read_bytes()
    ends = [0, *(end for _, end in read_log(steps))]
    dice = np.random.default_rng(1)
    for at in dice.integers(0, len(content), 40):
        steps.write_bytes(content[:at] + bytes([content[at] ^ 0x5A]) + content[at + 1 :])
        sound = sum(end <= at for end in ends) - 1
        for offer in offers(tmp_path) if sound else []:
            recovered = recover(offer)
            assert recovered.document.subjects == documents[sound].subjects
            assert recovered.is_part or at >= ends[-2]
            offer.release()


def test_steps_that_make_no_sense_are_told_of(tmp_path: Path) -> None:
    journal, documents = journaled(tmp_path, 2)
    assert journal._log is not None
    journal._log.append(Record({"of": "a newer program"}))
    journal.record(BLANK, stroked(documents[-1], 5), ABOUT)
    crash(journal)
    recovered = recover(only_offer(tmp_path))
    assert recovered.document.subjects == documents[-1].subjects
    assert [dict(note.values)["count"] for note in recovered.notes] == [2]


def test_what_lies_behind_damaged_steps_is_told_of_and_kept_aside(tmp_path: Path) -> None:
    journal, documents = journaled(tmp_path, 4)
    crash(journal)
    scratch(tmp_path, 2)
    [content] = [path.read_bytes() for path in tmp_path.glob("*/steps-1")]
    offer = only_offer(tmp_path)
    recovered, again = recover(offer), Journal(tmp_path)
    kept = tmp_path / f"{offer.folder.name}.damaged"
    assert recovered.document.subjects == documents[2].subjects
    assert [str(note) for note in recovered.notes] == [
        f"The last steps on “plum.png” (2) cannot be read and are missing; they are kept in “{kept}”."
    ]
    again.resume(offer, recovered)
    assert (kept / "steps-1").read_bytes() == content
    assert same(project.load(kept / "base-1.segdesk", "plum.png").document, BLANK)
    last = stroked(recovered.document, 9)
    again.record(recovered.document, last, ABOUT)
    crash(again)
    offer = only_offer(tmp_path)
    second = recover(offer)
    assert (second.document.subjects, second.notes) == (last.subjects, ())
    offer.discard()
    assert list(tmp_path.iterdir()) == [kept]
    date(kept, time.time() - autosave.KEPT_SECONDS - 60)
    assert offers(tmp_path) == []
    assert not kept.exists()


def test_work_whose_first_step_is_damaged_is_offered(tmp_path: Path) -> None:
    journal, _ = journaled(tmp_path, 3)
    crash(journal)
    scratch(tmp_path, 0)
    recovered = recover(only_offer(tmp_path))
    assert recovered.document.subjects == BLANK.subjects
    assert [dict(note.values)["count"] for note in recovered.notes] == [3]


def test_damaged_steps_that_cannot_be_put_aside_stay_where_they_are(tmp_path: Path) -> None:
    journal, documents = journaled(tmp_path, 3)
    crash(journal)
    scratch(tmp_path, 1)
    offer = only_offer(tmp_path)
    in_the_way = tmp_path / f"{offer.folder.name}.damaged"
    in_the_way.write_text("")
    with pytest.raises(OutputError):
        Journal(tmp_path).resume(offer, recover(offer))
    offer.release()
    in_the_way.unlink()
    recovered = recover(only_offer(tmp_path))
    assert (recovered.document.subjects, len(recovered.notes)) == (documents[1].subjects, 1)
