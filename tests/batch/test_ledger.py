"""Outputs get their names once, whatever falls between."""

from dataclasses import replace
from pathlib import Path

import pytest

from segdesk.batch.cutting import Reply
from segdesk.batch.ledger import Ledger
from segdesk.core.errors import OutputError, PictureError, Reason
from segdesk.core.notes import Note, Notice
from segdesk.core.records import Begun, Over, Planned, Record, dump_news, parse_news, worst_first
from segdesk.imaging import atomic

RECORD = Record("/shoot/图1.jpg", "stamp", "wishes", "图1.png")
CONTENT = b"a cutout"


def reply(ledger: Ledger, record: Record = RECORD, content: bytes = CONTENT) -> Reply:
    """What a worker answers that has written its part."""
    part = ledger.parts / "part"
    part.write_bytes(content)
    return Reply(replace(record, part=f"{part.parent.name}/{part.name}", size=len(content)), b"glance")


def test_news_come_through_as_lines() -> None:
    failure = PictureError(Reason.PICTURE_TOO_LARGE, name="图.jpg", megapixels="120", limit="100")
    notes = (Note.of(Notice.SUBJECT_NUMBER, number=1, count=3), Note.of(Notice.SUBJECT_UNSURE))
    done = replace(RECORD, part="run/part", size=7, seconds=1.25, kept=0.5, sureness=0.75, notes=notes)
    for news in (Planned(("/a", "/b"), (done,)), Begun("/a"), done, Over("t.csv", "s.html")):
        assert parse_news(dump_news(news)) == news
    told = parse_news(dump_news(replace(RECORD, failure=failure)))
    assert isinstance(told, Record)
    assert type(told.failure) is PictureError
    assert str(told.failure) == str(failure)


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"record":{}}', '{"record":null}', '{"other":1}', '{"planned":'])
def test_other_lines_are_no_news(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_news(line)


def test_the_worst_comes_first() -> None:
    failed = replace(RECORD, source="failed", failure=PictureError(Reason.PICTURE_EMPTY, name="x"))
    unsure = replace(RECORD, source="unsure", sureness=0.9, notes=(Note.of(Notice.SUBJECT_UNSURE),))
    nothing = replace(RECORD, source="nothing", notes=(Note.of(Notice.NOTHING_FOUND),))
    weak = replace(RECORD, source="weak", sureness=0.5)
    good, better, silent = (
        replace(RECORD, source=f"{sureness}", sureness=sureness, notes=(Note.of(Notice.DEPTH_REDUCED),))
        for sureness in (0.8, 0.95, None)
    )
    ranked = worst_first([silent, better, weak, good, unsure, nothing, failed])
    assert ranked == [failed, nothing, unsure, weak, good, better, silent]
    assert [record.needs_eyes for record in ranked] == [True, True, True, True, False, False, False]


def test_an_output_that_is_done_is_known_to_the_next_run(tmp_path: Path) -> None:
    with Ledger.opened(tmp_path) as ledger:
        assert not ledger.is_done(RECORD)
        ledger.commit(reply(ledger), overwrite=False)
        assert not list(ledger.parts.iterdir())
    with Ledger.opened(tmp_path) as ledger:
        assert ledger.is_done(RECORD)
        assert ledger.glance(ledger.records[RECORD.source]) == b"glance"
        assert not ledger.is_done(replace(RECORD, stamp="another"))
        assert not ledger.is_done(replace(RECORD, wishes="others"))
        (tmp_path / RECORD.output).unlink()
        assert not ledger.is_done(RECORD)


def test_a_kill_between_record_and_name_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic, "put_atomic", killed)
    with pytest.raises(KeyboardInterrupt), Ledger.opened(tmp_path) as ledger:
        ledger.commit(reply(ledger), overwrite=False)
    assert not (tmp_path / RECORD.output).exists()
    monkeypatch.undo()
    with Ledger.opened(tmp_path) as ledger:
        assert (tmp_path / RECORD.output).read_bytes() == CONTENT
        assert ledger.is_done(RECORD)


def test_a_kill_within_a_line_costs_that_line(tmp_path: Path) -> None:
    with Ledger.opened(tmp_path) as ledger:
        ledger.commit(reply(ledger), overwrite=False)
    path = tmp_path / ".segdesk-batch" / "ledger.jsonl"
    path.write_bytes(path.read_bytes() + path.read_bytes()[:40])
    other = replace(RECORD, source="/shoot/2.jpg", output="2.png")
    with Ledger.opened(tmp_path) as ledger:
        ledger.commit(reply(ledger, other), overwrite=False)
    with Ledger.opened(tmp_path) as ledger:
        assert ledger.is_done(RECORD)
        assert ledger.is_done(other)


def test_a_folder_belongs_to_one_batch_at_a_time(tmp_path: Path) -> None:
    with Ledger.opened(tmp_path), pytest.raises(OutputError, match="Another batch"), Ledger.opened(tmp_path):
        pass
    with Ledger.opened(tmp_path):
        pass


def test_a_ledger_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / ".segdesk-batch" / "ledger.jsonl").mkdir(parents=True)
    with pytest.raises(OutputError, match="is a folder"), Ledger.opened(tmp_path):
        pass
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="it is a file"), Ledger.opened(tmp_path / "file"):
        pass


def test_a_name_that_cannot_be_looked_for_fails_alone(tmp_path: Path) -> None:
    with Ledger.opened(tmp_path) as ledger, pytest.raises(OutputError, match="too long a name"):
        ledger.check(replace(RECORD, output="a" * 300 + ".png"), overwrite=False)


def test_a_file_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / RECORD.output).write_bytes(b"somebody else's")
    with Ledger.opened(tmp_path) as ledger:
        told = ledger.commit(reply(ledger), overwrite=False)
        assert told.failure is not None
        assert told.failure.reason is Reason.OUTPUT_EXISTS
        assert (tmp_path / RECORD.output).read_bytes() == b"somebody else's"
        assert ledger.commit(reply(ledger), overwrite=True).failure is None
        assert (tmp_path / RECORD.output).read_bytes() == CONTENT


def test_its_own_output_is_replaced_even_after_a_failure(tmp_path: Path) -> None:
    with Ledger.opened(tmp_path) as ledger:
        ledger.commit(reply(ledger), overwrite=False)
        failure = PictureError(Reason.PICTURE_DAMAGED, name="图1.jpg")
        ledger.commit(Reply(replace(RECORD, stamp="half copied", failure=failure)), overwrite=False)
        assert not ledger.is_done(RECORD)
    with Ledger.opened(tmp_path) as ledger:
        ledger.commit(reply(ledger, content=b"a new cutout"), overwrite=False)
    assert (tmp_path / RECORD.output).read_bytes() == b"a new cutout"


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_original_is_never_written_over(tmp_path: Path, overwrite: bool) -> None:
    original = tmp_path / "图1.png"
    original.write_bytes(b"the original")
    record = replace(RECORD, source=str(original))
    with Ledger.opened(tmp_path) as ledger:
        told = ledger.commit(reply(ledger, record), overwrite=overwrite)
    assert told.failure is not None
    assert told.failure.reason is Reason.OUTPUT_IS_INPUT
    assert original.read_bytes() == b"the original"
