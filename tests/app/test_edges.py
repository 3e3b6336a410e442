"""The edge panel under real hands: what it sets, what the view shows of it and when, and that exports agree."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from segdesk.app import edging
from segdesk.app.amount import Amount, Range
from segdesk.app.frame import Frame
from segdesk.app.layers import Edged, Layer, Question, Sight
from segdesk.app.pyramid import Pyramid
from segdesk.app.sources import Sources
from segdesk.app.views import Look, View
from segdesk.app.window import Window
from segdesk.core.document import Document, EdgeMode, EdgeSettings, Mask, MaskSource, Picture, Subject
from segdesk.core.geometry import Box, Point, Size, Turn, Viewport
from segdesk.core.prompts import Polarity, Prompts
from segdesk.core.work import CancelToken, Report, no_report
from segdesk.imaging import composite, files, finish, scribbles
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, NO_KEY, document_of, drag, has_unexported, press_key, settle
from tests.scenes import click, plum

BOX = [(40, 50), (100, 100), (200, 180)]
SHAPED = EdgeSettings(mode=EdgeMode.SOFT, shift=1.5, feather=3, smooth=2, contrast=0.2)


@pytest.fixture
def masked(window: Window, qtbot: QtBot) -> Window:
    """A window with a mask, and the whole panel unfolded."""
    drag(window.canvas, BOX)
    settle(qtbot, window)
    window.column.edge.unfold()
    QApplication.processEvents()
    return window


def edges_of(window: Window) -> EdgeSettings:
    return document_of(window).subject.edges


def amount(window: Window, key: str) -> Amount:
    return window.column.edge.amounts[key]


def handle(slider: QSlider) -> QPoint:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider).center()


def slide(slider: QSlider, *shares: float, lets_go: bool = True) -> None:
    """Take the handle and move it over these shares of the slider's width."""
    first = handle(slider)
    QTest.mousePress(slider, LEFT, NO_KEY, first)
    for share in shares:
        at = QPointF(share * slider.width(), first.y())
        moved = QMouseEvent(QEvent.Type.MouseMove, at, slider.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT, NO_KEY)
        QApplication.sendEvent(slider, moved)
    if lets_go:
        QTest.mouseRelease(slider, LEFT, NO_KEY, handle(slider))


def seen(window: Window) -> np.ndarray:
    """The picture as the canvas shows it at 100 %, RGB uint8 HxWx3."""
    QApplication.sendEvent(window.canvas, QEvent(QEvent.Type.Leave))
    image = window.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    assert image.devicePixelRatio() == 1
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    rgb = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    viewport, size = window.canvas.viewport, document_of(window).picture.size
    assert viewport.scale == 1
    left, top = round(viewport.origin.x), round(viewport.origin.y)
    return rgb[top : top + size.height, left : left + size.width].copy()


def test_without_a_mask_nothing_can_be_set_and_the_reason_is_said(window: Window, qtbot: QtBot) -> None:
    panel = window.column.edge
    assert panel.reason == "Mark a subject first."
    for row in panel.amounts.values():
        assert not row.slider.isEnabled()
        assert row.slider.toolTip() == panel.reason
    drag(window.canvas, BOX)
    settle(qtbot, window)
    assert panel.reason == ""
    assert amount(window, "halo").slider.isEnabled()


def test_a_drag_of_a_slider_is_one_step_whose_preview_leaves_the_mask_alone(masked: Window, qtbot: QtBot) -> None:
    before = document_of(masked)
    slide(amount(masked, "halo").slider, 0.8, 0.6, 0.5, 0.3)
    settle(qtbot, masked)
    assert 0.2 < edges_of(masked).halo < 0.4
    assert document_of(masked).subject.mask is before.subject.mask
    assert masked.commands["undo"].text() == "Undo edge: halo clean-up"
    press_key(masked, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document_of(masked) == before
    assert amount(masked, "halo").value == 100
    settle(qtbot, masked)


def test_two_drags_are_two_steps(masked: Window, qtbot: QtBot) -> None:
    slider = amount(masked, "feather").slider
    slide(slider, 0.3, 0.5)
    first = edges_of(masked)
    slide(slider, 0.6, 0.8)
    masked.session.undo()
    assert edges_of(masked) == first
    masked.session.undo()
    assert edges_of(masked) == EdgeSettings()
    settle(qtbot, masked)


@pytest.mark.parametrize("typed", ["-2.5", "-2,5"])
def test_a_number_is_typed_and_arrows_move_it(masked: Window, qtbot: QtBot, typed: str) -> None:
    row = amount(masked, "shift")
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, typed)
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert edges_of(masked).shift == -2.5
    QTest.keyClick(row.field, Qt.Key.Key_Up)
    assert edges_of(masked).shift == -2.4
    row.slider.setFocus()
    QTest.keyClick(row.slider, Qt.Key.Key_Right)
    assert -2.4 < edges_of(masked).shift < 0
    settle(qtbot, masked)


@pytest.mark.parametrize("part", ["label", "slider"])
def test_a_double_click_brings_the_default_back(masked: Window, qtbot: QtBot, part: str) -> None:
    row = amount(masked, "contrast")
    slide(row.slider, 0.7)
    assert edges_of(masked).contrast > 0.5
    QTest.mouseClick(getattr(row, part), LEFT, NO_KEY, QPoint(24, 8))
    QTest.mouseDClick(getattr(row, part), LEFT, NO_KEY, QPoint(24, 8))
    assert edges_of(masked).contrast == 0
    # The first press takes the slider along its line, and is no step of its own.
    masked.session.undo()
    assert edges_of(masked).contrast > 0.5
    settle(qtbot, masked)


def test_kind_and_switches_are_clicked(masked: Window, qtbot: QtBot) -> None:
    panel, inside = masked.column.edge, (110, 120)
    QTest.mouseClick(panel.switches["invert"], LEFT, NO_KEY, QPoint(8, 12))
    settle(qtbot, masked)
    assert edges_of(masked).invert
    masked.column.view.look_changed.emit(replace(masked.canvas.look, view=View.ALPHA))
    QApplication.processEvents()
    assert seen(masked)[inside[1], inside[0], 0] == 0
    panel.reset.click()
    settle(qtbot, masked)
    assert edges_of(masked) == EdgeSettings()
    assert seen(masked)[inside[1], inside[0], 0] == 255


def test_a_mask_that_is_alpha_already_takes_no_matting(masked: Window) -> None:
    panel = masked.column.edge
    assert not panel.modes.isEnabled()
    assert not panel.amounts["width"].slider.isEnabled()
    assert panel.amounts["feather"].slider.isEnabled()


@pytest.mark.parametrize("view", [View.WHITE, View.BLACK])
def test_at_actual_size_the_view_is_the_export_pixel_for_pixel(
    window: Window, qtbot: QtBot, desks: PaperDesks, answers: Answers, tmp_path: Path, view: View
) -> None:
    desks.is_soft = False
    drag(window.canvas, BOX)
    window.session.set_edges(SHAPED, "edge")
    settle(qtbot, window)
    window.column.view.look_changed.emit(replace(window.canvas.look, view=view))
    window.commands["prompts"].setChecked(False)
    QApplication.processEvents()
    shown = seen(window)
    answers.target = tmp_path / "out.png"
    with qtbot.waitSignal(window.session.exported, timeout=20_000):
        window.commands["export"].trigger()
    cutout = files.decode(answers.target).picture
    assert cutout.alpha is not None
    assert np.count_nonzero((cutout.alpha > 0) & (cutout.alpha < 255)) > 300
    ground = (255, 255, 255) if view is View.WHITE else (0, 0, 0)
    np.testing.assert_array_equal(shown, composite.over(cutout.pixels, cutout.alpha, ground))


def test_while_a_slider_is_held_the_view_follows_and_the_full_size_waits(masked: Window, qtbot: QtBot) -> None:
    asked: list[str] = []
    masked.finishing.progressed.connect(lambda stage, share: asked.append(stage))
    masked.column.view.look_changed.emit(replace(masked.canvas.look, view=View.ALPHA))
    masked.commands["prompts"].setChecked(False)
    QApplication.processEvents()
    before = seen(masked)
    slide(amount(masked, "feather").slider, 0.4, 0.6, lets_go=False)
    qtbot.waitUntil(lambda: not np.array_equal(seen(masked), before), timeout=20_000)
    assert asked == []
    QTest.mouseRelease(amount(masked, "feather").slider, LEFT)
    settle(qtbot, masked)
    assert asked


def test_only_the_newest_value_is_made_after_the_one_under_way(
    masked: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, made = threading.Event(), list[float]()
    live = edging.live

    def slow(question: Question, *, cancel: CancelToken) -> Edged:
        made.append(question.subject.edges.feather)
        assert gate.wait(20)
        return live(question, cancel=cancel)

    monkeypatch.setattr(edging, "live", slow)
    for feather in (1.0, 2.0, 3.0, 4.0):
        masked.session.set_edges(EdgeSettings(feather=feather), "edge", slides=True)
        qtbot.waitUntil(lambda: bool(made))
    gate.set()
    settle(qtbot, masked)
    assert made == [1.0, 4.0]


def test_escape_stops_the_full_size(masked: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()

    def endless(question: Question, *, cancel: CancelToken, report: Report, show: object) -> Edged:
        report("edges", 0.4)
        begun.set()
        while True:
            cancel.check()

    monkeypatch.setattr(edging, "full", endless)
    masked.session.set_edges(EdgeSettings(feather=5), "edge")
    qtbot.waitUntil(lambda: begun.is_set() and "40 %" in masked.status.work, timeout=20_000)
    press_key(masked, Qt.Key.Key_Escape)
    settle(qtbot, masked)
    assert masked.status.work == ""
    assert edges_of(masked).feather == 5


def test_a_failure_is_said_and_the_next_change_is_made(
    masked: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Edged:
        raise MemoryError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(edging, "full", broken)
        masked.session.set_edges(EdgeSettings(feather=5), "edge")
        settle(qtbot, masked)
    assert "no room" in masked.stage.toast.words
    with qtbot.waitSignal(masked.finishing.layers_changed, timeout=20_000):
        masked.session.set_edges(EdgeSettings(feather=6), "edge")
    settle(qtbot, masked)


def test_a_new_stroke_gets_edges_of_its_own(masked: Window, qtbot: QtBot) -> None:
    masked.session.set_edges(EdgeSettings(feather=4), "edge")
    settle(qtbot, masked)
    press_key(masked, Qt.Key.Key_K)
    drag(masked.canvas, [(250, 60), (260, 80)])
    settle(qtbot, masked)
    masked.column.view.look_changed.emit(replace(masked.canvas.look, view=View.ALPHA))
    masked.commands["prompts"].setChecked(False)
    QApplication.processEvents()
    shown = seen(masked)[:, :, 0]
    around = shown[40:100, 225:285]
    assert shown[70, 255] == 255
    assert np.count_nonzero((around > 0) & (around < 255)) > 50


def test_edges_changed_after_an_export_are_work_again(
    masked: Window, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    answers.target = tmp_path / "out.png"
    with qtbot.waitSignal(masked.session.exported, timeout=20_000):
        masked.commands["export"].trigger()
    assert not has_unexported(masked.session)
    masked.session.set_edges(EdgeSettings(feather=2), "edge")
    assert has_unexported(masked.session)
    settle(qtbot, masked)


def test_every_slider_holds_its_numbers() -> None:
    for numbers in (Range(25, 400, 100, "", is_ratio=True), Range(-30, 30, 0, "", decimals=1, bend=1.6)):
        assert numbers.at(numbers.place_of(numbers.default)) == pytest.approx(numbers.default, rel=0.02)
        assert numbers.at(0) == numbers.low
        assert numbers.at(240) == numbers.high


def question(edges: EdgeSettings, *, strokes: bool = False) -> Question:
    scene = plum()
    said = (click(scene.outside, radius=6), click(scene.inside, Polarity.REMOVE, radius=6)) if strokes else ()
    prompts = Prompts(said, auto=True)
    keep, remove = scribbles.scribble_maps(prompts, scene.size)
    mask = Mask(scribbles.enforce(scene.truth, keep, remove), MaskSource("local", prompts))
    document = Document(Picture(scene.pixels), (Subject(prompts=prompts, mask=mask, edges=edges),))
    levels = Pyramid.of(scene.pixels), Pyramid.of(mask.coverage)
    return Question(document, *levels, Sight(Box.whole(scene.size), 0.5))


@pytest.mark.parametrize(
    "edges",
    [
        EdgeSettings(),
        SHAPED,
        replace(SHAPED, mode=EdgeMode.AUTO, drop_specks=500, width=2),
        replace(SHAPED, mode=EdgeMode.HARD, drop_specks=500, fill_holes=500, invert=True),
    ],
)
def test_the_full_size_is_what_finishing_in_one_go_makes(edges: EdgeSettings) -> None:
    asked, cancel = question(edges, strokes=True), CancelToken()
    keep, remove = scribbles.scribble_maps(asked.subject.prompts, asked.document.picture.size)
    mask, marks = np.asarray(asked.mask_levels.levels[0], np.uint8), finish.Marks(keep, remove)
    expected = finish.finish(asked.document.picture, mask, marks, edges=edges, cancel=cancel)
    first = edging.full(asked, cancel=cancel, report=no_report)
    again = edging.full(replace(asked, bases=(first.base,)), cancel=cancel, report=no_report)
    for made in (first.layer, again.layer):
        np.testing.assert_array_equal(made.alpha.levels[0], expected.alpha)
        np.testing.assert_array_equal(made.colours.levels[0], expected.colours)


def test_the_live_view_is_close_to_the_full_size() -> None:
    asked, cancel = question(SHAPED), CancelToken()
    full = edging.full(asked, cancel=cancel, report=no_report)
    live = edging.live(replace(asked, bases=(full.base,)), cancel=cancel).layer
    assert live.factor == 2
    truth = np.asarray(full.layer.alpha.levels[1]).astype(int)
    assert np.abs(np.asarray(live.alpha.levels[0]).astype(int) - truth).mean() < 1
    # Colours of what cannot be seen do not count.
    opaque = truth > 64
    apart = np.abs(np.asarray(live.colours.levels[0]).astype(int) - full.layer.colours.levels[1])[opaque]
    assert apart.mean() < 3


def test_a_part_in_sight_is_the_same_part_of_the_whole() -> None:
    whole, cancel = question(SHAPED), CancelToken()
    base = edging.full(whole, cancel=cancel, report=no_report).base
    asked = replace(whole, bases=(base,), sight=Sight(Box(150, 90, 230, 170), 1.0))
    layer = edging.live(asked, cancel=cancel).layer
    all_of_it = edging.live(replace(asked, sight=Sight(Box.whole(plum().size), 1.0)), cancel=cancel).layer
    left, top = round(layer.box.left), round(layer.box.top)
    part = layer.alpha.levels[0][90 - top : 170 - top, 150 - left : 230 - left]
    np.testing.assert_array_equal(part, all_of_it.alpha.levels[0][90:170, 150:230])


@pytest.mark.parametrize("mode", [EdgeMode.AUTO, EdgeMode.SOFT])
def test_what_is_kept_from_the_view_before_changes_nothing_but_the_time(mode: EdgeMode) -> None:
    asked, cancel = question(EdgeSettings(mode=mode), strokes=True), CancelToken()
    first = edging.live(asked, cancel=cancel)
    assert first.footing is not None
    subject = replace(asked.subject, edges=EdgeSettings(mode=mode, width=2.2))
    wider = replace(asked, document=asked.document.with_subject(0, subject))
    scratch = edging.live(wider, cancel=cancel).layer
    kept = edging.live(replace(wider, bases=(first.base,), footing=first.footing), cancel=cancel).layer
    np.testing.assert_array_equal(kept.alpha.levels[0], scratch.alpha.levels[0])
    assert not np.array_equal(kept.alpha.levels[0], first.layer.alpha.levels[0])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (EdgeSettings(), EdgeSettings(drop_specks=600, fill_holes=600)),
        (EdgeSettings(drop_specks=600, fill_holes=600), EdgeSettings()),
        (EdgeSettings(), EdgeSettings(keep_largest=True)),
    ],
)
def test_clearing_up_is_shown_without_matting_again(
    before: EdgeSettings, after: EdgeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, cancel = spotted(before), CancelToken()
    base = edging.full(asked, cancel=cancel, report=no_report).base
    wanted = replace(asked, document=asked.document.with_subject(0, replace(asked.subject, edges=after)))
    truth = np.asarray(edging.full(wanted, cancel=cancel, report=no_report).layer.alpha.levels[1])
    with monkeypatch.context() as patched:
        patched.delattr("segdesk.imaging.matting.solve")
        live = np.asarray(edging.live(replace(wanted, bases=(base,)), cancel=cancel).layer.alpha.levels[0])
    assert np.mean(np.abs(live.astype(int) - truth)) < 1
    for row, column in ((20, 20), (60, 70)):
        assert abs(int(live[row // 2, column // 2]) - int(truth[row // 2, column // 2])) < 64


def spotted(edges: EdgeSettings) -> Question:
    """A block with a hole before a ground with a speck, each of some hundred pixels."""
    size = Size(240, 160)
    coverage = np.zeros((size.height, size.width), np.uint8)
    coverage[40:130, 40:200], coverage[50:70, 60:80], coverage[10:30, 10:30] = 255, 0, 255
    grain = np.random.default_rng(3).integers(-6, 7, (*coverage.shape, 3))
    pixels = (np.where(coverage[..., None] > 0, (190, 120, 60), (40, 70, 110)) + grain).astype(np.uint8)
    prompts = Prompts(auto=True)
    mask = Mask(coverage, MaskSource("local", prompts))
    document = Document(Picture(pixels), (Subject(prompts=prompts, mask=mask, edges=edges),))
    return Question(document, Pyramid.of(pixels), Pyramid.of(coverage), Sight(Box.whole(size), 0.5))


def test_the_full_size_is_shown_square_by_square_from_the_middle_of_the_view(masked: Window, qtbot: QtBot) -> None:
    shown = list[tuple[Layer, ...]]()
    masked.finishing.layers_changed.connect(shown.append)
    masked.canvas.zoom_to(4)
    masked.session.set_edges(EdgeSettings(feather=2), "edge")
    settle(qtbot, masked)
    squares = [layers for layers in shown if layers and layers[0].inner is not None]
    assert [len([layer for layer in layers if layer.inner is not None]) for layers in squares] == list(
        range(1, len(squares) + 1)
    )
    in_sight = masked.canvas.sight.box
    middle = Point((in_sight.left + in_sight.right) / 2, (in_sight.top + in_sight.bottom) / 2)
    first = squares[0][0].shown
    assert first.left <= middle.x <= first.right
    assert first.top <= middle.y <= first.bottom
    assert [layer.inner for layer in shown[-1]] == [None]


@pytest.mark.parametrize("knows_base", [False, True])
def test_squares_hold_all_that_is_in_sight_as_it_is_in_the_end(knows_base: bool) -> None:
    asked, cancel, squares = replace(question(SHAPED), sight=SQUARE_SIGHT), CancelToken(), list[Layer]()
    bases = (edging.full(asked, cancel=cancel, report=no_report).base,) if knows_base else ()
    whole = edging.full(replace(asked, bases=bases), cancel=cancel, report=no_report, show=squares.append).layer
    seen = np.zeros((plum().size.height, plum().size.width), np.bool_)
    for layer in squares:
        left, top, right, bottom = map(round, layer.shown)
        place = slice(top, bottom), slice(left, right)
        down, across = round(layer.box.top), round(layer.box.left)
        part = layer.alpha.levels[0][top - down : bottom - down, left - across : right - across]
        assert np.abs(part.astype(int) - whole.alpha.levels[0][place]).max() <= 2
        seen[place] = True
    left, top, right, bottom = map(round, SQUARE_SIGHT.box)
    assert seen[top:bottom, left:right].all()


def test_a_newer_change_takes_the_squares_of_the_older_one_away(masked: Window, qtbot: QtBot) -> None:
    shown = list[tuple[Layer, ...]]()
    masked.finishing.layers_changed.connect(shown.append)
    masked.session.set_edges(EdgeSettings(feather=2), "edge")
    qtbot.waitUntil(lambda: any(layer.inner is not None for layers in shown for layer in layers), timeout=20_000)
    # Held on to, or a new one might take the place of an old one in memory and pass for it.
    stale = [layer for layers in shown for layer in layers if layer.inner is not None]
    shown.clear()
    masked.session.set_edges(EdgeSettings(feather=7), "edge")
    settle(qtbot, masked)
    assert not any(layer is old for layers in shown for layer in layers for old in stale)


SQUARE_SIGHT = Sight(Box(20, 10, 300, 200), 1.0)


@pytest.mark.parametrize("degrees", [15, 45, 300])
def test_a_view_that_lies_askew_shows_squares_too_as_soon_as_they_are_there(degrees: int) -> None:
    size, frame = plum().size, Frame(Viewport(4.0, Point(500, 300), Turn(degrees)))
    alpha = Pyramid.of(np.zeros((size.height, size.width), np.uint8))
    whole = Layer(alpha, Pyramid.of(plum().pixels), Box.whole(size))
    square = replace(whole, inner=Box(100, 60, 228, 188))
    sources = Sources(picture=Pyramid.of(plum().pixels), layers=(square, whole))
    region = QRegion(frame.rect_of(Box(140, 100, 200, 160)))
    shares = list(sources.shares(region, frame, Look()))
    total = sum(rect.width() * rect.height() for rect, _ in shares)
    fine = sum(rect.width() * rect.height() for rect, layer in shares if layer is square)
    assert fine > 0.5 * total
    covered = QRegion()
    for rect, layer in shares:
        assert (covered & rect).isEmpty()
        covered += rect
        assert layer is not square or square.shown.holds(frame.box_of(rect))
    assert covered == region
