"""The hand at the edge panel: what it sets becomes a step, and what the next subject begins with."""

from typing import Final
from weakref import ref

from PySide6.QtCore import QObject, QTimer

from segdesk.app.clouds import Clouds
from segdesk.app.edgepanel import EdgeSection
from segdesk.app.kept import Kept
from segdesk.app.session import Session
from segdesk.core.edgesettings import STANDARD_EDGES, EdgeSettings

CALM_MILLISECONDS: Final = 1000
"""So long the hand lets the edges be before they go to the settings' file."""


class EdgeHand(QObject):
    """Follows the subject that it was last at, also back: what was undone is as if it had never been set."""

    def __init__(self, session: Session, clouds: Clouds, panel: EdgeSection, *, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._clouds, self._panel = session, clouds, panel
        self._usual = clouds.settings.edges
        self._at: tuple[ref[Kept], int] | None = None
        """Whose work and which subject; what the disk holds of a picture goes with that."""
        self._seen = self._usual
        """The edges of the subject there, of which `_usual` is what is new."""
        self._found: EdgeSettings | None = None
        """What they were before the hand came, unless it chose that too; `_before` was usual then."""
        self._before = self._usual
        self._calm = QTimer(self, singleShot=True, interval=CALM_MILLISECONDS)
        self._calm.timeout.connect(self._remember)
        panel.changed.connect(self._set)
        session.history_changed.connect(self._follow)
        clouds.changed.connect(self._offer)
        clouds.saved.connect(self._offer)
        self._offer()

    def close(self) -> None:
        """What was set last is remembered."""
        if self._calm.isActive():
            self._calm.stop()
            self._remember()

    def _set(self, edges: EdgeSettings, what: str, slides: bool) -> None:
        document = self._session.document
        if document is None:
            return
        place = ref(self._session.kept), document.active
        if place != self._at:
            self._at, self._before = place, self._usual
            self._seen = self._found = document.subject.edges
        if edges == self._found:
            self._found = None
        self._session.set_edges(edges, self.tr("edge: {what}").format(what=what), slides=slides)
        if self._session.document is document:
            # A hidden subject takes none.
            self._panel.show_subject(document.subject)

    def _follow(self) -> None:
        document = self._session.document
        if document is None or (ref(self._session.kept), document.active) != self._at:
            return
        before, self._seen = self._seen, document.subject.edges
        if self._seen == self._found:
            self._get_used_to(self._before)
        elif self._seen.habit != before.habit:
            self._get_used_to(self._seen.habit)

    def _get_used_to(self, edges: EdgeSettings) -> None:
        if edges != self._usual:
            self._usual = edges
            self._calm.start()
            self._offer()

    def _offer(self) -> None:
        edges = self._usual if self._clouds.settings.keeps_edges else STANDARD_EDGES
        self._session.edges_to_begin_with = edges
        self._panel.show_usual(edges)

    def _remember(self) -> None:
        if self._usual != self._clouds.settings.edges:
            self._clouds.remember_edges(self._usual)
