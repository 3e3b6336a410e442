"""The picture on screen: holds the view, shows the document in it and paints. What hands do is for `gestures`."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from segdesk.app.gestures import Gestures
from segdesk.app.inputs import Inputs
from segdesk.app.layers import Companion, Layer, Sight, Tint
from segdesk.app.march import March
from segdesk.app.navigator import Navigator
from segdesk.app.overlay import Overlay
from segdesk.app.panes import Panes
from segdesk.app.pyramid import Pyramid
from segdesk.app.session import Session
from segdesk.app.surface import point_of
from segdesk.app.theme import Palette
from segdesk.app.toolbox import Toolbox
from segdesk.app.views import Look, View
from segdesk.core.document import Subject
from segdesk.core.geometry import UPRIGHT, Box, Point, Size, Turn, Viewport
from segdesk.core.objects import Thing, bounds_of
from segdesk.core.prompts import Prompt
from segdesk.core.tools import RetouchDraft

PIXELS_AT_ONCE, PIXELS_BESIDE_PEN = 700_000, 100_000
"""Device pixels that are drawn before events have their turn; some milliseconds' worth, or about one for a pen."""
REST_MILLISECONDS = 80
"""After so long without another step of a zoom the view is drawn well."""


class Canvas(QWidget):
    """Shows the session's document. Owns nothing of it but the gesture under way."""

    viewport_changed = Signal(object)
    drawn = Signal()
    """What is shown of the document is drawn anew."""
    pointed = Signal(object)
    """Carries the Point of the picture under the pointer, or None."""
    selection_changed = Signal()
    drawing = Signal(bool)
    """Anything is being drawn, or no longer."""

    def __init__(self, session: Session, toolbox: Toolbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._overlay, self._navigator = session, Overlay(), Navigator()
        self.panes = Panes(self._overlay)
        self._look, self._shows_prompts, self._original_held = Look(), True, False
        self._layers: tuple[Layer, ...] = ()
        self._companions: tuple[Companion, ...] = ()
        self._is_glimpse = False
        self._lifted: Thing | None = None
        self._is_painting = self._is_late = self._has_moved = False
        self._due = QTimer(self, singleShot=True, interval=0)
        self._due.timeout.connect(self._on_due)
        self._fresh = QRegion()
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._on_rest)
        self._march = March(self, self._overlay)
        self._gestures = Gestures(self, session, toolbox, parent=self)
        self._gestures.pointed.connect(self.pointed)
        self._gestures.original_held.connect(self._hold_original)
        self._gestures.drawing.connect(self.drawing)
        self._gestures.selecting.changed.connect(self.selection_changed)
        self.inputs = Inputs(self, self._gestures, toolbox)
        self._prepare()
        session.glimpse.changed.connect(self._on_glimpse)
        session.document_opened.connect(self._on_opened)
        session.document_changed.connect(self._show_subject)

    @property
    def viewport(self) -> Viewport:
        """Where the picture lies, as it is drawn."""
        return self._overlay.shown

    @property
    def sight(self) -> Sight:
        """What of the picture is in view."""
        return self._overlay.sight

    @property
    def image(self) -> QImage:
        """The picture as it is drawn, without drafts and cursor, at device pixels."""
        return self._overlay.image

    @property
    def picture_size(self) -> Size | None:
        """The picture's size, if there is a picture."""
        document = self._session.document
        return None if document is None else document.picture.size

    @property
    def has_picture(self) -> bool:
        return self._session.document is not None

    @property
    def shows_whole(self) -> bool:
        """Whether no part of the picture lies beyond the view."""
        return self._navigator.shows_whole

    @property
    def shows_prompts(self) -> bool:
        return self._shows_prompts

    @property
    def selection(self) -> Thing | None:
        """The prompt that is selected."""
        return self._gestures.selecting.selected

    @property
    def look(self) -> Look:
        return self._look

    @property
    def has_gesture(self) -> bool:
        return self._gestures.has_draft

    @property
    def is_marching(self) -> bool:
        """Whether the ants are on their way."""
        return self._march.is_under_way

    def set_look(self, look: Look) -> None:
        """Another view, overlay colour, opacity or outline; the checkerboard is the theme's."""
        self._look = replace(look, checker=self._look.checker)
        self._apply_look()

    def set_palette(self, palette: Palette) -> None:
        """The theme's colours around the picture and under it; what is drawn on the picture has its own."""
        self.panes.set_ground(palette.canvas)
        self._look = replace(self._look, checker=palette.checker)
        self._apply_look()

    def show_layers(self, layers: tuple[Layer, ...]) -> None:
        """Paint from finished edges, the best first; after a stroke that is being painted, which shows without."""
        self._layers, self._is_late = layers, self._is_painting
        if not self._is_glimpse and not self._is_painting:
            self.panes.set_layers(layers)
            self._due.start()

    def show_companions(self, companions: tuple[Companion, ...]) -> None:
        """The visible subjects beside the one in hand."""
        if companions == self._companions:
            return
        self._companions = companions
        if not self._is_glimpse:
            self.panes.set_others(companions)
            self.panes.mark_all()
            self._due.start()

    def show_tint(self, tint: Tint | None) -> None:
        """Point at places of the picture, or at none."""
        self._overlay.set_tint(tint)
        self.update()

    def show_paint(self, draft: RetouchDraft | None) -> None:
        self._is_painting = draft is not None
        self.panes.show_paint(draft)
        self._due.start()
        if self._is_late and not self._is_painting:
            self.show_layers(self._layers)

    def show_trimap(self, levels: Pyramid | None) -> None:
        """What the trimap's view shows."""
        self.panes.set_trimap(levels)
        self._due.start()

    def show_backdrop(self, levels: Pyramid | None) -> None:
        """What stands behind the cutout in the view of one's own picture."""
        self.panes.set_backdrop(levels)
        self._due.start()

    def show_prompts(self, shown: bool) -> None:
        """Show or hide the finished boxes and strokes."""
        self._shows_prompts = shown
        self._gestures.selecting.clear()
        self._show_subject(None)

    def lift(self, thing: Thing | None) -> None:
        for changed in (self._lifted, thing):
            self._lifted = thing
            if changed is not None:
                self._show_subject(bounds_of(changed))

    def step_selection(self, by: int, *, afresh: bool = False) -> None:
        """Select the next thing that was drawn, the topmost first, or one before; afresh, without regard to now."""
        self._gestures.selecting.step(by, afresh=afresh)

    def delete_selection(self) -> None:
        """Take the selected prompt away."""
        self._gestures.selecting.delete()

    def flip_selection(self) -> bool:
        """From keep to remove and back; False when nothing selected is the one or the other."""
        return self._gestures.selecting.flip()

    def deselect(self) -> bool:
        """Select nothing; True when something was selected."""
        return self._gestures.selecting.clear()

    def cancel_gesture(self) -> bool:
        """Forget the gesture under way; True when there was one."""
        return self._gestures.cancel()

    def fit(self) -> None:
        """Show the whole picture."""
        self._navigator.fit()
        self._show_view()

    def zoom_to(self, scale: float) -> None:
        """Show at a scale, in device pixels per picture pixel, around the middle of the view."""
        self.zoom_by(scale / self._overlay.ratio / self._navigator.viewport.scale)

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom around a place in the view, where the next step may follow at once, or around its middle."""
        self._navigator.zoom(factor, None if anchor is None else point_of(anchor))
        if anchor is not None:
            self._rest.start()
        self._show_view()

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the picture by so many view pixels."""
        self._navigator.pan(dx, dy)
        self._show_view()

    def stand(self, viewport: Viewport) -> None:
        self._navigator.stand(viewport)
        self._show_view()

    def centre_on(self, at: Point) -> None:
        """Bring a place in the picture into the middle of the view."""
        self._navigator.centre(at)
        self._show_view()

    def turn_by(self, degrees: int) -> None:
        """Turn the view clockwise; the picture stays as it is."""
        self._lay(self._navigator.viewport.turn.turned(degrees))

    def mirror(self, *, is_down: bool = False) -> None:
        """Mirror the view left to right as it is seen, or top to bottom; the picture stays as it is."""
        mirrored = self._navigator.viewport.turn.mirrored()
        self._lay(mirrored.turned(180) if is_down else mirrored)

    def lay_upright(self) -> None:
        """Take every turn and mirroring back."""
        self._lay(UPRIGHT)

    def divide(self, at: Point | None) -> None:
        """Show the original left of a place in the picture, or nowhere."""
        self._overlay.set_divide(at)
        self._due.start()

    def refresh(self) -> None:
        """Draw what is to be drawn now instead of soon."""
        self._refresh(None)

    def _on_due(self) -> None:
        # Paint shows only with what is drawn here, so that small pieces would keep it waiting.
        is_beside = self._gestures.is_held and not self._is_painting
        most = PIXELS_BESIDE_PEN if is_beside else PIXELS_AT_ONCE
        self._refresh(None if self._rest.isActive() else most)

    def _refresh(self, most: int | None) -> None:
        """Draw so many pixels, or all; it shows when all is done, and meanwhile the pen has its turns."""
        self._fresh += self._overlay.refresh(most)
        if self._overlay.is_due:
            self._due.start()
            return
        self._has_moved = False
        self._gestures.clear_dry()
        changed, self._fresh = self._fresh, QRegion()
        if not changed.isEmpty():
            self.update(changed)
        self._march.pace()
        self.drawn.emit()

    def repaint_part(self, part: QRect | QRegion) -> None:
        if self._is_painting or self._has_moved:
            # The ring waits for what is under it: to put one after the other on the screen takes twice as long.
            self._fresh += part
            self._due.start()
        else:
            self.update(part)

    def set_pointer(self, shape: Qt.CursorShape | None) -> None:
        if shape is None:
            self.unsetCursor()
        else:
            self.setCursor(shape)

    def _prepare(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setMinimumSize(QSize(320, 240))
        self.setAccessibleName(self.tr("Canvas"))

    def _on_opened(self) -> None:
        size = self.picture_size
        assert size is not None
        self._gestures.start_over()
        # Who looked around in the glimpse stays where he is.
        if not self._is_glimpse:
            self._navigator.show(size)
        self._is_glimpse = False
        self.panes.set_picture(self._session.levels)
        self._show_subject(None)
        self._show_view()

    def _on_glimpse(self, levels: Pyramid | None) -> None:
        """What is being opened can be seen already; or nothing came of it, and the document shows again."""
        self._is_glimpse = levels is not None
        if levels is not None:
            self._gestures.start_over()
            self._navigator.show(levels.size)
            self.panes.set_picture(levels)
            self.panes.set_others(())
            self.panes.set_subject(None, None, Box(0, 0, 0, 0))
            self.panes.set_layers(())
            self._show_view()
        elif self._session.document is not None:
            self._on_opened()
            self.panes.set_layers(self._layers)

    def _show_subject(self, changed: Box | None) -> None:
        document = self._session.document
        if document is None or self._is_glimpse:
            return
        # What is hidden leaves the bare picture, as if nothing had been said.
        subject = document.subject if document.subject.traits.is_visible else Subject(document.active)
        prompts, hair = (subject.prompts, subject.hair) if self._shows_prompts else (None, ())
        if prompts is not None and isinstance(self._lifted, Prompt) and self._lifted in prompts.like(self._lifted):
            prompts = prompts.without(self._lifted)
        hair = tuple(stroke for stroke in hair if stroke != self._lifted)
        box = Box.whole(document.picture.size) if changed is None else changed
        self.panes.set_retouch(subject.retouch)
        self.panes.set_others(self._companions)
        self.panes.set_subject(self._session.levels_of(subject), prompts, box, hair=hair)
        self._due.start()

    def _hold_original(self, held: bool) -> None:
        self._original_held = held
        self._apply_look()

    def _apply_look(self) -> None:
        view = View.ORIGINAL if self._original_held else self._look.view
        self.panes.set_look(replace(self._look, view=view))
        self._due.start()

    def _lay(self, turn: Turn) -> None:
        self._navigator.lay(turn)
        self._show_view()

    def _on_rest(self) -> None:
        self._overlay.smooth()
        self._due.start()

    def _show_view(self) -> None:
        self._overlay.set_viewport(self._navigator.viewport, is_rough=self._rest.isActive())
        # Not before it is drawn: what was only moved lacks what the move has bared.
        self._has_moved, self._fresh = True, QRegion(self.rect())
        self._gestures.redraw()
        self._due.start()
        self.viewport_changed.emit(self._navigator.viewport)

    def _measure(self) -> None:
        """The view has another size, or other pixels."""
        self._overlay.set_size(self.size(), self.devicePixelRatioF())
        self._navigator.resize(Size(self.width(), self.height()))
        self._show_view()
        self.refresh()

    # Qt's own

    def event(self, event: QEvent) -> bool:
        # On another screen the view may be as large as before, and have more pixels.
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._measure()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        self._march.pace()

    def hideEvent(self, event: QHideEvent) -> None:
        self._march.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(0, 0, self._overlay.image)
        self._overlay.paint_tint(painter)
        self._gestures.paint(painter)
