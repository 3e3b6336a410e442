"""A batch as a whole: what is done stays done, what breaks breaks alone."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from segdesk import pipeline
from segdesk.batch.pool import Pool
from segdesk.batch.report import SHEET, TABLE
from segdesk.batch.running import Batch, Crew, Summary, run
from segdesk.batch.wishes import Auto, Beside, RelativeBox, Way, Wishes, box_from_shares
from segdesk.core.errors import ModelMissing, PictureError, Reason
from segdesk.core.notes import Notice
from segdesk.core.prompts import BoxPrompt, Prompts
from segdesk.core.records import Begun, News, Over, Planned, Record
from segdesk.imaging import encoders, files
from tests.batch.shoots import SMALL, Alone, endless, frail, ledger_of, nobody, shoot
from tests.said import prompt_text
from tests.scenes import iou, plum


def ran(folder: Path, *words: Path, way: Way | None = None, crew: Crew | None = None) -> Summary:
    """Run a batch of these words into a folder."""
    batch = Batch(tuple(map(str, words)), folder, Wishes(way or Auto()))
    return run(batch, crew or Alone(), nobody)


def alpha_of(path: Path) -> np.ndarray:
    alpha = files.decode(path).picture.alpha
    assert alpha is not None
    return alpha


def test_pictures_are_cut_and_the_broken_ones_told(tmp_path: Path) -> None:
    shoot(tmp_path / "in", "图2.png", "图10.png", "二/图2.png")
    (tmp_path / "in" / "broken.jpg").write_bytes(b"\xff\xd8\xff no more")
    heard: list[News] = []
    batch = Batch((str(tmp_path / "in"),), tmp_path / "out", Wishes())
    summary = run(batch, Alone(), heard.append)
    assert [type(one) for one in heard] == [Planned, *[Begun, Record] * 4, Over]
    assert [record.output for record in summary.records] == ["broken.png", "二/图2.png", "图2.png", "图10.png"]
    assert [type(failure) for failure in summary.failures] == [PictureError]
    assert iou(alpha_of(tmp_path / "out" / "二" / "图2.png"), plum(SMALL, 2).truth) > 0.9
    rows = list(csv.DictReader((tmp_path / "out" / TABLE).read_text("utf-8-sig").splitlines()))
    assert rows[0]["output"] == ""
    assert rows[0]["look"] == "failed"
    assert "damaged" in rows[0]["what to know"]
    assert all(0 < float(row["sureness"]) <= 1 for row in rows[1:])
    sheet = (tmp_path / "out" / SHEET).read_text("utf-8")
    assert sheet.count("<article>") == 4
    assert sheet.count("data:image/jpeg;base64,") == 3
    assert sheet.index("broken.jpg") < sheet.index("图10.png")
    assert not re.search(r"(src|href)=\"https?:", sheet)


def test_a_second_run_does_only_what_changed(tmp_path: Path) -> None:
    one, two, three = shoot(tmp_path, "1.png", "2.png", "3.png")
    words, out = (one, two, three), tmp_path / "out"
    ran(out, *words)
    crew = Alone()
    again = ran(out, *words, crew=crew)
    assert crew.asked == []
    assert [record.name for record in again.records] == ["1.png", "2.png", "3.png"]
    plum(SMALL, 9).save(two)
    (out / "3.png").unlink()
    ran(out, *words, crew=crew)
    assert crew.asked == ["2.png", "3.png"]
    ran(out, *words, way=RelativeBox(0, 0, 1, 1), crew=crew)
    assert crew.asked[2:] == ["1.png", "2.png", "3.png"]


def test_one_relative_box_fits_every_size(tmp_path: Path) -> None:
    scene = plum()
    paths = [plum(size, 3).save(tmp_path / f"{size.width}.png") for size in (SMALL, scene.size)]
    ran(tmp_path / "out", *paths, way=box_from_shares("15%, 20%, 75%, 90%"))
    for size in (SMALL, scene.size):
        assert iou(alpha_of(tmp_path / "out" / f"{size.width}.png"), plum(size, 3).truth) > 0.9


@pytest.mark.parametrize("text", ["10,5,90,95", "10%,5%,90%", "50%,5%,40%,95%", "0%,0%,101%,100%", "-1%,0%,9%,9%", ""])
def test_a_box_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="%"):
        box_from_shares(text)


def test_prompts_beside_a_picture_are_heeded(tmp_path: Path) -> None:
    scene = plum(SMALL)
    paths = [scene.save(tmp_path / name) for name in ("with.png", "without.png", "wrong.png")]
    (tmp_path / "with.prompts.json").write_text(prompt_text(Prompts(boxes=(BoxPrompt(scene.box),))), "utf-8")
    (tmp_path / "wrong.prompts.json").write_text("no prompts", "utf-8")
    summary = ran(tmp_path / "out", *paths, way=Beside())
    given, absent, wrong = summary.records
    assert iou(alpha_of(tmp_path / "out" / "with.png"), scene.truth) > 0.9
    assert [note.notice for note in given.notes] == []
    assert Notice.PROMPTS_ABSENT in [note.notice for note in absent.notes]
    assert absent.needs_eyes
    assert wrong.failure is not None
    assert wrong.failure.reason is Reason.PROMPTS_UNREADABLE


def test_a_project_beside_a_picture_is_cut_as_it_was_left(tmp_path: Path) -> None:
    from segdesk.storage import project

    scene = plum(SMALL)
    path = scene.save(tmp_path / "图.png")
    document = pipeline.open_document(path).document
    project.save(pipeline.with_prior(document, scene.truth, is_soft=True), tmp_path / "图.segdesk")
    [beside] = ran(tmp_path / "out", path, way=Beside()).records
    [named] = ran(tmp_path / "named", tmp_path / "图.segdesk").records
    assert beside.failure is None
    assert named.output == "图.png"
    for folder in ("out", "named"):
        np.testing.assert_array_equal(alpha_of(tmp_path / folder / "图.png"), scene.truth)


def test_transparency_of_its_own_is_kept(tmp_path: Path) -> None:
    scene = plum(SMALL)
    path = tmp_path / "a.png"
    path.write_bytes(encoders.encode_cutout(np.dstack([scene.pixels, scene.truth]), None))
    ran(tmp_path / "out", path)
    np.testing.assert_array_equal(alpha_of(tmp_path / "out" / "a.png"), scene.truth)


def test_what_all_pictures_would_meet_ends_the_batch(tmp_path: Path) -> None:
    paths = shoot(tmp_path, "1.png", "2.png")
    batch = Batch(tuple(map(str, paths)), tmp_path / "out", Wishes(engine="model"))
    crew = Alone()
    summary = run(batch, crew, nobody)
    assert crew.asked == ["1.png"]
    assert isinstance(summary.failure, ModelMissing)


def test_wishes_have_one_digest_that_tells_them_apart() -> None:
    wishes = Wishes(RelativeBox(0.1, 0.1, 0.9, 0.9))
    assert wishes.digest == replace(wishes).digest
    assert wishes.digest != Wishes().digest != replace(wishes, engine="model").digest


def test_a_picture_that_ends_its_process_is_given_up_and_stops_nobody(tmp_path: Path) -> None:
    names = [f"{number}.png" for number in range(4)]
    paths = shoot(tmp_path, "deadly.png", *names)
    summary = ran(tmp_path / "out", *paths, crew=Pool(2, target=frail))
    told = {record.name: record.failure.reason for record in summary.records if record.failure is not None}
    assert told == {"deadly.png": Reason.PICTURE_LOST, **dict.fromkeys(names, Reason.PICTURE_EMPTY)}


def test_an_interrupt_ends_the_workers_and_leaves_the_reports(tmp_path: Path) -> None:
    paths = shoot(tmp_path, "1.png", "2.png")

    def interrupt(news: News) -> None:
        if isinstance(news, Begun) and news.source.endswith("2.png"):
            raise KeyboardInterrupt

    batch = Batch(tuple(map(str, paths)), tmp_path / "out", Wishes())
    with pytest.raises(KeyboardInterrupt):
        run(batch, Pool(2, target=endless), interrupt)
    assert (tmp_path / "out" / SHEET).exists()
    assert ledger_of(tmp_path / "out") == []
