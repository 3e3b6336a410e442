"""The journal: whatever was done comes back as of the last whole step, and only while nobody works on it."""

import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segdesk.core.document import Document, Mask, MaskSource, Subject, Traits
from segdesk.core.edits import AddPrompt, apply
from segdesk.core.errors import OutputError
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity, Prompts, Stroke
from segdesk.core.subjectedits import AddSubject, SetTraits
from segdesk.imaging import files
from segdesk.storage import autosave, project
from segdesk.storage.autosave import About, Journal, Offer, journals_folder, offers, recover
from segdesk.storage.steplog import Record, StepLog, read_log
from tests.core.values import PICTURE, edits
from tests.scenes import plum
from tests.storage.test_project import same

ABOUT = About("plum.png", Path("/pictures/plum.png"), Path("/projects/plum.segdesk"), stamp=(1700000000000000001, 8))
BLANK = Document(PICTURE)


def crash(journal: Journal) -> None:
    """What the system does when a process dies: it closes the files and takes the locks back."""
    assert journal._log is not None
    assert journal._hold is not None
    journal._log.close()
    journal._hold.release(removes=False)


def date(path: Path, when: float) -> None:
    os.utime(path, (when, when))


def stroked(document: Document, number: int) -> Document:
    return apply(document, AddPrompt(document.active, Stroke(Polarity.KEEP, 2, (Point(number, 1),))))[0]


def journaled(root: Path, steps: int, base: Document = BLANK) -> tuple[Journal, list[Document]]:
    """A journal of so many strokes, and the documents on the way."""
    journal, documents = Journal(root), [base]
    for number in range(steps):
        documents.append(stroked(documents[-1], number))
        journal.record(base, documents[-1], ABOUT)
    return journal, documents


def only_offer(root: Path) -> Offer:
    [offer] = offers(root)
    return offer


def test_a_new_subject_of_which_nothing_is_said_comes_back(tmp_path: Path) -> None:
    coloured, _ = apply(BLANK, SetTraits(0, Traits(colour=(240, 140, 40))))
    document, _ = apply(coloured, AddSubject(Subject(1), at=0))
    journal = Journal(tmp_path)
    for step in (coloured, document):
        journal.record(BLANK, step, ABOUT)
    crash(journal)
    assert same(recover(only_offer(tmp_path)).document, document)


@settings(max_examples=15)
@given(data=st.data())
def test_any_steps_come_back_as_they_were(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    root, document = tmp_path_factory.mktemp("journals"), BLANK
    journal = Journal(root)
    for _ in range(data.draw(st.integers(1, 6))):
        document, _ = apply(document, data.draw(edits(document)))
        journal.record(BLANK, document, ABOUT)
    crash(journal)
    offer = only_offer(root)
    recovered = recover(offer)
    assert same(recovered.document, document)
    assert (recovered.about, recovered.notes) == (ABOUT, ())
    offer.discard()
    assert not list(root.iterdir())


def test_a_journal_that_somebody_writes_is_not_offered(tmp_path: Path) -> None:
    journal, _ = journaled(tmp_path, 2)
    assert offers(tmp_path) == []
    crash(journal)
    offer = only_offer(tmp_path)
    assert offers(tmp_path) == []
    offer.release()
    assert len(offers(tmp_path)) == 1


def test_nothing_is_left_when_the_work_is_safe(tmp_path: Path) -> None:
    journal, _ = journaled(tmp_path, 2)
    journal.forget()
    assert not list(tmp_path.iterdir())


def test_what_was_recovered_is_journaled_on(tmp_path: Path) -> None:
    journal, documents = journaled(tmp_path, 2)
    crash(journal)
    offer = only_offer(tmp_path)
    recovered, again = recover(offer), Journal(tmp_path)
    again.resume(offer, recovered)
    assert offers(tmp_path) == []
    last = stroked(recovered.document, 9)
    again.record(recovered.document, last, ABOUT)
    crash(again)
    assert recover(only_offer(tmp_path)).document.subjects == last.subjects
    assert documents[2].subjects == recovered.document.subjects


def test_a_long_journal_begins_anew_from_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "RENEWED_BYTES", 600)
    journal, documents = journaled(tmp_path, 9)
    [folder] = tmp_path.iterdir()
    assert len(list(folder.glob("base-*"))) == len(list(folder.glob("steps-*"))) == 1
    assert not (folder / "base-1.segdesk").exists()
    assert journal.size < 600
    crash(journal)
    assert recover(only_offer(tmp_path)).document.subjects == documents[-1].subjects


def test_a_journal_that_ended_while_it_began_anew_is_offered(tmp_path: Path) -> None:
    journal, documents = journaled(tmp_path, 2)
    [folder] = tmp_path.iterdir()
    project.save(documents[-1], folder / "base-2.segdesk")
    crash(journal)
    assert recover(only_offer(tmp_path)).document.subjects == documents[-1].subjects


def test_a_journal_that_could_not_begin_anew_goes_on_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, documents = journaled(tmp_path, 2)

    def refuse(path: Path) -> StepLog:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(autosave, "RENEWED_BYTES", 0)
        patch.setattr(autosave, "StepLog", refuse)
        with pytest.raises(OutputError):
            journal.record(BLANK, stroked(documents[-1], 5), ABOUT)
    last = stroked(documents[-1], 6)
    journal.record(BLANK, last, ABOUT)
    crash(journal)
    assert recover(only_offer(tmp_path)).document.subjects == last.subjects


def test_work_that_rested_while_the_disk_was_full_is_written_whole_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, documents = journaled(tmp_path, 2)
    unwritten = stroked(documents[-1], 5)

    def refuse(file: int, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(OutputError):
            journal.record(BLANK, unwritten, ABOUT)
    journal.rest()
    last = stroked(unwritten, 6)
    journal.record(unwritten, last, ABOUT)
    crash(journal)
    assert recover(only_offer(tmp_path)).document.subjects == last.subjects


def test_a_journal_that_cannot_be_resumed_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, documents = journaled(tmp_path, 2)
    crash(journal)
    offer = only_offer(tmp_path)
    recovered, again = recover(offer), Journal(tmp_path)

    def refuse(path: Path, size: int = 0) -> StepLog:
        raise OSError(5, "Input/output error", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(autosave, "StepLog", refuse)
        for attempt in (lambda: again.resume(offer, recovered), lambda: again.record(documents[-1], BLANK, ABOUT)):
            with pytest.raises(OutputError):
                attempt()
    offer.release()
    assert recover(only_offer(tmp_path)).document.subjects == documents[-1].subjects


def test_an_offer_is_released_once(tmp_path: Path) -> None:
    journal, _ = journaled(tmp_path, 1)
    crash(journal)
    offer = only_offer(tmp_path)
    offer.release()
    with (tmp_path / "of another").open("wb") as other:
        offer.release()
        other.write(b"still open")


def test_a_journal_that_rested_goes_on_with_the_same_work(tmp_path: Path) -> None:
    journal, documents = journaled(tmp_path, 2)
    journal.rest()
    again = replace(documents[-1], picture=replace(PICTURE))
    last = stroked(again, 7)
    journal.record(again, last, ABOUT)
    crash(journal)
    assert recover(only_offer(tmp_path)).document.subjects == last.subjects


def test_old_journals_and_those_without_a_step_are_cleared_away(tmp_path: Path) -> None:
    for age in (0, autosave.KEPT_SECONDS + 60):
        journal, _ = journaled(tmp_path, 1)
        crash(journal)
        if age:
            newest = max(tmp_path.iterdir(), key=lambda path: (path / "steps-1").stat().st_mtime_ns)
            date(newest / "steps-1", time.time() - age)
    journal, _ = journaled(tmp_path, 1)
    crash(journal)
    os.truncate(max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns) / "steps-1", 0)
    stray = tmp_path / "stray"
    stray.mkdir()
    date(stray, time.time() - 600)
    assert len(offers(tmp_path)) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_the_newest_work_is_offered_first(tmp_path: Path) -> None:
    for number in range(3):
        journal = Journal(tmp_path)
        journal.record(BLANK, stroked(BLANK, number), About(str(number)))
        crash(journal)
        newest = max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        date(newest / "steps-1", time.time() + number)
    assert [offer.about.name for offer in offers(tmp_path)] == ["2", "1", "0"]


def test_a_journal_is_private(tmp_path: Path) -> None:
    journal, _ = journaled(tmp_path / "deep" / "journals", 1)
    folders = [tmp_path / "deep" / "journals", *(tmp_path / "deep" / "journals").iterdir()]
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in folders)
    journal.forget()


def test_a_journal_that_cannot_be_written_says_so_and_goes_on_later(tmp_path: Path) -> None:
    root = tmp_path / "journals"
    root.write_text("in the way")
    journal = Journal(root)
    with pytest.raises(OutputError):
        journal.record(BLANK, stroked(BLANK, 1), ABOUT)
    root.unlink()
    journal.record(BLANK, stroked(BLANK, 1), ABOUT)
    crash(journal)
    assert len(offers(root)) == 1


def test_a_step_of_a_large_picture_is_small(tmp_path: Path) -> None:
    picture = files.decode(plum().save(tmp_path / "plum.png")).picture
    truth = plum().truth
    base = Document(picture)
    first = apply(base, AddPrompt(0, Stroke(Polarity.KEEP, 9, (Point(80, 80),))))[0]
    masked = first.with_subject(0, with_mask(first.subject, truth))
    dabbed = truth.copy()
    dabbed[10:20, 10:20] = 255
    second = masked.with_subject(0, with_mask(masked.subject, dabbed))
    journal = Journal(tmp_path / "journals")
    sizes: list[int] = []
    for document in (first, masked, second):
        journal.record(base, document, ABOUT)
        sizes.append(journal.size - sum(sizes))
    assert sizes[2] < 400
    crash(journal)
    assert recover(only_offer(tmp_path / "journals")).document.subjects == second.subjects


def with_mask(subject: Subject, coverage: np.ndarray) -> Subject:
    return replace(subject, mask=Mask(coverage.copy(), MaskSource("test", subject.prompts, settled=Prompts())))


def test_a_record_that_does_not_fit_on_the_disk_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = StepLog(tmp_path / "steps")
    log.append(Record({"a": 1}, (b"xyz", b"")))
    write = os.write

    def half(file: int, content: bytes) -> int:
        write(file, content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(OSError, match="space"):
            log.append(Record({"b": 2}))
    log.append(Record({"c": 3}))
    log.close()
    assert [record for record, _ in read_log(tmp_path / "steps")] == [
        Record({"a": 1}, (b"xyz", b"")),
        Record({"c": 3}),
    ]


def test_journals_lie_in_the_platform_s_own_place(home: Path) -> None:
    assert home in journals_folder().parents
