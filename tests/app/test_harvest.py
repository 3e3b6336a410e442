"""All pictures of a folder that something was made of go out at once."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from segdesk.app.dialogs import Dialogs, Parting
from segdesk.app.roll import State
from segdesk.app.widgets import SHEET_MARGIN
from segdesk.app.window import Window
from segdesk.core.exporting import Recipe, Trimmed
from segdesk.core.geometry import Size
from segdesk.storage.folders import config_folder
from segdesk.storage.settings import FILE_NAME
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, drag, press_key, settle
from tests.scenes import plum

NAMES = ("plum 1.png", "plum 2.png", "plum 3.png")
AGAIN = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def film(qtbot: QtBot, empty_window: Window, tmp_path: Path, answers: Answers) -> Window:
    """A window with three pictures in it, of which the first and the last are cut and the last is in hand."""
    place = answers.source = tmp_path / "李子"
    place.mkdir()
    for seed, name in enumerate(NAMES):
        plum(Size(120, 90), seed).save(place / name)
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        empty_window.commands["open_folder"].trigger()
    for at in range(len(NAMES)):
        rest(qtbot, empty_window)
        if at != 1:
            drag(empty_window.canvas, [(20, 20), (50, 40), (90, 70)])
        rest(qtbot, empty_window)
        press_key(empty_window, Qt.Key.Key_PageDown)
    rest(qtbot, empty_window)
    return empty_window


def rest(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.film.roll.is_opening and not window.harvest.is_busy, timeout=20_000)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not window.session.is_exporting, timeout=20_000)


def size_of(path: Path) -> str:
    with Image.open(path) as picture:
        return f"{picture.width}x{picture.height}"


def states(window: Window) -> list[State]:
    return [window.film.roll.entry(at).state for at in range(len(window.film.roll))]


def test_one_click_exports_every_picture_that_is_cut(
    qtbot: QtBot, film: Window, answers: Answers, tmp_path: Path
) -> None:
    out = answers.target = tmp_path / "out"
    out.mkdir()
    (out / "plum 1-cutout.png").write_bytes(b"mine")
    assert states(film) == [State.CUT, State.UNTOUCHED, State.CUT]
    QTest.mouseClick(film.film.strip.export, LEFT)
    rest(qtbot, film)
    names = sorted(path.name for path in out.iterdir())
    assert names == ["plum 1-cutout-2.png", "plum 1-cutout.png", "plum 3-cutout.png"]
    assert (out / "plum 1-cutout.png").read_bytes() == b"mine"
    alpha = np.asarray(Image.open(out / "plum 3-cutout.png"))[..., 3]
    assert alpha[45, 50] == 255
    assert alpha[5, 5] == 0
    assert states(film) == [State.EXPORTED, State.UNTOUCHED, State.EXPORTED]
    assert film.film.roll.current == 2
    assert film.stage.toast.words == "Exported 2 cutouts to “out”."
    press_key(film, Qt.Key.Key_E, ALL)
    assert film.stage.toast.words == "No picture has a cutout that is not exported yet."
    assert [asked for asked in answers.asked if asked.startswith("results")] == [f"results beside {answers.source}"]
    # The next export is not looked for beside its picture again.
    answers.target = None
    film.commands["export"].trigger()
    assert answers.asked[-1] == f"export to {out / 'plum 3-cutout.png'}"


def test_settings_that_cannot_be_kept_do_not_end_it(
    qtbot: QtBot, film: Window, answers: Answers, tmp_path: Path
) -> None:
    file = config_folder() / FILE_NAME
    file.unlink(missing_ok=True)
    file.mkdir(parents=True)
    answers.target = tmp_path
    with qtbot.waitSignal(film.preferring.failed, timeout=20_000):
        press_key(film, Qt.Key.Key_E, ALL)
        film.clouds.remember_edges(replace(film.clouds.settings.edges, feather=2.0))
    rest(qtbot, film)
    assert film.stage.toast.words.startswith("Exported 2 cutouts")


def test_a_snapshot_waits_for_a_project_but_its_picture_goes_out_once(
    qtbot: QtBot, film: Window, answers: Answers, tmp_path: Path
) -> None:
    answers.target = tmp_path
    film.commands["snapshot"].trigger()
    press_key(film, Qt.Key.Key_PageUp)
    rest(qtbot, film)
    film.commands["snapshot"].trigger()
    press_key(film, Qt.Key.Key_E, ALL)
    rest(qtbot, film)
    assert film.stage.toast.words.startswith("Exported 2 cutouts")
    assert states(film) == [State.EXPORTED, State.CUT, State.CUT]
    press_key(film, Qt.Key.Key_E, ALL)
    rest(qtbot, film)
    assert film.stage.toast.words == "No picture has a cutout that is not exported yet."
    assert len(list(tmp_path.glob("*-cutout*"))) == 2


def test_a_name_tells_the_size_of_its_own_picture(
    qtbot: QtBot, film: Window, answers: Answers, desks: PaperDesks, tmp_path: Path
) -> None:
    desks.is_soft = False
    drag(film.canvas, [(10, 10), (30, 40), (100, 80)])
    settle(qtbot, film)
    qtbot.waitUntil(lambda: not film.delivery.weighing.is_busy, timeout=20_000)
    film.delivery.recipes.use(Recipe(layout=Trimmed(), template="{name} {size}"))
    assert not film.column.export.thumbnail.image.isNull()
    with qtbot.waitSignal(film.session.document_opened, timeout=20_000):
        press_key(film, Qt.Key.Key_PageUp)
    assert film.column.export.thumbnail.image.isNull()
    press_key(film, Qt.Key.Key_PageUp)
    rest(qtbot, film)
    film.commands["export"].trigger()
    assert answers.asked[-1].endswith("plum 1 70x50.png")
    answers.target = tmp_path
    press_key(film, Qt.Key.Key_E, ALL)
    rest(qtbot, film)
    names = [path.name for path in sorted(tmp_path.glob("*.png"))]
    assert names == [f"{path.stem[:6]} {size_of(path)}.png" for path in sorted(tmp_path.glob("*.png"))]
    assert names[0] == "plum 1 70x50.png"
    # The same again goes over the same file, wherever its size has put it.
    film.film.roll.go(2)
    rest(qtbot, film)
    press_key(film, Qt.Key.Key_E, AGAIN)
    rest(qtbot, film)
    assert [path.name for path in sorted(tmp_path.glob("*.png"))] == names


def test_closing_offers_to_export_all_instead_unless_only_a_project_could_hold_it(
    qtbot: QtBot, film: Window, answers: Answers, tmp_path: Path
) -> None:
    answers.target, answers.exports = tmp_path, True
    assert not film.close()
    rest(qtbot, film)
    assert film.isVisible()
    assert states(film) == [State.EXPORTED, State.UNTOUCHED, State.EXPORTED]
    assert len(list(tmp_path.glob("*-cutout.png"))) == 2
    for _ in range(2):
        film.commands["snapshot"].trigger()
        press_key(film, Qt.Key.Key_PageUp)
        rest(qtbot, film)
    answers.asked.clear()
    answers.discards = None
    assert not film.close()
    assert [asked.partition(" ")[0] for asked in answers.asked] == ["leave"]
    answers.target = None
    press_key(film, Qt.Key.Key_PageDown)
    rest(qtbot, film)
    drag(film.canvas, [(10, 10), (30, 40), (100, 80)])
    rest(qtbot, film)
    assert not film.close()
    assert answers.asked[-1].startswith("results")
    assert not film.harvest.is_busy


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Show the first", Parting.SHOW),
        ("Export all…", Parting.EXPORT),
        ("Discard", Parting.DISCARD),
        ("Cancel", Parting.STAY),
    ],
)
def test_the_question_has_an_answer_for_each_wish(
    words: str, verdict: Parting, qtbot: QtBot, empty_window: Window
) -> None:
    offered: list[list[str]] = []

    def answer(words: str) -> None:
        box = empty_window.findChildren(QMessageBox)[-1]
        offered.append([button.text() for button in box.buttons()])
        for button in box.buttons():
            assert button.width() >= button.sizeHint().width()
            assert button.mapTo(box, QPoint(-SHEET_MARGIN, 0)).x() >= 0
        QTest.mouseClick(next(button for button in box.buttons() if button.text() == words), LEFT)

    for can_export, said in ((True, words), (False, "Cancel")):
        QTimer.singleShot(0, empty_window, lambda said=said: answer(said))
        asked = Dialogs(empty_window).may_leave(["plum 1.png"], can_export)
        assert asked is (verdict if can_export else Parting.STAY)
    assert ["Export all…" in each for each in offered] == [True, False]


def test_an_export_under_way_is_none_of_those_it_waits_for(
    qtbot: QtBot, film: Window, answers: Answers, tmp_path: Path
) -> None:
    answers.target = tmp_path / "before.png"
    film.commands["export"].trigger()
    answers.target = tmp_path / "out"
    answers.target.mkdir()
    press_key(film, Qt.Key.Key_E, ALL)
    rest(qtbot, film)
    assert sorted(path.name for path in answers.target.iterdir()) == ["plum 1-cutout.png", "plum 3-cutout.png"]
    assert film.stage.toast.words == "Exported 2 cutouts to “out”."


def test_another_picture_taken_in_hand_ends_it(qtbot: QtBot, film: Window, answers: Answers, tmp_path: Path) -> None:
    answers.target = tmp_path
    press_key(film, Qt.Key.Key_E, ALL)
    film.film.roll.go(1)
    rest(qtbot, film)
    assert film.film.roll.current == 1
    assert State.CUT in states(film)
