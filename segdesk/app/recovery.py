"""Work that a crash left behind is offered back on a card that waits without being in the way."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from segdesk.app.icons import icon, pixmap
from segdesk.app.joining import run_on
from segdesk.app.journaling import Journaling
from segdesk.app.lines import Line, balanced_width, room_for
from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.app.theme import Palette
from segdesk.app.widgets import label

if TYPE_CHECKING:
    from segdesk.storage.autosave import Offer

_SIGN_SIDE = 20
_WIDEST = 460
"""View pixels of a line of its words."""


class RecoveryCard(QFrame):
    """Whose work it is and of when, and what can be done with it. Discarding takes two clicks."""

    restoring = Signal()
    discarding = Signal()
    putting_off = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recovery")
        self._row = QHBoxLayout(self)
        self._sign, self._close = QLabel(), QToolButton()
        self._title, self._about = Line(role="title"), label(role="dim")
        self.restore, self.discard = QPushButton(self.tr("Restore")), QPushButton(self.tr("Discard"))
        self._is_sure = False
        self._about.setWordWrap(True)
        self._prepare()
        self._arrange()
        self.hide()

    @property
    def words(self) -> str:
        """What is asked."""
        return run_on((self._title.text(), self._about.text()))

    def dress(self, palette: Palette) -> None:
        self._sign.setPixmap(pixmap("note", palette.accent, size=_SIGN_SIDE, ratio=self.devicePixelRatioF()))
        self._close.setIcon(icon("close", palette, colour=palette.dim))

    def offer(self, name: str, when: str, others: int) -> None:
        """Offer one piece of work; so many others are offered after it."""
        self._is_sure = False
        self._title.setText(self.tr("Restore the work on “{name}”?").format(name=name))
        words = self.tr("SegDesk ended before it was saved. Last change: {when}.").format(when=when)
        if others:
            words = run_on((words, self.tr("{count} more to decide on.").format(count=others)))
        self._about.setText(words)
        self.restore.setText(self.tr("Restore"))
        self.show()
        self.fit()

    def fit(self) -> None:
        """As wide as its words, or as there is room for."""
        if self.isHidden():
            return
        # What was said before it was first shown has sizes from before the style sheet had a say.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self._title.setFixedWidth(0)
        most = min(room_for(self._about, over=self), _WIDEST)
        wide = balanced_width(self._about.text(), self._about.fontMetrics(), most=most) + 2
        wide = max(wide, min(self._title.sizeHint().width(), most))
        for words in (self._title, self._about):
            words.setFixedWidth(wide)
        self._about.setMinimumHeight(self._about.heightForWidth(wide))
        # The layout within the layout asks its words anew only then.
        self._row.activate()
        self.adjustSize()
        self.raise_()

    def _prepare(self) -> None:
        self.restore.setProperty("role", "primary")
        self.discard.setProperty("role", "link")
        for button in (self.restore, self.discard):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setFixedSize(24, 24)
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setAccessibleName(self.tr("Decide at the next start"))
        self._close.setToolTip(self._close.accessibleName())
        self.restore.clicked.connect(self._on_restore)
        self.discard.clicked.connect(self._on_discard)
        self._close.clicked.connect(self.putting_off)

    def _arrange(self) -> None:
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self._title)
        text.addWidget(self._about)
        row = self._row
        row.setContentsMargins(16, 10, 8, 10)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addLayout(text, 1)
        row.addSpacing(8)
        row.addWidget(self.discard)
        row.addWidget(self.restore)
        row.addWidget(self._close)

    def _on_restore(self) -> None:
        """The first button keeps the work, whatever is asked."""
        if self._is_sure:
            self.putting_off.emit()
        else:
            self.restoring.emit()

    def _on_discard(self) -> None:
        if self._is_sure:
            self.discarding.emit()
            return
        self._is_sure = True
        self._title.setText(self.tr("Discard it for good?"))
        self._about.setText(self.tr("There is no way back to this work then."))
        self.restore.setText(self.tr("Keep it"))
        self.fit()


class Recovery(QObject):
    """Offers one piece of work after the other."""

    def __init__(
        self,
        session: Session,
        journaling: Journaling,
        card: RecoveryCard,
        *,
        open_: Callable[[Request], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._journaling, self._card, self._open = journaling, card, open_
        self._offers: list[Offer] = []
        journaling.found.connect(self._on_found)
        journaling.resumed.connect(self._on_resumed)
        session.opening_changed.connect(lambda is_opening: card.setEnabled(not is_opening))
        card.restoring.connect(self._restore)
        card.discarding.connect(self._discard)
        card.putting_off.connect(self._put_off)

    def look(self) -> None:
        """Offer what was left behind, if anything was."""
        self._journaling.look()

    def close(self) -> None:
        """What is not decided on is offered again at the next start."""
        for offer in self._offers:
            offer.release()
        self._offers.clear()

    def _on_found(self, offers: "list[Offer]") -> None:
        self._offers += offers
        self._show()

    def _show(self) -> None:
        if not self._offers:
            self._card.hide()
        else:
            offer = self._offers[0]
            name = offer.about.name if offer.about.project is None else offer.about.project.name
            when = QDateTime.fromSecsSinceEpoch(int(offer.when))
            today = when.date() == QDateTime.currentDateTime().date()
            locale, short = QLocale(), QLocale.FormatType.ShortFormat
            told = locale.toString(when.time(), short) if today else locale.toString(when, short)
            self._card.offer(name, told, len(self._offers) - 1)

    def _restore(self) -> None:
        self._open(Request.of_offer(self._offers[0]))

    def _on_resumed(self, offer: "Offer") -> None:
        """Its journal is the window's own from now on."""
        self._offers = [other for other in self._offers if other is not offer]
        self._show()

    def _discard(self) -> None:
        self._journaling.discard(self._offers.pop(0))
        self._show()

    def _put_off(self) -> None:
        self._offers.pop(0).release()
        self._show()
