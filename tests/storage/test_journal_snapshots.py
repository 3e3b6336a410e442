"""Snapshots in the journal: those taken, renamed and let go since the last save come back with the steps."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from segdesk.core.document import Document, Mask, MaskSource
from segdesk.core.prompts import Prompts
from segdesk.core.snapshots import Snapshot
from segdesk.storage import autosave, container
from segdesk.storage.autosave import Journal, recover
from segdesk.storage.steplog import Record, read_log
from tests.core.values import PICTURE
from tests.storage.test_autosave import ABOUT, BLANK, crash, journaled, only_offer, stroked
from tests.storage.test_project import spoilt


def masked(document: Document) -> Document:
    height, width = document.picture.pixels.shape[:2]
    coverage = np.zeros((height, width), np.uint8)
    coverage[1:4, 2:5] = 200
    mask = Mask(coverage, MaskSource("local", Prompts()))
    return document.with_subject(document.active, replace(document.subject, mask=mask))


ONE, TWO = Snapshot.of(masked(BLANK), "One"), Snapshot.of(stroked(BLANK, 3), "Zwei 二")


def base_format(root: Path) -> int:
    [base] = root.glob("*/base-*.segdesk")
    return json.loads(container.unpack(base, "base")["manifest.json"] or b"")["format"]


def test_snapshots_alone_are_worth_a_journal_and_come_back_as_they_stood(tmp_path: Path) -> None:
    journal, second = Journal(tmp_path), replace(TWO, name="Second")
    for row in ((ONE,), (ONE, TWO), (ONE, second), (second,)):
        journal.record(BLANK, BLANK, ABOUT, snapshots=row)
    crash(journal)
    assert base_format(tmp_path) == 1
    [steps] = tmp_path.glob("*/steps-1")
    # What stood before is told by its place.
    assert [len(record.blobs) for record, _ in read_log(steps)] == [1, 0, 0, 0]
    offer = only_offer(tmp_path)
    recovered, again = recover(offer), Journal(tmp_path)
    assert recovered.snapshots == (second,)
    again.resume(offer, recovered)
    again.record(recovered.document, recovered.document, ABOUT, snapshots=(second, ONE))
    crash(again)
    offer = only_offer(tmp_path)
    recovered = recover(offer)
    assert recovered.snapshots == (second, ONE)
    again = Journal(tmp_path)
    again.resume(offer, recovered)
    again.record(recovered.document, recovered.document, ABOUT)
    crash(again)
    assert recover(only_offer(tmp_path)).snapshots == ()


def test_those_of_the_project_are_where_the_journal_begins_and_renews(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, document = Journal(tmp_path), stroked(BLANK, 1)
    journal.record(BLANK, document, ABOUT, had=(ONE,), snapshots=(ONE,))
    assert base_format(tmp_path) == 2
    monkeypatch.setattr(autosave, "RENEWED_BYTES", 0)
    journal.record(BLANK, stroked(document, 2), ABOUT, snapshots=(ONE, TWO))
    journal.rest()
    crash(journal)
    assert recover(only_offer(tmp_path)).snapshots == (ONE, TWO)


def test_those_that_are_gone_stay_gone_where_the_journal_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path)
    journal.record(BLANK, stroked(BLANK, 1), ABOUT, had=(ONE,))
    assert journal._log is not None
    journal._log.append(Record({"odd": True}))
    crash(journal)
    # None in particular would have those of the project back.
    offer = only_offer(tmp_path)
    recovered, again = recover(offer), Journal(tmp_path)
    assert (recovered.snapshots, recovered.is_part) == ((), True)
    again.resume(offer, recovered)
    crash(again)
    offer = only_offer(tmp_path)
    recovered, again = recover(offer), Journal(tmp_path)
    assert recovered.snapshots == ()
    again.resume(offer, recovered)
    monkeypatch.setattr(autosave, "RENEWED_BYTES", 0)
    again.record(recovered.document, stroked(recovered.document, 2), ABOUT)
    crash(again)
    assert recover(only_offer(tmp_path)).snapshots == ()


def test_a_journal_without_any_says_nothing_of_them_as_those_of_before_did(tmp_path: Path) -> None:
    journal, documents = journaled(tmp_path, 2)
    crash(journal)
    assert base_format(tmp_path) == 1
    recovered = recover(only_offer(tmp_path))
    assert (recovered.snapshots, recovered.document.subjects) == (None, documents[-1].subjects)


@pytest.mark.parametrize("odd", [3, [3], [{"was": 1, "name": "a"}], [{"was": 0}], [{"name": "a", "active": 9}]])
def test_a_row_that_makes_no_sense_is_told_of(tmp_path: Path, odd: object) -> None:
    journal = Journal(tmp_path)
    journal.record(BLANK, BLANK, ABOUT, snapshots=(ONE,))
    [(record, _)] = read_log(next(tmp_path.glob("*/steps-1")))
    assert journal._log is not None
    journal._log.append(Record({**record.table, "snapshots": odd}))
    crash(journal)
    recovered = recover(only_offer(tmp_path))
    assert (recovered.snapshots, recovered.is_part) == ((ONE,), True)


def test_a_mask_of_another_size_is_not_believed(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.record(BLANK, BLANK, ABOUT, snapshots=(ONE,))
    [(record, _)] = read_log(next(tmp_path.glob("*/steps-1")))
    assert journal._log is not None
    larger = replace(PICTURE, pixels=np.zeros((40, 50, 3), np.uint8))
    other = Journal(tmp_path / "other")
    other.record(Document(larger), Document(larger), ABOUT, snapshots=(Snapshot.of(masked(Document(larger)), "a"),))
    [(foreign, _)] = read_log(next(tmp_path.glob("other/*/steps-1")))
    journal._log.append(Record({**record.table, "snapshots": foreign.table["snapshots"]}, foreign.blobs))
    crash(journal)
    other.forget()
    (tmp_path / "other").rmdir()
    recovered = recover(only_offer(tmp_path))
    assert (recovered.snapshots, recovered.is_part) == ((ONE,), True)


@pytest.mark.parametrize("is_told", [False, True])
def test_a_damaged_one_takes_no_other_and_no_step_with_it(tmp_path: Path, is_told: bool) -> None:
    journal, three = Journal(tmp_path), replace(ONE, name="Three")
    had = (ONE, TWO, three)
    row = (ONE, replace(TWO, name="Second"), three) if is_told else had
    journal.record(BLANK, BLANK, ABOUT, had=had, snapshots=had)
    journal.record(BLANK, stroked(BLANK, 2), ABOUT, snapshots=row)
    crash(journal)
    [base] = tmp_path.glob("*/base-1.segdesk")
    base.write_bytes(spoilt(base.read_bytes(), "snapshots/0.json"))
    for _ in range(2):
        offer = only_offer(tmp_path)
        recovered, again = recover(offer), Journal(tmp_path)
        assert recovered.snapshots == row[1:]
        assert recovered.document.subjects == stroked(BLANK, 2).subjects
        # What stood behind the lost one has another place from here on.
        again.resume(offer, recovered)
        row = (*row[:2], replace(row[2], name=row[2].name + "!"))
        again.record(recovered.document, recovered.document, ABOUT, snapshots=row[1:])
        crash(again)
    assert recover(only_offer(tmp_path)).snapshots == row[1:]
