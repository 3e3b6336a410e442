"""Words where there is little room."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.lines import BETWEEN, Line, Listing, balanced_width, bound, breakable, fitting, whole_names
from segdesk.app.numbers import rough_weight
from segdesk.app.window import Window
from tests.app.fitting import unfit
from tests.scenes import Scene

LONG = "a picture with a rather long name, second take of the evening, final version (3).png"


def test_a_line_loses_its_middle_and_tells_the_whole_of_it(qtbot: QtBot) -> None:
    line = Line("portrait of a lady.jpg")
    qtbot.addWidget(line)
    line.resize(line.sizeHint().width(), 20)
    line.show()
    assert line.shown == line.text()
    assert not line.tip
    line.resize(80, 20)
    assert line.shown.startswith("p")
    assert line.shown.endswith("g")
    assert "…" in line.shown
    assert line.tip == line.text() == "portrait of a lady.jpg"
    assert line.minimumSizeHint().width() <= line.sizeHint().width()


def test_a_listing_breaks_between_two_things_and_leaves_no_dot_at_an_end(qtbot: QtBot) -> None:
    things, listing = ("Auto", "2 strokes", "3 regions", "26.8 % kept"), Listing()
    qtbot.addWidget(listing)
    listing.say(things)
    listing.resize(listing.sizeHint())
    listing.show()
    assert listing.text() == listing.words == BETWEEN.join(things)
    width = listing.fontMetrics().horizontalAdvance(BETWEEN.join(things[:2])) + 2
    listing.resize(width, listing.heightForWidth(width))
    lines = listing.text().split("\n")
    assert lines[0] == BETWEEN.join(things[:2])
    assert " ".join(lines).replace(BETWEEN, " ").split() == " ".join(things).split()
    assert not any(line.strip().startswith("·") or line.strip().endswith("·") for line in lines)
    assert listing.heightForWidth(width) == listing.sizeHint().height() + (len(lines) - 1) * (
        listing.fontMetrics().lineSpacing()
    )


def test_a_sentence_without_room_leaves_out_the_middle_of_its_name_alone(qapp: QApplication) -> None:
    metrics, words = (
        Line().fontMetrics(),
        f"“{LONG}” is damaged and cannot be decoded. Export it again from where it came.",
    )
    room = QSize(metrics.horizontalAdvance(words) * 2 // 5, 2 * metrics.lineSpacing())
    shown = fitting(words, LONG, metrics, room=room)
    assert "…" in shown
    assert shown.endswith("from where it came.")
    assert fitting(shown, LONG, metrics, room=room) == shown
    assert fitting(words, LONG, metrics, room=room * 2) == words


def test_a_message_leaves_no_word_alone_on_its_last_line(qapp: QApplication) -> None:
    words = "This mask came with its transparency, which stays as it is; there is no hair to look for."
    metrics = Line().fontMetrics()
    wide = balanced_width(words, metrics, most=460)
    assert metrics.horizontalAdvance(words) > 460
    assert metrics.horizontalAdvance(words) / 2 <= wide < 400
    assert balanced_width("Saved.", metrics, most=460) <= metrics.horizontalAdvance("Saved.") + 2
    assert breakable("Saved as a.png") == "Saved as a.png"
    named = "Such as U2-Net, run by “segdesk serve”: half-sized, on its own."
    assert whole_names(named) == named.replace("U2-Net", bound("U2-Net")).replace(
        "segdesk serve", bound("segdesk serve")
    )
    assert breakable("x" * 40).replace("\u200b", "") == "x" * 40 != breakable("x" * 40)


def test_an_estimate_claims_no_more_than_it_knows() -> None:
    said = [rough_weight(size).replace("\u202f", " ").replace("\xa0", " ") for size in (379_012, 2_048, 11_400_000)]
    assert said == ["379 kB", "2.0 kB", "11 MB"]


def test_a_long_name_never_widens_the_window(
    window: Window, scene: Scene, tmp_path: Path, open_picture: Callable[[Window, Path], None]
) -> None:
    picture = scene.save(tmp_path / LONG)
    window.resize(window.minimumSize())
    open_picture(window, picture)
    window.column.view.show_backdrop(LONG)
    window.commands["backdrop"].setChecked(True)
    window.status.show_work(f"Exporting “{LONG}”  40 %  ·  Esc stops")
    for _ in range(3):
        QGuiApplication.processEvents()
    assert window.size() == window.minimumSize()
    assert window.column.width() == 292
    assert window.column.view.width() <= 292
    for words in (f"Exported “{LONG}”.", f"Exported “{'x' * 120}.png”."):
        window.stage.toast.tell(words, is_failure=True, remedy=window.commands["engine_settings"])
        assert window.stage.rect().contains(window.stage.toast.geometry())
        assert window.stage.toast.words == words
    window.stage.toast.hide()
    for name in (LONG, "水" * 60 + ".png"):
        window.stage.recovery.offer(name, "9:41", 2)
        assert window.stage.rect().contains(window.stage.recovery.geometry())
        assert unfit(window) == []
